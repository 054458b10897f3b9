import type { GoogleSqlType, Value } from '../../values.ts';
import { duckDbTypeSql, quoted } from '../types.ts';

/** A value written out, always with its type, as DuckDB would take a bare 1 for an INTEGER and 1.5 for a DECIMAL(2,1). */
export function literalSql(value: Value, type: GoogleSqlType): string {
  if (value === null) return `CAST(NULL AS ${duckDbTypeSql(type)})`;
  switch (type.kind) {
    case 'STRING':
      return stringSql(value as string);
    case 'BOOL':
      return value === true ? 'TRUE' : 'FALSE';
    case 'BYTES':
      return `unhex('${Buffer.from(value as Uint8Array).toString('hex')}')`;
    case 'TIMESTAMP':
      return `TIMESTAMP '${(value as string).replace('T', ' ').replace('Z', '')}'`;
    case 'ARRAY':
      return `CAST([${(value as readonly Value[]).map((element) => literalSql(element, type.element)).join(', ')}] AS ${duckDbTypeSql(type)})`;
    case 'STRUCT': {
      const fields = value as Readonly<Record<string, Value>>;
      return structSql(
        type,
        type.fields.map((field) => literalSql(fields[field.name] ?? null, field.type)),
      );
    }
    case 'INT64':
    case 'FLOAT64':
    case 'NUMERIC':
    case 'DATE':
      return `CAST('${Object.is(value, -0) ? '-0' : (value as bigint | number | string).toString()}' AS ${duckDbTypeSql(type)})`;
  }
}

export function stringSql(text: string): string {
  // The text of a statement ends at its first NUL.
  const parts = text.split('\0').map((part) => `'${part.replaceAll(`'`, `''`)}'`);
  return parts.length === 1 ? parts.join('') : `(${parts.join(' || chr(0) || ')})`;
}

export function structSql(
  type: Extract<GoogleSqlType, { kind: 'STRUCT' }>,
  fields: readonly string[],
): string {
  return `struct_pack(${type.fields.map((field, index) => `${quoted(field.name)} := ${fields[index] ?? 'NULL'}`).join(', ')})`;
}
