import { expect, test } from 'vitest';
import { leftOut } from '../../scripts/evidence/left_out.ts';

test.each([
  [null, undefined],
  ['{"vars":{},"warehouse":"duckdb"}', undefined],
  ['{"left_out":[]}', []],
  ['{"left_out":["dim_agent_identity","load_stage1"]}', ['dim_agent_identity', 'load_stage1']],
])('of a run with the parameters %j, %j were left out', (parameters, names) => {
  expect(leftOut(parameters)).toEqual(names);
});
