import { letting } from '../generator/letting.ts';
import { type ScalarFunctions, infix, type WriteScalar } from './scalar.ts';

/** NaN equals nothing and is neither less nor greater; DuckDB has it equal to itself and above all numbers. */
function float64(operator: string, ofNaN: string): WriteScalar {
  return ([left = '', right = '']) =>
    letting(
      [left, right],
      (a, b) => `CASE WHEN isnan(${a}) OR isnan(${b}) THEN ${ofNaN} ELSE ${a} ${operator} ${b} END`,
    );
}

/** `IS DISTINCT FROM` follows GROUP BY, to which NaNs are the same. */
const comparisons = (
  type: string,
  write: (operator: string, ofNaN: string) => WriteScalar,
): ScalarFunctions => ({
  [`$equal(${type}, ${type})`]: write('=', 'NULL AND FALSE'),
  [`$not_equal(${type}, ${type})`]: write('<>', 'TRUE'),
  [`$less(${type}, ${type})`]: write('<', 'FALSE'),
  [`$less_or_equal(${type}, ${type})`]: write('<=', 'FALSE'),
  [`$greater(${type}, ${type})`]: write('>', 'FALSE'),
  [`$greater_or_equal(${type}, ${type})`]: write('>=', 'FALSE'),
});

/** Without an escape character in DuckDB, `\` in GoogleSQL. */
const like: WriteScalar = ([text = '', pattern = ''], { literals: [, literal] }) =>
  typeof literal === 'string' && !literal.includes('\\')
    ? `(${text} LIKE ${pattern})`
    : `(${text} LIKE ${pattern} ESCAPE '\\')`;

const ifNull: WriteScalar = (operands) => `coalesce(${operands.join(', ')})`;

export const COMPARISON: ScalarFunctions = {
  ...comparisons('K', (operator) => infix(operator)),
  ...comparisons('FLOAT64', float64),
  '$is_distinct_from(K, K)': infix('IS DISTINCT FROM'),
  '$is_not_distinct_from(K, K)': infix('IS NOT DISTINCT FROM'),
  '$between(K, K, K)': ([a = '', low = '', high = '']) => `(${a} BETWEEN ${low} AND ${high})`,
  '$in(K, K...)': ([a = '', ...values]) => `(${a} IN (${values.join(', ')}))`,
  // NULL among the elements makes a miss unknown, as in IN; an array that is NULL has no elements.
  '$in_array(K, ARRAY<K>)': ([value = '', array = '']) =>
    letting([value, array], (a, elements) => {
      const miss = `CASE WHEN len(${elements}) > list_count(${elements}) THEN NULL ELSE FALSE END`;
      return `CASE WHEN coalesce(len(${elements}), 0) = 0 THEN FALSE WHEN ${a} IS NULL THEN NULL WHEN list_contains(${elements}, ${a}) THEN TRUE ELSE ${miss} END`;
    }),
  '$like(STRING, STRING)': like,
  '$is_null(T)': ([a = '']) => `(${a} IS NULL)`,
  '$is_true(BOOL)': ([a = '']) => `(${a} IS TRUE)`,
  '$is_false(BOOL)': ([a = '']) => `(${a} IS FALSE)`,
  '$and(BOOL, BOOL...)': infix('AND'),
  '$or(BOOL, BOOL...)': infix('OR'),
  '$not(BOOL)': ([a = '']) => `(NOT ${a})`,
  'if(BOOL, T, T)': ([condition = '', then = '', otherwise = '']) =>
    `CASE WHEN ${condition} THEN ${then} ELSE ${otherwise} END`,
  'coalesce(T...)': ifNull,
  'ifnull(T, T)': ifNull,
  'nullif(K, K)': ([a = '', b = '']) => `nullif(${a}, ${b})`,
  '$case_no_value(BOOL..., T..., T)': (operands) => caseSql(operands),
  '$case_with_value(K, K..., T..., T)': ([value = '', ...operands]) =>
    letting([value], (a) =>
      caseSql(
        operands.map((operand, index) =>
          index % 2 === 0 && index + 1 < operands.length ? `${a} = ${operand}` : operand,
        ),
      ),
    ),
};

/** WHEN … THEN …, in pairs, and the ELSE if one is left over. */
function caseSql(operands: readonly string[]): string {
  const branches: string[] = [];
  for (let index = 0; index + 1 < operands.length; index += 2) {
    branches.push(`WHEN ${operands[index] ?? ''} THEN ${operands[index + 1] ?? ''}`);
  }
  if (operands.length % 2 === 1) branches.push(`ELSE ${operands.at(-1) ?? ''}`);
  return `CASE ${branches.join(' ')} END`;
}
