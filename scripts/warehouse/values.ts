/**
 * GoogleSQL values as both engines give and take them. What JavaScript can't hold exactly stays text or bigint:
 *
 * | GoogleSQL | here |
 * |---|---|
 * | BOOL | boolean |
 * | INT64 | bigint |
 * | FLOAT64 | number |
 * | NUMERIC | string, canonical decimal without trailing zeros (`-12.5`) |
 * | STRING | string |
 * | BYTES | Uint8Array |
 * | DATE | string `YYYY-MM-DD` |
 * | TIMESTAMP | string `YYYY-MM-DDTHH:MM:SS.ffffffZ`, UTC, always six digits |
 * | ARRAY | array |
 * | STRUCT | object, keys in field order |
 */
export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | readonly Value[]
  | { readonly [field: string]: Value };

/** A GoogleSQL type: `STRING`, `ARRAY<STRING>`, `STRUCT<a INT64, b STRING>`. */
export type GoogleSqlType =
  | { readonly kind: 'BOOL' | 'INT64' | 'FLOAT64' | 'NUMERIC' | 'STRING' | 'BYTES' | 'DATE' | 'TIMESTAMP' }
  | { readonly kind: 'ARRAY'; readonly element: GoogleSqlType }
  | {
      readonly kind: 'STRUCT';
      readonly fields: readonly { readonly name: string; readonly type: GoogleSqlType }[];
    };

export interface Column {
  readonly name: string;
  readonly type: GoogleSqlType;
}

export type Row = Readonly<Record<string, Value>>;

export interface ResultSet {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

export type Parameters = Readonly<Record<string, Value>>;
