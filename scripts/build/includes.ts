/**
 * Builds what Dataform loads from `includes/src`: each entry becomes one self-contained CommonJS file, because
 * Dataform makes only top-level `includes/*.js` global; and the page of the controls, which says the same. `--check` writes
 * nothing and fails if a committed file is stale.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import { controlsPage } from './controls_page.ts';
import { unicodeModule } from './unicode.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ENTRIES = [
  'aliases',
  'audit',
  'cells',
  'changesets',
  'controls',
  'digests',
  'identity',
  'loading',
  'migrations',
];
const BANNER = '// Built by `npm run build` from includes/src. Do not edit.';

async function committed(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}

async function includeFile(entry: string): Promise<string> {
  const result = await build({
    entryPoints: [`${ROOT}includes/src/${entry}.ts`],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'neutral',
    target: 'es2020',
    charset: 'utf8',
    banner: { js: BANNER },
  });
  return result.outputFiles[0]?.text ?? '';
}

async function main(checkOnly: boolean): Promise<void> {
  const stale: string[] = [];
  const settle = async (path: string, text: string): Promise<void> => {
    if ((await committed(ROOT + path)) === text) return;
    stale.push(path);
    if (!checkOnly) await writeFile(ROOT + path, text);
  };
  await settle('includes/src/unicode_12_1.ts', unicodeModule());
  await settle('docs/controls.md', await controlsPage());
  for (const entry of ENTRIES) await settle(`includes/${entry}.js`, await includeFile(entry));

  if (stale.length === 0) return;
  if (checkOnly) {
    console.error(`Stale: ${stale.join(', ')}. Run \`npm run build\` and commit what it writes.`);
    process.exitCode = 1;
  } else {
    console.log(`Built ${stale.join(', ')}`);
  }
}

await main(process.argv.includes('--check'));
