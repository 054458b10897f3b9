import { expect, test } from 'vitest';
import { nearest } from '../scripts/nearest.ts';

test.each([
  ['dim_agents', ['dim_agent', 'dim_business'], 'dim_agent'],
  ['LEDGR', ['LEDGER', 'DRIFT'], 'LEDGER'],
  ['Busines_Name', ['business_name', 'business_id'], 'business_name'],
  ['salary', ['business_name', 'product_code'], undefined],
  ['B', ['1', '2', 'A'], undefined],
  ['x', [], undefined],
])('%s among %j most likely means %s', (word, known, expected) => {
  expect(nearest(word, known)).toBe(expected);
});
