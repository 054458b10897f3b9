import fc, { type Arbitrary } from 'fast-check';
import { typeName } from '../../scripts/googlesql/types.ts';
import type { Literal, ResolvedExpression } from '../../scripts/googlesql/resolved_expressions.ts';
import type { ReferenceTable } from '../../scripts/googlesql/reference.ts';
import type { GoogleSqlType, Row, Value } from '../../scripts/warehouse/values.ts';
import type { TypedValues } from './answers.ts';
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

type Wanted = Pick<Literal, 'type' | 'value'>;

function isNamed(node: ResolvedExpression, columnName: string): boolean {
  if (node.kind === 'ColumnRef') return node.column.name === columnName;
  if (node.kind !== 'FunctionCall' || node.function !== 'coalesce') return false;
  return node.argumentList.some((argument) => isNamed(argument, columnName));
}

/** Texts that the query can cast, where it casts a column of that name: `CAST(period_label AS DATE)`. */
function castableOf(query: CompiledQuery, columnName: string): readonly Wanted[] {
  return query.nodes.flatMap((node): Wanted[] =>
    node.kind === 'Cast' && node.expr.type.kind === 'STRING' && isNamed(node.expr, columnName)
      ? [{ type: node.expr.type, value: CASTABLE[node.type.kind] ?? null }]
      : [],
  );
}

/** What the query compares a column of that name with: `stage = 'stage1'`. */
function comparedWith(query: CompiledQuery, columnName: string): readonly Wanted[] {
  return query.nodes.flatMap((node): Wanted[] => {
    if (node.kind !== 'FunctionCall' || !/^\$(equal|in|is_not_distinct_from)$/.test(node.function)) return [];
    if (!node.argumentList.some((argument) => isNamed(argument, columnName))) return [];
    return node.argumentList.flatMap((part) => (part.kind === 'Literal' ? [part] : []));
  });
}

/**
 * Queries that cast cells within a condition, beside others. GoogleSQL doesn't say which condition is evaluated first, so a
 * cell that can't be cast may break the query or not: they may only run when a check has passed the cells, and here have
 * only cells that it passes.
 */
export const CASTS_IN_CONDITIONS: ReadonlySet<string> = new Set([
  'payroll_config.load_hierarchy: INSERT INTO audit_events',
  'payroll_config.load_hierarchy: MERGE dim_agent_hierarchy WHEN NOT_MATCHED_BY_SOURCE THEN DELETE',
]);

/** How often the likeliest value is met, by round: worlds of rows that mostly agree, and worlds of rows that differ. */
const LIKELIEST = [24, 100, 100, 24, 100, 6];

/** In each of these rounds a third of the columns are mostly NULL, in whatever table, so that NULLs meet in joins. */
export const ROUNDS_OF_NULLS: readonly number[] = [2, 3, 4];

function nullWeight(round: number, columnName: string): number {
  const third = Array.from(columnName, (character) => character.charCodeAt(0)).reduce(
    (sum, code) => sum + code,
  );
  return ROUNDS_OF_NULLS.includes(round) && (third + round) % ROUNDS_OF_NULLS.length === 0 ? 150 : 3;
}

/** Few values and some far more often than others, so that conditions hold and rows meet. */
function anyOf(
  query: CompiledQuery,
  likeliest: number,
  name: string,
  type: GoogleSqlType,
  nullsWeight: number,
): Arbitrary<Value> {
  const castable = type.kind === 'STRING' ? castableOf(query, name) : [];
  if (castable.length > 0 && CASTS_IN_CONDITIONS.has(query.name)) {
    return fc.constantFrom(null, ...castable.map(({ value }) => value));
  }
  const spread = type.kind === 'NUMERIC' ? Math.min(likeliest, 6) : likeliest;
  const common = COMMON[typeName(type)];
  if (common === undefined) throw new Error(`No values for ${typeName(type)}`);
  const spoken = query.nodes.flatMap((node) =>
    node.kind === 'Literal' && typeName(node.type) === typeName(type) ? [node.value] : [],
  );
  const compared = comparedWith(query, name).filter((literal) => typeName(literal.type) === typeName(type));
  const wanted = [...castable, ...compared];
  const drawn: Drawn[] = [
    ...wanted.map(({ value }): Drawn => [value, (2 * likeliest) / wanted.length]),
    ...common.map((value, index): Drawn => [value, [spread, 6][index] ?? 1]),
    ...spoken.map((value): Drawn => [value, 3 / spoken.length]),
  ];
  const values = drawn.filter(([value]) => value !== null);
  return fc.oneof(
    ...values.map(([value, weight]) => ({ arbitrary: fc.constant(value), weight: Math.ceil(weight) })),
    { arbitrary: fc.constant(null), weight: nullsWeight },
  );
}

/** One value a round: more often another one, so that not all parameters are equal. */
const PARAMETER_LIKELIEST = 6;

/** Views that give one row at most, whatever is there: a query may take its row as a scalar. */
const AT_MOST_ONE_ROW = /\.(?:current_run)$/;

/** Tables with one row per value of a column: a query may take the row of that value as a scalar. */
const UNIQUE_COLUMNS: Readonly<Record<string, string>> = { config_bulk_import_changesets: 'changeset_id' };

function withoutRepeats(tableName: string, rows: readonly Row[]): readonly Row[] {
  const column = UNIQUE_COLUMNS[tableName.replace(/^.*\./, '')];
  if (column === undefined) return rows;
  return [...new Map(rows.map((row) => [row[column], row])).values()];
}

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
  const tables = [...query.tables].map(([name, columns]) => {
    const count = AT_MOST_ONE_ROW.test(name) ? Math.min(rowsOfTable, 1) : rowsOfTable;
    const drawn = columns.map(({ name, type }) =>
      draw(anyOf(query, likeliest, name, type, type.kind === 'ARRAY' ? 0 : nullWeight(round, name)), count),
    );
    const rows = Array.from({ length: count }, (_, row) =>
      Object.fromEntries(columns.map((column, index) => [column.name, drawn[index]![row]!])),
    );
    return { name, columns, rows: withoutRepeats(name, rows) };
  });
  const parameters = Object.entries(query.parameters).map(
    ([name, type]) =>
      [name, { type, value: draw(anyOf(query, PARAMETER_LIKELIEST, name, type, 0), 1)[0]! }] as const,
  );
  return { tables, parameters: Object.fromEntries(parameters) };
}
