import type { GoogleSqlType, ResultSet, Row, Value } from '../values.ts';
import { timestampOfMicroseconds } from './timestamps.ts';
import { columnOf, type WireField } from './wire_schema.ts';

/** `null`, text, a list of cells, or the row of a STRUCT: what BigQuery's REST interface puts into a cell. */
export type WireValue = null | string | readonly WireCell[] | WireRow;

export interface WireCell {
  readonly v: WireValue;
}

export interface WireRow {
  readonly f: readonly WireCell[];
}

/**
 * Rows off the wire (`jobs.getQueryResults` with `formatOptions.useInt64Timestamp`), exactly: the client's own conversion
 * would make JavaScript numbers of INT64 and floats of timestamps.
 */
export function resultSet(fields: readonly WireField[], rows: readonly WireRow[]): ResultSet {
  const columns = fields.map(columnOf);
  return { columns, rows: rows.map((row) => rowOf(columns, row)) };
}

function rowOf(
  columns: readonly { readonly name: string; readonly type: GoogleSqlType }[],
  row: WireRow,
): Row {
  return Object.fromEntries(
    columns.map(({ name, type }, index) => [name, value(row.f[index]?.v ?? null, type)]),
  );
}

function value(wire: WireValue, type: GoogleSqlType): Value {
  if (wire === null) return null;
  if (type.kind === 'ARRAY') return cells(wire).map((cell) => value(cell.v, type.element));
  if (type.kind === 'STRUCT') return rowOf(type.fields, struct(wire));
  return scalar(text(wire), type);
}

function scalar(wire: string, type: Exclude<GoogleSqlType, { kind: 'ARRAY' | 'STRUCT' }>): Value {
  switch (type.kind) {
    case 'BOOL':
      return wire === 'true';
    case 'INT64':
      return BigInt(wire);
    case 'FLOAT64':
      // `NaN`, `Infinity` and `-Infinity` are spelt as JavaScript spells them.
      return Number(wire);
    case 'TIMESTAMP':
      return timestampOfMicroseconds(wire);
    case 'BYTES':
      return Uint8Array.from(Buffer.from(wire, 'base64'));
    case 'NUMERIC':
    case 'STRING':
    case 'DATE':
      return wire;
  }
}

function text(wire: WireValue): string {
  if (typeof wire !== 'string') throw unexpected('text', wire);
  return wire;
}

function cells(wire: WireValue): readonly WireCell[] {
  if (!Array.isArray(wire)) throw unexpected('a list', wire);
  return wire as readonly WireCell[];
}

function struct(wire: WireValue): WireRow {
  if (wire === null || typeof wire === 'string' || !('f' in wire)) throw unexpected('a row', wire);
  return wire;
}

function unexpected(what: string, wire: WireValue): TypeError {
  return new TypeError(`Expected ${what} in a cell of BigQuery's answer, not ${JSON.stringify(wire)}.`);
}
