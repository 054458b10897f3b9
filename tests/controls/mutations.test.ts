import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Control, registry } from '../../includes/src/controls.ts';
import { controlResults, controlsHold, type ControlResult } from '../../scripts/commands/control_status.ts';
import type { ActionResult } from '../../scripts/dataform/action_result.ts';
import { graphActions, type GraphAction } from '../../scripts/dataform/graph_action.ts';
import { KeptState } from '../fixtures/warehouse/kept_state.ts';
import {
  BUILD_MILLISECONDS,
  LocalWarehouse,
  WarehouseDirectory,
} from '../fixtures/warehouse/local_warehouse.ts';
import { buildSmallWarehouse } from '../fixtures/warehouse/small_warehouse.ts';
import { type PlantedFault, PLANTED_FAULTS } from './planted_faults.ts';

const ALL_PASS = Object.fromEntries(registry.map(({ id }) => [id, 'PASS']));

let directory: WarehouseDirectory;
let local: LocalWarehouse;
let kept: KeptState;
let graph: readonly GraphAction[];

beforeAll(async () => {
  directory = await WarehouseDirectory.create();
  const file = directory.newFile();
  await buildSmallWarehouse(file);
  local = await LocalWarehouse.open(file);
  kept = await KeptState.of(local);
  graph = graphActions(local.graph);
}, BUILD_MILLISECONDS);

afterAll(async () => {
  await local.close();
  await directory.remove();
});

beforeEach(async () => {
  await kept.restore();
  // The views that a fault puts another in the place of.
  await local.run('current_snapshots', 'stage1_lines');
});

async function plant({ plant: planted }: PlantedFault): Promise<void> {
  await (typeof planted === 'string' ? local.sql(planted) : planted(local));
}

/** In one run with what makes something of the fault before the controls see it. */
function evaluate({ rerun = [] }: Partial<PlantedFault> = {}): Promise<ActionResult[]> {
  return local.run('evidence_begin', ...rerun, 'record_*', 'assert_*');
}

/** The same of the controls alone that read something which the fault, or what made something of it, has changed. */
async function evaluateTouched({ rerun = [] }: PlantedFault): Promise<ActionResult[]> {
  await local.run('evidence_begin', ...rerun);
  const changed = await kept.changed();
  const touched = registry.filter(({ view }) =>
    readBy(`record_${view}`).some((name) => changed.includes(name)),
  );
  const actions = touched.flatMap(({ view, severity }) => [
    `record_${view}`,
    ...(severity === 'blocks' ? [`assert_${view}`] : []),
  ]);
  return local.run('record_marks', ...actions);
}

/** What every run writes, and what the controls record. */
const OF_THE_RUN = /^payroll_assertions\.(control_|current_run|run_marks|seen_snapshots)/;

/** The tables and views that an operation reads, directly or through views: `schema.name`. */
function readBy(operation: string): string[] {
  const read = new Set<string>();
  const waiting = graph.filter(({ name }) => name === operation).flatMap(({ dependencies }) => dependencies);
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (read.has(key)) continue;
    read.add(key);
    const action = graph.find((candidate) => candidate.key === key);
    if (action?.kind === 'table' && action.compiled.type === 'view') waiting.push(...action.dependencies);
  }
  return [...read].map((key) => key.split('.').slice(-2).join('.')).filter((name) => !OF_THE_RUN.test(name));
}

async function results(): Promise<ControlResult[]> {
  return controlResults(await local.procedure('list_control_results'));
}

function statuses(found: readonly ControlResult[]): Record<string, string> {
  return Object.fromEntries(found.map(({ control, status }) => [control.id, status]));
}

/** Those that don't pass. */
function failuresOf(found: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(found).filter(([, status]) => status !== 'PASS'));
}

async function failures(control: Control): Promise<unknown[]> {
  const rows = await local.procedure('list_control_failures', { control_id: control.id });
  const changesets = await local.sql(
    'SELECT changeset_id, source_file FROM payroll_config.config_bulk_import_changesets',
  );
  const named = (value: unknown): unknown =>
    changesets.reduce((text, [id, file]) => text.replaceAll(id ?? '', file ?? ''), String(value));
  return rows.map((row) => [row.tenant_id, named(row.failing_key), named(row.issue_description)]);
}

function redActions(actions: readonly ActionResult[]): string[] {
  return actions.filter(({ status }) => status !== 'SUCCESS').map(({ action }) => action.name);
}

