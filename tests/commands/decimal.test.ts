import { expect, test } from 'vitest';
import { billionths, moneyText } from '../../scripts/commands/decimal.ts';

test.each([
  ['0', '0.00'],
  ['12.5', '12.50'],
  ['-0.005', '-0.005'],
  ['1234567.89', '1,234,567.89'],
  ['99999999999999999999999999999.999999999', '99,999,999,999,999,999,999,999,999,999.999999999'],
])('%s is shown as %s', (decimal, expected) => {
  expect(moneyText(billionths(decimal))).toBe(expected);
});

test('sums are exact where floating point is not', () => {
  expect(billionths('0.1') + billionths('0.2')).toBe(billionths('0.3'));
});
