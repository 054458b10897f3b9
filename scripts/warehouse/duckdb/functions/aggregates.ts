import type { GoogleSqlType } from '../../values.ts';
import { SignatureTable } from '../signatures.ts';
import { duckDbTypeSql } from '../types.ts';
import { letting } from '../generator/letting.ts';
import { divideNumericSql } from './arithmetic.ts';
import { orError } from './scalar.ts';

export interface AggregateCall {
  readonly type: GoogleSqlType;
  readonly distinct: boolean;
  readonly ignoreNulls: boolean;
  readonly limit: string | undefined;
  /** The call of a DuckDB aggregate with this call's DISTINCT, ORDER BY and window. */
  readonly apply: (name: string, operands: readonly string[], filter?: string) => string;
  readonly refuse: (what: string) => never;
}

type WriteAggregate = (operands: readonly string[], call: AggregateCall) => string;

function plain(name: string): WriteAggregate {
  return (operands, call) => {
    refuseModifiers(call);
    return call.apply(name, operands);
  };
}

function refuseModifiers(call: AggregateCall): void {
  if (call.ignoreNulls) call.refuse('IGNORE NULLS here');
  if (call.limit !== undefined) call.refuse('LIMIT in this aggregate function');
}

/** GoogleSQL's NaN is the smallest and the greatest of numbers that it is among. */
function extreme(name: string): WriteAggregate {
  return ([operand = ''], call) => {
    refuseModifiers(call);
    const nan = call.apply('bool_or', [`isnan(${operand})`]);
    return `CASE WHEN ${nan} THEN CAST('nan' AS DOUBLE) ELSE ${call.apply(name, [operand])} END`;
  };
}

/** DuckDB's sum goes beyond its own type without a word. */
function numericSum(sum: string): string {
  const limit = `CAST('${'9'.repeat(29)}.${'9'.repeat(9)}' AS DECIMAL(38,9))`;
  return letting([sum], (total) => orError(`abs(${total}) > ${limit}`, `'numeric overflow: SUM'`, total));
}

/** The values as a list; DuckDB's own NULL for no rows is GoogleSQL's too. */
function list(operand: string, call: AggregateCall, skipNulls: boolean): string {
  const values = call.apply('list', [operand], skipNulls ? `${operand} IS NOT NULL` : undefined);
  return call.limit === undefined ? values : `list_slice(${values}, 1, ${call.limit})`;
}

/** By way of a list: DuckDB sorts one four times as fast as it sorts for string_agg, which tells where the groups are many. */
const stringAgg: WriteAggregate = ([operand = '', delimiter = `','`], call) => {
  if (call.ignoreNulls) call.refuse('IGNORE NULLS here');
  return `array_to_string(${list(operand, call, true)}, ${delimiter})`;
};

/**
 * Signature → DuckDB, as an aggregate and, with OVER, as a window function. Sums and averages that are FLOAT64 are not on it: they
 * depend on the order of the rows, so no two engines agree on their last digits.
 */
export const AGGREGATE_FUNCTIONS = new SignatureTable<WriteAggregate>({
  '$count_star()': plain('count'),
  'count(T)': plain('count'),
  'countif(BOOL)': ([condition = ''], call) => {
    refuseModifiers(call);
    if (call.distinct) call.refuse('COUNTIF(DISTINCT …)');
    return call.apply('count', ['*'], condition);
  },
  // DuckDB sums INT64 as HUGEINT: the cast raises GoogleSQL's overflow.
  'sum(INT64)': (operands, call) => `CAST(${plain('sum')(operands, call)} AS BIGINT)`,
  'sum(NUMERIC)': (operands, call) => numericSum(plain('sum')(operands, call)),
  'avg(NUMERIC)': (operands, call) => {
    refuseModifiers(call);
    const [sum, count] = [numericSum(call.apply('sum', operands)), call.apply('count', operands)];
    return divideNumericSql(sum, `CAST(nullif(${count}, 0) AS ${duckDbTypeSql(call.type)})`);
  },
  'min(K)': plain('min'),
  'max(K)': plain('max'),
  'min(FLOAT64)': extreme('min'),
  'max(FLOAT64)': extreme('max'),
  'any_value(T)': plain('any_value'),
  'logical_and(BOOL)': plain('bool_and'),
  'logical_or(BOOL)': plain('bool_or'),
  'string_agg(STRING)': stringAgg,
  'string_agg(STRING, STRING)': stringAgg,
  'array_agg(T)': ([operand = ''], call) => list(operand, call, call.ignoreNulls),
  'array_concat_agg(ARRAY<T>)': ([operand = ''], call) => `flatten(${list(operand, call, true)})`,
});

function navigation(name: string): WriteAggregate {
  return ([operand = '', ...rest], call) => {
    return call.apply(name, [call.ignoreNulls ? `${operand} IGNORE NULLS` : operand, ...rest]);
  };
}

/** What only a window has. */
export const ANALYTIC_FUNCTIONS = new SignatureTable<WriteAggregate>({
  'row_number()': plain('row_number'),
  'rank()': plain('rank'),
  'dense_rank()': plain('dense_rank'),
  'first_value(T)': navigation('first_value'),
  'last_value(T)': navigation('last_value'),
  'lag(T)': navigation('lag'),
  'lag(T, INT64)': navigation('lag'),
  'lag(T, INT64, T)': navigation('lag'),
  'lead(T)': navigation('lead'),
  'lead(T, INT64)': navigation('lead'),
  'lead(T, INT64, T)': navigation('lead'),
  'string_agg(STRING)': (_operands, call) => call.refuse('STRING_AGG as a window function'),
  'string_agg(STRING, STRING)': (_operands, call) => call.refuse('STRING_AGG as a window function'),
});
