import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvLine } from '../../scripts/changesets/csv_line.ts';

test('quotes what RFC 4180 wants in quotes, and nothing else', () => {
  expect(csvLine(['plain', 'a,b', 'say "hi"', 'two\nlines', '', ' spaces '])).toBe(
    'plain,"a,b","say ""hi""","two\nlines",, spaces ',
  );
});

test('a reader gets the cells back', () => {
  const row = fc.array(fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', 'a', ' ', '\u00e9') }), {
    minLength: 2,
  });
  fc.assert(
    fc.property(row, (cells) => {
      const delimiters = ['\r\n', '\n', '\r'];
      expect(parse(`${csvLine(cells)}\n`, { record_delimiter: delimiters })).toEqual([cells]);
    }),
  );
});
