import type { Column, GoogleSqlType } from '../values.ts';

/** A column as BigQuery's REST interface describes it (`TableFieldSchema`). */
export interface WireField {
  readonly name?: string;
  /** The legacy name (`INTEGER`, `FLOAT`, `BOOLEAN`, `RECORD`) or GoogleSQL's own: BigQuery gives either. */
  readonly type?: string;
  readonly mode?: string;
  readonly fields?: readonly WireField[];
}

const SCALARS: Readonly<Record<string, GoogleSqlType>> = {
  BOOL: { kind: 'BOOL' },
  BOOLEAN: { kind: 'BOOL' },
  INT64: { kind: 'INT64' },
  INTEGER: { kind: 'INT64' },
  FLOAT: { kind: 'FLOAT64' },
  FLOAT64: { kind: 'FLOAT64' },
  NUMERIC: { kind: 'NUMERIC' },
  STRING: { kind: 'STRING' },
  BYTES: { kind: 'BYTES' },
  DATE: { kind: 'DATE' },
  TIMESTAMP: { kind: 'TIMESTAMP' },
};

/** Throws `TypeError` on a type that the project doesn't use (JSON, BIGNUMERIC …): never given as something else. */
export function columnOf(field: WireField): Column {
  const name = field.name ?? '';
  const element = elementType(field, name);
  return { name, type: field.mode === 'REPEATED' ? { kind: 'ARRAY', element } : element };
}

function elementType(field: WireField, name: string): GoogleSqlType {
  const wireType = field.type ?? '';
  if (wireType === 'RECORD' || wireType === 'STRUCT') {
    return { kind: 'STRUCT', fields: (field.fields ?? []).map(columnOf) };
  }
  const scalar = SCALARS[wireType];
  if (!scalar)
    throw new TypeError(`Column ${name} has the type ${wireType}, which isn't one that the project uses.`);
  return scalar;
}
