import type { Stats } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { DataError } from '../errors.ts';
import { notAFile } from '../not_a_file.ts';
import { inWords, type Limits } from './limits.ts';
import { isSystemError, unreadableFile } from './unreadable_file.ts';

/**
 * Gives the size of a file that can be read, in bytes.
 *
 * @throws CallError when there is none or it can't be read, DataError when it is too large.
 */
export async function refuseUnlessFile(file: string, { fileBytes }: Limits): Promise<number> {
  const found = await whatIsAt(file);
  const refusal = notAFile(file, found, 'a CSV file');
  if (refusal) throw refusal;
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
