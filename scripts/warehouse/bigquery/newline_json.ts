import type { Row, Value } from '../values.ts';

/**
 * One line of a load job's file. INT64 and NUMERIC travel as text, which BigQuery reads exactly; a NULL is left out, because a
 * load job refuses a NULL array.
 */
export function newlineJson(row: Row): string {
  return `${JSON.stringify(jsonValue(row))}\n`;
}

type Json = boolean | number | string | readonly (Json | null)[] | { readonly [field: string]: Json };

function jsonValue(value: Exclude<Value, null>): Json {
  if (typeof value === 'bigint') return String(value);
  // JSON has no NaN and no infinities; a load job reads their names.
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) {
    return (value as readonly Value[]).map((element) => (element === null ? null : jsonValue(element)));
  }
  const fields = Object.entries(value).flatMap(([name, field]) =>
    field === null ? [] : [[name, jsonValue(field)] as const],
  );
  return Object.fromEntries(fields);
}
