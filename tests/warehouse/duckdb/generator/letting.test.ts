import { expect, test } from 'vitest';
import { letting } from '../../../../scripts/warehouse/duckdb/generator/letting.ts';

const twice = (a: string, b: string): string => `${a} + ${a} + ${b}`;

test.each([
  ['columns, literals and parameters are written twice', ['t1."a"', `'x'`], `t1."a" + t1."a" + 'x'`],
  [
    'a typed literal too',
    [`CAST('1' AS BIGINT)`, 'CAST($p AS VARCHAR)'],
    `CAST('1' AS BIGINT) + CAST('1' AS BIGINT) + CAST($p AS VARCHAR)`,
  ],
  ['a call is bound', ['f(x)', 't1."b"'], 'list_transform([f(x)], lambda v1: v1 + v1 + t1."b")[1]'],
  [
    'two calls are bound together',
    ['f(x)', 'g(x)'],
    'list_transform([struct_pack(f1 := f(x), f2 := g(x))], lambda v1: v1.f1 + v1.f1 + v1.f2)[1]',
  ],
  [
    'a name that an operand uses already is not taken',
    ['f(v1)', 'v2'],
    'list_transform([f(v1)], lambda v3: v3 + v3 + v2)[1]',
  ],
])('%s', (_name, operands, sql) => {
  expect(letting(operands, (a = '', b = '') => twice(a, b))).toBe(sql);
});
