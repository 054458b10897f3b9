import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import { typeName } from '../../googlesql/types.ts';
import type { GoogleSqlType, Value } from '../values.ts';
import { NUMERIC_SCALE, NUMERIC_WIDTH } from './types.ts';

const MICROSECONDS_A_DAY = 86_400_000_000n;
const MILLISECONDS_A_DAY = 86_400_000;
const NUMERIC_UNIT = 10n ** BigInt(NUMERIC_SCALE);
const NUMERIC_LIMIT = 10n ** BigInt(NUMERIC_WIDTH);

/** A value in the port's form (`../values.ts`) as DuckDB takes it. Throws RangeError when the value isn't of the type. */
export function toDuckDb(value: Value, type: GoogleSqlType): DuckDBValue {
  if (value === null) return null;
  switch (type.kind) {
    case 'BOOL':
      if (typeof value === 'boolean') return value;
      break;
    case 'INT64':
      if (typeof value === 'bigint' && BigInt.asIntN(64, value) === value) return value;
      break;
    case 'FLOAT64':
      if (typeof value === 'number') return value;
      break;
    case 'STRING':
      if (typeof value === 'string') return value;
      break;
    case 'BYTES':
      if (value instanceof Uint8Array) return new DuckDBBlobValue(value);
      break;
    case 'NUMERIC':
      if (typeof value === 'string')
        return new DuckDBDecimalValue(parseNumeric(value), NUMERIC_WIDTH, NUMERIC_SCALE);
      break;
    case 'DATE':
      if (typeof value === 'string') return new DuckDBDateValue(parseDate(value));
      break;
    case 'TIMESTAMP':
      if (typeof value === 'string') return new DuckDBTimestampValue(parseTimestamp(value));
      break;
    case 'ARRAY':
      if (Array.isArray(value)) {
        return new DuckDBListValue(
          (value as readonly Value[]).map((element) => toDuckDb(element, type.element)),
        );
      }
      break;
    case 'STRUCT':
      if (isStruct(value)) {
        return new DuckDBStructValue(
          Object.fromEntries(
            type.fields.map((field) => [field.name, toDuckDb(value[field.name] ?? null, field.type)]),
          ),
        );
      }
      break;
  }
  throw new RangeError(`${describe(value)} is not a ${typeName(type)}`);
}

/** A value of DuckDB's in the port's form. */
export function fromDuckDb(value: DuckDBValue, type: GoogleSqlType): Value {
  if (value === null) return null;
  switch (type.kind) {
    case 'BOOL':
      if (typeof value === 'boolean') return value;
      break;
    case 'INT64':
      if (typeof value === 'bigint') return value;
      break;
    case 'FLOAT64':
      if (typeof value === 'number') return value;
      break;
    case 'STRING':
      if (typeof value === 'string') return value;
      break;
    case 'BYTES':
      if (value instanceof DuckDBBlobValue) return new Uint8Array(value.bytes);
      break;
    case 'NUMERIC':
      if (value instanceof DuckDBDecimalValue) return numericText(value.value, value.scale);
      break;
    case 'DATE':
      if (value instanceof DuckDBDateValue) return dateText(value.days);
      break;
    case 'TIMESTAMP':
      if (value instanceof DuckDBTimestampValue) return timestampText(value.micros);
      break;
    case 'ARRAY':
      if (value instanceof DuckDBListValue) return value.items.map((item) => fromDuckDb(item, type.element));
      break;
    case 'STRUCT':
      if (value instanceof DuckDBStructValue) {
        return Object.fromEntries(
          type.fields.map((field) => [field.name, fromDuckDb(value.entries[field.name] ?? null, field.type)]),
        );
      }
      break;
  }
  throw new RangeError(`DuckDB gave ${describe(value)} where a ${typeName(type)} was due`);
}

/** The decimal without trailing zeros and without an exponent: `-12.5`. */
export function numericText(unscaled: bigint, scale: number): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${unscaled < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

function parseNumeric(text: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,9}))?$/.exec(text);
  if (match === null) throw new RangeError(`'${text}' is not a NUMERIC`);
  const [, sign, whole = '', fraction = ''] = match;
  const unscaled = BigInt(whole) * NUMERIC_UNIT + BigInt(fraction.padEnd(NUMERIC_SCALE, '0'));
  if (unscaled >= NUMERIC_LIMIT) throw new RangeError(`'${text}' is beyond NUMERIC's 29 digits`);
  return sign === '-' ? -unscaled : unscaled;
}

function parseDate(text: string): number {
  const milliseconds = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  const days = milliseconds / MILLISECONDS_A_DAY;
  if (Number.isNaN(days) || dateText(days) !== text || text < '0001')
    throw new RangeError(`'${text}' is not a DATE`);
  return days;
}

function dateText(days: number): string {
  return new Date(days * MILLISECONDS_A_DAY).toISOString().slice(0, 10);
}

function parseTimestamp(text: string): bigint {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})\.(\d{6})Z$/.exec(text);
  if (match === null)
    throw new RangeError(`'${text}' is not a TIMESTAMP of the form YYYY-MM-DDTHH:MM:SS.ffffffZ`);
  const [, date = '', hours = '', minutes = '', seconds = '', microseconds = ''] = match;
  const ofDay =
    ((BigInt(hours) * 60n + BigInt(minutes)) * 60n + BigInt(seconds)) * 1_000_000n + BigInt(microseconds);
  const instant = BigInt(parseDate(date)) * MICROSECONDS_A_DAY + ofDay;
  if (timestampText(instant) !== text) throw new RangeError(`'${text}' is not a TIMESTAMP`);
  return instant;
}

function timestampText(microseconds: bigint): string {
  const ofDay = ((microseconds % MICROSECONDS_A_DAY) + MICROSECONDS_A_DAY) % MICROSECONDS_A_DAY;
  const seconds = Number(ofDay / 1_000_000n);
  const two = (part: number): string => part.toString().padStart(2, '0');
  const date = dateText(Number((microseconds - ofDay) / MICROSECONDS_A_DAY));
  const time = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${date}T${time}.${(ofDay % 1_000_000n).toString().padStart(6, '0')}Z`;
}

function isStruct(value: Value): value is Readonly<Record<string, Value>> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  );
}

function describe(value: Value | DuckDBValue): string {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return `${typeof value} '${value.toString()}'`;
    default:
      return 'an object';
  }
}
