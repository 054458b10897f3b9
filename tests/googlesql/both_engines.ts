import { Readable } from 'node:stream';
import { Analyser } from '../../scripts/googlesql/analyse.ts';
import { Catalog } from '../../scripts/googlesql/catalog.ts';
import { GoogleSqlClient } from '../../scripts/googlesql/client.ts';
import { Reference, type ReferenceQuery, type ReferenceTable } from '../../scripts/googlesql/reference.ts';
import type { ResolvedStatement } from '../../scripts/googlesql/resolved_statements.ts';
import { appendRows } from '../../scripts/warehouse/duckdb/appended_rows.ts';
import { DuckDbConnection, IN_MEMORY } from '../../scripts/warehouse/duckdb/connection.ts';
import { duckDbTypeSql, quoted } from '../../scripts/warehouse/duckdb/types.ts';
import type { Column, GoogleSqlType } from '../../scripts/warehouse/values.ts';
import { type Answer, answerOf, DuckDbQuery, type TypedValues } from './answers.ts';

/** An in-memory database for a handful of rows: to divide them among threads takes longer than to work on them. */
export async function smallDatabase(): Promise<DuckDbConnection> {
  const connection = await DuckDbConnection.open(IN_MEMORY);
  await connection.run('SET threads = 1');
  return connection;
}

/** Google's reference implementation and our DuckDB, side by side. */
export class BothEngines {
  readonly #reference: Reference;
  readonly #analyser: Analyser;

  private constructor(
    readonly client: GoogleSqlClient,
    private readonly duckDb: DuckDbConnection,
    private readonly project: string,
  ) {
    this.#reference = new Reference(client);
    this.#analyser = new Analyser(client, new Catalog());
  }

  static async start(project: string): Promise<BothEngines> {
    return new BothEngines(await GoogleSqlClient.start(), await smallDatabase(), project);
  }

  async stop(): Promise<void> {
    this.duckDb.close();
    await this.client.stop();
  }

  /** For the queries to come. */
  defineTable(name: string, columns: readonly Column[]): void {
    this.#analyser.define(name, columns);
  }

  /** The tree of one statement over the tables that are defined. Throws when the analyser refuses it. */
  async analyse(
    sql: string,
    parameterTypes: Readonly<Record<string, GoogleSqlType>> = {},
  ): Promise<ResolvedStatement> {
    const { statements, errors } = await this.#analyser.analyseScript(sql, parameterTypes);
    const [statement] = statements;
    if (statement === undefined || errors.length > 0) throw new Error(`${JSON.stringify(errors)} in ${sql}`);
    return statement.tree;
  }

  duckDbQuery(tree: ResolvedStatement): DuckDbQuery {
    return new DuckDbQuery(tree, this.project);
  }

  /** Over the tables as `fillDuckDb` left them. */
  duckDbAnswer(query: DuckDbQuery, parameters: TypedValues = {}): Promise<Answer> {
    return query.answer(this.duckDb, parameters);
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
    return outcome.ok ? answerOf(outcome.value) : { error: outcome.error.message };
  }
}