describe('the small warehouse', () => {
  test('has something to test for every control, and passes all of them', async () => {
    const actions = await evaluate();
    expect(statuses(await results())).toEqual(ALL_PASS);
    expect(redActions(actions)).toEqual([]);
  });

  test('passes all of them where upstream writes an empty text for an agent_id that it has none of', async () => {
    const sound: PlantedFault = {
      fault: 'none',
      plant: `UPDATE payroll_processed.stage3_snapshots SET agent_id = '' WHERE agent_id IS NULL;
        INSERT INTO payroll_processed.stage3_snapshots
        SELECT * REPLACE ('' AS agent_id, 'older' AS snapshot_id, TIMESTAMP '2000-01-01' AS ingested_at)
        FROM payroll_processed.stage3_snapshots WHERE agent_name = 'Gary Gone'`,
      rerun: ['dim_business_mapping', 'dim_agent_identity', 'commission_traceability'],
      failures: [],
    };
    await plant(sound);
    await evaluate(sound);
    expect(statuses(await results())).toEqual(ALL_PASS);
    expect(
      await local.sql(
        `SELECT agent_id FROM payroll_analytics.commission_traceability WHERE agent_name = 'Owner'`,
      ),
    ).toEqual([['OWNER']]);
  });

  test('passes control 6 when components miss the gross by the tolerance and no more', async () => {
    const fault: PlantedFault = {
      fault: 'a component pays one cent more than came in',
      plant: `UPDATE payroll_processed.stage3_snapshots SET commission_amount = 20.01 WHERE tenant_id = 'harbor'`,
      rerun: ['commission_traceability'],
      failures: [],
    };
    await plant(fault);
    await evaluate(fault);
    expect(statuses(await results())).toEqual(ALL_PASS);
  });
});

describe.each(registry.map((control) => [control.id, control] as const))('control %s', (id, control) => {
  const faults = PLANTED_FAULTS[id] ?? [];
  if (faults.length === 0) {
    test('has a planted fault', () => {
      expect.unreachable(`tests/controls/planted_faults.ts has no fault for control ${id}`);
    });
  }

  for (const fault of faults) {
    test(`is the one that fails when: ${fault.fault}`, async () => {
      await plant(fault);
      const actions = await evaluateTouched(fault);
      const found = (await results()).filter(({ status }) => status !== 'NOT_RUN');

      const failing = registry.filter((other) => other.id === id || fault.alsoFail?.includes(other.id));
      expect(failuresOf(statuses(found))).toEqual(
        Object.fromEntries(failing.map((other) => [other.id, 'FAIL'])),
      );
      expect(await failures(control)).toEqual(fault.failures);

      const blocking = failing.filter(({ severity }) => severity === 'blocks');
      expect(redActions(actions).sort()).toEqual(blocking.map(({ view }) => `assert_${view}`).sort());
      expect(controlsHold(found)).toBe(blocking.length === 0);
    });
  }
});

test('the controls that read nothing of what a fault has changed pass, whatever the fault', async () => {
  // A few of them, one here and one there: to evaluate every control for every fault takes twice as long.
  const sample = Object.entries(PLANTED_FAULTS)
    .flatMap(([id, faults]) => faults.map((fault) => ({ id, fault })))
    .filter((_, place) => place % 25 === 0);
  expect(sample.length).toBeGreaterThan(5);
  for (const { id, fault } of sample) {
    await kept.restore();
    await local.run('current_snapshots', 'stage1_lines');
    await plant(fault);
    await evaluate(fault);
    const failing = [id, ...(fault.alsoFail ?? [])];
    expect(failuresOf(statuses(await results()))).toEqual(
      Object.fromEntries(failing.map((red) => [red, 'FAIL'])),
    );
  }
});

test('what a run saw is found again by the controls after it, whatever the time of a snapshot says', async () => {
  const [fault] = (PLANTED_FAULTS['4'] ?? []).filter(({ fault: told }) => told.includes('superseded'));
  await plant(fault!);
  await evaluate(fault);
  await evaluate();
  expect(statuses(await results())).toEqual({ ...ALL_PASS, '4': 'FAIL' });
});

test('every planted fault is one for a control of the registry', () => {
  const known = registry.map(({ id }) => id);
  expect(Object.keys(PLANTED_FAULTS).filter((id) => !known.includes(id))).toEqual([]);
});
