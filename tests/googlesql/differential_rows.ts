import fc, { type Arbitrary } from 'fast-check';
import { typeName } from '../../scripts/googlesql/types.ts';
import type { Literal, ResolvedExpression } from '../../scripts/googlesql/resolved_expressions.ts';
import type { ReferenceTable } from '../../scripts/googlesql/reference.ts';
import type { GoogleSqlType, Value } from '../../scripts/warehouse/values.ts';
import type { TypedValues } from './both_engines.ts';
import type { CompiledQuery } from './compiled_queries.ts';

/** Few values, so that rows often meet in joins and groups; among them those that the query itself speaks of. */
const COMMON: Readonly<Record<string, readonly Value[]>> = {
  STRING: [
    'acme',
    'other',
    'Teledata Contractors Inc',
    ' ß\u00a0é ',
    'e\u0301',
    '😀',
    '',
    '12',
    '2024-01-01',
    '0123456789abcdef',
    '*',
  ],
  INT64: [0n, 1n, 2n, 3n],
  NUMERIC: ['0', '0.01', '-12.5', '100'],
  DATE: ['2024-01-01', '2024-02-01', '2025-01-01'],
  TIMESTAMP: ['2024-01-01T00:00:00.000000Z', '2024-05-06T07:08:09.123456Z'],
  BOOL: [true, false],
  'ARRAY<STRING>': [[], ['acme'], ['12', 'acme', 'other']],
};

type Drawn = readonly [value: Value, weight: number];

/** Texts that a cast to the type takes. */
const CASTABLE: Readonly<Record<string, Value>> = { DATE: '2024-01-01', INT64: '12', NUMERIC: '12' };

/** What the query wants of a column of that name: `stage = 'stage1'`, `CAST(period_label AS DATE)`. */
function wantedOf(query: CompiledQuery, columnName: string): readonly Pick<Literal, 'type' | 'value'>[] {
  const isNamed = (node: ResolvedExpression): boolean =>
    (node.kind === 'ColumnRef' && node.column.name === columnName) ||
    (node.kind === 'FunctionCall' && node.function === 'coalesce' && node.argumentList.some(isNamed));
  return query.nodes.flatMap((node): Pick<Literal, 'type' | 'value'>[] => {
    if (node.kind === 'Cast' && node.expr.type.kind === 'STRING' && isNamed(node.expr)) {
      return [{ type: node.expr.type, value: CASTABLE[node.type.kind] ?? null }];
    }
    if (node.kind !== 'FunctionCall' || !/^\$(equal|in|is_not_distinct_from)$/.test(node.function)) return [];
    if (!node.argumentList.some(isNamed)) return [];
    return node.argumentList.flatMap((part) => (part.kind === 'Literal' ? [part] : []));
  });
}

/** How often the likeliest value is met, by round: worlds of rows that mostly agree, and worlds of rows that differ. */
const LIKELIEST = [24, 100, 6];

/** Few values and some far more often than others, so that conditions hold and rows meet. */
function anyOf(
  query: CompiledQuery,
  likeliest: number,
  name: string,
  type: GoogleSqlType,
  isNullable: boolean,
): Arbitrary<Value> {
  const common = COMMON[typeName(type)];
  if (common === undefined) throw new Error(`No values for ${typeName(type)}`);
  const spoken = query.nodes.flatMap((node) =>
    node.kind === 'Literal' && typeName(node.type) === typeName(type) ? [node.value] : [],
  );
  const wanted = wantedOf(query, name).filter((literal) => typeName(literal.type) === typeName(type));
  const drawn: Drawn[] = [
    ...wanted.map(({ value }): Drawn => [value, (2 * likeliest) / wanted.length]),
    ...common.map((value, index): Drawn => [value, [likeliest, 6][index] ?? 1]),
    ...spoken.map((value): Drawn => [value, 3 / spoken.length]),
  ];
  const values = drawn.filter(([value]) => value !== null);
  return fc.oneof(
    ...values.map(([value, weight]) => ({ arbitrary: fc.constant(value), weight: Math.ceil(weight) })),
    ...(isNullable ? [{ arbitrary: fc.constant(null), weight: 3 }] : []),
  );
}

/** One value a round: more often another one, so that not all parameters are equal. */
const PARAMETER_LIKELIEST = 6;

/** Rows and parameters for a query, the same in every run for the same round. */
export function randomWorld(
  query: CompiledQuery,
  round: number,
  rowsOfTable: number,
): { readonly tables: readonly ReferenceTable[]; readonly parameters: TypedValues } {
  let seed = round * 1000;
  const likeliest = LIKELIEST[round % LIKELIEST.length]!;
  const draw = (values: Arbitrary<Value>, count: number): Value[] =>
    fc.sample(values, { numRuns: count, seed: (seed += 1) });
  const tables = [...query.tables].map(([name, read]) => {
    // A table that is only counted still has a column.
    const columns = [...read, ['unread', { kind: 'INT64' }] as const].map(([column, type]) => ({
      name: column,
      type,
    }));
    const drawn = columns.map(({ name, type }) =>
      draw(anyOf(query, likeliest, name, type, type.kind !== 'ARRAY'), rowsOfTable),
    );
    const rows = Array.from({ length: rowsOfTable }, (_, row) =>
      Object.fromEntries(columns.map((column, index) => [column.name, drawn[index]![row]!])),
    );
    return { name, columns, rows };
  });
  const parameters = [...query.parameters].map(
    ([name, type]) =>
      [name, { type, value: draw(anyOf(query, PARAMETER_LIKELIEST, name, type, false), 1)[0]! }] as const,
  );
  return { tables, parameters: Object.fromEntries(parameters) };
}
