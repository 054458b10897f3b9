import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActionResult } from '../../scripts/dataform/action_result.ts';
import { compileProject } from '../../scripts/dataform/compile.ts';
import { graphActions, PROCEDURE_TAG } from '../../scripts/dataform/graph_action.ts';
import { runGraph } from '../../scripts/dataform/run_graph.ts';
import { runProcedure } from '../../scripts/dataform/run_procedure.ts';
import { bindReport } from '../../scripts/evidence/bind_report.ts';
import type { Finding } from '../../scripts/evidence/finding.ts';
import { type Manifest, tablesOf } from '../../scripts/evidence/manifest.ts';
import { verifyWarehouse } from '../../scripts/evidence/verify_warehouse.ts';
import { MIGRATION_TAG } from '../../scripts/migrations/migrations.ts';
import { textOf } from '../../scripts/report/row_values.ts';
import { BigQueryWarehouse } from '../../scripts/warehouse/bigquery/bigquery_warehouse.ts';
import { DuckDbWarehouse } from '../../scripts/warehouse/duckdb/duckdb_warehouse.ts';
import type { Parameters, ResultSet } from '../../scripts/warehouse/values.ts';
import type { Warehouse } from '../../scripts/warehouse/warehouse.ts';
import { dataformRun } from './dataform_run.ts';
import { enabledActions, loadExample } from './example.ts';
import { CALLS, PROCEDURES_OF_EVIDENCE, PROCEDURES_OF_LOADING } from './procedure_calls.ts';
import { lastingLines, lines, ReadableGraph, type Contents } from './relations.ts';
import { faultsOf, UNSUPPORTED_STATEMENTS } from './unsupported_statements.ts';

/** The example, loaded into both warehouses, run twice by Dataform itself on BigQuery and twice by ours on DuckDB. */
const MINUTES = 60_000;

const graph = await compileProject();
const readable = new ReadableGraph(graph);
const unsupported = new Set(UNSUPPORTED_STATEMENTS.map(({ action }) => action));
const compared = readable.names.filter((name) => !unsupported.has(name.replace(/.*\./, '')));
const outcomes: Map<string, string>[] = [];
const results: ActionResult[][] = [];
const onBigQuery: Contents[] = [];
let onDuckDb: Contents;
let directory: string;
let bigQuery: BigQueryWarehouse;
let duckDb: DuckDbWarehouse;

beforeAll(async () => {
  bigQuery = await BigQueryWarehouse.open(readable.graph);
  await loadExample(readable.graph, bigQuery);
  for (let run = 0; run < 2; run += 1) {
    outcomes.push(await dataformRun(graph));
    onBigQuery.push(await readable.contents(bigQuery));
  }

  directory = await mkdtemp(join(tmpdir(), 'keyfast-duckdb-'));
  duckDb = await DuckDbWarehouse.open(join(directory, 'example.duckdb'), readable.graph);
  await loadExample(readable.graph, duckDb);
  for (let run = 0; run < 2; run += 1) results.push(await runGraph(graph, enabledActions(graph), duckDb));
  onDuckDb = await readable.contents(duckDb);
}, 10 * MINUTES);

afterAll(async () => {
  await duckDb.close();
  await rm(directory, { recursive: true });
});

describe('dataform run', () => {
  const names = enabledActions(graph)
    .filter(({ name }) => !unsupported.has(name))
    .map(({ compiled: { target } }) => `${target.schema}.${target.name}`);

  it.each([0, 1])('succeeds with every action that is not listed as unsupported, run %i', (run) => {
    const successful = ['Table created', 'Operation completed successfully', 'Assertion passed'];

    expect(names.filter((name) => !successful.includes(outcomes[run]?.get(name) ?? 'not run'))).toEqual([]);
  });

  it.each([0, 1])('succeeds with every action on the embedded database too, run %i', (run) => {
    expect(results[run]?.filter(({ status }) => status !== 'SUCCESS')).toEqual([]);
  });

  it('fails on each statement that is listed as unsupported', async () => {
    expect(await faultsOf(UNSUPPORTED_STATEMENTS, graph, bigQuery)).toEqual([]);
  });
});

