import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { controlSqlDigest } from '../../includes/src/control_sql_digest.ts';
import { registry } from '../../includes/src/controls.ts';
import { recordedControls } from '../../scripts/commands/control_refinements.ts';
import { controlResults, controlsHold, type ControlResult } from '../../scripts/commands/control_status.ts';
import type { ActionResult } from '../../scripts/dataform/action_result.ts';
import type { CompiledGraph } from '../../scripts/dataform/compiled_graph.ts';
import { graphActions } from '../../scripts/dataform/graph_action.ts';
import { PROJECT_ROOT } from '../../scripts/dataform/project.ts';
import { runGraph } from '../../scripts/dataform/run_graph.ts';
import { runProcedure as runProcedureByName } from '../../scripts/dataform/run_procedure.ts';
import { selectActions } from '../../scripts/dataform/select.ts';
import { WarehouseError } from '../../scripts/errors.ts';
import { textOf } from '../../scripts/report/row_values.ts';
import type { Parameters, ResultSet, Row } from '../../scripts/warehouse/values.ts';
import {
  BUILD_MILLISECONDS,
  LocalWarehouse,
  projectGraph,
  WarehouseDirectory,
} from '../fixtures/warehouse/local_warehouse.ts';
import { buildSmallWarehouse, HARBOR } from '../fixtures/warehouse/small_warehouse.ts';

let directory: WarehouseDirectory;
let small: string;

beforeAll(async () => {
  directory = await WarehouseDirectory.create();
  small = directory.newFile();
  await buildSmallWarehouse(small);
}, BUILD_MILLISECONDS);

afterAll(async () => {
  await directory.remove();
});

async function copyOfSmall(): Promise<string> {
  return directory.copyOf(small);
}

/** After recording why results are missing, as a command that ran the actions does. */
async function results(local: LocalWarehouse, actions: readonly ActionResult[]): Promise<ControlResult[]> {
  const runProcedure = (name: string, parameters?: Parameters): Promise<ResultSet> =>
    runProcedureByName(local.graph, local.warehouse, name, parameters);
  return controlResults(await recordedControls(runProcedure, graphActions(local.graph), actions));
}

async function statuses(
  local: LocalWarehouse,
  actions: readonly ActionResult[],
): Promise<Record<string, string>> {
  const found = await results(local, actions);
  return Object.fromEntries(found.map(({ control, status }) => [control.id, status]));
}

function named(actions: readonly ActionResult[], name: string): ActionResult | undefined {
  return actions.find(({ action }) => action.name === name);
}

test('the registry, the files in definitions/controls and the compiled actions are one to one', async () => {
  const graph = await projectGraph();
  const files = await readdir(join(PROJECT_ROOT, 'definitions/controls'));
  const recording = (graph.operations ?? []).flatMap(({ target, fileName }) =>
    fileName === 'definitions/evidence/controls.js' ? [target.name] : [],
  );
  const asserting = (graph.assertions ?? []).map(({ target }) => target.name);

  const views = registry.map(({ view }) => view).sort();
  const blocking = registry.filter(({ severity }) => severity === 'blocks').map(({ view }) => view);
  expect(files.sort()).toEqual(views.map((view) => `${view}.sqlx`));
  expect(recording.sort()).toEqual(views.map((view) => `record_${view}`));
  expect(asserting.sort()).toEqual(blocking.map((view) => `assert_${view}`).sort());
  expect(new Set(registry.map(({ id }) => id)).size).toBe(registry.length);
});

test('on an empty warehouse every control is VACUOUS, which is no pass: the command exits 1', async () => {
  const empty = directory.newFile();
  await LocalWarehouse.with(empty, async (local) => {
    const actions = await local.run();
    expect(await statuses(local, actions)).toEqual(
      Object.fromEntries(registry.map(({ id }) => [id, 'VACUOUS'])),
    );
    expect(actions.filter(({ status }) => status !== 'SUCCESS')).toEqual([]);
  });

  const command = spawnSync(
    process.execPath,
    [join(PROJECT_ROOT, 'bin/keyfast.js'), 'controls', '--json', '--warehouse', `duckdb:${empty}`],
    { encoding: 'utf8' },
  );
  expect(command.status).toBe(1);
  const { controls } = JSON.parse(command.stdout) as { controls: { status: string }[] };
  expect(new Set(controls.map(({ status }) => status))).toEqual(new Set(['VACUOUS']));
});

