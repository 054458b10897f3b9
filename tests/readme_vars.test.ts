import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT_ROOT } from '../scripts/dataform/project.ts';

test('the README says what each variable of dataform.json means, and of no other', async () => {
  const readme = await readFile(join(PROJECT_ROOT, 'README.md'), 'utf8');
  const [, table = ''] = readme.split(/^\| var +\| meaning +\|$/m);
  const [rows = ''] = table.split('\n\n');
  const named = rows
    .split('\n')
    .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name));
  const { vars } = JSON.parse(await readFile(join(PROJECT_ROOT, 'dataform.json'), 'utf8')) as {
    vars: object;
  };
  expect(named.sort()).toEqual(Object.keys(vars).sort());
});
