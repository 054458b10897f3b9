import { letting } from '../generator/letting.ts';
import { call, infix, orError, type ScalarFunctions, type WriteScalar } from './scalar.ts';

/** Below it the product of two NUMERICs has at most 20 digits before and 18 after the point, DuckDB's 38. */
const SMALL_FACTOR = `CAST('10000000000' AS DECIMAL(38,9))`;
const NUMERIC_SQL = 'DECIMAL(38,9)';
const LEAST_INT64 = `CAST('-9223372036854775808' AS BIGINT)`;

function multiplyNumericSql(left: string, right: string): string {
  return letting([left, right], (a, b) => {
    const isSmall = `abs(${a}) < ${SMALL_FACTOR} AND abs(${b}) < ${SMALL_FACTOR}`;
    return `CASE WHEN NOT (${isSmall}) THEN googlesql_numeric_multiply(${a}, ${b}) ELSE CAST(${a} * ${b} AS ${NUMERIC_SQL}) END`;
  });
}

/**
 * Nine digits after the point, half away from zero: DuckDB divides decimals as DOUBLE. In integers of 10⁻⁹ while the dividend
 * times 10⁹ has room in 128 bits. Division by zero is an error.
 */
export function divideNumericSql(left: string, right: string): string {
  return letting([left, right], (a, b) => {
    const unscaled = (operand: string): string =>
      `CAST(abs(${operand}) * CAST('1000000000' AS DECIMAL(10,0)) AS HUGEINT)`;
    const isSmall = `abs(${a}) < ${SMALL_FACTOR} AND abs(${b}) < ${SMALL_FACTOR} AND ${b} <> 0`;
    const quotient = `(2 * ${unscaled(a)} * 1000000000::HUGEINT + ${unscaled(b)}) // (2 * ${unscaled(b)})`;
    const signed = `CASE WHEN (${a} < 0) <> (${b} < 0) THEN -1 ELSE 1 END * (${quotient})`;
    const inNumeric = `CAST(${signed} AS DECIMAL(38,0))`;
    return `CASE WHEN NOT (${isSmall}) THEN googlesql_numeric_divide(${a}, ${b}) ELSE ${scaledDown(inNumeric)} END`;
  });
}

/** An integer number of 10⁻⁹ as a NUMERIC. */
function scaledDown(units: string): string {
  return `CAST(${units} * CAST('0.000000001' AS DECIMAL(9,9)) AS ${NUMERIC_SQL})`;
}

/** GoogleSQL raises an error where finite operands give an infinite result. */
function finiteSql(a: string, operator: string, b: string): string {
  const overflows = `isinf(${a} ${operator} ${b}) AND isfinite(${a}) AND isfinite(${b})`;
  return orError(
    overflows,
    `'double overflow: ' || ${a} || ' ${operator} ' || ${b}`,
    `${a} ${operator} ${b}`,
  );
}

function float64(operator: string): WriteScalar {
  return ([left = '', right = '']) => letting([left, right], (a, b) => finiteSql(a, operator, b));
}

const divideFloat64: WriteScalar = ([left = '', right = '']) =>
  letting([left, right], (a, b) =>
    orError(`${b} = 0`, `'division by zero: ' || ${a} || ' / ' || ${b}`, finiteSql(a, '/', b)),
  );

/** Truncates toward zero. */
const divideInt64: WriteScalar = ([left = '', right = '']) =>
  letting([left, right], (a, b) =>
    orError(
      `${b} = 0`,
      `'division by zero: ' || ${a} || ' / ' || ${b}`,
      orError(
        `${a} = ${LEAST_INT64} AND ${b} = -1`,
        `'int64 overflow: ' || ${a} || ' / ' || ${b}`,
        `${a} // ${b}`,
      ),
    ),
  );

