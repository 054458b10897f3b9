import { letting } from '../generator/letting.ts';
import type { GoogleSqlType } from '../../values.ts';
import { timestampTextSql } from './timestamps.ts';

/** `CAST('x' AS INT64)`: DuckDB reads a text that has exactly this form as GoogleSQL does, JavaScript reads all others. */
const PLAIN_TEXT: Readonly<
  Record<string, { readonly pattern: string; readonly type: string; readonly also?: string }>
> = {
  INT64: { pattern: '-?[0-9]{1,18}', type: 'BIGINT' },
  NUMERIC: { pattern: '-?[0-9]{1,29}([.][0-9]{1,9})?', type: 'DECIMAL(38,9)' },
  DATE: {
    pattern: '[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])',
    type: 'DATE',
    also: `>= '0001'`,
  },
};

const TEXT_READERS: Readonly<Record<string, string>> = {
  BOOL: 'bool',
  INT64: 'int64',
  FLOAT64: 'double',
  NUMERIC: 'numeric',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
};

function fromText(to: GoogleSqlType, sql: string, isSafe: boolean): string | undefined {
  const name = TEXT_READERS[to.kind];
  if (name === undefined) return undefined;
  const reader = `googlesql_string_to_${name}${isSafe ? '_safe' : ''}`;
  const plain = PLAIN_TEXT[to.kind];
  if (plain === undefined) return `${reader}(${sql})`;
  return letting([sql], (text) => {
    const also = plain.also === undefined ? '' : ` AND ${text} ${plain.also}`;
    const isPlain = `regexp_full_match(${text}, '${plain.pattern}')${also}`;
    // A TRY_CAST, as DuckDB may evaluate a plain CAST of a constant although the branch isn't taken. NULL takes it too.
    return `CASE WHEN NOT (${isPlain}) THEN ${reader}(${text}) ELSE TRY_CAST(${text} AS ${plain.type}) END`;
  });
}

type WriteCast = (sql: string) => string;

/** Casts that can't fail, so that SAFE_CAST is the same. */
const TOTAL_CASTS: Readonly<Record<string, WriteCast>> = {
  'BOOL → STRING': (a) => `CAST(${a} AS VARCHAR)`,
  'BOOL → INT64': (a) => `CAST(${a} AS BIGINT)`,
  'INT64 → STRING': (a) => `CAST(${a} AS VARCHAR)`,
  'INT64 → NUMERIC': (a) => `CAST(${a} AS DECIMAL(38,9))`,
  'INT64 → FLOAT64': (a) => `CAST(${a} AS DOUBLE)`,
  'INT64 → BOOL': (a) => `(${a} <> 0)`,
  // Nine decimals as DuckDB writes them: those that are zero go, and a point with nothing behind it.
  'NUMERIC → STRING': (a) => `rtrim(rtrim(CAST(${a} AS VARCHAR), '0'), '.')`,
  'NUMERIC → FLOAT64': (a) => `googlesql_numeric_to_double(${a})`,
  'FLOAT64 → STRING': (a) => `googlesql_double_to_string(${a})`,
  'DATE → STRING': (a) => `CAST(${a} AS VARCHAR)`,
  'DATE → TIMESTAMP': (a) => `CAST(${a} AS TIMESTAMP)`,
  'TIMESTAMP → DATE': (a) => `CAST(${a} AS DATE)`,
  'TIMESTAMP → STRING': timestampTextSql,
  'STRING → BYTES': (a) => `encode(${a})`,
};

/** Half away from zero. 2⁶³ itself is no INT64. */
function int64FromFloat64(sql: string, otherwise: string): string {
  return letting([sql], (a) => {
    const isWithin = `isfinite(${a}) AND ${a} >= -9223372036854775808e0 AND ${a} < 9223372036854775808e0`;
    return `CASE WHEN ${a} IS NULL THEN NULL WHEN ${isWithin} THEN CAST(round(${a}) AS BIGINT) ELSE ${otherwise} END`;
  });
}

/** Casts that some values fail, and what SAFE_CAST makes of them. */
const PARTIAL_CASTS: Readonly<Record<string, { readonly cast: WriteCast; readonly safe?: WriteCast }>> = {
  'NUMERIC → INT64': {
    cast: (a) => `CAST(round(${a}) AS BIGINT)`,
    safe: (a) => `TRY_CAST(round(${a}) AS BIGINT)`,
  },
  'FLOAT64 → INT64': {
    cast: (a) => int64FromFloat64(a, `error('Illegal conversion of a FLOAT64 to INT64')`),
    safe: (a) => int64FromFloat64(a, 'NULL'),
  },
  'FLOAT64 → NUMERIC': { cast: (a) => `googlesql_double_to_numeric(${a})` },
  'BYTES → STRING': { cast: (a) => `decode(${a})`, safe: (a) => `TRY(decode(${a}))` },
};

/** Undefined: not supported. */
export function castSql(
  sql: string,
  from: GoogleSqlType,
  to: GoogleSqlType,
  isSafe: boolean,
): string | undefined {
  if (from.kind === to.kind && from.kind !== 'ARRAY' && from.kind !== 'STRUCT') return sql;
  if (from.kind === 'STRING' && to.kind !== 'BYTES') return fromText(to, sql, isSafe);
  const name = `${from.kind} → ${to.kind}`;
  const total = TOTAL_CASTS[name];
  if (total !== undefined) return total(sql);
  const partial = PARTIAL_CASTS[name];
  return isSafe ? partial?.safe?.(sql) : partial?.cast(sql);
}
