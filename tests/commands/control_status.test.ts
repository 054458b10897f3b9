import { describe, expect, test } from 'vitest';
import { registry } from '../../includes/src/controls.ts';
import { controlById, controlResults, controlsHold } from '../../scripts/commands/control_status.ts';
import type { ActionResult, ActionStatus } from '../../scripts/dataform/action_result.ts';
import { graphActions } from '../../scripts/dataform/graph_action.ts';
import type { Row } from '../../scripts/warehouse/values.ts';
import { graph, operation } from '../dataform/graph_fixture.ts';

const BLOCKING = registry.find((control) => control.severity === 'blocks')!;
const REPORTING = registry.find((control) => control.severity === 'reports')!;

function recorded(statuses: Readonly<Record<string, string>>): Row[] {
  return registry.map((control) => ({
    control_id: control.id,
    status: statuses[control.id] ?? 'PASS',
    population_count: 5n,
    failure_count: 0n,
  }));
}

function recording(status: ActionStatus): ActionResult[] {
  return graphActions(graph({ operations: [operation(`record_${BLOCKING.view}`)] })).map((action) => ({
    action,
    status,
    milliseconds: 0,
    faults: [],
    failingRows: [],
    skippedBecauseOf: [],
  }));
}

function blockingStatus(rows: readonly Row[], actions: readonly ActionResult[]): string | undefined {
  return controlResults(rows, actions).find((result) => result.control === BLOCKING)?.status;
}

describe('controlResults', () => {
  test('takes what the graph recorded', () => {
    expect(controlResults(recorded({ [BLOCKING.id]: 'FAIL' }), [])[0]).toEqual({
      control: BLOCKING,
      status: 'FAIL',
      populationCount: 5n,
      failureCount: 0n,
    });
  });

  test.each<[ActionStatus, string]>([
    ['ERROR', 'ERROR'],
    ['SKIPPED', 'SKIPPED'],
    ['DISABLED', 'DISABLED'],
    ['SUCCESS', 'NOT_RUN'],
  ])('where nothing is recorded, an operation that was %s makes it %s', (action, expected) => {
    expect(blockingStatus(recorded({ [BLOCKING.id]: 'NOT_RUN' }), recording(action))).toBe(expected);
    expect(blockingStatus([], recording(action))).toBe(expected);
  });

  test('where nothing is recorded and nothing known, it was not run', () => {
    expect(blockingStatus([], [])).toBe('NOT_RUN');
  });
});

describe('controlsHold', () => {
  const hold = (statuses: Readonly<Record<string, string>>): boolean =>
    controlsHold(controlResults(recorded(statuses), []));

  test.each(['FAIL', 'ERROR', 'SKIPPED', 'NOT_RUN'])(
    'a blocking control that is %s turns it red',
    (status) => {
      expect(hold({ [BLOCKING.id]: status })).toBe(false);
    },
  );

  test('a reporting control never does', () => {
    expect(hold({ [REPORTING.id]: 'FAIL' })).toBe(true);
  });

  test('some controls may have nothing to test, but not all', () => {
    expect(hold({ [BLOCKING.id]: 'VACUOUS' })).toBe(true);
    expect(hold(Object.fromEntries(registry.map((control) => [control.id, 'VACUOUS'])))).toBe(false);
  });
});

describe('controlById', () => {
  test('knows an id in any case', () => {
    expect(controlById('a').title).toBe('No tenant sees the key of another');
  });

  test('names the nearest of an unknown one', () => {
    expect(() => controlById('LEDGR')).toThrow('[UNKNOWN_CONTROL] There is no such control');
    expect(() => controlById('LEDGR')).toThrow(
      expect.objectContaining({ faults: [expect.objectContaining({ allowed: 'LEDGER' })] }),
    );
  });
});
