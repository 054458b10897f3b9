import type { Stats } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { CallError, DataError } from '../errors.ts';
import { inWords, type Limits } from './limits.ts';
import { isSystemError, unreadableFile } from './unreadable_file.ts';

/**
 * Gives the size of a file that can be read, in bytes.
 *
 * @throws CallError when there is none or it can't be read, DataError when it is too large.
 */
export async function refuseUnlessFile(file: string, { fileBytes }: Limits): Promise<number> {
  const found = await whatIsAt(file);
  if (!found.isFile()) {
    throw new CallError({
      code: 'NOT_A_FILE',
      message: found.isDirectory() ? 'It is a directory' : 'It is a pipe or a device, not a file',
      location: { file },
      allowed: 'a CSV file',
    });
  }
  if (found.size > fileBytes) {
    const allowed = `at most ${inWords(fileBytes)}; split it`;
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
