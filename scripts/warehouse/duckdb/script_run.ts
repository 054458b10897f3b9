import type { Target } from '../../dataform/compiled_graph.ts';
import type { Location } from '../../errors.ts';
import type { Parameters, ResultSet, Row } from '../values.ts';
import type { StatementEvent } from '../warehouse.ts';
import type { BoundParameter, DuckDbConnection } from './connection.ts';
import { engineError } from './engine_error.ts';
import type { Command, Place, PlacedStatement, TranslatedStatement } from './translation.ts';
import { duckDbType } from './types.ts';
import { fromDuckDb, toDuckDb } from './value_conversion.ts';

export const NO_ROWS: ResultSet = { columns: [], rows: [] };

export interface ScriptContext {
  readonly target: Target;
  readonly parameters: Parameters;
  /** Before each statement. */
  readonly onBegin?: (index: number, count: number) => void;
  readonly onStatement: ((event: StatementEvent) => void) | undefined;
  readonly locate: (place: Place) => Location;
}

/**
 * Runs a script's statements in order, its transactions where it says so, and gives the rows of its last SELECT. Whatever
 * breaks it off, a transaction that is open is rolled back; as on BigQuery, so is one that the script leaves open.
 */
export async function runScript(
  connection: DuckDbConnection,
  statements: readonly PlacedStatement[],
  context: ScriptContext,
): Promise<ResultSet> {
  const run = new ScriptRun(connection, context);
  try {
    for (const [index, { statement, place }] of statements.entries()) {
      context.onBegin?.(index, statements.length);
      await run.statement(statement, place);
      context.onStatement?.({ target: context.target, index, count: statements.length });
    }
    return run.result;
  } finally {
    await run.end();
  }
}

class ScriptRun {
  result: ResultSet = NO_ROWS;
  #inTransaction = false;
  readonly #temporaryTables = new Set<string>();

  constructor(
    private readonly connection: DuckDbConnection,
    private readonly context: ScriptContext,
  ) {}

  async statement(statement: TranslatedStatement, place: Place): Promise<void> {
    try {
      await this.run(statement);
    } catch (error) {
      throw engineError(error, this.context.locate(place));
    }
  }

  async end(): Promise<void> {
    await this.rollback();
    for (const table of this.#temporaryTables) await this.connection.run(`DROP TABLE IF EXISTS ${table}`);
  }

  private async run(statement: TranslatedStatement): Promise<void> {
    switch (statement.kind) {
      case 'begin':
        return this.begin();
      case 'commit':
        return this.commit();
      case 'rollback':
        return this.rollback();
      case 'query':
        this.result = await this.query(statement);
        return;
      case 'commands':
        if (statement.temporaryTable !== undefined) this.#temporaryTables.add(statement.temporaryTable);
        return this.commands(statement.commands);
    }
  }

  private async begin(): Promise<void> {
    await this.connection.run('BEGIN TRANSACTION');
    this.#inTransaction = true;
  }

  private async commit(): Promise<void> {
    // A COMMIT that fails has ended the transaction too: what went wrong must not be hidden by a second ROLLBACK.
    this.#inTransaction = false;
    await this.connection.run('COMMIT');
  }

  private async rollback(): Promise<void> {
    if (this.#inTransaction) await this.connection.run('ROLLBACK');
    this.#inTransaction = false;
  }

  private async query({
    command,
    columns,
  }: Extract<TranslatedStatement, { kind: 'query' }>): Promise<ResultSet> {
    const rows = await this.connection.query(command.sql, this.bound(command));
    return {
      columns,
      rows: rows.map((values): Row =>
        Object.fromEntries(
          columns.map(({ name, type }, index) => [name, fromDuckDb(values[index] ?? null, type)]),
        ),
      ),
    };
  }

  private async commands(commands: readonly Command[]): Promise<void> {
    const isAlone = commands.length > 1 && !this.#inTransaction;
    if (isAlone) await this.begin();
    for (const command of commands) await this.connection.run(command.sql, this.bound(command));
    if (isAlone) await this.commit();
  }

  private bound({ parameters }: Command): Record<string, BoundParameter> {
    return Object.fromEntries(
      Object.entries(parameters).map(([name, type]) => {
        const value = this.context.parameters[name];
        if (value === undefined) throw new Error(`The parameter @${name} has no value`);
        return [name, { value: toDuckDb(value, type), type: duckDbType(type) }];
      }),
    );
  }
}
