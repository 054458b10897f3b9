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

/** `2024-02-29`, `2024-02-29 12:30:00.5`, with `T` for the space, with `Z` or `+02:00`; a named zone is not read. */
function parseTimestamp(text: string): DuckDBTimestampValue | undefined {
  const match =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{0,6}))?)?(?: ?([Zz]|UTC)|([-+])(\d{1,2})(?::(\d{2}))?)?$/.exec(
      text,
    );
  if (match === null) return undefined;
  const [
    ,
    year = '',
    month = '',
    day = '',
    hour = '0',
    minute = '0',
    second = '0',
    fraction = '',
    ,
    sign,
    ...offset
  ] = match;
  const days = daysOf(year, month, day);
  const [offsetHours = 0, offsetMinutes = 0] = offset.map((part) =>
    Number((part as string | undefined) ?? 0),
  );
  const [hours, minutes, seconds] = [Number(hour), Number(minute), Number(second)];
  if (
    days === undefined ||
    hours > 23 ||
    minutes > 59 ||
    seconds > 59 ||
    offsetHours > 14 ||
    offsetMinutes > 59
  )
    return undefined;
  const zone = (sign === '-' ? -1 : 1) * (offsetHours * 3600 + offsetMinutes * 60);
  const instant =
    BigInt(days * 86_400 + hours * 3600 + minutes * 60 + seconds - zone) * 1_000_000n +
    BigInt(fraction.padEnd(6, '0'));
  const [first, last] = [-62_135_596_800_000_000n, 253_402_300_799_999_999n];
  return instant < first || instant > last ? undefined : new DuckDBTimestampValue(instant);
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
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
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
