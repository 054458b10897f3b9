import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bootstrapProfiles } from '../../scripts/changesets/bootstrap_profiles.ts';
import type { ChangesetId } from '../../scripts/changesets/changeset.ts';
import { ChangesetSteps } from '../../scripts/changesets/changeset_steps.ts';
import type { ActionResult } from '../../scripts/dataform/action_result.ts';
import { compileProject } from '../../scripts/dataform/compile.ts';
import { graphActions, PROCEDURE_TAG } from '../../scripts/dataform/graph_action.ts';
import { runGraph } from '../../scripts/dataform/run_graph.ts';
import { runProcedure } from '../../scripts/dataform/run_procedure.ts';
import { selectActions } from '../../scripts/dataform/select.ts';
import { bindReport } from '../../scripts/evidence/bind_report.ts';
import type { Finding } from '../../scripts/evidence/finding.ts';
import { type Manifest, tablesOf } from '../../scripts/evidence/manifest.ts';
import { verifyWarehouse } from '../../scripts/evidence/verify_warehouse.ts';
import { MIGRATION_TAG } from '../../scripts/migrations/migrations.ts';
import { textOf } from '../../scripts/report/row_values.ts';
import { BigQueryWarehouse } from '../../scripts/warehouse/bigquery/bigquery_warehouse.ts';
import { DuckDbWarehouse } from '../../scripts/warehouse/duckdb/duckdb_warehouse.ts';
import type { Parameters, ResultSet, Row } from '../../scripts/warehouse/values.ts';
import type { Warehouse } from '../../scripts/warehouse/warehouse.ts';
import { JANE, SCOPE, tellOfChangesets, type Answers } from './changeset_story.ts';
import { dataformRun } from './dataform_run.ts';
import { enabledActions, loadExample } from './example.ts';
import { CALLS, RUNS, SILENT } from './procedure_calls.ts';
import { lastingLines, lines, ReadableGraph, type Contents } from './relations.ts';
import { faultsOf, UNSUPPORTED_STATEMENTS } from './unsupported_statements.ts';

/** The example and changesets in both warehouses, run twice by Dataform itself on BigQuery and twice by ours on DuckDB. */
const MINUTES = 60_000;

const graph = await compileProject();
const readable = new ReadableGraph(graph);
const unsupported = new Set(UNSUPPORTED_STATEMENTS.map(({ action }) => action));
const compared = readable.names.filter((name) => !unsupported.has(name.replace(/.*\./, '')));
const outcomes: Map<string, string>[] = [];
const results: ActionResult[][] = [];
const onBigQuery: Contents[] = [];
let onDuckDb: Contents;
const answers: Answers[] = [];
/** By the names of the procedures that were called on BigQuery. */
const called = new Set<string>();
let directory: string;
let bigQuery: BigQueryWarehouse;
let duckDb: DuckDbWarehouse;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'keyfast-duckdb-'));
  duckDb = await DuckDbWarehouse.open(join(directory, 'example.duckdb'), readable.graph);
  bigQuery = await BigQueryWarehouse.open(readable.graph);
  const run = bigQuery.runOperation.bind(bigQuery);
  vi.spyOn(bigQuery, 'runOperation').mockImplementation((operation, parameters) => {
    called.add(operation.target.name);
    return run(operation, parameters);
  });

  for (const warehouse of [duckDb, bigQuery]) {
    await loadExample(readable.graph, warehouse);
    answers.push(await tellOfChangesets(graph, warehouse));
  }
  for (let time = 0; time < 2; time += 1) {
    results.push(await runGraph(graph, enabledActions(graph), duckDb));
    outcomes.push(await dataformRun(graph));
    onBigQuery.push(await readable.contents(bigQuery));
  }
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
        'payroll_config.agent_profile_contact',
        'payroll_config.agent_profile_identity',
        'payroll_config.audit_events',
        'payroll_config.bulk_import_issues',
        'payroll_config.bulk_import_plans',
        'payroll_config.bulk_import_resolutions',
        'payroll_config.config_bulk_import_changesets',
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
  /** Lets a run be that of a session: a GoogleSQL expression. */
  const setSession = async (runId: string, session: string): Promise<void> => {
    const runs = (graph.operations ?? []).find(({ target }) => target.name === 'control_runs');
    if (!runs) throw new Error('There is no control_runs');
    const { database, schema, name } = runs.target;
    const statement = `UPDATE \`${[database, schema, name].filter(Boolean).join('.')}\` AS run SET session_user_name = ${session} WHERE run.run_id = '${runId}'`;
    await bigQuery.runOperation({ ...runs, queries: [statement] });
  };

  const bound = async (warehouse: Warehouse): Promise<{ manifest: Manifest; faults: readonly Finding[] }> => {
    const run = (name: string, parameters: Parameters): Promise<ResultSet> =>
      runProcedure(graph, warehouse, name, parameters);
    const [asked = {}] = (await run('report_run', { run_id: null })).rows;
    const run_id = textOf(asked, 'run_id');
    const report = { files: { 'report.json': '{}' }, actor: 'ann' };
    const decision = { decision: 'accepted', reason: 'sound', actor: 'bob', signed_by: 'bob' };
    const own = await bindReport(run, { runId: textOf(asked, 'previous_run_id'), ...report });
    if (warehouse === bigQuery) {
      // Our own session ran it, with no tool that told who: it can't sign for anybody.
      const signed = run('sign_report', { run_id: own.run_id, manifest_digest: own.digest, ...decision });
      await expect(signed).rejects.toMatchObject({ faults: [{ code: 'OWN_WORK' }] });
      await setSession(run_id, `'schedule'`);
    }
    const manifest = await bindReport(run, { runId: run_id, ...report });
    await run('sign_report', { run_id, manifest_digest: manifest.digest, ...decision });
    for (const table of Object.keys(tablesOf(manifest)))
      await run(`compare_${table}`, { run_id, buckets: '00 ff' });
    const { findings } = await verifyWarehouse(run, undefined, undefined);
    if (warehouse === bigQuery) await setSession(run_id, 'SESSION_USER()');
    return { manifest, faults: findings.filter(({ severity }) => severity === 'fault') };
  };

  it(
    'is bound and verified, with the same digests of what holds no time',
    async () => {
      const [there, here] = [await bound(bigQuery), await bound(duckDb)];

      expect(there.faults).toEqual([]);
      expect(here.faults).toEqual([]);
      for (const table of ['commission_traceability', 'dim_agent_hierarchy']) {
        expect(tablesOf(there.manifest)[table]).toEqual(tablesOf(here.manifest)[table]);
      }
    },
    5 * MINUTES,
  );
});

