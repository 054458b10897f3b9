import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GoogleSqlClient } from '../../scripts/googlesql/client.ts';
import { Reference, type TypedValue } from '../../scripts/googlesql/reference.ts';
import { valueFromProto, valueToProto } from '../../scripts/googlesql/values.ts';
import type { GoogleSqlType, Value } from '../../scripts/warehouse/values.ts';

let client: GoogleSqlClient;
beforeAll(async () => {
  client = await GoogleSqlClient.start();
});
afterAll(() => client.stop());

const cases: readonly { sql: string; type: GoogleSqlType; value: Value }[] = [
  { sql: 'CAST(NULL AS STRING)', type: { kind: 'STRING' }, value: null },
  { sql: 'TRUE', type: { kind: 'BOOL' }, value: true },
  { sql: '-9223372036854775808', type: { kind: 'INT64' }, value: -9223372036854775808n },
  { sql: '9007199254740993', type: { kind: 'INT64' }, value: 9007199254740993n },
  { sql: "CAST('-inf' AS FLOAT64)", type: { kind: 'FLOAT64' }, value: -Infinity },
  { sql: "CAST('nan' AS FLOAT64)", type: { kind: 'FLOAT64' }, value: NaN },
  { sql: "NUMERIC '0'", type: { kind: 'NUMERIC' }, value: '0' },
  { sql: "NUMERIC '-12.50'", type: { kind: 'NUMERIC' }, value: '-12.5' },
  { sql: "NUMERIC '0.000000128'", type: { kind: 'NUMERIC' }, value: '0.000000128' },
  {
    sql: "NUMERIC '-99999999999999999999999999999.999999999'",
    type: { kind: 'NUMERIC' },
    value: '-99999999999999999999999999999.999999999',
  },
  { sql: "'😀 é'", type: { kind: 'STRING' }, value: '😀 é' },
  { sql: "b'\\x00\\xff'", type: { kind: 'BYTES' }, value: Uint8Array.of(0, 255) },
  { sql: "DATE '0001-01-01'", type: { kind: 'DATE' }, value: '0001-01-01' },
  { sql: "DATE '9999-12-31'", type: { kind: 'DATE' }, value: '9999-12-31' },
  {
    sql: "TIMESTAMP '1969-12-31 23:59:59.999999+00'",
    type: { kind: 'TIMESTAMP' },
    value: '1969-12-31T23:59:59.999999Z',
  },
  {
    sql: "TIMESTAMP '0001-01-01 00:00:00+00'",
    type: { kind: 'TIMESTAMP' },
    value: '0001-01-01T00:00:00.000000Z',
  },
  {
    sql: "STRUCT(1 AS a, [STRUCT('x' AS b, CAST(NULL AS DATE) AS c)] AS d)",
    type: {
      kind: 'STRUCT',
      fields: [
        { name: 'a', type: { kind: 'INT64' } },
        {
          name: 'd',
          type: {
            kind: 'ARRAY',
            element: {
              kind: 'STRUCT',
              fields: [
                { name: 'b', type: { kind: 'STRING' } },
                { name: 'c', type: { kind: 'DATE' } },
              ],
            },
          },
        },
      ],
    },
    value: { a: 1n, d: [{ b: 'x', c: null }] },
  },
];

test.each(cases)(
  '$sql is read exactly, and as a parameter it is equal to itself',
  async ({ sql, type, value }) => {
    const reference = new Reference(client);
    expect(await reference.evaluate(sql)).toEqual({ ok: true, value: { type, value } satisfies TypedValue });
    if (type.kind === 'STRUCT') return;
    expect(
      await reference.evaluate(`@value IS NOT DISTINCT FROM ${sql}`, { value: { type, value } }),
    ).toEqual({
      ok: true,
      value: { type: { kind: 'BOOL' }, value: true },
    });
  },
);

test('every NUMERIC and TIMESTAMP survives the way there and back', () => {
  const numeric = { kind: 'NUMERIC' } as const;
  const limit = 10n ** 38n - 1n;
  fc.assert(
    fc.property(fc.bigInt({ min: -limit, max: limit }), (scaled) => {
      const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(10, '0');
      const decimal = `${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/\.?0+$/, '') || '0';
      const text = scaled < 0n ? `-${decimal}` : decimal;
      expect(valueFromProto(valueToProto(text, numeric), numeric)).toBe(text);
    }),
    { seed: 1 },
  );
  const timestamp = { kind: 'TIMESTAMP' } as const;
  const from = new Date('0001-01-01T00:00:00Z');
  const to = new Date('9999-12-31T23:59:59Z');
  fc.assert(
    fc.property(fc.date({ min: from, max: to, noInvalidDate: true }), fc.nat(999), (date, micros) => {
      const text = `${date.toISOString().slice(0, 23)}${String(micros).padStart(3, '0')}Z`;
      expect(valueFromProto(valueToProto(text, timestamp), timestamp)).toBe(text);
    }),
    { seed: 1 },
  );
});

test('a value of another type is refused', () => {
  expect(() => valueToProto('1', { kind: 'INT64' })).toThrow("The value doesn't have the type INT64.");
  expect(() => valueToProto([1n, 'a'], { kind: 'ARRAY', element: { kind: 'INT64' } })).toThrow('INT64');
});
