import { letting } from '../generator/letting.ts';
import { orError, type ScalarCall, type ScalarFunctions, type WriteScalar } from './scalar.ts';

/** GoogleSQL's dates end with the year 9999; DuckDB's don't. */
function checkedDate(sql: string): string {
  return letting([sql], (date) =>
    orError(
      `${date} < DATE '0001-01-01' OR ${date} > DATE '9999-12-31'`,
      `'date overflow: ' || ${date}`,
      date,
    ),
  );
}

const MONTHS: Readonly<Record<string, number>> = { MONTH: 1, QUARTER: 3, YEAR: 12 };
const DAYS: Readonly<Record<string, number>> = { DAY: 1, WEEK: 7 };

/** The date part that stands at this position of the call. */
export function part(call: ScalarCall, index: number): string {
  const literal = call.literals[index];
  return typeof literal === 'string' ? literal : call.refuse('a date part that is not a literal');
}

/** A month's last days stay in the month that they are moved to. */
function add(sign: '' | '-'): WriteScalar {
  return ([date = '', count = ''], call) => {
    const unit = part(call, 2);
    const days = DAYS[unit];
    const months = MONTHS[unit];
    const moved = (from: string, by: string): string => {
      if (days !== undefined) return checkedDate(`${from} + CAST(${sign}${by} * ${days} AS INTEGER)`);
      if (months === undefined) return call.refuse(`DATE_ADD of a ${unit}`);
      return checkedDate(`CAST(${from} + to_months(CAST(${sign}${by} * ${months} AS INTEGER)) AS DATE)`);
    };
    if (typeof call.literals[1] === 'bigint') return moved(date, count);
    // However long the interval is, from no date it leads to none.
    return letting([date, count], (from, by) => `CASE WHEN ${from} IS NOT NULL THEN ${moved(from, by)} END`);
  };
}

/** Monday's or Sunday's number among the weeks since some Monday or Sunday before year 1. */
function weekNumber(date: string, firstDay: 'MONDAY' | 'SUNDAY'): string {
  const anchor = firstDay === 'MONDAY' ? `DATE '0001-01-01'` : `DATE '0001-01-01' - 1`;
  return `((${date} - (${anchor})) // 7)`;
}

/** The number of boundaries between the two, as in GoogleSQL. */
const difference: WriteScalar = ([later = '', earlier = ''], call) => {
  const unit = part(call, 2);
  switch (unit) {
    case 'DAY':
      return `(${later} - ${earlier})`;
    case 'WEEK':
      return `(${weekNumber(later, 'SUNDAY')} - ${weekNumber(earlier, 'SUNDAY')})`;
    case 'ISOWEEK':
    case 'WEEK_MONDAY':
      return `(${weekNumber(later, 'MONDAY')} - ${weekNumber(earlier, 'MONDAY')})`;
    case 'MONTH':
    case 'QUARTER':
    case 'YEAR':
      return `date_diff('${unit.toLowerCase()}', ${earlier}, ${later})`;
    default:
      return call.refuse(`DATE_DIFF in ${unit}`);
  }
};

const truncate: WriteScalar = ([date = ''], call) => {
  const unit = part(call, 1);
  switch (unit) {
    case 'DAY':
      return date;
    case 'WEEK':
      return checkedDate(letting([date], (a) => `${a} - CAST(dayofweek(${a}) AS INTEGER)`));
    case 'ISOWEEK':
    case 'WEEK_MONDAY':
      return `CAST(date_trunc('week', ${date}) AS DATE)`;
    case 'MONTH':
    case 'QUARTER':
    case 'YEAR':
      return `CAST(date_trunc('${unit.toLowerCase()}', ${date}) AS DATE)`;
    default:
      return call.refuse(`DATE_TRUNC to ${unit}`);
  }
};

const lastDay: WriteScalar = ([date = ''], call) => {
  const unit = call.literals.length > 1 ? part(call, 1) : 'MONTH';
  return unit === 'MONTH' ? `last_day(${date})` : call.refuse(`LAST_DAY of a ${unit}`);
};

const PARTS: Readonly<Record<string, (date: string) => string>> = {
  YEAR: (a) => `year(${a})`,
  QUARTER: (a) => `quarter(${a})`,
  MONTH: (a) => `month(${a})`,
  DAY: (a) => `day(${a})`,
  DAYOFYEAR: (a) => `dayofyear(${a})`,
  DAYOFWEEK: (a) => `dayofweek(${a}) + 1`,
  ISOYEAR: (a) => `isoyear(${a})`,
  ISOWEEK: (a) => `weekofyear(${a})`,
};

export const TIME_PARTS: Readonly<Record<string, (timestamp: string) => string>> = {
  ...PARTS,
  HOUR: (a) => `hour(${a})`,
  MINUTE: (a) => `minute(${a})`,
  SECOND: (a) => `second(${a})`,
  MILLISECOND: (a) => `millisecond(${a}) % 1000`,
  MICROSECOND: (a) => `microsecond(${a}) % 1000000`,
};

export function extract(parts: typeof PARTS): WriteScalar {
  return ([operand = ''], call) => {
    const unit = part(call, 1);
    const write = parts[unit] ?? call.refuse(`EXTRACT(${unit} FROM …)`);
    return `CAST(${write(operand)} AS BIGINT)`;
  };
}

/** The elements of a format that mean the same to both engines. `%Y` doesn't: GoogleSQL writes the year 20 as `20`. */
const FORMAT_ELEMENTS = /^(?:[^%]|%[YmdHMSFT%])*$/;

export const format: WriteScalar = ([, value = ''], call) => {
  const text = call.literals[0];
  if (typeof text !== 'string' || !FORMAT_ELEMENTS.test(text))
    return call.refuse(`the format ${typeof text === 'string' ? text : 'of a value'}`);
  const pieces = text.replaceAll('%F', '%Y-%m-%d').replaceAll('%T', '%H:%M:%S').split('%Y');
  return letting([value], (a) =>
    pieces
      .map((piece) => (piece === '' ? `''` : `strftime(${a}, '${piece.replaceAll(`'`, `''`)}')`))
      .join(` || CAST(year(${a}) AS VARCHAR) || `),
  );
};

export const DATES: ScalarFunctions = {
  'date(INT64, INT64, INT64)': ([year = '', month = '', day = '']) =>
    checkedDate(`make_date(${year}, ${month}, ${day})`),
  'date(TIMESTAMP)': ([a = '']) => `CAST(${a} AS DATE)`,
  'date(TIMESTAMP, STRING)': ([a = ''], { literals: [, zone], refuse }) =>
    zone === 'UTC' ? `CAST(${a} AS DATE)` : refuse('a time zone other than UTC'),
  '$extract_date(TIMESTAMP)': ([a = '']) => `CAST(${a} AS DATE)`,
  'date_add(DATE, INT64, DateTimestampPart)': add(''),
  'date_sub(DATE, INT64, DateTimestampPart)': add('-'),
  'date_diff(DATE, DATE, DateTimestampPart)': difference,
  'date_trunc(DATE, DateTimestampPart)': truncate,
  'last_day(DATE)': lastDay,
  'last_day(DATE, DateTimestampPart)': lastDay,
  '$extract(DATE, DateTimestampPart)': extract(PARTS),
  'format_date(STRING, DATE)': format,
  'current_date()': () => `CAST(make_timestamp(epoch_us(now())) AS DATE)`,
};