describe('the tables', () => {
  it.each(compared)('%s holds the same after the second run', (name) => {
    const [first = [], second = []] = onBigQuery.map((contents) => contents.rowsOf(name));

    if (first.some((row) => 'run_id' in row)) {
      // What is recorded of each run says the same again.
      expect([...new Set(lastingLines(second))]).toEqual([...new Set(lastingLines(first))]);
    } else if (name === 'payroll_config.tenants') {
      // Every writer locks its tenant's row.
      expect(lastingLines(second)).toEqual(lastingLines(first));
    } else {
      expect(lines(second)).toEqual(lines(first));
    }
  });

  it('are not empty where the example has something to say', () => {
    const filled = readable.names.filter((name) => onDuckDb.rowsOf(name).length > 0);

    expect(filled).toEqual(
      expect.arrayContaining([
        'payroll_analytics.commission_traceability',
        'payroll_analytics.dim_agent_identity',
        'payroll_analytics.dim_business_mapping',
        'payroll_analytics.identity_aliases',
        'payroll_analytics.identity_ledger',
        'payroll_analytics.identity_quarantine',
        'payroll_analytics.look_alikes',
        'payroll_assertions.control_failures',
        'payroll_assertions.control_results',
        'payroll_config.audit_events',
        'payroll_processed.stage1_snapshots',
        'payroll_processed.stage3_snapshots',
      ]),
    );
  });

  it.each(compared)('%s is equal, row for row, to what the embedded database has', (name) => {
    const [, second] = onBigQuery;

    expect(lastingLines(second?.rowsOf(name) ?? [])).toEqual(lastingLines(onDuckDb.rowsOf(name)));
  });
});

describe('the evidence of a run', () => {
  const bound = async (warehouse: Warehouse): Promise<{ manifest: Manifest; faults: readonly Finding[] }> => {
    const run = (name: string, parameters: Parameters): Promise<ResultSet> =>
      runProcedure(graph, warehouse, name, parameters);
    const [asked = {}] = (await run('report_run', { run_id: null })).rows;
    const run_id = textOf(asked, 'run_id');
    const manifest = await bindReport(run, { runId: run_id, files: { 'report.json': '{}' }, actor: 'ann' });
    const decision = { decision: 'accepted', reason: 'sound', actor: 'bob' };
    await run('sign_report', { run_id, manifest_digest: manifest.digest, ...decision });
    for (const table of Object.keys(tablesOf(manifest)))
      await run(`compare_${table}`, { run_id, bucket: '00' });
    const { findings } = await verifyWarehouse(run, undefined, undefined);
    return { manifest, faults: findings.filter(({ severity }) => severity === 'fault') };
  };

  it('is bound and verified, with the same digests of what holds no time', async () => {
    const [there, here] = [await bound(bigQuery), await bound(duckDb)];

    expect(there.faults).toEqual([]);
    expect(here.faults).toEqual([]);
    for (const table of ['commission_traceability', 'dim_agent_hierarchy']) {
      expect(tablesOf(there.manifest)[table]).toEqual(tablesOf(here.manifest)[table]);
    }
  });
});

describe('the procedures', () => {
  // Those of a migration have a warehouse of their own: migrate.test.ts.
  const names = graphActions(graph)
    .filter(({ tags }) => tags.includes(PROCEDURE_TAG) && !tags.includes(MIGRATION_TAG))
    .map(({ name }) => name);

  it('are all called, here or by loading the example', () => {
    expect(
      [...PROCEDURES_OF_LOADING, ...PROCEDURES_OF_EVIDENCE, ...new Set(CALLS.map(([name]) => name))].sort(),
    ).toEqual([...names].sort());
  });

  it.each(CALLS.filter(([name]) => !unsupported.has(name)))(
    '%s gives the same on both, with %o',
    async (name, parameters) => {
      const [there, here] = [
        await runProcedure(graph, bigQuery, name, parameters),
        await runProcedure(graph, duckDb, name, parameters),
      ];

      // This one deletes, and has nothing to say.
      expect(there.rows.length > 0).toBe(name !== 'discard_staged_rows');
      expect(lastingLines(there.rows)).toEqual(lastingLines(here.rows));
      expect(there.columns).toEqual(here.columns);
    },
  );
});
