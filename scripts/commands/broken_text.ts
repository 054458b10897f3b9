import type { Command } from 'commander';
import { CallError } from '../errors.ts';

/** What Node.js puts in the place of bytes that are not UTF-8. */
const REPLACEMENT_CHARACTER = '\ufffd';

/**
 * Refuses a call in which a word isn't UTF-8: what was meant is lost, and two names that differ in it would be recorded as one.
 *
 * @throws CallError that says which word.
 */
export function refuseBrokenText(command: Command): void {
  const words = [
    ...command.registeredArguments.map((argument, index): [string, unknown] => [
      `<${argument.name()}>`,
      command.processedArgs[index],
    ]),
    ...Object.entries(command.optsWithGlobals()).map(([name, value]): [string, unknown] => [
      `--${name}`,
      value,
    ]),
  ];
  for (const [name, given] of words) {
    const value = [given].flat().find(isBroken);
    if (value === undefined) continue;
    throw new CallError({
      code: 'BAD_TEXT',
      message: `${name} holds U+FFFD, which stands for what is lost: bytes that are not UTF-8`,
      value,
      allowed: 'UTF-8',
    });
  }
}

function isBroken(word: unknown): word is string {
  return typeof word === 'string' && word.includes(REPLACEMENT_CHARACTER);
}
