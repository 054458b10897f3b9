import { DECIMAL, DuckDBDecimalValue } from '@duckdb/node-api';
import type { JavaScriptFunction } from '../javascript_functions.ts';
import { NUMERIC_SCALE, NUMERIC_WIDTH } from '../types.ts';

const UNIT = 10n ** BigInt(NUMERIC_SCALE);
const LIMIT = 10n ** BigInt(NUMERIC_WIDTH);
const NUMERIC = DECIMAL(NUMERIC_WIDTH, NUMERIC_SCALE);

/** The quotient of two integers, rounded half away from zero. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const negative = dividend < 0n !== divisor < 0n;
  const [above, below] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor];
  const quotient = (2n * above + below) / (2n * below);
  return negative ? -quotient : quotient;
}

/** The NUMERIC of so many units of 10⁻⁹, or an error beyond its 29 digits before the point. */
export function numeric(unscaled: bigint, operation: string): DuckDBDecimalValue {
  if (unscaled >= LIMIT || unscaled <= -LIMIT) throw new Error(`numeric overflow: ${operation}`);
  return new DuckDBDecimalValue(unscaled, NUMERIC_WIDTH, NUMERIC_SCALE);
}

/** NUMERIC arithmetic whose intermediate result is beyond DuckDB's 38 digits. */
export const NUMBERS: readonly JavaScriptFunction[] = [
  {
    name: 'googlesql_numeric_multiply',
    parameters: [NUMERIC, NUMERIC],
    returns: NUMERIC,
    evaluate: (left, right) => {
      const product = (left as DuckDBDecimalValue).value * (right as DuckDBDecimalValue).value;
      return numeric(divideRounded(product, UNIT), `${left.toString()} * ${right.toString()}`);
    },
  },
  {
    name: 'googlesql_numeric_divide',
    parameters: [NUMERIC, NUMERIC],
    returns: NUMERIC,
    evaluate: (left, right) => {
      const divisor = (right as DuckDBDecimalValue).value;
      if (divisor === 0n) throw new Error(`division by zero: ${left.toString()} / ${right.toString()}`);
      const dividend = (left as DuckDBDecimalValue).value * UNIT;
      return numeric(divideRounded(dividend, divisor), `${left.toString()} / ${right.toString()}`);
    },
  },
];
