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
  await createEnvironment('python3', environment);
  await installRequirements(python);
  await writeFile(complete, '');
  return python;
}

/** A new one, in place of what an interrupted installation may have left behind. */
export async function createEnvironment(python: string, environment: string): Promise<void> {
  await rm(environment, { recursive: true, force: true });
  const needed = 'npm run test:bigquery needs Python 3 with venv (on Debian: apt-get install python3-venv)';
  await run(python, ['-m', 'venv', environment]).catch(failWith(needed));
}

async function installRequirements(python: string): Promise<void> {
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps'];
  const needed = 'The BigQuery emulator could not be installed from PyPI';
  await run(python, [...pip, '--requirement', REQUIREMENTS]).catch(failWith(needed));
}

/** What a person has to know, then what the command itself said: venv says some on its standard output. */
function failWith(needed: string): (error: unknown) => never {
  return (error) => {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    const said = `${stdout}${stderr}`.trim();
    throw new Error(`${needed}: ${said === '' ? message : said}`, { cause: error });
  };
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
