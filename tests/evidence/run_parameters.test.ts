import { expect, test } from 'vitest';
import { leftOut, uncommitted } from '../../scripts/evidence/run_parameters.ts';

test.each([
  [null, undefined],
  ['{"vars":{},"warehouse":"duckdb"}', undefined],
  ['{"left_out":[]}', []],
  ['{"left_out":["dim_agent_identity","load_stage1"]}', ['dim_agent_identity', 'load_stage1']],
])('of a run with the parameters %j, %j were left out', (parameters, names) => {
  expect(leftOut(parameters)).toEqual(names);
});

test.each([
  [null, undefined],
  ['{"left_out":[]}', undefined],
  ['{"uncommitted":[]}', []],
  ['{"uncommitted":["dataform.json"]}', ['dataform.json']],
])('of a run with the parameters %j, %j were in no commit', (parameters, names) => {
  expect(uncommitted(parameters)).toEqual(names);
});