const moduloInt64: WriteScalar = ([left = '', right = '']) =>
  letting(
    [left, right],
    (a, b) =>
      `CASE WHEN ${b} = 0 THEN error('division by zero: MOD(' || ${a} || ', ' || ${b} || ')') WHEN ${b} = -1 THEN ${a} * 0 ELSE ${a} % ${b} END`,
  );

/** GREATEST and LEAST are NULL when any operand is; DuckDB's skip NULLs. */
function extreme(name: string): WriteScalar {
  return (operands) => {
    if (operands.length === 1) return operands.join('');
    return letting(operands, (...bound) => {
      const anyNull = bound.map((operand) => `${operand} IS NULL`).join(' OR ');
      return `CASE WHEN ${anyNull} THEN NULL ELSE ${name}(${bound.join(', ')}) END`;
    });
  };
}

export const ARITHMETIC: ScalarFunctions = {
  '$add(INT64, INT64)': infix('+'),
  '$add(NUMERIC, NUMERIC)': infix('+'),
  '$add(FLOAT64, FLOAT64)': float64('+'),
  '$subtract(INT64, INT64)': infix('-'),
  '$subtract(NUMERIC, NUMERIC)': infix('-'),
  '$subtract(FLOAT64, FLOAT64)': float64('-'),
  '$multiply(INT64, INT64)': infix('*'),
  '$multiply(NUMERIC, NUMERIC)': ([a = '', b = '']) => multiplyNumericSql(a, b),
  '$multiply(FLOAT64, FLOAT64)': float64('*'),
  '$divide(FLOAT64, FLOAT64)': divideFloat64,
  '$divide(NUMERIC, NUMERIC)': ([a = '', b = '']) => divideNumericSql(a, b),
  'safe_divide(FLOAT64, FLOAT64)': ([left = '', right = '']) =>
    letting([left, right], (a, b) => {
      const overflows = `isinf(${a} / ${b}) AND isfinite(${a}) AND isfinite(${b})`;
      return `CASE WHEN ${b} = 0 OR (${overflows}) THEN NULL ELSE ${a} / ${b} END`;
    }),
  // A quotient beyond NUMERIC is NULL to GoogleSQL; here it stays an error, which loses nothing.
  'safe_divide(NUMERIC, NUMERIC)': ([left = '', right = '']) => divideNumericSql(left, `nullif(${right}, 0)`),
  '$unary_minus(INT64)': ([a = '']) => `(0::BIGINT - ${a})`,
  '$unary_minus(NUMERIC)': ([a = '']) => `(-${a})`,
  '$unary_minus(FLOAT64)': ([a = '']) => `(-${a})`,
  'div(INT64, INT64)': divideInt64,
  'mod(INT64, INT64)': moduloInt64,
  'abs(INT64)': call('abs'),
  'abs(NUMERIC)': call('abs'),
  'abs(FLOAT64)': call('abs'),
  'sign(INT64)': ([a = '']) => `CAST(sign(${a}) AS BIGINT)`,
  'sign(NUMERIC)': ([a = '']) => `CAST(sign(${a}) AS ${NUMERIC_SQL})`,
  'round(NUMERIC)': ([a = '']) => `CAST(round(${a}) AS ${NUMERIC_SQL})`,
  'round(NUMERIC, INT64)': ([a = '', digits = ''], { literals: [, places], refuse }) => {
    const isWithin = typeof places === 'bigint' && places >= 0n && places <= 9n;
    return isWithin
      ? `CAST(round(${a}, ${places.toString()}) AS ${NUMERIC_SQL})`
      : refuse(`ROUND to ${digits} places`);
  },
  'round(FLOAT64)': call('round'),
  'floor(NUMERIC)': ([a = '']) => `CAST(floor(${a}) AS ${NUMERIC_SQL})`,
  'ceil(NUMERIC)': ([a = '']) => `CAST(ceil(${a}) AS ${NUMERIC_SQL})`,
  'greatest(K...)': extreme('greatest'),
  'least(K...)': extreme('least'),
};
