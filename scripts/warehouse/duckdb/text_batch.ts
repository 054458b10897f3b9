import { type DuckDBType, type DuckDBValue, VARCHAR } from '@duckdb/node-api';
import type { Target } from '../../dataform/compiled_graph.ts';
import type { RowBatch } from '../row_batch.ts';
import type { Column, GoogleSqlType, Value } from '../values.ts';
import type { BoundParameter } from './connection.ts';
import { duckDbType, duckDbTypeSql, quoted } from './types.ts';
import { toDuckDb } from './value_conversion.ts';

export interface BatchInsert {
  readonly sql: string;
  readonly parameters: Readonly<Record<string, BoundParameter>>;
}

/** ASCII's unit separator between the values of a column, its record separator for NULL. */
const SEPARATOR = '\u001f';
const NULL_MARK = '\u001e';
/** Of one column: a longer text would near the longest that JavaScript has. */
const MOST_CHARACTERS = 32 * 1024 * 1024;

/**
 * An INSERT of a whole batch in which a column's values go over as one text that DuckDB takes apart: a value at a time, as the
 * appender takes them, costs several times as much. Undefined where that can't be: a value that holds one of the marks, very
 * long ones, or columns that aren't STRING or INT64.
 */
export function insertOfTexts(
  batch: RowBatch,
  { schema, name }: Target,
  columns: readonly Column[],
): BatchInsert | undefined {
  const parameters: Record<string, BoundParameter> = {};
  const bind = (value: DuckDBValue, type: DuckDBType): string => {
    const parameter = `p${Object.keys(parameters).length}`;
    parameters[parameter] = { value, type };
    return `$${parameter}`;
  };
  const texts: string[] = [];
  const values: string[] = [];
  for (const { name: column, type } of columns) {
    const varying = batch.columns[column];
    if (varying === undefined || varying.every((value) => value === null)) {
      const shared = varying === undefined ? (batch.shared[column] ?? null) : null;
      if (type.kind === 'ARRAY' || type.kind === 'STRUCT') return undefined;
      values.push(`CAST(${bind(toDuckDb(shared, type), duckDbType(type))} AS ${duckDbTypeSql(type)})`);
      continue;
    }
    const text = columnText(varying, type);
    if (text === undefined) return undefined;
    const alias = `c${texts.length}`;
    texts.push(bind(text, VARCHAR));
    const mayBeNull = text.includes(NULL_MARK) ? `nullif(part.${alias}, chr(30))` : `part.${alias}`;
    values.push(type.kind === 'INT64' ? `CAST(${mayBeNull} AS BIGINT)` : mayBeNull);
  }
  if (texts.length === 0) return undefined;
  const aliases = texts.map((_, index) => `c${index}`);
  const parts = aliases.map((alias) => `unnest(string_split(whole.${alias}, chr(31))) AS ${alias}`);
  // From VALUES: over the bare parameters DuckDB would split the texts value by value when it plans.
  const sql =
    `INSERT INTO ${quoted(schema)}.${quoted(name)} (${columns.map((column) => quoted(column.name)).join(', ')}) ` +
    `SELECT ${values.join(', ')} FROM (SELECT ${parts.join(', ')} ` +
    `FROM (VALUES (${texts.join(', ')})) AS whole(${aliases.join(', ')})) AS part`;
  return { sql, parameters };
}

function columnText(values: readonly Value[], type: GoogleSqlType): string | undefined {
  if (type.kind !== 'STRING' && type.kind !== 'INT64') return undefined;
  let characters = 0;
  let nulls = 0;
  const texts = values.map((value) => {
    if (value === null) nulls += 1;
    const isText = typeof value === 'string' && type.kind === 'STRING';
    // What isn't is an integer, or refused.
    const text = value === null ? NULL_MARK : isText ? value : String(toDuckDb(value, type));
    characters += text.length;
    return text;
  });
  if (characters > MOST_CHARACTERS) return undefined;
  const text = texts.join(SEPARATOR);
  const isClear =
    occurrences(SEPARATOR, text) === values.length - 1 && occurrences(NULL_MARK, text) === nulls;
  return isClear ? text : undefined;
}

function occurrences(mark: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) count += 1;
  return count;
}
