import { expect, test } from 'vitest';
import { countCapturingGroups } from '../../../../scripts/warehouse/duckdb/functions/regular_expressions.ts';

test.each([
  ['a', 0],
  ['(a)', 1],
  ['(?:a)', 0],
  ['(?P<name>a)|(?<other>b)', 2],
  ['(?i)a', 0],
  [String.raw`\(a\)`, 0],
  [String.raw`\\(a)`, 1],
  ['[(]', 0],
  ['[^)(]a(b)', 1],
  ['[](]', 0],
  ['[[:alpha:](]', 0],
  [String.raw`\Q(a)\E(b)`, 1],
  ['((a)b)', 2],
])('%s has %i capturing groups', (pattern, groups) => {
  expect(countCapturingGroups(pattern)).toBe(groups);
});