test('a control whose operation is left out of the run is NOT_RUN, and its assertion is red', async () => {
  await LocalWarehouse.with(await copyOfSmall(), async (local) => {
    const recorded = registry.filter(({ id }) => id !== '7').map(({ view }) => `record_${view}`);
    const actions = await local.run('evidence_begin', ...recorded, 'assert_*');

    expect(await statuses(local, actions)).toEqual({
      ...Object.fromEntries(registry.map(({ id }) => [id, 'PASS'])),
      '7': 'NOT_RUN',
    });
    expect(actions.filter(({ status }) => status !== 'SUCCESS').map(({ action }) => action.name)).toEqual([
      'assert_business_id_is_stable',
    ]);
    expect(named(actions, 'assert_business_id_is_stable')?.failingRows).toMatchObject([
      { control_id: '7', status: 'NOT_RUN', failure_count: null },
    ]);
  });
});

test('what an earlier run recorded does not pass for a result of this one', async () => {
  await LocalWarehouse.with(await copyOfSmall(), async (local) => {
    const actions = await local.run('evidence_begin', 'assert_*');
    expect(new Set(actions.map(({ action, status }) => `${action.kind} ${status}`))).toEqual(
      new Set(['operation SUCCESS', 'assertion FAIL']),
    );
  });
});

test('a failure upstream leaves the controls behind it SKIPPED, the others as they are, and the run red', async () => {
  const breaking = await LocalWarehouse.open(await copyOfSmall(), {
    onStatement: ({ target }) => {
      if (target.name !== 'dim_agent_identity') return;
      throw new WarehouseError({ code: 'BROKEN_OFF', message: 'the warehouse went away' });
    },
  });
  try {
    const actions = await breaking.run();
    // The graph's own record can't tell why: it owes the control and has no result of it.
    const own = (await breaking.procedure('list_control_results')).find((row) => row.control_id === '8');
    expect(own).toMatchObject({
      status: 'NOT_RUN',
      reason: null,
      population_count: null,
      failure_count: null,
    });

    const found = await statuses(breaking, actions);
    expect(named(actions, 'dim_agent_identity')?.status).toBe('ERROR');
    expect(named(actions, 'record_agent_key_is_stable')?.status).toBe('SKIPPED');
    expect(named(actions, 'assert_agent_key_is_stable')?.status).toBe('SKIPPED');
    expect(found['8']).toBe('SKIPPED');
    expect(found['1']).toBe('SKIPPED');
    expect(found['7']).toBe('PASS');
    expect(found.AUDIT_CHAIN).toBe('PASS');
    expect(controlsHold(await results(breaking, actions))).toBe(false);

    // Whoever asks later is told the same, and why.
    const refined = (await breaking.procedure('list_control_results')).find((row) => row.control_id === '8');
    expect(refined).toMatchObject({
      status: 'SKIPPED',
      reason: 'it needs dim_agent_identity and agent_key_is_stable, which failed or was skipped',
    });

    // And whoever reads the report.
    const reported = await breaking.procedure('report_results', { run_id: refined?.run_id ?? null });
    expect(reported.find((row) => row.run_id === refined?.run_id && row.control_id === '8')).toMatchObject({
      status: 'SKIPPED',
      reason: refined?.reason,
      reason_recorded_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as unknown,
      sql_digest: null,
    });
    expect(reported.find((row) => row.run_id === refined?.run_id && row.control_id === '7')).toMatchObject({
      status: 'PASS',
      reason: null,
      reason_recorded_at: null,
      sql_digest: sqlDigestOf(await projectGraph(), '7'),
      engine: 'duckdb',
    });
  } finally {
    await breaking.close();
  }
});

test('vars.maximumFailingKeys bounds the keys that are kept; the number of failures stays exact', async () => {
  expect((await projectGraph()).projectConfig.vars?.maximumFailingKeys).toBe('1000');
  await LocalWarehouse.with(await copyOfSmall(), async (local) => {
    await local.sql(
      `INSERT INTO payroll_analytics.dim_agent_hierarchy
       SELECT '${HARBOR}', format('X-{:04d}', number), 'nobody', 2, NULL, NULL FROM range(1, 1206) AS every(number)`,
    );
    await local.run('evidence_begin', 'record_hierarchy_is_sound');

    const kept = await local.procedure('list_control_failures', { control_id: 'HIERARCHY' });
    expect(kept).toHaveLength(1000);
    expect(kept[0]).toMatchObject({ place: 1n, failing_key: 'X-0001', failure_count: 1205n });
    expect(kept[999]).toMatchObject({ place: 1000n, failing_key: 'X-1000', failure_count: 1205n });
    const recorded = await local.procedure('list_control_results');
    expect(recorded.find((row) => row.control_id === 'HIERARCHY')).toMatchObject({
      status: 'FAIL',
      population_count: 1209n,
      failure_count: 1205n,
      is_cut: true,
    });
  });
});

