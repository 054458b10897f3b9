import { letting } from '../generator/letting.ts';
import { extract, format, part, TIME_PARTS } from './dates.ts';
import { orError, type ScalarCall, type ScalarFunctions, type WriteScalar } from './scalar.ts';

const MICROSECONDS: Readonly<Record<string, bigint>> = {
  MICROSECOND: 1n,
  MILLISECOND: 1_000n,
  SECOND: 1_000_000n,
  MINUTE: 60_000_000n,
  HOUR: 3_600_000_000n,
  DAY: 86_400_000_000n,
};

function unitOf(call: ScalarCall): bigint {
  const unit = part(call, 2);
  return MICROSECONDS[unit] ?? call.refuse(`${unit} here`);
}

function fromMicroseconds(sql: string): string {
  return letting([sql], (microseconds) =>
    orError(
      `${microseconds} NOT BETWEEN -62135596800000000 AND 253402300799999999`,
      `'timestamp overflow: ' || ${microseconds}`,
      `make_timestamp(${microseconds})`,
    ),
  );
}

function add(operator: '+' | '-'): WriteScalar {
  return ([timestamp = '', count = ''], call) =>
    fromMicroseconds(`epoch_us(${timestamp}) ${operator} ${count} * ${unitOf(call)}::BIGINT`);
}

/** Whole units, toward zero. */
const difference: WriteScalar = ([later = '', earlier = ''], call) =>
  `((epoch_us(${later}) - epoch_us(${earlier})) // ${unitOf(call)}::BIGINT)`;

const TRUNCATIONS = ['SECOND', 'MINUTE', 'HOUR', 'DAY', 'MONTH', 'QUARTER', 'YEAR'];

const truncate: WriteScalar = ([timestamp = ''], call) => {
  const unit = part(call, 1);
  if (!TRUNCATIONS.includes(unit)) return call.refuse(`TIMESTAMP_TRUNC to ${unit}`);
  return `CAST(date_trunc('${unit.toLowerCase()}', ${timestamp}) AS TIMESTAMP)`;
};

/** `2024-02-29 12:30:00+00`, with three or six digits of a second when they aren't zero. */
export function timestampTextSql(timestamp: string): string {
  return letting([timestamp], (a) => {
    const format = `CASE WHEN epoch_us(${a}) % 1000000 = 0 THEN '%H:%M:%S+00' WHEN epoch_us(${a}) % 1000 = 0 THEN '%H:%M:%S.%g+00' ELSE '%H:%M:%S.%f+00' END`;
    return `lpad(CAST(year(${a}) AS VARCHAR), 4, '0') || strftime(${a}, '-%m-%d ') || strftime(${a}, ${format})`;
  });
}

export const TIMESTAMPS: ScalarFunctions = {
  'current_timestamp()': () => 'make_timestamp(epoch_us(now()))',
  'timestamp(DATE)': ([a = '']) => `CAST(${a} AS TIMESTAMP)`,
  'timestamp_add(TIMESTAMP, INT64, DateTimestampPart)': add('+'),
  'timestamp_sub(TIMESTAMP, INT64, DateTimestampPart)': add('-'),
  'timestamp_diff(TIMESTAMP, TIMESTAMP, DateTimestampPart)': difference,
  'timestamp_trunc(TIMESTAMP, DateTimestampPart)': truncate,
  'timestamp_micros(INT64)': ([a = '']) => fromMicroseconds(a),
  'unix_micros(TIMESTAMP)': ([a = '']) => `epoch_us(${a})`,
  '$extract(TIMESTAMP, DateTimestampPart)': extract(TIME_PARTS),
  'format_timestamp(STRING, TIMESTAMP)': format,
};
