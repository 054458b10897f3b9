import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeWholeFile } from '../../scripts/changesets/written_file.ts';
import { CallError } from '../../scripts/errors.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'keyfast-written-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

async function* lines(...texts: readonly string[]): AsyncGenerator<string> {
  for (const text of texts) yield await Promise.resolve(text);
}

async function codeOf(work: Promise<void>): Promise<string | undefined> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  return error instanceof CallError ? error.faults[0].code : undefined;
}

test('writes all of it, and leaves nothing beside it', async () => {
  const file = join(directory, 'out.csv');
  await writeWholeFile(file, lines('a\n', 'b\n'), { replaces: false });
  expect(readFileSync(file, 'utf8')).toBe('a\nb\n');
  expect(readdirSync(directory)).toEqual(['out.csv']);
});

test('a file that is there stays, unless it may be replaced', async () => {
  const file = join(directory, 'out.csv');
  writeFileSync(file, 'mine');
  expect(await codeOf(writeWholeFile(file, lines('a'), { replaces: false }))).toBe('FILE_EXISTS');
  expect(readFileSync(file, 'utf8')).toBe('mine');
  await writeWholeFile(file, lines('a'), { replaces: true });
  expect(readFileSync(file, 'utf8')).toBe('a');
});

test('a directory is no file, and may not be replaced', async () => {
  for (const replaces of [false, true]) {
    expect(await codeOf(writeWholeFile(directory, lines('a'), { replaces }))).toBe('FILE_NOT_WRITTEN');
  }
  expect(readdirSync(directory)).toEqual([]);
});

test('a file that somebody makes meanwhile stays too', async () => {
  const file = join(directory, 'out.csv');
  async function* meanwhile(): AsyncGenerator<string> {
    yield 'a';
    writeFileSync(file, 'theirs');
    await Promise.resolve();
  }
  expect(await codeOf(writeWholeFile(file, meanwhile(), { replaces: false }))).toBe('FILE_EXISTS');
  expect(readFileSync(file, 'utf8')).toBe('theirs');
  expect(readdirSync(directory)).toEqual(['out.csv']);
});

test('when the lines break off, there is no file, and their error comes through', async () => {
  const file = join(directory, 'out.csv');
  async function* broken(): AsyncGenerator<string> {
    yield await Promise.resolve('a');
    throw new Error('the warehouse is gone');
  }
  await expect(writeWholeFile(file, broken(), { replaces: true })).rejects.toThrow('the warehouse is gone');
  expect(readdirSync(directory)).toEqual([]);
});

test.each([
  ['that is not there', 'nowhere', (folder: string) => `There is no directory ${folder}`],
  ['that is a file', 'file', (folder: string) => `${folder} is no directory`],
])('a folder %s is named', async (_, name, message) => {
  writeFileSync(join(directory, 'file'), 'mine');
  const folder = join(directory, name);
  const file = join(folder, 'out.csv');
  await expect(writeWholeFile(file, lines('a'), { replaces: false })).rejects.toMatchObject({
    faults: [{ code: 'FILE_NOT_WRITTEN', message: message(folder), location: { file } }],
  });
});
