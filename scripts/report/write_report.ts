import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CallError } from '../errors.ts';

/** Where reports go unless told otherwise: a directory a run, under the current one. Not committed. */
export const REPORTS_DIRECTORY = 'reports';

/**
 * Writes a report's files into a directory, which is made when it isn't there; files of the same names are written again.
 *
 * @throws CallError when nothing can be written there.
 */
export async function writeReport(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  try {
    await makeDirectory(directory);
    for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new CallError(
      {
        code: 'NOT_WRITABLE',
        message: `The report can't be written: ${error.message}`,
        location: { file: directory },
        allowed: '--out DIR, a directory that you may write to',
      },
      undefined,
      { cause: error },
    );
  }
}

/** With those that it is in. Not `recursive`, which tries for ever where the file system takes no directories, as /proc. */
async function makeDirectory(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  const parent = dirname(path);
  if (found === undefined && parent !== path) await makeDirectory(parent);
  await mkdir(path).catch(async (error: unknown) => {
    // Somebody else made it meanwhile.
    if ((await stat(path).catch(() => undefined))?.isDirectory() !== true) throw error;
  });
}
