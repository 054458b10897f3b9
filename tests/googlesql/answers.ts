import type { TypedValue } from '../../scripts/googlesql/reference.ts';
import type { ResolvedStatement } from '../../scripts/googlesql/resolved_statements.ts';
import type { DuckDbConnection } from '../../scripts/warehouse/duckdb/connection.ts';
import { translateStatement } from '../../scripts/warehouse/duckdb/generator/statements.ts';
import { runScript } from '../../scripts/warehouse/duckdb/script_run.ts';
import type { TranslatedStatement } from '../../scripts/warehouse/duckdb/translation.ts';
import type { ResultSet, Value } from '../../scripts/warehouse/values.ts';

/** The rows in an order of their own, each as text that tells every value apart; or why there are none. */
export type Answer = { readonly rows: readonly string[] } | { readonly error: string };

export type TypedValues = Readonly<Record<string, TypedValue>>;

/** -0 and 0, NULL and 'NULL', 1 and '1' all differ. */
function valueText(value: Value): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return `f:${Object.is(value, -0) ? '-0' : value}`;
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Uint8Array) return `b:${Buffer.from(value).toString('hex')}`;
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(valueText).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([name, field]) => `${name}: ${valueText(field)}`)
    .join(', ')}}`;
}

export function answerOf({ columns, rows }: ResultSet): Answer {
  return {
    rows: rows.map((row) => columns.map(({ name }) => valueText(row[name] ?? null)).join(' | ')).sort(),
  };
}

export function rowCount(answer: Answer): number {
  return 'rows' in answer ? answer.rows.length : 0;
}

/** An error's text is the engine's own: what two engines must agree on is that there is one. */
export function comparable(answer: Answer): Answer {
  return 'error' in answer ? { error: 'an error' } : answer;
}

/** The rows of an INSERT may have two columns of one name; a result may not, and here the position says which is which. */
function withDistinctNames(tree: ResolvedStatement): ResolvedStatement {
  if (tree.kind !== 'QueryStmt') return tree;
  const outputColumnList = tree.outputColumnList.map((column, index) => ({
    ...column,
    name: `column_${index}`,
  }));
  return { ...tree, outputColumnList };
}

/** A query, ready to be answered by DuckDB as often as one likes. */
export class DuckDbQuery {
  readonly #statement: TranslatedStatement;

  constructor(tree: ResolvedStatement, project: string) {
    this.#statement = translateStatement(withDistinctNames(tree), project);
  }

  async answer(connection: DuckDbConnection, parameters: TypedValues = {}): Promise<Answer> {
    const values = Object.fromEntries(Object.entries(parameters).map(([name, { value }]) => [name, value]));
    const place = { text: 0, index: 0 };
    try {
      const result = await runScript(connection, [{ statement: this.#statement, place }], {
        target: { database: '', schema: '', name: 'query' },
        parameters: values,
        onStatement: undefined,
        locate: () => ({ file: 'query' }),
      });
      return answerOf(result);
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }
}