test('a result says what was tested, by which SQL, on which engine and when', async () => {
  const graph = await projectGraph();
  await LocalWarehouse.with(await copyOfSmall(), async (local) => {
    const before = await local.sql(`SELECT make_timestamp(epoch_us(now()))`);
    await local.run('evidence_begin', 'record_*');
    const after = await local.sql(`SELECT make_timestamp(epoch_us(now()))`);
    const recorded = await local.procedure('list_control_results');
    const [version] = await local.sql('SELECT version()');
    const of = (id: string): Row | undefined => recorded.find((row) => row.control_id === id);

    expect(of('6')).toMatchObject({
      status: 'PASS',
      population_count: 6n,
      population_tenant_count: 2n,
      population_period_count: 2n,
      population_low_date: '2025-01-01',
      population_high_date: '2025-02-01',
      failure_count: 0n,
      is_cut: false,
      engine: 'duckdb',
      engine_version: version?.[0],
    });
    // Upstream says of nobody since when, so no date is known.
    expect(of('HIERARCHY')).toMatchObject({
      population_count: 4n,
      population_tenant_count: 2n,
      population_period_count: 0n,
      population_low_date: null,
      population_high_date: null,
    });
    for (const row of recorded) {
      expect(row.sql_digest).toBe(sqlDigestOf(graph, textOf(row, 'control_id')));
      const [began, ended] = [textOf(row, 'control_started_at'), textOf(row, 'control_finished_at')];
      const times = [before[0]?.[0] ?? '', began, ended, after[0]?.[0] ?? ''];
      const comparable = times.map((time) => time.replace(' ', 'T').replace('Z', ''));
      expect(comparable).toEqual([...comparable].sort());
    }
  });
});

/** The digest as docs/controls.md tells it, from the compiled graph. */
function sqlDigestOf(graph: CompiledGraph, id: string): string {
  const control = registry.find((candidate) => candidate.id === id);
  return controlSqlDigest(control?.view ?? '', (name) => {
    const view = graph.tables?.find(({ target, type }) => target.name === name && type === 'view');
    const dependencies = (view?.dependencyTargets ?? []).map((target) => target.name);
    return view && { query: view.query, dependencies };
  });
}

/** What the records of the last run hold, but for the run's id and the times; in an order of its own. */
async function recordOfLastRun(local: LocalWarehouse): Promise<Record<string, unknown>> {
  const own: Readonly<Record<string, string>> = {
    control_expectations: 'run_id',
    control_populations: 'run_id, started_at',
    control_results: 'run_id, started_at, finished_at',
    control_failures: 'run_id',
    control_refinements: 'run_id, recorded_at',
  };
  const tables = Object.entries(own).map(async ([table, columns]) => [
    table,
    await local.sql(
      `SELECT * EXCLUDE (${columns}) FROM payroll_assertions.${table}
       WHERE run_id = (SELECT max_by(run_id, started_at) FROM payroll_assertions.control_runs) ORDER BY ALL`,
    ),
  ]);
  return Object.fromEntries(await Promise.all(tables)) as Record<string, unknown>;
}

test('what the whole graph records and what keyfast controls records agree row for row', async () => {
  const file = await copyOfSmall();
  const byGraph = await LocalWarehouse.with(file, async (local) => {
    await local.sql(
      `INSERT INTO payroll_analytics.dim_agent_hierarchy VALUES ('${HARBOR}', 'X-1', 'nobody', 2, NULL, NULL)`,
    );
    await local.run();
    return recordOfLastRun(local);
  });
  const command = spawnSync(
    process.execPath,
    [join(PROJECT_ROOT, 'bin/keyfast.js'), 'controls', '--json', '--warehouse', `duckdb:${file}`],
    { encoding: 'utf8' },
  );
  expect(command.status).toBe(1);
  await LocalWarehouse.with(file, async (local) => {
    const runs = await local.sql('SELECT run_id FROM payroll_assertions.run_contexts');
    // The command opened a run of its own.
    expect(runs).toHaveLength(1);
    expect(await recordOfLastRun(local)).toEqual(byGraph);
  });

  const { control_results: rows, control_failures: failures } = byGraph as Record<string, string[][]>;
  expect(rows).toHaveLength(registry.length);
  const found = rows?.map(([control, status]) => [control, status]);
  expect(found?.filter(([, status]) => status !== 'PASS')).toEqual([['HIERARCHY', 'FAIL']]);
  expect(failures?.map((row) => row.slice(0, 4))).toEqual([['HIERARCHY', '1', HARBOR, 'X-1']]);
});

