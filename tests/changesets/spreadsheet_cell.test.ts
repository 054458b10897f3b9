import fc from 'fast-check';
import { expect, test } from 'vitest';
import { neutralised, restored } from '../../scripts/changesets/spreadsheet_cell.ts';

test.each([
  ['=1+1', "'=1+1"],
  ['+44 20 7946 0000', "'+44 20 7946 0000"],
  ['-5', "'-5"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', "'\r=1"],
  ["'quoted", "''quoted"],
  ["'=1", "''=1"],
  ['Jane', 'Jane'],
  ["O'Connor", "O'Connor"],
  ['', ''],
])('%j goes to a spreadsheet as %j, and comes back', (cell, written) => {
  expect(neutralised(cell)).toBe(written);
  expect(restored(written)).toBe(cell);
});

test('what a person types before a plain text stays', () => {
  expect(restored("'Jane")).toBe("'Jane");
});

test('every cell comes back as it was', () => {
  const cell = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '\n', 'a', ',', '"') });
  fc.assert(fc.property(cell, (text) => restored(neutralised(text)) === text));
});
