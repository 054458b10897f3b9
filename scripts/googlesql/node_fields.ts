import type * as expressions from './resolved_expressions.ts';
import type * as scans from './resolved_scans.ts';
import type * as statements from './resolved_statements.ts';

/** Every node that can stand in a tree. */
export type ResolvedNode =
  | expressions.ResolvedExpression
  | expressions.OrderByItem
  | expressions.ComputedColumn
  | expressions.WindowFrame
  | expressions.WindowFrameExpr
  | scans.ResolvedScan
  | scans.ColumnHolder
  | scans.SetOperationItem
  | scans.WithEntry
  | scans.AnalyticFunctionGroup
  | scans.WindowPartitioning
  | scans.WindowOrdering
  | statements.ResolvedStatement
  | statements.OutputColumn
  | statements.DMLValue
  | statements.InsertRow
  | statements.UpdateItem
  | statements.MergeWhen
  | statements.ColumnAnnotations
  | statements.ColumnDefinition
  | statements.AlterAction;

export type NodeKind = ResolvedNode['kind'];
type FieldOf<Kind extends NodeKind> = Exclude<
  keyof Extract<ResolvedNode, { kind: Kind }>,
  'kind' | 'location'
>;

const FUNCTION_CALL = {
  type: true,
  function: true,
  signature: true,
  argumentList: true,
  errorMode: true,
} as const;
const NON_SCALAR_CALL = { ...FUNCTION_CALL, distinct: true, nullHandlingModifier: true } as const;
const CREATION = { namePath: true, createScope: true, createMode: true } as const;

/**
 * The fields of each kind of node that the project's SQL may use. A kind that isn't here, and any other field that is set
 * (a collation, `RETURNING`, `ROLLUP` …), is refused: nothing that the analyser understood is silently lost.
 */
export const NODE_FIELDS: { readonly [Kind in NodeKind]: Readonly<Record<FieldOf<Kind>, true>> } = {
  Literal: { type: true, value: true },
  Parameter: { type: true, name: true },
  ColumnRef: { type: true, column: true, isCorrelated: true },
  FunctionCall: FUNCTION_CALL,
  AggregateFunctionCall: { ...NON_SCALAR_CALL, orderByItemList: true, limit: true },
  AnalyticFunctionCall: { ...NON_SCALAR_CALL, windowFrame: true },
  WindowFrame: { frameUnit: true, startExpr: true, endExpr: true },
  WindowFrameExpr: { boundaryType: true, expression: true },
  Cast: { type: true, expr: true, returnNullOnError: true },
  MakeStruct: { type: true, fieldList: true },
  GetStructField: { type: true, expr: true, fieldIdx: true },
  SubqueryExpr: { type: true, subqueryType: true, parameterList: true, inExpr: true, subquery: true },
  DMLDefault: { type: true },
  OrderByItem: { columnRef: true, isDescending: true, nullOrder: true },
  ComputedColumn: { column: true, expr: true },

  SingleRowScan: { columnList: true },
  TableScan: { columnList: true, table: true },
  JoinScan: { columnList: true, joinType: true, leftScan: true, rightScan: true, joinExpr: true },
  ArrayScan: {
    columnList: true,
    inputScan: true,
    arrayExpr: true,
    elementColumn: true,
    arrayOffsetColumn: true,
    joinExpr: true,
    isOuter: true,
  },
  ColumnHolder: { column: true },
  FilterScan: { columnList: true, inputScan: true, filterExpr: true },
  SetOperationScan: { columnList: true, opType: true, inputItemList: true },
  SetOperationItem: { scan: true, outputColumnList: true },
  OrderByScan: { columnList: true, inputScan: true, orderByItemList: true },
  LimitOffsetScan: { columnList: true, inputScan: true, limit: true, offset: true },
  WithRefScan: { columnList: true, withQueryName: true },
  WithScan: { columnList: true, withEntryList: true, query: true, recursive: true },
  WithEntry: { withQueryName: true, withSubquery: true },
  AnalyticScan: { columnList: true, inputScan: true, functionGroupList: true },
  AnalyticFunctionGroup: { partitionBy: true, orderBy: true, analyticFunctionList: true },
  WindowPartitioning: { partitionByList: true },
  WindowOrdering: { orderByItemList: true },
  AggregateScan: { columnList: true, inputScan: true, groupByList: true, aggregateList: true },
  ProjectScan: { columnList: true, exprList: true, inputScan: true },
  RecursiveScan: { columnList: true, opType: true, nonRecursiveTerm: true, recursiveTerm: true },
  RecursiveRefScan: { columnList: true },

  QueryStmt: { outputColumnList: true, query: true },
  OutputColumn: { name: true, column: true },
  InsertStmt: {
    tableScan: true,
    insertColumnList: true,
    query: true,
    queryParameterList: true,
    queryOutputColumnList: true,
    rowList: true,
  },
  DMLValue: { value: true },
  InsertRow: { valueList: true },
  UpdateStmt: { tableScan: true, whereExpr: true, updateItemList: true, fromScan: true },
  UpdateItem: { target: true, setValue: true },
  DeleteStmt: { tableScan: true, whereExpr: true },
  MergeStmt: { tableScan: true, fromScan: true, mergeExpr: true, whenClauseList: true },
  MergeWhen: {
    matchType: true,
    matchExpr: true,
    actionType: true,
    insertColumnList: true,
    insertRow: true,
    updateItemList: true,
  },
  TruncateStmt: { tableScan: true, whereExpr: true },
  CreateTableStmt: { ...CREATION, columnDefinitionList: true },
  CreateTableAsSelectStmt: { ...CREATION, columnDefinitionList: true, outputColumnList: true, query: true },
  CreateViewStmt: { ...CREATION, outputColumnList: true, query: true },
  ColumnDefinition: { name: true, type: true, annotations: true, column: true },
  ColumnAnnotations: { notNull: true, childList: true, typeParameters: true },
  AlterTableStmt: { namePath: true, isIfExists: true, alterActionList: true },
  RenameToAction: { newPath: true },
  AddColumnAction: { isIfNotExists: true, columnDefinition: true },
  DropStmt: { objectType: true, isIfExists: true, namePath: true },
  BeginStmt: {},
  CommitStmt: {},
  RollbackStmt: {},
  AssertStmt: { expression: true, description: true },
};

/** Fields that change no result: what the resolver keeps for itself, hints, storage, and what another field says too. */
export const FIELDS_WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  'alias',
  'clusterByList',
  'columnAccessList',
  'columnDefinitionList',
  'columnIndexList',
  'fieldExprIsPositional',
  'floatLiteralId',
  'foreignKeyList',
  'functionCallInfo',
  'hasExplicitColumns',
  'hasExplicitType',
  'hintList',
  'isOrdered',
  'isUntyped',
  'nodeSource',
  'optionList',
  'partitionByList',
  'preserveInLiteralRemover',
  'primaryKey',
  'pseudoColumnList',
  'sql',
  'typeAnnotationMap',
]);

/** Enumeration values that mean that nothing was asked for. */
export const NEUTRAL_ENUM_VALUES: ReadonlySet<unknown> = new Set([
  'BY_POSITION',
  'DROP_MODE_UNSPECIFIED',
  'MODE_UNSPECIFIED',
  'OR_ERROR',
  'SQL_SECURITY_UNSPECIFIED',
  'STRICT',
]);
