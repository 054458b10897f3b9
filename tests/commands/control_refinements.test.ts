import { expect, test } from 'vitest';
import { registry } from '../../includes/src/controls.ts';
import {
  recordedControls,
  refinementOf,
  type Refinement,
} from '../../scripts/commands/control_refinements.ts';
import type { ActionResult } from '../../scripts/dataform/action_result.ts';
import { graphActions, type GraphAction } from '../../scripts/dataform/graph_action.ts';
import type { Parameters, ResultSet, Row } from '../../scripts/warehouse/values.ts';
import { graph, operation, view } from '../dataform/graph_fixture.ts';

const CONTROL = registry[0]!;
const RECORD = `record_${CONTROL.view}`;
const ACTIONS = actionsWith({ disabled: false });

function actionsWith(options: { disabled: boolean }): readonly GraphAction[] {
  return graphActions(graph({ tables: [view(CONTROL.view)], operations: [operation(RECORD, options)] }));
}

function became(name: string, outcome: Partial<ActionResult>): ActionResult {
  const action = ACTIONS.find((candidate) => candidate.name === name)!;
  const nothing = { milliseconds: 0, faults: [], failingRows: [], skippedBecauseOf: [] };
  return { action, status: 'SUCCESS', ...nothing, ...outcome };
}

function refinement(...results: readonly ActionResult[]): Refinement | undefined {
  return refinementOf(CONTROL, ACTIONS, results);
}

test('an upstream failure makes it SKIPPED, and says of what', () => {
  expect(
    refinement(became(RECORD, { status: 'SKIPPED', skippedBecauseOf: ['stage1_lines', 'other'] })),
  ).toEqual({
    status: 'SKIPPED',
    reason: 'it needs stage1_lines and other, which failed or was skipped',
  });
});

test('an error of its own SQL makes it ERROR, in the operation or in the view', () => {
  const faults = [
    {
      code: 'ENGINE',
      message: 'no such column',
      location: { file: 'definitions/x.sqlx', line: 3, column: 9 },
    },
    { code: 'OTHER', message: 'nor this' },
  ] as const;
  const expected = {
    status: 'ERROR',
    reason: 'ENGINE: no such column (definitions/x.sqlx:3:9); OTHER: nor this',
  };

  expect(refinement(became(RECORD, { status: 'ERROR', faults }))).toEqual(expected);
  expect(
    refinement(
      became(CONTROL.view, { status: 'ERROR', faults }),
      became(RECORD, { status: 'SKIPPED', skippedBecauseOf: [CONTROL.view] }),
    ),
  ).toEqual(expected);
});

test('what an engine quotes is bounded', () => {
  const faults = [{ code: 'ENGINE', message: 'x'.repeat(5000) }];
  expect(refinement(became(RECORD, { status: 'ERROR', faults }))?.reason).toHaveLength(1000);
});

test('a disabled operation makes it DISABLED, although a run leaves it out', () => {
  expect(refinementOf(CONTROL, actionsWith({ disabled: true }), [])).toEqual({
    status: 'DISABLED',
    reason: `${RECORD} is disabled`,
  });
});

test('an operation that was left out, or that did something and left no result, explains nothing', () => {
  expect(refinement()).toBeUndefined();
  expect(refinement(became(RECORD, { status: 'SUCCESS' }))).toBeUndefined();
});

test('only what is missing is refined, and only by what was seen', async () => {
  const calls: [string, Parameters | undefined][] = [];
  const rows: Row[] = [
    { run_id: 'r', control_id: CONTROL.id, status: 'NOT_RUN' },
    { run_id: 'r', control_id: '2', status: 'PASS' },
    { run_id: 'r', control_id: '3', status: 'NOT_RUN' },
    { run_id: 'r', control_id: 'of an earlier version', status: 'NOT_RUN' },
  ];
  const runProcedure = (name: string, parameters?: Parameters): Promise<ResultSet> => {
    calls.push([name, parameters]);
    return Promise.resolve({ columns: [], rows });
  };

  await recordedControls(runProcedure, ACTIONS, [
    became(RECORD, { status: 'SKIPPED', skippedBecauseOf: ['stage1_lines'] }),
  ]);

  expect(calls).toEqual([
    ['list_control_results', undefined],
    [
      'record_refinement',
      {
        run_id: 'r',
        control_id: CONTROL.id,
        status: 'SKIPPED',
        reason: 'it needs stage1_lines, which failed or was skipped',
      },
    ],
    ['list_control_results', undefined],
  ]);
});
