import { Readable } from 'node:stream';
import { Analyser } from '../../scripts/googlesql/analyse.ts';
import { Catalog } from '../../scripts/googlesql/catalog.ts';
import { GoogleSqlClient } from '../../scripts/googlesql/client.ts';
import {
  Reference,
  type ReferenceQuery,
  type ReferenceTable,
  type TypedValue,
} from '../../scripts/googlesql/reference.ts';
import type { ResolvedStatement } from '../../scripts/googlesql/resolved_statements.ts';
import { appendRows } from '../../scripts/warehouse/duckdb/appended_rows.ts';
import { DuckDbConnection, IN_MEMORY } from '../../scripts/warehouse/duckdb/connection.ts';
import { translateStatement } from '../../scripts/warehouse/duckdb/generator/statements.ts';
import { runScript } from '../../scripts/warehouse/duckdb/script_run.ts';
import { duckDbTypeSql, quoted } from '../../scripts/warehouse/duckdb/types.ts';
import type { GoogleSqlType, ResultSet, Value } from '../../scripts/warehouse/values.ts';

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

function answer({ columns, rows }: ResultSet): Answer {
  return {
    rows: rows.map((row) => columns.map(({ name }) => valueText(row[name] ?? null)).join(' | ')).sort(),
  };
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

/** Google's reference implementation and our DuckDB, side by side. */
export class BothEngines {
  readonly #reference: Reference;

  private constructor(
    readonly client: GoogleSqlClient,
    private readonly duckDb: DuckDbConnection,
    private readonly project: string,
  ) {
    this.#reference = new Reference(client);
  }

  static async start(project: string): Promise<BothEngines> {
    return new BothEngines(await GoogleSqlClient.start(), await DuckDbConnection.open(IN_MEMORY), project);
  }

  async stop(): Promise<void> {
    this.duckDb.close();
    await this.client.stop();
  }

  /** The tree of one statement over the tables. Throws when the analyser refuses it. */
  async analyse(
    sql: string,
    tables: readonly Pick<ReferenceTable, 'name' | 'columns'>[],
    parameterTypes: Readonly<Record<string, GoogleSqlType>> = {},
  ): Promise<ResolvedStatement> {
    const catalog = new Catalog();
    for (const { name, columns } of tables) catalog.define(name, columns);
    const { statements, errors } = await new Analyser(this.client, catalog).analyseScript(
      sql,
      parameterTypes,
    );
    const [statement] = statements;
    if (statement === undefined || errors.length > 0) throw new Error(`${JSON.stringify(errors)} in ${sql}`);
    return statement.tree;
  }

  /** The query, ready to be answered by the reference implementation over the tables. Throws when it refuses the query. */
  async prepareReference(
    sql: string,
    tables: readonly ReferenceTable[],
    parameterTypes: Readonly<Record<string, GoogleSqlType>> = {},
  ): Promise<ReferenceQuery> {
    const prepared = await this.#reference.prepare(sql, tables, parameterTypes);
    if (!prepared.ok) throw new Error(`${prepared.error.message} in ${sql}`);
    return prepared.value;
  }

  async referenceAnswer(query: ReferenceQuery, parameters: TypedValues = {}): Promise<Answer> {
    const outcome = await query.run(parameters);
    return outcome.ok ? answer(outcome.value) : { error: outcome.error.message };
  }

  /** Over the tables as `fillDuckDb` left them. */
  async duckDbAnswer(tree: ResolvedStatement, parameters: TypedValues = {}): Promise<Answer> {
    const place = { text: '', index: 0 };
    const values = Object.fromEntries(Object.entries(parameters).map(([name, { value }]) => [name, value]));
    try {
      const result = await runScript(
        this.duckDb,
        [{ statement: translateStatement(withDistinctNames(tree), this.project), place }],
        {
          target: { database: this.project, schema: 'none', name: 'query' },
          parameters: values,
          onStatement: undefined,
          locate: () => ({ file: 'query' }),
        },
      );
      return answer(result);
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }

  async fillDuckDb({ name, columns, rows }: ReferenceTable): Promise<void> {
    const [database = '', schema = '', table = ''] = name.split('.');
    const definitions = columns.map((column) => `${quoted(column.name)} ${duckDbTypeSql(column.type)}`);
    await this.duckDb.run(`CREATE SCHEMA IF NOT EXISTS ${quoted(schema)}`);
    await this.duckDb.run(
      `CREATE OR REPLACE TABLE ${quoted(schema)}.${quoted(table)} (${definitions.join(', ')})`,
    );
    await appendRows(this.duckDb, { database, schema, name: table }, Readable.from(rows));
  }
}
