import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compileProject } from '../../scripts/dataform/compile.ts';
import { PROJECT_ROOT } from '../../scripts/dataform/project.ts';
import { formatted } from './formatted.ts';

/** White space outside of literals comes to one blank, or to none beside punctuation; a trailing comma goes. */
function tokens(compiled: string): string {
  const literalOrSpace =
    /'''[\s\S]*?'''|"""[\s\S]*?"""|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|--.*|\s*([()[\]<>,;])\s*|\s+/g;
  return compiled
    .replace(
      literalOrSpace,
      (match: string, punctuation: string | undefined) => punctuation ?? (match.trim() === '' ? ' ' : match),
    )
    .trim();
}

test('every definition compiles to the same tokens when it is laid out anew', async () => {
  const project = await mkdtemp(join(tmpdir(), 'keyfast-format-'));
  try {
    for (const path of [
      'definitions',
      'includes',
      'dataform.json',
      'package.json',
      'node_modules/@dataform/core',
    ]) {
      await cp(join(PROJECT_ROOT, path), join(project, path), { recursive: true });
    }
    const definitions = join(project, 'definitions');
    const names = (await readdir(definitions, { recursive: true })).filter((name) => name.endsWith('.sqlx'));
    for (const name of names) {
      const source = await readFile(join(definitions, name), 'utf8');
      await writeFile(join(definitions, name), await formatted(source, { printWidth: 50 }));
    }
    // A control's results carry the digest of its text, layout and all.
    const tokensOfGraph = (_key: string, value: unknown): unknown =>
      typeof value === 'string' ? tokens(value).replaceAll(/'[0-9a-f]{64}'/g, "'a digest'") : value;
    const expected = JSON.stringify(await compileProject(), tokensOfGraph, 1);
    expect(JSON.stringify(await compileProject(project, join(project, '.keyfast')), tokensOfGraph, 1)).toBe(
      expected,
    );
  } finally {
    await rm(project, { recursive: true });
  }
}, 60_000);
