import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT_ROOT } from '../../scripts/dataform/project.ts';
import { cellFault } from '../../scripts/load/cell_faults.ts';
import type { Row } from '../../scripts/warehouse/values.ts';

test('a row of a check is a fault with file, line, column, value and what is allowed', () => {
  expect(
    cellFault('in/2025-01.csv', {
      source_row: 7n,
      column_name: 'gross_commission',
      code: 'BAD_NUMBER',
      value: '1,5',
      allowed: 'a decimal number',
    }),
  ).toEqual({
    code: 'BAD_NUMBER',
    message: 'Not a number that is allowed here',
    location: { file: 'in/2025-01.csv', line: 7, column: 'gross_commission' },
    value: '1,5',
    allowed: 'a decimal number',
  });
});

test('a fault of a cell that begins further down than its row stands there', () => {
  const row: Row = { source_row: 2n, code: 'BAD_NUMBER', value: 'x', allowed: 'a number' };
  const lines = new Map([[2, new Map([['gross_commission', 4]])]]);
  const lineOf = (column_name: string): number | undefined =>
    cellFault('a.csv', { ...row, column_name }, lines).location?.line;
  expect([lineOf('gross_commission'), lineOf('business_name')]).toEqual([4, 2]);
});

test('a missing value leaves the value out', () => {
  const row = {
    source_row: 2n,
    column_name: 'product_code',
    code: 'MISSING_VALUE',
    value: null,
    allowed: 'a code',
  };
  expect(cellFault('a.csv', row)).not.toHaveProperty('value');
});

test('every code that a check gives has words of its own', () => {
  const loading = join(PROJECT_ROOT, 'definitions', 'loading');
  const checks = readdirSync(loading).filter((name) => name.startsWith('check_'));
  const codes = checks.flatMap((name) =>
    [...readFileSync(join(loading, name), 'utf8').matchAll(/'([A-Z]+(?:_[A-Z]+)+)'/g)].map(
      (match) => match[1] ?? '',
    ),
  );
  expect(codes).toContain('FOREIGN_TENANT');
  const row = { source_row: 2n, column_name: 'a', value: null, allowed: null };
  const wordless = codes.filter(
    (code) => cellFault('a.csv', { ...row, code }).message === 'The value is not allowed here',
  );
  expect(wordless).toEqual([]);
});
