import type { Command, CommanderError } from 'commander';
import { CallError } from '../errors.ts';

/** What commander refuses, as an error like all others: what is wrong, what is allowed, and where to read on. */
export function usageError(error: CommanderError, program: Command, words: readonly string[]): CallError {
  const called = program.commands.find((command) => words.includes(command.name()));
  const help = called ? `keyfast ${called.name()} --help` : 'keyfast --help';
  // Its help, which nobody asked for, is what commander has to say to a group that is called without a command.
  if (error.code === 'commander.help') {
    const allowed = (called ?? program).commands.map((command) => command.name()).join(', ');
    return new CallError({ code: 'BAD_CALL', message: 'A command is missing', allowed }, help);
  }
  const message = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
  return new CallError({ code: 'BAD_CALL', message }, help);
}
