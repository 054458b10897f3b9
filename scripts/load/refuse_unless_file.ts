import type { Stats } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { CallError, DataError } from '../errors.ts';
import { inWords, LIMITS } from './limits.ts';
import { isSystemError, unreadableFile } from './unreadable_file.ts';

/**
 * Gives the size of a file that can be read, in bytes.
 *
 * @throws CallError when there is none or it can't be read, DataError when it is too large.
 */
export async function refuseUnlessFile(file: string): Promise<number> {
  const found = await whatIsAt(file);
  if (!found.isFile()) {
    throw new CallError({
      code: 'NOT_A_FILE',
      message: found.isDirectory() ? 'It is a directory' : 'It is a pipe or a device, not a file',
      location: { file },
      allowed: 'a CSV file',
    });
  }
  if (found.size > LIMITS.fileBytes) {
    const allowed = `at most ${inWords(LIMITS.fileBytes)}; split it, a file a period`;
    throw new DataError([
      { code: 'FILE_TOO_LARGE', message: 'The file is too large', location: { file }, allowed },
    ]);
  }
  return found.size;
}

async function whatIsAt(file: string): Promise<Stats> {
  try {
    const found = await stat(file);
    await access(file, constants.R_OK);
    return found;
  } catch (error) {
    if (isSystemError(error)) throw unreadableFile(file, error);
    throw error;
  }
}
