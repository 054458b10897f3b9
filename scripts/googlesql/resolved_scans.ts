import type {
  AggregateFunctionCall,
  AnalyticFunctionCall,
  ColumnRef,
  ComputedColumn,
  Node,
  OrderByItem,
  ResolvedColumn,
  ResolvedExpression,
} from './resolved_expressions.ts';

interface Scan<Kind extends string> extends Node<Kind> {
  /** The columns that the scan gives. Unused ones are pruned, so it may be empty. */
  readonly columnList: readonly ResolvedColumn[];
}

export type SingleRowScan = Scan<'SingleRowScan'>;

export interface TableScan extends Scan<'TableScan'> {
  /** The full dotted name, the key of the catalog. */
  readonly table: string;
}

export interface JoinScan extends Scan<'JoinScan'> {
  readonly joinType: 'INNER' | 'LEFT' | 'RIGHT' | 'FULL';
  readonly leftScan: ResolvedScan;
  readonly rightScan: ResolvedScan;
  /** Absent for a cross join. */
  readonly joinExpr?: ResolvedExpression;
}

/** UNNEST, alone or joined to a scan whose columns the array may read. */
export interface ArrayScan extends Scan<'ArrayScan'> {
  readonly inputScan?: ResolvedScan;
  readonly arrayExpr: ResolvedExpression;
  readonly elementColumn: ResolvedColumn;
  readonly arrayOffsetColumn?: ColumnHolder;
  readonly joinExpr?: ResolvedExpression;
  readonly isOuter: boolean;
}

export interface ColumnHolder extends Node<'ColumnHolder'> {
  readonly column: ResolvedColumn;
}

export interface FilterScan extends Scan<'FilterScan'> {
  readonly inputScan: ResolvedScan;
  readonly filterExpr: ResolvedExpression;
}

export interface SetOperationScan extends Scan<'SetOperationScan'> {
  readonly opType:
    | 'UNION_ALL'
    | 'UNION_DISTINCT'
    | 'INTERSECT_ALL'
    | 'INTERSECT_DISTINCT'
    | 'EXCEPT_ALL'
    | 'EXCEPT_DISTINCT';
  /** The columns of each, by position, are the scan's columns. */
  readonly inputItemList: readonly SetOperationItem[];
}

export interface SetOperationItem extends Node<'SetOperationItem'> {
  readonly scan: ResolvedScan;
  readonly outputColumnList: readonly ResolvedColumn[];
}

export interface OrderByScan extends Scan<'OrderByScan'> {
  readonly inputScan: ResolvedScan;
  readonly orderByItemList: readonly OrderByItem[];
}

export interface LimitOffsetScan extends Scan<'LimitOffsetScan'> {
  readonly inputScan: ResolvedScan;
  readonly limit?: ResolvedExpression;
  readonly offset?: ResolvedExpression;
}

/** The scan's columns are the columns of the WITH query, by position. */
export interface WithRefScan extends Scan<'WithRefScan'> {
  readonly withQueryName: string;
}

export interface WithScan extends Scan<'WithScan'> {
  /** In an order in which each only refers to earlier ones (or, if recursive, itself). Names are unique in the statement. */
  readonly withEntryList: readonly WithEntry[];
  readonly query: ResolvedScan;
  readonly recursive: boolean;
}

export interface WithEntry extends Node<'WithEntry'> {
  readonly withQueryName: string;
  readonly withSubquery: ResolvedScan;
}

export interface AnalyticScan extends Scan<'AnalyticScan'> {
  readonly inputScan: ResolvedScan;
  readonly functionGroupList: readonly AnalyticFunctionGroup[];
}

export interface AnalyticFunctionGroup extends Node<'AnalyticFunctionGroup'> {
  readonly partitionBy?: WindowPartitioning;
  readonly orderBy?: WindowOrdering;
  readonly analyticFunctionList: readonly ComputedColumn<AnalyticFunctionCall>[];
}

export interface WindowPartitioning extends Node<'WindowPartitioning'> {
  readonly partitionByList: readonly ColumnRef[];
}

export interface WindowOrdering extends Node<'WindowOrdering'> {
  readonly orderByItemList: readonly OrderByItem[];
}

export interface AggregateScan extends Scan<'AggregateScan'> {
  readonly inputScan: ResolvedScan;
  /** Empty without GROUP BY: one row, even of no input. */
  readonly groupByList: readonly ComputedColumn[];
  readonly aggregateList: readonly ComputedColumn<AggregateFunctionCall>[];
}

export interface ProjectScan extends Scan<'ProjectScan'> {
  /** The columns that are computed here; the rest of the column list comes from the input. */
  readonly exprList: readonly ComputedColumn[];
  readonly inputScan: ResolvedScan;
}

export interface RecursiveScan extends Scan<'RecursiveScan'> {
  readonly opType: 'UNION_ALL' | 'UNION_DISTINCT';
  readonly nonRecursiveTerm: SetOperationItem;
  readonly recursiveTerm: SetOperationItem;
}

export type RecursiveRefScan = Scan<'RecursiveRefScan'>;

export type ResolvedScan =
  | SingleRowScan
  | TableScan
  | JoinScan
  | ArrayScan
  | FilterScan
  | SetOperationScan
  | OrderByScan
  | LimitOffsetScan
  | WithRefScan
  | WithScan
  | AnalyticScan
  | AggregateScan
  | ProjectScan
  | RecursiveScan
  | RecursiveRefScan;
