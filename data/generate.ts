/**
 * Writes the example: `npx tsx data/generate.ts`. With `--check` it writes nothing and fails if a committed file differs
 * from what it would write, is missing, or is no longer written.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { exampleFiles } from './generator/example_files.ts';

const DATA = fileURLToPath(new URL('./', import.meta.url));

/** The generator's own input. */
const COMPANY_NAMES = 'reference/company_names.csv';

async function committedCsvFiles(): Promise<string[]> {
  const paths = await readdir(DATA, { recursive: true });
  return paths.filter((path) => path.endsWith('.csv') && path !== COMPANY_NAMES);
}

async function differs(path: string, text: string): Promise<boolean> {
  return (await readFile(join(DATA, path), 'utf8').catch(() => undefined)) !== text;
}

async function main(checkOnly: boolean): Promise<void> {
  const files = exampleFiles();
  const stale: string[] = [];
  for (const [path, text] of files) {
    if (!(await differs(path, text))) continue;
    stale.push(path);
    if (checkOnly) continue;
    await mkdir(dirname(join(DATA, path)), { recursive: true });
    await writeFile(join(DATA, path), text);
  }
  for (const path of await committedCsvFiles()) {
    if (files.has(path)) continue;
    stale.push(path);
    if (!checkOnly) await rm(join(DATA, path));
  }

  if (checkOnly && stale.length > 0) {
    console.error(`Stale: ${stale.join(', ')}. Run \`npx tsx data/generate.ts\` and commit what it writes.`);
    process.exitCode = 1;
  }
}

await main(process.argv.includes('--check'));
