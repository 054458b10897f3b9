import { expect, test } from 'vitest';
import { CallError } from '../../scripts/errors.ts';
import { parsePeriod } from '../../scripts/load/period.ts';

test.each([
  ['2025-06', '2025-06-01'],
  ['2025-12-01', '2025-12-01'],
])('%s is the month that begins on %s', (text, expected) => {
  expect(parsePeriod(text)).toBe(expected);
});

test.each([
  '2025-13',
  '2025-00',
  '2025-06-02',
  '2025-6',
  '202506',
  '0000-01',
  '1899-12',
  '2200-01',
  '9999-12',
  '2025-06 ',
  '',
])('%j is no period', (text) => {
  expect(() => parsePeriod(text)).toThrow(CallError);
});
