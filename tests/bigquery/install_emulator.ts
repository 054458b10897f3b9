import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CACHE_DIRECTORY } from '../../scripts/dataform/project.ts';

const run = promisify(execFile);

export const EMULATOR_SOURCES = join(import.meta.dirname, 'emulator');
const REQUIREMENTS = join(EMULATOR_SOURCES, 'requirements.txt');

/**
 * Gives the Python of a virtual environment that holds the emulator, made once for each set of pins. Needs `python3` with `venv` (on
 * Debian: the package python3-venv) and, the first time, PyPI.
 */
export async function installEmulator(): Promise<string> {
  const digest = createHash('sha256')
    .update(await readFile(REQUIREMENTS))
    .digest('hex')
    .slice(0, 16);
  const environment = join(CACHE_DIRECTORY, 'emulator', digest);
  const python = join(environment, 'bin', 'python');
  const complete = join(environment, 'complete');
  if (await exists(complete)) return python;
  // What an interrupted installation left behind.
  await rm(environment, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', environment]);
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--no-deps',
    '--requirement',
  ];
  await run(python, [...pip, REQUIREMENTS]);
  await writeFile(complete, '');
  return python;
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
