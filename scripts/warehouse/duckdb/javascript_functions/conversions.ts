import {
  BIGINT,
  BOOLEAN,
  DATE,
  DECIMAL,
  DOUBLE,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  TIMESTAMP,
  VARCHAR,
} from '@duckdb/node-api';
import type { JavaScriptFunction } from '../javascript_functions.ts';
import { NUMERIC_SCALE, NUMERIC_WIDTH } from '../types.ts';
import { numericText } from '../value_conversion.ts';
import { divideRounded, numeric } from './numbers.ts';

const NUMERIC = DECIMAL(NUMERIC_WIDTH, NUMERIC_SCALE);
const DECIMAL_TEXT = /^[ \t\n\v\f\r]*([-+]?)(\d*)(?:\.(\d*))?(?:e([-+]?\d+))?[ \t\n\v\f\r]*$/i;
const MILLISECONDS_A_DAY = 86_400_000;

/** A cast of a text: `undefined` when it isn't of the type, which fails a CAST and is NULL to a SAFE_CAST. */
function castOfText(
  type: string,
  returns: DuckDBType,
  parse: (text: string) => DuckDBValue | undefined,
): JavaScriptFunction[] {
  return [
    {
      name: `googlesql_string_to_${type}`,
      parameters: [VARCHAR],
      returns,
      evaluate: (value) => {
        const parsed = parse(value as string);
        if (parsed === undefined) throw new Error(`Bad ${type} value: ${value as string}`);
        return parsed;
      },
    },
    {
      name: `googlesql_string_to_${type}_safe`,
      parameters: [VARCHAR],
      returns,
      evaluate: (value) => parse(value as string) ?? null,
    },
  ];
}

function parseBool(text: string): boolean | undefined {
  if (/^true$/i.test(text)) return true;
  return /^false$/i.test(text) ? false : undefined;
}

