import { type DuckDBAppender, DuckDBDataChunk, VARCHAR } from '@duckdb/node-api';
import type { Target } from '../../dataform/compiled_graph.ts';
import { RowBatch } from '../row_batch.ts';
import type { Column, GoogleSqlType, Row, Value } from '../values.ts';
import type { DuckDbConnection } from './connection.ts';
import { engineError } from './engine_error.ts';
import { type BatchInsert, insertOfTexts } from './text_batch.ts';
import { duckDbType, googleSqlType, quoted } from './types.ts';
import { toDuckDb } from './value_conversion.ts';

/** DuckDB's vector size: the most that one chunk can hold. */
const CHUNK_ROWS = 2048;

/** Appends the rows in one transaction, a batch at a time: all of them or, when the stream breaks off, none. */
export async function appendRows(
  connection: DuckDbConnection,
  target: Target,
  rows: AsyncIterable<Row | RowBatch>,
): Promise<number> {
  await connection.run('BEGIN TRANSACTION');
  let appending: Appending | undefined;
  try {
    appending = await Appending.begin(connection, target);
    for await (const batch of batches(rows)) await appending.append(batch);
    const count = await appending.end();
    await connection.run('COMMIT');
    return count;
  } catch (error) {
    // An INSERT that comes after the ROLLBACK would be a transaction of its own.
    await appending?.settled();
    await connection.run('ROLLBACK');
    throw error;
  }
}

/** Single rows are gathered. */
async function* batches(rows: AsyncIterable<Row | RowBatch>): AsyncGenerator<RowBatch> {
  let gathered: Row[] = [];
  for await (const item of rows) {
    if (!(item instanceof RowBatch)) gathered.push(item);
    if (gathered.length > 0 && (item instanceof RowBatch || gathered.length === CHUNK_ROWS)) {
      yield RowBatch.of(gathered);
      gathered = [];
    }
    if (item instanceof RowBatch) yield item;
  }
  if (gathered.length > 0) yield RowBatch.of(gathered);
}

class Appending {
  #count = 0;
  /** The batch that DuckDB takes in while the next one is read. */
  #insert: Promise<void> = Promise.resolve();

  private constructor(
    private readonly connection: DuckDbConnection,
    private readonly target: Target,
    private readonly appender: DuckDBAppender,
    private readonly columns: readonly Column[],
  ) {}

  static async begin(connection: DuckDbConnection, target: Target): Promise<Appending> {
    const { schema, name } = target;
    // `duckdb_columns()` would go through the columns of every table and view.
    const names = await connection.query('SELECT name FROM pragma_table_info($table) ORDER BY cid', {
      table: { value: `${quoted(schema)}.${quoted(name)}`, type: VARCHAR },
    });
    const appender = await connection.appender(schema, name);
    const columns = names.map(([column], index) => ({
      name: String(column),
      type: googleSqlType(appender.columnType(index)),
    }));
    return new Appending(connection, target, appender, columns);
  }

  async append(batch: RowBatch): Promise<void> {
    const insert = insertOfTexts(batch, this.target, this.columns);
    await this.#insert;
    if (insert === undefined) this.#appendChunks(batch);
    else this.#begin(insert);
    this.#count += batch.rowCount;
  }

  /** When nothing is on its way any more, whatever became of it. */
  async settled(): Promise<void> {
    await this.#insert.catch(() => undefined);
  }

  async end(): Promise<number> {
    await this.#insert;
    this.appender.closeSync();
    return this.#count;
  }

  #begin({ sql, parameters }: BatchInsert): void {
    this.#insert = this.connection.run(sql, parameters).catch((error: unknown) => {
      throw engineError(error, undefined);
    });
    // Whoever waits for it next is told; until then it is nobody's unhandled rejection.
    this.#insert.catch(() => undefined);
  }

  #appendChunks(batch: RowBatch): void {
    const types = this.columns.map(({ type }) => duckDbType(type));
    for (let start = 0; start < batch.rowCount; start += CHUNK_ROWS) {
      const count = Math.min(CHUNK_ROWS, batch.rowCount - start);
      const values = this.columns.map(({ name, type }) => {
        const column = batch.columns[name]?.slice(start, start + count);
        const shared = batch.shared[name] ?? null;
        return Array.from({ length: count }, (_, index) =>
          toDuckDb(stored(column ? (column[index] ?? null) : shared, type), type),
        );
      });
      const chunk = DuckDBDataChunk.create(types, count);
      chunk.setColumns(values);
      try {
        this.appender.appendDataChunk(chunk);
        this.appender.flushSync();
      } catch (error) {
        throw engineError(error, undefined);
      }
    }
  }
}

/** BigQuery stores an array that is NULL as an empty one. */
function stored(value: Value, type: GoogleSqlType): Value {
  return value === null && type.kind === 'ARRAY' ? [] : value;
}
