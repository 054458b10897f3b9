import type { ResultSet, Row, Value } from '../warehouse/values.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { CompiledTest } from './compiled_graph.ts';

export interface TestResult {
  readonly name: string;
  readonly file: string;
  readonly passed: boolean;
  readonly milliseconds: number;
  /** In words: which columns or rows are missing or unexpected. Empty when it passed. */
  readonly differences: readonly string[];
}

/** Runs one Dataform unit test: both sides must hold the same columns and, in any order, the same rows as often. */
export async function runTest(test: CompiledTest, warehouse: Warehouse): Promise<TestResult> {
  const start = performance.now();
  const { actual, expected } = await warehouse.runTest(test);
  const differences = [...columnDifferences(actual, expected), ...rowDifferences(actual, expected)];
  return {
    name: test.name,
    file: test.fileName,
    passed: differences.length === 0,
    milliseconds: performance.now() - start,
    differences,
  };
}

function columnDifferences(actual: ResultSet, expected: ResultSet): string[] {
  const actualNames = actual.columns.map((column) => column.name);
  const expectedNames = expected.columns.map((column) => column.name);
  return [
    ...expectedNames.filter((name) => !actualNames.includes(name)).map((name) => `missing column: ${name}`),
    ...actualNames
      .filter((name) => !expectedNames.includes(name))
      .map((name) => `unexpected column: ${name}`),
  ];
}

function rowDifferences(actual: ResultSet, expected: ResultSet): string[] {
  const surplus = new Map<string, number>();
  for (const row of actual.rows) surplus.set(rowInWords(row), (surplus.get(rowInWords(row)) ?? 0) + 1);
  for (const row of expected.rows) surplus.set(rowInWords(row), (surplus.get(rowInWords(row)) ?? 0) - 1);
  return [...surplus]
    .filter(([, count]) => count !== 0)
    .sort(([, one], [, other]) => one - other)
    .map(([words, count]) => {
      const times = Math.abs(count) === 1 ? '' : ` (${Math.abs(count)} times)`;
      return `${count < 0 ? 'missing row' : 'unexpected row'}${times}: ${words}`;
    });
}

/** Column order doesn't count: both sides are SELECTs of the same names. */
function rowInWords(row: Row): string {
  return Object.keys(row)
    .sort()
    .map((name) => `${name} = ${valueInWords(row[name] ?? null)}`)
    .join(', ');
}

function valueInWords(value: Value): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Uint8Array) return `b'${Buffer.from(value).toString('hex')}'`;
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(valueInWords).join(', ')}]`;
  if (typeof value === 'object') return `(${rowInWords(value as Row)})`;
  return String(value);
}
