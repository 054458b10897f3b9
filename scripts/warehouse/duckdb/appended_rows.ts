import { type DuckDBAppender, DuckDBDataChunk, type DuckDBValue, VARCHAR } from '@duckdb/node-api';
import type { Target } from '../../dataform/compiled_graph.ts';
import type { Column, GoogleSqlType, Row, Value } from '../values.ts';
import type { DuckDbConnection } from './connection.ts';
import { engineError } from './engine_error.ts';
import { duckDbType, googleSqlType } from './types.ts';
import { toDuckDb } from './value_conversion.ts';

/** DuckDB's vector size: the most that one chunk can hold. */
const CHUNK_ROWS = 2048;

/** Appends the rows in one transaction, a chunk at a time: all of them or, when the stream breaks off, none. */
export async function appendRows(
  connection: DuckDbConnection,
  { schema, name }: Target,
  rows: AsyncIterable<Row>,
): Promise<number> {
  await connection.run('BEGIN TRANSACTION');
  try {
    const names = await connection.query(
      'SELECT column_name FROM duckdb_columns() WHERE schema_name = $schema AND table_name = $name ORDER BY column_index',
      { schema: { value: schema, type: VARCHAR }, name: { value: name, type: VARCHAR } },
    );
    const appender = await connection.appender(schema, name);
    const columns = names.map(([column], index) => ({
      name: String(column),
      type: googleSqlType(appender.columnType(index)),
    }));
    const count = await append(appender, columns, rows);
    appender.closeSync();
    await connection.run('COMMIT');
    return count;
  } catch (error) {
    await connection.run('ROLLBACK');
    throw error;
  }
}

async function append(
  appender: DuckDBAppender,
  columns: readonly Column[],
  rows: AsyncIterable<Row>,
): Promise<number> {
  const types = columns.map(({ type }) => duckDbType(type));
  let count = 0;
  let batch: DuckDBValue[][] = [];
  const flush = (): void => {
    if (batch.length === 0) return;
    const chunk = DuckDBDataChunk.create(types, batch.length);
    chunk.setRows(batch);
    try {
      appender.appendDataChunk(chunk);
      appender.flushSync();
    } catch (error) {
      throw engineError(error, undefined);
    }
    batch = [];
  };
  for await (const row of rows) {
    batch.push(columns.map(({ name, type }) => storedValue(row[name] ?? null, type)));
    count += 1;
    if (batch.length === CHUNK_ROWS) flush();
  }
  flush();
  return count;
}

/** BigQuery stores an array that is NULL as an empty one. */
function storedValue(value: Value, type: GoogleSqlType): DuckDBValue {
  return toDuckDb(value === null && type.kind === 'ARRAY' ? [] : value, type);
}