describe('changesets', () => {
  it('give the same on both at every step: the same ids, hashes, windows, refusals and events', () => {
    const [here, there] = answers;

    expect(there).toEqual(here);
  });

  it('are committed, moved or not, refused when stale, and rolled back', () => {
    const [, there = {}] = answers;
    const of = (step: string): string => [there[step]].flat().join('\n');

    expect(of('a commit')).toContain('"status":"COMMITTED"');
    expect(of('a commit that profiles moved under')).toMatch(/"status":"COMMITTED".*"validation_count":"2"/);
    expect(of('a commit of a stale plan')).toContain('STALE_PLAN');
    expect(of('a rollback that is blocked')).toContain('BLOCKED');
    expect(of('a rollback')).toContain('"status":"ROLLED_BACK"');
    expect(of('profiles after a rollback')).toContain(`"agent_entity_id":"${JANE}"`);
    expect(of('profiles after a rollback')).not.toEqual(of('profiles before a rollback'));
    expect(of('links of the chains')).not.toMatch(/"fault_count":"[^0]/);
  });
});

describe('the procedures', () => {
  /** A call's parameters, with the warehouse's own ids of runs. */
  const ownParameters = (parameters: Parameters, contents: Contents | undefined): Parameters => {
    const runs = [...(contents?.rowsOf('payroll_assertions.control_runs') ?? [])]
      .sort((one, other) => (textOf(one, 'started_at') < textOf(other, 'started_at') ? -1 : 1))
      .map((row) => textOf(row, 'run_id'));
    const own = new Map<unknown, string | undefined>(RUNS.map((name, place) => [name, runs[place]]));
    return Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, own.get(value) ?? value]),
    );
  };

  it.each(CALLS.filter(([name]) => !unsupported.has(name)))(
    '%s gives the same on both, with %o',
    async (name, parameters) => {
      const [there, here] = [
        await runProcedure(graph, bigQuery, name, ownParameters(parameters, onBigQuery[1])),
        await runProcedure(graph, duckDb, name, ownParameters(parameters, onDuckDb)),
      ];

      if (SILENT.includes(name)) return;
      expect(there.rows.length).toBeGreaterThan(0);
      expect(lastingLines(there.rows)).toEqual(lastingLines(here.rows));
      expect(there.columns).toEqual(here.columns);
    },
  );

  it('report_sign_offs gives on both what was decided before a run', async () => {
    const decided: (readonly Row[])[] = [];
    for (const warehouse of [bigQuery, duckDb]) {
      await runGraph(graph, selectActions(enabledActions(graph), ['evidence_begin']), warehouse);
      const [begun = {}] = (await runProcedure(graph, warehouse, 'report_run', { run_id: null })).rows;
      const ofRun = { run_id: textOf(begun, 'run_id') };
      decided.push((await runProcedure(graph, warehouse, 'report_sign_offs', ofRun)).rows);
    }

    const [there = [], here = []] = decided;
    expect(there).toMatchObject([{ reviewer: 'bob', decision: 'accepted', note: 'sound' }]);
    expect(lastingLines(there)).toEqual(lastingLines(here));
  });
});

describe('a create without an agent_id', () => {
  it('takes a reserved id, which is its own again after a rollback', async () => {
    const file = join(directory, 'bootstrap.csv');
    await writeFile(
      file,
      'first_name,last_name,effective_start_date,email\nOda,Sixth,2024-05-01,oda@x.org\n',
    );
    for (const warehouse of [bigQuery, duckDb]) {
      const steps = new ChangesetSteps(graph, warehouse, SCOPE);
      const { changeset_id: once } = await bootstrapProfiles(steps, file);
      await steps.rollback(once, 'once more');
      const { changeset_id: again } = await bootstrapProfiles(steps, file);

      const [[first], [second]] = [await createdRows(steps, once), await createdRows(steps, again)];
      expect(first).toMatchObject({ id_source: 'RESERVED' });
      expect(first?.agent_entity_id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4/);
      expect(second?.agent_entity_id).toBe(first?.agent_entity_id);
    }
  });
});

async function createdRows(steps: ChangesetSteps, changesetId: ChangesetId): Promise<readonly Row[]> {
  for await (const rows of steps.reviewPages(changesetId, 'creates')) return rows;
  return [];
}

it('every procedure has been called by now', () => {
  // Those of a migration have a warehouse of their own: migrate.test.ts.
  const names = graphActions(graph)
    .filter(({ tags }) => tags.includes(PROCEDURE_TAG) && !tags.includes(MIGRATION_TAG))
    .map(({ name }) => name);

  expect(names.filter((name) => !called.has(name) && !unsupported.has(name))).toEqual([]);
});