test('a run whose operation is started again keeps its one result', async () => {
  await LocalWarehouse.with(await copyOfSmall(), async (local) => {
    await local.sql(`DELETE FROM payroll_analytics.identity_ledger WHERE identity_id LIKE 'AGENT:%'`);
    await local.run('evidence_begin', 'record_agent_key_is_stable');
    const kept = await local.sql('FROM payroll_assertions.control_failures ORDER BY ALL');
    await local.sql(`DELETE FROM payroll_analytics.dim_agent_identity`);
    await local.run('record_agent_key_is_stable');

    const recorded = (await local.procedure('list_control_results')).filter((row) => row.control_id === '8');
    expect(recorded).toMatchObject([{ status: 'FAIL' }]);
    expect(await local.sql('FROM payroll_assertions.control_failures ORDER BY ALL')).toEqual(kept);
  });
});

test('a control that broke off before its result is evaluated again, and has one result', async () => {
  const file = await copyOfSmall();
  const breaking = await LocalWarehouse.open(file, {
    onStatement: ({ target, index }) => {
      // After the COMMIT, before the result.
      if (target.name !== 'record_hierarchy_is_sound' || index !== 3) return;
      throw new WarehouseError({ code: 'BROKEN_OFF', message: 'the warehouse went away' });
    },
  });
  const actions = await breaking.run('evidence_begin', 'record_hierarchy_is_sound');
  expect((await results(breaking, actions)).find(({ control }) => control.id === 'HIERARCHY')).toMatchObject({
    status: 'ERROR',
    reason: expect.stringContaining('BROKEN_OFF: the warehouse went away') as unknown,
  });
  await breaking.close();

  await LocalWarehouse.with(file, async (local) => {
    await local.run('record_hierarchy_is_sound');
    const recorded = (await local.procedure('list_control_results')).filter(
      (row) => row.control_id === 'HIERARCHY',
    );
    // A result is evidence, whatever was said before it was there.
    expect(recorded).toMatchObject([{ status: 'PASS', reason: null, population_count: 4n }]);
  });
});

test('a control that the project switches off is DISABLED, whoever asks later, and turns no run red if it only reports', async () => {
  const graph = await projectGraph();
  const switchedOff: CompiledGraph = {
    ...graph,
    operations: (graph.operations ?? []).map((operation) => ({
      ...operation,
      disabled: operation.target.name === 'record_agents_of_several_ids' || operation.disabled === true,
    })),
  };
  await LocalWarehouse.with(await copyOfSmall(), async (local) => {
    const enabled = graphActions(switchedOff).filter(({ disabled }) => !disabled);
    const actions = await runGraph(
      switchedOff,
      selectActions(enabled, ['evidence_begin', 'record_*']),
      local.warehouse,
    );
    const runProcedure = (name: string, parameters?: Parameters): Promise<ResultSet> =>
      runProcedureByName(switchedOff, local.warehouse, name, parameters);
    const found = controlResults(await recordedControls(runProcedure, graphActions(switchedOff), actions));
    expect(found.filter(({ status }) => status !== 'PASS')).toMatchObject([
      {
        control: { id: 'HOMONYM' },
        status: 'DISABLED',
        reason: 'record_agents_of_several_ids is disabled',
      },
    ]);
    expect(controlsHold(found)).toBe(true);
    expect(
      (await local.procedure('list_control_results')).filter((row) => row.control_id === 'HOMONYM'),
    ).toMatchObject([{ status: 'DISABLED', reason: 'record_agents_of_several_ids is disabled' }]);
  });
});

test('nothing but a missing result is refined, to nothing but SKIPPED, ERROR or DISABLED, and once', async () => {
  await LocalWarehouse.with(await copyOfSmall(), async (local) => {
    await local.run('evidence_begin', 'record_hierarchy_is_sound');
    const [run] = await local.procedure('list_control_results');
    const refine = (control: string, status: string): Promise<readonly Row[]> =>
      local.procedure('record_refinement', {
        run_id: run?.run_id ?? null,
        control_id: control,
        status,
        reason: 'because',
      });

    expect(await refine('HIERARCHY', 'SKIPPED')).toMatchObject([{ status: 'PASS', reason: null }]);
    expect(await refine('8', 'SKIPPED')).toMatchObject([{ status: 'SKIPPED', reason: 'because' }]);
    expect(await refine('8', 'DISABLED')).toMatchObject([{ status: 'SKIPPED', reason: 'because' }]);
    await expect(refine('7', 'PASS')).rejects.toThrow('BAD_REFINEMENT');
    expect(await local.sql('SELECT control_id, status FROM payroll_assertions.control_refinements')).toEqual([
      ['8', 'SKIPPED'],
    ]);
  });
});
