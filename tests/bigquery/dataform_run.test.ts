import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileProject } from '../../scripts/dataform/compile.ts';
import { runGraph } from '../../scripts/dataform/run_graph.ts';
import { BigQueryWarehouse } from '../../scripts/warehouse/bigquery/bigquery_warehouse.ts';
import { DuckDbWarehouse } from '../../scripts/warehouse/duckdb/duckdb_warehouse.ts';
import type { Row } from '../../scripts/warehouse/values.ts';
import { dataformRun } from './dataform_run.ts';
import { enabledActions, loadExample } from './example.ts';
import { lastingLines, lines, ReadableGraph } from './relations.ts';

/** The example, loaded into both warehouses, run twice by Dataform itself on BigQuery and twice by ours on DuckDB. */
const MINUTES = 60_000;

const graph = await compileProject();
const readable = new ReadableGraph(graph);
const outcomes: Map<string, string>[] = [];
const onBigQuery: Map<string, readonly Row[]>[] = [];
let onDuckDb: Map<string, readonly Row[]>;
let directory: string;
let duckDb: DuckDbWarehouse;

beforeAll(async () => {
  const bigQuery = await BigQueryWarehouse.open(readable.graph);
  await loadExample(readable.graph, bigQuery);
  for (let run = 0; run < 2; run += 1) {
    outcomes.push(await dataformRun(graph));
    onBigQuery.push(await readable.contents(bigQuery));
  }

  directory = await mkdtemp(join(tmpdir(), 'keyfast-duckdb-'));
  duckDb = await DuckDbWarehouse.open(join(directory, 'example.duckdb'), readable.graph);
  await loadExample(readable.graph, duckDb);
  for (let run = 0; run < 2; run += 1) await runGraph(graph, enabledActions(graph), duckDb);
  onDuckDb = await readable.contents(duckDb);
}, 10 * MINUTES);

afterAll(async () => {
  await duckDb.close();
  await rm(directory, { recursive: true });
});

describe('dataform run', () => {
  it.each([0, 1])('succeeds with every action, run %i', (run) => {
    const names = enabledActions(graph).map(({ compiled: { target } }) => `${target.schema}.${target.name}`);
    const successful = ['Table created', 'Operation completed successfully', 'Assertion passed'];

    expect(names.map((name) => [name, successful.includes(outcomes[run]?.get(name) ?? 'not run')])).toEqual(
      names.map((name) => [name, true]),
    );
  });
});

describe('the tables', () => {
  it.each(readable.names)('%s holds the same after the second run', (name) => {
    const [first = [], second = []] = onBigQuery.map((contents) => contents.get(name));

    if (first.some((row) => 'run_id' in row)) {
      // What is recorded of each run says the same again.
      expect([...new Set(lastingLines(second))]).toEqual([...new Set(lastingLines(first))]);
    } else if (name === 'tenants') {
      // Every writer locks its tenant's row.
      expect(lastingLines(second)).toEqual(lastingLines(first));
    } else {
      expect(lines(second)).toEqual(lines(first));
    }
  });

  it.each(readable.names)('%s is equal, row for row, to what the embedded database has', (name) => {
    expect(lastingLines(onBigQuery[1]?.get(name) ?? [])).toEqual(lastingLines(onDuckDb.get(name) ?? []));
  });
});
