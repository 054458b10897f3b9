import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keep, readKept } from '../scripts/kept_file.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'keyfast-kept-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

test('what was kept is read again', async () => {
  const path = join(directory, 'new', 'value.json');
  await keep(path, { name: 'é', list: [1, null] });
  expect(await readKept(path)).toEqual({ name: 'é', list: [1, null] });
});

test('a file that is missing, cut off, edited or of another form counts as none', async () => {
  const path = join(directory, 'value.json');
  expect(await readKept(path)).toBeUndefined();
  await keep(path, { sql: 'SELECT 1' });
  const whole = await readFile(path, 'utf8');
  for (const damaged of [whole.slice(0, -1), whole.replace('SELECT 1', 'SELECT 2'), '{}', 'null', '']) {
    await writeFile(path, damaged);
    expect(await readKept(path)).toBeUndefined();
  }
});

test('where nothing can be written, nothing is kept and nothing fails', async () => {
  const file = join(directory, 'file');
  await writeFile(file, '');
  await keep(join(file, 'value.json'), 1);
  expect(await readKept(join(file, 'value.json'))).toBeUndefined();
});
