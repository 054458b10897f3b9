import { afterAll, describe, expect, test, vi } from 'vitest';
import { compileProject } from '../../scripts/dataform/compile.ts';
import { CACHE_DIRECTORY, PROJECT_ROOT } from '../../scripts/dataform/project.ts';
import { analyseGraph } from '../../scripts/googlesql/analyse_graph.ts';
import type { ReferenceTable } from '../../scripts/googlesql/reference.ts';
import { SourceMap } from '../../scripts/googlesql/source_map.ts';
import { translationOf } from '../../scripts/warehouse/duckdb/translation_cache.ts';
import type { Column } from '../../scripts/warehouse/values.ts';
import { type Answer, comparable, type DuckDbQuery, rowCount, type TypedValues } from './answers.ts';
import { BothEngines, smallDatabase } from './both_engines.ts';
import { compiledQueries, type CompiledQuery, inOrder } from './compiled_queries.ts';
import { CASTS_IN_CONDITIONS, randomWorld, ROUNDS_OF_NULLS } from './differential_rows.ts';
import { tellFixtureStory } from './fixture_story.ts';
import { type Shown, shownByOthers } from './shapes.ts';
import { Situations } from './situations.ts';
import { SteppedWarehouse } from './stepped_warehouse.ts';

vi.setConfig({ testTimeout: 30_000 });

const compiled = await compileProject();
const engines = await BothEngines.start(compiled.projectConfig.defaultDatabase);
afterAll(() => engines.stop());
const graph = await analyseGraph(compiled, engines.client, new SourceMap(PROJECT_ROOT));
const queries = compiledQueries(graph);
const onDuckDb = await analysedQueries();
const situations = await fixtureSituations();
const shown = shownByOthers(queries);

/** Analysed over all tables that any of them reads, so that the catalog is registered once. */
async function analysedQueries(): Promise<ReadonlyMap<CompiledQuery, DuckDbQuery>> {
  const read = new Map<string, Map<string, Column>>();
  for (const [table, columns] of queries.flatMap(({ tables }) => [...tables])) {
    const known = read.get(table) ?? new Map<string, Column>();
    for (const column of columns) known.set(column.name, column);
    read.set(table, known);
  }
  for (const [table, columns] of read) engines.defineTable(table, inOrder(columns.values()));
  const analysed = new Map<CompiledQuery, DuckDbQuery>();
  for (const query of queries) {
    analysed.set(query, engines.duckDbQuery(await engines.analyse(query.sql, query.parameters)));
  }
  return analysed;
}

/** The project's own statements, run one by one in a small warehouse, and what each query found there. */
async function fixtureSituations(): Promise<Situations> {
  const connection = await smallDatabase();
  const seen = new Situations(connection, onDuckDb);
  const translated = await translationOf(compiled, PROJECT_ROOT, CACHE_DIRECTORY);
  const warehouse = new SteppedWarehouse(connection, translated, (place, parameters) =>
    seen.look(place, parameters),
  );
  await tellFixtureStory(compiled, warehouse);
  await warehouse.close();
  return seen;
}

test('every statement of the compiled graph analyses', () => {
  expect(graph.faults).toEqual([]);
});

test.each([...CASTS_IN_CONDITIONS])('%s, which needs checked cells, is a query of the graph', (name) => {
  expect(queries.map((query) => query.name)).toContain(name);
});

async function referenceAnswer(
  query: CompiledQuery,
  tables: readonly ReferenceTable[],
  parameters: TypedValues,
): Promise<Answer> {
  const prepared = await engines.prepareReference(query.sql, tables, query.parameters);
  const answer = await engines.referenceAnswer(prepared, parameters);
  await prepared.close();
  return answer;
}

type Round = readonly [round: number, rowsOfTable: number];

/** How many rows each table has: in all rounds that bring NULLs, and then until the answers had rows often enough. */
const ROUNDS: readonly Round[] = [
  0, 1, 12, 12, 12, 4, 6, 2, 5, 8, 3, 10, 6, 14, 3, 7, 9, 2, 3, 4, 5, 4, 3, 2, 9, 8, 7, 12, 14, 16,
].map((rowsOfTable, round) => [round, rowsOfTable]);
const ANSWERS_WITH_ROWS = 2;
/** Of a query that the fixture has given rows already. Other columns are seen with few NULLs, and with many. */
const ROUNDS_BESIDE_FIXTURE: Readonly<Record<Shown, readonly Round[]>> = {
  none: ROUNDS.slice(0, 8),
  columns: [
    [2, 12],
    [5, 12],
  ],
  all: [],
};

async function compareRandomRounds(query: CompiledQuery, rounds: readonly Round[]): Promise<number> {
  let withRows = 0;
  for (const [round, size] of rounds) {
    const { tables, parameters } = randomWorld(query, round, size);
    for (const table of tables) await engines.fillDuckDb(table);
    const reference = await referenceAnswer(query, tables, parameters);
    const duckDb = await engines.duckDbAnswer(onDuckDb.get(query)!, parameters);
    const about = { sql: query.sql, round, parameters };
    expect({ ...about, ...comparable(duckDb) }).toEqual({ ...about, ...comparable(reference) });
    if (rowCount(reference) > 0) withRows += 1;
    if (withRows >= ANSWERS_WITH_ROWS && round >= Math.max(...ROUNDS_OF_NULLS)) break;
  }
  return withRows;
}

describe('the reference implementation and DuckDB give the same rows', () => {
  test.each(queries.map((query): [string, CompiledQuery] => [query.name, query]))('%s', async (_, query) => {
    if (query.tables.size === 0 && Object.keys(query.parameters).length === 0) {
      const reference = await referenceAnswer(query, [], {});
      expect(await engines.duckDbAnswer(onDuckDb.get(query)!)).toEqual(reference);
      expect(rowCount(reference)).toBeGreaterThan(0);
      return;
    }
    const situation = situations.of(query);
    if (situation === undefined) throw new Error('The fixture story never runs it.');
    const { tables, parameters, duckDb } = situation;
    const reference = await referenceAnswer(query, tables, parameters);
    expect({ parameters, ...comparable(duckDb) }).toEqual({ parameters, ...comparable(reference) });
    const rounds = rowCount(duckDb) > 0 ? ROUNDS_BESIDE_FIXTURE[shown.get(query) ?? 'none'] : ROUNDS;
    expect(rowCount(duckDb) + (await compareRandomRounds(query, rounds))).toBeGreaterThan(0);
  });
});