function parseInt64(text: string): bigint | undefined {
  const match = /^[ \t\n\v\f\r]*([-+]?)(0x[0-9a-f]+|\d+)[ \t\n\v\f\r]*$/i.exec(text);
  if (match === null) return undefined;
  const [, sign, digits = ''] = match;
  const value = sign === '-' ? -BigInt(digits) : BigInt(digits);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

function parseNumeric(text: string): DuckDBDecimalValue | undefined {
  const match = DECIMAL_TEXT.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = whole + fraction;
  if (digits === '') return undefined;
  const significant = digits.replace(/^0+/, '');
  const shift = Number(exponent) - fraction.length + NUMERIC_SCALE;
  // Beyond these bounds it is 0 or too large whatever the digits, and BigInt would choke on the power.
  if (significant === '' || significant.length + shift < 0) return numeric(0n, text);
  if (significant.length + shift > NUMERIC_WIDTH) return undefined;
  const unscaled =
    shift >= 0
      ? BigInt(significant) * 10n ** BigInt(shift)
      : divideRounded(BigInt(significant), 10n ** BigInt(-shift));
  if (unscaled >= 10n ** BigInt(NUMERIC_WIDTH)) return undefined;
  return numeric(sign === '-' ? -unscaled : unscaled, text);
}

function parseFloat64(text: string): number | undefined {
  const named = /^[ \t\n\v\f\r]*([-+]?)(inf|infinity|nan)[ \t\n\v\f\r]*$/i.exec(text);
  if (named !== null) {
    if (/nan/i.test(named[2] ?? '')) return Number.NaN;
    return named[1] === '-' ? -Infinity : Infinity;
  }
  // GoogleSQL reads hexadecimal FLOAT64s; not knowing how exactly, this engine says so even to a SAFE_CAST.
  if (/^[ \t\n\v\f\r]*[-+]?0x/i.test(text))
    throw new Error(`The embedded engine doesn't read the FLOAT64 '${text}'`);
  const match = DECIMAL_TEXT.exec(text);
  if (match === null || `${match[2] ?? ''}${match[3] ?? ''}` === '') return undefined;
  return Number(text);
}

function daysOf(year: string, month: string, day: string): number | undefined {
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const milliseconds = Date.parse(iso);
  const isReal =
    !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(iso) && year !== '0000';
  return isReal ? milliseconds / MILLISECONDS_A_DAY : undefined;
}

function parseDate(text: string): DuckDBDateValue | undefined {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const [, year = '', month = '', day = ''] = match;
  const days = daysOf(year, month, day);
  return days === undefined ? undefined : new DuckDBDateValue(days);
}

const TIMESTAMP_TEXT =
  /^(?<date>[^ Tt]*)(?:[ Tt](?<hour>\d{1,2}):(?<minute>\d{1,2}):(?<second>\d{1,2})(?:\.(?<fraction>\d{1,6}))?(?: ?(?:[Zz]|UTC)|(?<sign>[-+])(?<offsetHours>\d{1,2})(?::?(?<offsetMinutes>\d{2}))?)?)?$/;
const NAMED_ZONE = /\d ?(?!UTC$|Z$)[A-Za-z_]{2,}(?:\/[A-Za-z_/]+)?$/;
const FIRST_TIMESTAMP = -62_135_596_800_000_000n;
const LAST_TIMESTAMP = 253_402_300_799_999_999n;

/** `2024-02-29`, `2024-02-29 12:30:00.5`, with `T` for the space, with `Z` or `+02:00`; a named zone is not read. */
function parseTimestamp(text: string): DuckDBTimestampValue | undefined {
  // To a SAFE_CAST a zone that isn't read must not look like a text that is no TIMESTAMP.
  if (NAMED_ZONE.test(text)) throw new Error(`The embedded engine doesn't read the time zone of '${text}'`);
  const parts = TIMESTAMP_TEXT.exec(text)?.groups;
  const date = parseDate(parts?.date ?? '');
  if (parts === undefined || date === undefined) return undefined;
  const number = (part: string | undefined): number => Number(part ?? 0);
  const [hours, minutes, seconds] = [number(parts.hour), number(parts.minute), number(parts.second)];
  const [offsetHours, offsetMinutes] = [number(parts.offsetHours), number(parts.offsetMinutes)];
  // A second of 60 is the next minute's first.
  if (hours > 23 || minutes > 59 || seconds > 60 || offsetHours > 14 || offsetMinutes > 59) return undefined;
  const zone = (parts.sign === '-' ? -1 : 1) * (offsetHours * 3600 + offsetMinutes * 60);
  const instant =
    BigInt(date.days * 86_400 + hours * 3600 + minutes * 60 + seconds - zone) * 1_000_000n +
    BigInt((parts.fraction ?? '').padEnd(6, '0'));
  const isWithin = instant >= FIRST_TIMESTAMP && instant <= LAST_TIMESTAMP;
  return isWithin ? new DuckDBTimestampValue(instant) : undefined;
}

/** As C's `%.*g` writes it: no trailing zeros, an exponent of at least two digits below 10⁻⁴ and from 10ᵖ. */
function general(value: number, precision: number): string {
  const [mantissa = '', exponentText = '0'] = value.toExponential(precision - 1).split('e');
  const exponent = Number(exponentText);
  const trim = (digits: string): string => (digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits);
  if (exponent >= -4 && exponent < precision)
    return trim(value.toFixed(Math.max(precision - 1 - exponent, 0)));
  const magnitude = Math.abs(exponent).toString().padStart(2, '0');
  return `${trim(mantissa)}e${exponent < 0 ? '-' : '+'}${magnitude}`;
}

export function float64Text(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (value === 0) return '0';
  const short = general(value, 15);
  return Number(short) === value ? short : general(value, 17);
}

const EXPONENT_BIAS = 1075n;
const MANTISSA_BITS = 52n;

/** A FLOAT64 is an integer times a power of two; the nearest NUMERIC, half away from zero. */
function numericFromFloat64(value: number): DuckDBDecimalValue {
  if (!Number.isFinite(value))
    throw new Error(
      `Illegal conversion of non-finite floating point number to numeric: ${float64Text(value)}`,
    );
  const bits = new BigUint64Array(Float64Array.of(value).buffer)[0] ?? 0n;
  const biased = (bits >> MANTISSA_BITS) & 0x7ffn;
  const fraction = bits & ((1n << MANTISSA_BITS) - 1n);
  const mantissa = biased === 0n ? fraction : fraction | (1n << MANTISSA_BITS);
  const exponent = (biased === 0n ? 1n : biased) - EXPONENT_BIAS;
  const scaled = (value < 0 ? -mantissa : mantissa) * 10n ** BigInt(NUMERIC_SCALE);
  const unscaled = exponent >= 0n ? scaled << exponent : divideRounded(scaled, 1n << -exponent);
  return numeric(unscaled, `CAST(${float64Text(value)} AS NUMERIC)`);
}

/** Casts whose rules of reading and rounding are GoogleSQL's own. */
export const CONVERSIONS: readonly JavaScriptFunction[] = [
  ...castOfText('bool', BOOLEAN, parseBool),
  ...castOfText('int64', BIGINT, parseInt64),
  ...castOfText('numeric', NUMERIC, parseNumeric),
  ...castOfText('double', DOUBLE, parseFloat64),
  ...castOfText('date', DATE, parseDate),
  ...castOfText('timestamp', TIMESTAMP, parseTimestamp),
  {
    name: 'googlesql_double_to_string',
    parameters: [DOUBLE],
    returns: VARCHAR,
    evaluate: (value) => float64Text(value as number),
  },
  {
    name: 'googlesql_double_to_numeric',
    parameters: [DOUBLE],
    returns: NUMERIC,
    evaluate: (value) => numericFromFloat64(value as number),
  },
  {
    name: 'googlesql_numeric_to_double',
    parameters: [NUMERIC],
    returns: DOUBLE,
    evaluate: (value) => {
      const { value: unscaled, scale } = value as DuckDBDecimalValue;
      return Number(numericText(unscaled, scale));
    },
  },
];
