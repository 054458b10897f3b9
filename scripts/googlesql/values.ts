import type { GoogleSqlType, Value } from '../warehouse/values.ts';
import type { TimestampProto, ValueProto } from './protocol.ts';
import { typeName } from './types.ts';

const NUMERIC_SCALE = 9;
const MILLISECONDS_A_DAY = 86_400_000;

/** `2024-02-29`: years have four digits in GoogleSQL, which is what ISO strings of these years have too. */
function dateFromDays(days: number): string {
  return new Date(days * MILLISECONDS_A_DAY).toISOString().slice(0, 10);
}

function daysFromDate(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / MILLISECONDS_A_DAY;
}

function timestampFromProto({ seconds = '0', nanos = 0 }: TimestampProto): string {
  const second = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  return `${second}.${String(nanos / 1000).padStart(6, '0')}Z`;
}

function timestampToProto(timestamp: string): TimestampProto {
  const seconds = Date.parse(`${timestamp.slice(0, 19)}Z`) / 1000;
  return { seconds: String(seconds), nanos: Number(timestamp.slice(20, 26)) * 1000 };
}

/** The digits of an integer that counts units of 10⁻⁹, as a canonical decimal: `-12.5`. */
function decimalText(scaled: bigint): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(NUMERIC_SCALE + 1, '0');
  const fraction = digits.slice(-NUMERIC_SCALE).replace(/0+$/, '');
  return `${scaled < 0n ? '-' : ''}${digits.slice(0, -NUMERIC_SCALE)}${fraction === '' ? '' : `.${fraction}`}`;
}

function scaledDecimal(text: string): bigint {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const scaled = BigInt(whole + fraction.padEnd(NUMERIC_SCALE, '0'));
  return text.startsWith('-') ? -scaled : scaled;
}

function numericFromBytes(bytes: Uint8Array): string {
  let scaled = 0n;
  for (const [index, byte] of bytes.entries()) scaled |= BigInt(byte) << BigInt(8 * index);
  return decimalText(BigInt.asIntN(8 * bytes.length, scaled));
}

function numericToBytes(text: string): Uint8Array {
  const scaled = scaledDecimal(text);
  let length = 1;
  while (BigInt.asIntN(8 * length, scaled) !== scaled) length += 1;
  return Uint8Array.from({ length }, (_, index) => Number(BigInt.asUintN(8, scaled >> BigInt(8 * index))));
}

function mismatch(type: GoogleSqlType): TypeError {
  return new TypeError(`The value doesn't have the type ${typeName(type)}.`);
}

/** Throws `TypeError` when the value isn't one of the type: a fault of the caller's code, never of what a person sent. */
export function valueFromProto(proto: ValueProto, type: GoogleSqlType): Value {
  if (Object.values(proto).every((field) => field === undefined)) return null;
  switch (type.kind) {
    case 'BOOL':
      if (proto.boolValue !== undefined) return proto.boolValue;
      break;
    case 'INT64':
      if (proto.int64Value !== undefined) return BigInt(proto.int64Value);
      break;
    case 'FLOAT64':
      if (proto.doubleValue !== undefined) return proto.doubleValue;
      break;
    case 'NUMERIC':
      if (proto.numericValue !== undefined) return numericFromBytes(proto.numericValue);
      break;
    case 'STRING':
      if (proto.stringValue !== undefined) return proto.stringValue;
      break;
    case 'BYTES':
      if (proto.bytesValue !== undefined) return Uint8Array.from(proto.bytesValue);
      break;
    case 'DATE':
      if (proto.dateValue !== undefined) return dateFromDays(proto.dateValue);
      break;
    case 'TIMESTAMP':
      if (proto.timestampValue !== undefined) return timestampFromProto(proto.timestampValue);
      break;
    case 'ARRAY':
      if (proto.arrayValue !== undefined) {
        return proto.arrayValue.element.map((element) => valueFromProto(element, type.element));
      }
      break;
    case 'STRUCT': {
      const values = proto.structValue?.field;
      if (values?.length === type.fields.length) {
        return Object.fromEntries(
          type.fields.map((field, index) => [field.name, valueFromProto(values[index] ?? {}, field.type)]),
        );
      }
    }
  }
  throw mismatch(type);
}

/** Throws `TypeError` when the value isn't one of the type. */
export function valueToProto(value: Value, type: GoogleSqlType): ValueProto {
  if (value === null) return {};
  switch (type.kind) {
    case 'BOOL':
      if (typeof value === 'boolean') return { boolValue: value };
      break;
    case 'INT64':
      if (typeof value === 'bigint') return { int64Value: value.toString() };
      break;
    case 'FLOAT64':
      if (typeof value === 'number') return { doubleValue: value };
      break;
    case 'NUMERIC':
      if (typeof value === 'string') return { numericValue: numericToBytes(value) };
      break;
    case 'STRING':
      if (typeof value === 'string') return { stringValue: value };
      break;
    case 'BYTES':
      if (value instanceof Uint8Array) return { bytesValue: value };
      break;
    case 'DATE':
      if (typeof value === 'string') return { dateValue: daysFromDate(value) };
      break;
    case 'TIMESTAMP':
      if (typeof value === 'string') return { timestampValue: timestampToProto(value) };
      break;
    case 'ARRAY':
      if (Array.isArray(value)) {
        const elements = value as readonly Value[];
        return { arrayValue: { element: elements.map((element) => valueToProto(element, type.element)) } };
      }
      break;
    case 'STRUCT':
      if (typeof value === 'object' && !Array.isArray(value) && !(value instanceof Uint8Array)) {
        const fields = value as Readonly<Record<string, Value>>;
        return {
          structValue: {
            field: type.fields.map((field) => valueToProto(fields[field.name] ?? null, field.type)),
          },
        };
      }
  }
  throw mismatch(type);
}
