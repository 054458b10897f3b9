import { expect, test } from 'vitest';
import { actionDocument, actionFaultsText, exitCodeOf } from '../../scripts/commands/action_report.ts';
import type { ActionResult } from '../../scripts/dataform/action_result.ts';
import { graphActions } from '../../scripts/dataform/graph_action.ts';
import { styleFor } from '../../scripts/terminal/style.ts';
import { assertion, graph } from '../dataform/graph_fixture.ts';

function result(changes: Partial<ActionResult>): ActionResult {
  const [action] = graphActions(graph({ assertions: [assertion('assert_money')] }));
  return {
    action: action!,
    status: 'FAIL',
    milliseconds: 0,
    faults: [],
    failingRows: [],
    skippedBecauseOf: [],
    ...changes,
  };
}

test.each([
  [
    'the count of its control',
    [{ control_id: '6', status: 'FAIL', failure_count: 1234n }],
    '1,234 failing, control 6',
    1234n,
  ],
  [
    'a control without a result',
    [{ control_id: '6', status: 'NOT_RUN', failure_count: null }],
    'control 6 left no result',
    1n,
  ],
  ['the rows of any other', [{ a: 1n }, { a: 2n }], '2 rows', 2n],
])('a failed assertion tells %s', (_, failingRows, words, count) => {
  const failed = result({ failingRows });
  expect(actionFaultsText([failed], styleFor({}, {}))).toBe(`FAIL assert_money: ${words}\n`);
  expect(actionDocument(failed)).toMatchObject({ failure_count: count });
});

test.each([
  ['nothing went wrong', [], true, 0],
  ['something is red', [result({})], false, 1],
  ['a guard refused', [result({ status: 'ERROR', exitCode: 1 })], false, 1],
  ['the warehouse failed', [result({}), result({ status: 'ERROR', exitCode: 3 })], false, 3],
])('where %s, a run exits accordingly', (_, results, isGreen, expected) => {
  expect(exitCodeOf(results, isGreen)).toBe(expected);
});
