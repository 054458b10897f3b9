import type { Value } from '../warehouse/values.ts';
import type { ResolvedScan } from './resolved_scans.ts';
import type { ResolvedType } from './types.ts';

/** A range of the script's text in JavaScript's indices, the end exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export interface Node<Kind extends string> {
  readonly kind: Kind;
  /** Absent on nodes that the analyser made up. */
  readonly location?: TextRange;
}

/** A column of some scan. Its id is unique in the statement; the names are for people. */
export interface ResolvedColumn {
  readonly id: number;
  readonly name: string;
  readonly tableName: string;
  readonly type: ResolvedType;
}

interface Expression<Kind extends string> extends Node<Kind> {
  readonly type: ResolvedType;
}

/** An enumeration's value is its name: `MONTH`, `NFC`. A value of an unsupported type is NULL; the type says so. */
export interface Literal extends Expression<'Literal'> {
  readonly value: Value;
}

export interface Parameter extends Expression<'Parameter'> {
  /** Lower case, without `@`. */
  readonly name: string;
}

export interface ColumnRef extends Expression<'ColumnRef'> {
  readonly column: ResolvedColumn;
  readonly isCorrelated: boolean;
}

interface FunctionCallBase<Kind extends string> extends Expression<Kind> {
  /** As the analyser calls it: `concat`, `$add`, `$case_no_value`, `edit_distance`. */
  readonly function: string;
  /**
   * The function and the types that were chosen: `concat(STRING, STRING...)`, `$add(INT64, INT64)`. An optional argument
   * that isn't given is left out; a repeated one always stands there, with three dots.
   */
  readonly signature: string;
  readonly argumentList: readonly ResolvedExpression[];
  /** SAFE: an error that the values cause gives NULL. */
  readonly errorMode: 'DEFAULT_ERROR_MODE' | 'SAFE_ERROR_MODE';
}

export type FunctionCall = FunctionCallBase<'FunctionCall'>;

interface NonScalarFunctionCall<Kind extends string> extends FunctionCallBase<Kind> {
  readonly distinct: boolean;
  readonly nullHandlingModifier: 'DEFAULT_NULL_HANDLING' | 'IGNORE_NULLS' | 'RESPECT_NULLS';
}

export interface AggregateFunctionCall extends NonScalarFunctionCall<'AggregateFunctionCall'> {
  readonly orderByItemList: readonly OrderByItem[];
  readonly limit?: ResolvedExpression;
}

export interface AnalyticFunctionCall extends NonScalarFunctionCall<'AnalyticFunctionCall'> {
  readonly windowFrame?: WindowFrame;
}

export interface WindowFrame extends Node<'WindowFrame'> {
  readonly frameUnit: 'ROWS' | 'RANGE';
  readonly startExpr: WindowFrameExpr;
  readonly endExpr: WindowFrameExpr;
}

export interface WindowFrameExpr extends Node<'WindowFrameExpr'> {
  readonly boundaryType:
    'UNBOUNDED_PRECEDING' | 'OFFSET_PRECEDING' | 'CURRENT_ROW' | 'OFFSET_FOLLOWING' | 'UNBOUNDED_FOLLOWING';
  readonly expression?: ResolvedExpression;
}

export interface Cast extends Expression<'Cast'> {
  readonly expr: ResolvedExpression;
  /** SAFE_CAST. */
  readonly returnNullOnError: boolean;
}

export interface MakeStruct extends Expression<'MakeStruct'> {
  readonly fieldList: readonly ResolvedExpression[];
}

export interface GetStructField extends Expression<'GetStructField'> {
  readonly expr: ResolvedExpression;
  /** From 0. */
  readonly fieldIdx: number;
}

export interface SubqueryExpr extends Expression<'SubqueryExpr'> {
  readonly subqueryType: 'SCALAR' | 'ARRAY' | 'EXISTS' | 'IN';
  /** The columns from outside that the subquery reads; empty when it isn't correlated. */
  readonly parameterList: readonly ColumnRef[];
  readonly inExpr?: ResolvedExpression;
  readonly subquery: ResolvedScan;
}

/** `DEFAULT` as the value of an INSERT or UPDATE. */
export type DMLDefault = Expression<'DMLDefault'>;

export type ResolvedExpression =
  | Literal
  | Parameter
  | ColumnRef
  | FunctionCall
  | AggregateFunctionCall
  | AnalyticFunctionCall
  | Cast
  | MakeStruct
  | GetStructField
  | SubqueryExpr
  | DMLDefault;

export interface OrderByItem extends Node<'OrderByItem'> {
  readonly columnRef: ColumnRef;
  readonly isDescending: boolean;
  /** Unspecified: NULLs first ascending, last descending. */
  readonly nullOrder: 'ORDER_UNSPECIFIED' | 'NULLS_FIRST' | 'NULLS_LAST';
}

export interface ComputedColumn<
  E extends ResolvedExpression = ResolvedExpression,
> extends Node<'ComputedColumn'> {
  readonly column: ResolvedColumn;
  readonly expr: E;
}
