import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registry } from '../../includes/src/controls.ts';
import { controlResults, controlsHold } from '../../scripts/commands/control_status.ts';
import type { ActionResult } from '../../scripts/dataform/action_result.ts';
import { PROJECT_ROOT } from '../../scripts/dataform/project.ts';
import { WarehouseError } from '../../scripts/errors.ts';
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

async function statuses(
  local: LocalWarehouse,
  actions: readonly ActionResult[],
): Promise<Record<string, string>> {
  const results = controlResults(await local.procedure('list_control_results'), actions);
  return Object.fromEntries(results.map(({ control, status }) => [control.id, status]));
}

function named(actions: readonly ActionResult[], name: string): ActionResult | undefined {
  return actions.find(({ action }) => action.name === name);
}

test('the registry, the files in definitions/controls and the compiled actions are one to one', async () => {
  const graph = await projectGraph();
  const files = await readdir(join(PROJECT_ROOT, 'definitions/controls'));
  const recording = (graph.operations ?? []).map(({ target }) => target.name);
  const asserting = (graph.assertions ?? []).map(({ target }) => target.name);

  const views = registry.map(({ view }) => view).sort();
  const blocking = registry.filter(({ severity }) => severity === 'blocks').map(({ view }) => view);
  expect(files.sort()).toEqual(views.map((view) => `${view}.sqlx`));
  expect(recording.filter((name) => name.startsWith('record_')).sort()).toEqual(
    views.map((view) => `record_${view}`),
  );
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
    const found = await statuses(breaking, actions);

    expect(named(actions, 'dim_agent_identity')?.status).toBe('ERROR');
    expect(named(actions, 'record_agent_key_is_stable')?.status).toBe('SKIPPED');
    expect(named(actions, 'assert_agent_key_is_stable')?.status).toBe('SKIPPED');
    expect(found['8']).toBe('SKIPPED');
    expect(found['1']).toBe('PASS');
    expect(found.AUDIT_CHAIN).toBe('PASS');
    const results = controlResults(await breaking.procedure('list_control_results'), actions);
    expect(controlsHold(results)).toBe(false);

    // The graph's own record can't tell why: it owes the control and has no result of it.
    const own = (await breaking.procedure('list_control_results')).find((row) => row.control_id === '8');
    expect(own).toMatchObject({ status: 'NOT_RUN', population_count: null, failure_count: null });
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
    const results = await local.procedure('list_control_results');
    expect(results.find((row) => row.control_id === 'HIERARCHY')).toMatchObject({
      status: 'FAIL',
      population_count: 1209n,
      failure_count: 1205n,
    });
  });
});
