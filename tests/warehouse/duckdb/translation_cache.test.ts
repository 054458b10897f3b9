import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import * as translating from '../../../scripts/warehouse/duckdb/translate_graph.ts';
import { translationOf } from '../../../scripts/warehouse/duckdb/translation_cache.ts';
import type { TranslatedGraph } from '../../../scripts/warehouse/duckdb/translation.ts';
import { graphOf } from './script_fixture.ts';

const TRANSLATED: TranslatedGraph = {
  actions: { 'p.d.one': { fileName: 'definitions/one.sqlx', texts: [], statements: [], faults: [] } },
  tests: {},
};
vi.mock('../../../scripts/warehouse/duckdb/translate_graph.ts', () => ({ translateGraph: vi.fn() }));
const translateGraph = vi.mocked(translating.translateGraph);

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'keyfast-translations-'));
  translateGraph.mockReset().mockResolvedValue(TRANSLATED);
});

function translate(sql: string): Promise<TranslatedGraph> {
  return translationOf(graphOf({ one: sql }), '/project', directory);
}

test('a graph is translated once', async () => {
  expect(await translate('SELECT 1')).toEqual(TRANSLATED);
  expect(await translate('SELECT 1')).toEqual(TRANSLATED);
  expect(translateGraph).toHaveBeenCalledTimes(1);
});

test('a graph that has changed is translated anew', async () => {
  await translate('SELECT 1');
  await translate('SELECT 2');
  expect(translateGraph).toHaveBeenCalledTimes(2);
});

test('a damaged file is ignored and replaced', async () => {
  await translate('SELECT 1');
  const path = join(directory, readdirSync(directory)[0]!);
  const whole = readFileSync(path, 'utf8');
  writeFileSync(path, whole.slice(0, 20));
  expect(await translate('SELECT 1')).toEqual(TRANSLATED);
  expect(readFileSync(path, 'utf8')).toBe(whole);
});

test('the eight latest translations are kept, and nothing unfinished', async () => {
  for (let number = 0; number < 10; number++) await translate(`SELECT ${number}`);
  expect(readdirSync(directory)).toHaveLength(8);
});
