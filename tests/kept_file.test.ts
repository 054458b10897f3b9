import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { contentDigest, keep, keepRecords, readKept, readKeptRecords } from '../scripts/kept_file.ts';

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

test('a file that an earlier version kept as UTF-8 counts as none', async () => {
  const path = join(directory, 'value.json');
  const json = '{"name":"é"}';
  await writeFile(path, `${createHash('sha256').update(json).digest('hex')}\n${json}`);
  expect(await readKept(path)).toBeUndefined();
});

test('a value that was kept, the same read again and the same made anew have one digest', async () => {
  const path = join(directory, 'value.json');
  const value = { name: 'é', list: [1, null] };
  await keep(path, value);
  const digests = [value, await readKept(path), { name: 'é', list: [1, null] }].map((one) =>
    contentDigest(one as object),
  );
  expect(new Set(digests)).toEqual(new Set([(await readFile(path, 'utf8')).slice(0, 64)]));
  expect(contentDigest({ name: 'e', list: [1, null] })).not.toBe(digests[0]);
});

test('records are read again, each parsed when it is asked for, and once', async () => {
  const path = join(directory, 'records.json');
  const records = { actions: { one: { sql: "SELECT 'é\n日本🫠'" }, two: [2], three: null }, tests: {} };
  await keepRecords(path, records);
  const parse = vi.spyOn(JSON, 'parse');
  const kept = await readKeptRecords(path);
  parse.mockClear();
  expect(Object.keys(kept?.actions ?? {})).toEqual(['one', 'two', 'three']);
  expect(parse).not.toHaveBeenCalled();
  expect(kept?.actions?.two).toEqual([2]);
  expect(kept?.actions?.two).toBe(kept?.actions?.two);
  expect(kept?.actions?.three).toBeNull();
  expect(kept?.actions?.three).toBeNull();
  expect(parse).toHaveBeenCalledTimes(2);
  expect(kept).toEqual(records);
  parse.mockRestore();
});

test('records that are missing, cut off or edited count as none', async () => {
  const path = join(directory, 'records.json');
  expect(await readKeptRecords(path)).toBeUndefined();
  await keepRecords(path, { actions: { one: 'SELECT 1', two: 'SELECT 2' } });
  const whole = await readFile(path, 'utf8');
  for (const damaged of [whole.slice(0, -1), whole.replace('SELECT 2', 'SELECT 3'), '{}', '']) {
    await writeFile(path, damaged);
    expect(await readKeptRecords(path)).toBeUndefined();
  }
});

test('where nothing can be written, nothing is kept and nothing fails', async () => {
  const file = join(directory, 'file');
  await writeFile(file, '');
  await keep(join(file, 'value.json'), {});
  expect(await readKept(join(file, 'value.json'))).toBeUndefined();
});
