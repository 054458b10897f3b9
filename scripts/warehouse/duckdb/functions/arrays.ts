import { letting } from '../generator/letting.ts';
import { duckDbTypeSql } from '../types.ts';
import { orError, type ScalarFunctions, type WriteScalar } from './scalar.ts';

/** `first` is the index of the first element: 0 for OFFSET, 1 for ORDINAL. */
function element(first: 0 | 1): WriteScalar {
  return ([array = '', index = '']) =>
    letting([array, index], (a, i) => {
      const isOutside = `${i} < ${first} OR ${i} >= len(${a}) + ${first}`;
      const message = `'Array index ' || ${i} || ' is out of bounds'`;
      return orError(`${a} IS NOT NULL AND (${isOutside})`, message, `${a}[${i} + ${1 - first}]`);
    });
}

/** NULL outside the array; DuckDB counts a negative index from the end. */
function safeElement(first: 0 | 1): WriteScalar {
  return ([array = '', index = '']) =>
    letting([array, index], (a, i) => {
      return `CASE WHEN ${i} >= ${first} AND ${i} < len(${a}) + ${first} THEN ${a}[${i} + ${1 - first}] END`;
    });
}

/** DuckDB takes a NULL array for an empty one. */
const concat: WriteScalar = (operands) =>
  letting(operands, (...arrays) => {
    const anyNull = arrays.map((array) => `${array} IS NULL`).join(' OR ');
    const joined = arrays.reduce((left, right) => `list_concat(${left}, ${right})`);
    return `CASE WHEN ${anyNull} THEN NULL ELSE ${joined} END`;
  });

/** Without the third operand NULL elements are left out. */
const toText: WriteScalar = ([array = '', delimiter = '', ofNull], { literals }) =>
  letting([array, delimiter], (a, between) => {
    const elements = ofNull === undefined ? a : `list_transform(${a}, lambda e: coalesce(e, ${ofNull}))`;
    const joined =
      typeof literals[1] === 'string'
        ? `array_to_string(${elements}, ${between})`
        : joinedByValue(elements, between);
    const anyNull = [a, between, ...(ofNull === undefined ? [] : [ofNull])].map((sql) => `${sql} IS NULL`);
    return `CASE WHEN ${anyNull.join(' OR ')} THEN NULL ELSE coalesce(${joined}, '') END`;
  });

/** DuckDB joins by a constant only: so each element brings the delimiter before it, and the first one is cut off. */
function joinedByValue(elements: string, delimiter: string): string {
  const preceded = `list_transform(${elements}, lambda e: ${delimiter} || e)`;
  return `substring(array_to_string(${preceded}, ''), length(${delimiter}) + 1)`;
}

const generate: WriteScalar = ([first = '', last = '', step = `CAST('1' AS BIGINT)`]) =>
  letting(
    [first, last, step],
    (a, b, s) =>
      `CASE WHEN ${s} = 0 THEN error('Sequence step cannot be 0.') ELSE generate_series(${a}, ${b}, ${s}) END`,
  );

export const ARRAYS: ScalarFunctions = {
  '$make_array(T...)': (operands, { type }) => `CAST([${operands.join(', ')}] AS ${duckDbTypeSql(type)})`,
  'array_length(ARRAY<T>)': ([a = '']) => `len(${a})`,
  'array_concat(ARRAY<T>, ARRAY<T>...)': concat,
  'array_reverse(ARRAY<T>)': ([a = '']) => `list_reverse(${a})`,
  'array_to_string(ARRAY<STRING>, STRING)': toText,
  'array_to_string(ARRAY<STRING>, STRING, STRING)': toText,
  '$array_at_offset(ARRAY<T>, INT64)': element(0),
  '$array_at_ordinal(ARRAY<T>, INT64)': element(1),
  '$safe_array_at_offset(ARRAY<T>, INT64)': safeElement(0),
  '$safe_array_at_ordinal(ARRAY<T>, INT64)': safeElement(1),
  'generate_array(INT64, INT64)': generate,
  'generate_array(INT64, INT64, INT64)': generate,
};
