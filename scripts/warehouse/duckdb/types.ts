import {
  BIGINT,
  BLOB,
  BOOLEAN,
  DATE,
  DECIMAL,
  DOUBLE,
  DuckDBDecimalType,
  DuckDBListType,
  DuckDBStructType,
  type DuckDBType,
  LIST,
  STRUCT,
  TIMESTAMP,
  VARCHAR,
} from '@duckdb/node-api';
import type { GoogleSqlType } from '../values.ts';

/** NUMERIC's digits after the point; before it stand 29, together DuckDB's widest decimal. */
export const NUMERIC_SCALE = 9;
export const NUMERIC_WIDTH = 38;

/**
 * The DuckDB type that holds a GoogleSQL type's values exactly. TIMESTAMP is DuckDB's TIMESTAMP without a zone, which holds
 * the same microseconds of UTC: the type with a zone would need the ICU extension and shows each reader another text.
 */
export function duckDbType(type: GoogleSqlType): DuckDBType {
  switch (type.kind) {
    case 'BOOL':
      return BOOLEAN;
    case 'INT64':
      return BIGINT;
    case 'FLOAT64':
      return DOUBLE;
    case 'NUMERIC':
      return DECIMAL(NUMERIC_WIDTH, NUMERIC_SCALE);
    case 'STRING':
      return VARCHAR;
    case 'BYTES':
      return BLOB;
    case 'DATE':
      return DATE;
    case 'TIMESTAMP':
      return TIMESTAMP;
    case 'ARRAY':
      return LIST(duckDbType(type.element));
    case 'STRUCT':
      return STRUCT(Object.fromEntries(type.fields.map((field) => [field.name, duckDbType(field.type)])));
  }
}

const SCALAR_TYPES = ['BOOL', 'INT64', 'FLOAT64', 'STRING', 'BYTES', 'DATE', 'TIMESTAMP'] as const;

/** The GoogleSQL type that a DuckDB type stands for; the inverse of `duckDbType`. */
export function googleSqlType(type: DuckDBType): GoogleSqlType {
  if (type instanceof DuckDBListType) return { kind: 'ARRAY', element: googleSqlType(type.valueType) };
  if (type instanceof DuckDBStructType) {
    const fields = type.entryTypes.map((entry, index) => ({
      name: type.entryNames[index] ?? '',
      type: googleSqlType(entry),
    }));
    return { kind: 'STRUCT', fields };
  }
  if (type instanceof DuckDBDecimalType) return { kind: 'NUMERIC' };
  const kind = SCALAR_TYPES.find((scalar) => duckDbType({ kind: scalar }).typeId === type.typeId);
  if (kind === undefined) throw new TypeError(`No GoogleSQL type is held as ${type.toString()}.`);
  return { kind };
}

/** The same type as it is written in SQL. */
export function duckDbTypeSql(type: GoogleSqlType): string {
  switch (type.kind) {
    case 'ARRAY':
      return `${duckDbTypeSql(type.element)}[]`;
    case 'STRUCT':
      return `STRUCT(${type.fields.map((field) => `${quoted(field.name)} ${duckDbTypeSql(field.type)}`).join(', ')})`;
    default:
      return duckDbType(type).toString();
  }
}

/** An identifier in quotation marks. */
export function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}
