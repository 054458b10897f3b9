import { duckDbTypeSql } from '../types.ts';
import type { ScalarFunctions } from './scalar.ts';

export const OTHER: ScalarFunctions = {
  // DuckDB's error() has no type of its own, and its message must not be NULL.
  'error(STRING)': ([message = ''], { type }) =>
    `CAST(error(coalesce(${message}, 'NULL')) AS ${duckDbTypeSql(type)})`,
  'generate_uuid()': () => `CAST(uuid() AS VARCHAR)`,
  // There is no session but the process; who acts is what the caller declares. By the space the SQL tells the engine.
  'session_user()': () => `concat('duckdb ', version())`,
};
