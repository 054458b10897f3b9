import type { Row } from '../warehouse/values.ts';

/** The columns of a procedure's row, as a document holds them. A column of another type is a fault of ours. */

export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value === 'string') return value;
  throw new TypeError(`${column} is no text`);
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : textOf(row, column);
}

export function countOf(row: Row, column: string): number {
  const value = row[column];
  if (typeof value === 'bigint') return Number(value);
  throw new TypeError(`${column} is no INT64`);
}

export function countOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : countOf(row, column);
}
