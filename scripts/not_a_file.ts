import type { Stats } from 'node:fs';
import { CallError } from './errors.ts';

/**
 * The refusal of what isn't a file, and undefined of one: to open a pipe waits for somebody who writes to it, which may be
 * for ever.
 */
export function notAFile(file: string, found: Stats, allowed: string): CallError | undefined {
  if (found.isFile()) return undefined;
  return new CallError({
    code: 'NOT_A_FILE',
    message: found.isDirectory() ? 'It is a directory' : 'It is a pipe, a socket or a device, not a file',
    location: { file },
    allowed,
  });
}
