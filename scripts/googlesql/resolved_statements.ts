import type { Node, ResolvedColumn, ResolvedExpression, ColumnRef } from './resolved_expressions.ts';
import type { ResolvedScan, TableScan } from './resolved_scans.ts';
import type { ResolvedType } from './types.ts';

export interface OutputColumn extends Node<'OutputColumn'> {
  /** An expression without an alias has a name that begins with `$`. */
  readonly name: string;
  readonly column: ResolvedColumn;
}

export interface QueryStmt extends Node<'QueryStmt'> {
  readonly outputColumnList: readonly OutputColumn[];
  readonly query: ResolvedScan;
}

export interface DMLValue extends Node<'DMLValue'> {
  readonly value: ResolvedExpression;
}

export interface InsertRow extends Node<'InsertRow'> {
  readonly valueList: readonly DMLValue[];
}

/** Either a query or rows. */
export interface InsertStmt extends Node<'InsertStmt'> {
  readonly tableScan: TableScan;
  readonly insertColumnList: readonly ResolvedColumn[];
  readonly query?: ResolvedScan;
  readonly queryParameterList: readonly ColumnRef[];
  /** The query's columns, in the order of the insert columns. */
  readonly queryOutputColumnList: readonly ResolvedColumn[];
  readonly rowList: readonly InsertRow[];
}

export interface UpdateItem extends Node<'UpdateItem'> {
  readonly target: ResolvedExpression;
  readonly setValue: DMLValue;
}

export interface UpdateStmt extends Node<'UpdateStmt'> {
  readonly tableScan: TableScan;
  readonly whereExpr: ResolvedExpression;
  readonly updateItemList: readonly UpdateItem[];
  readonly fromScan?: ResolvedScan;
}

export interface DeleteStmt extends Node<'DeleteStmt'> {
  readonly tableScan: TableScan;
  readonly whereExpr: ResolvedExpression;
}

export interface MergeStmt extends Node<'MergeStmt'> {
  readonly tableScan: TableScan;
  readonly fromScan: ResolvedScan;
  readonly mergeExpr: ResolvedExpression;
  readonly whenClauseList: readonly MergeWhen[];
}

export interface MergeWhen extends Node<'MergeWhen'> {
  readonly matchType: 'MATCHED' | 'NOT_MATCHED_BY_SOURCE' | 'NOT_MATCHED_BY_TARGET';
  readonly matchExpr?: ResolvedExpression;
  readonly actionType: 'INSERT' | 'UPDATE' | 'DELETE';
  readonly insertColumnList: readonly ResolvedColumn[];
  readonly insertRow?: InsertRow;
  readonly updateItemList: readonly UpdateItem[];
}

export interface TruncateStmt extends Node<'TruncateStmt'> {
  readonly tableScan: TableScan;
  readonly whereExpr?: ResolvedExpression;
}

/** The limits of STRING(n), BYTES(n), NUMERIC(p, s); of an array, its elements' are the only child. */
export interface TypeParameters {
  readonly maxLength?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly children: readonly TypeParameters[];
}

/** Of an array the child is its element; of a struct the children are its fields. */
export interface ColumnAnnotations extends Node<'ColumnAnnotations'> {
  readonly notNull: boolean;
  readonly childList: readonly ColumnAnnotations[];
  readonly typeParameters?: TypeParameters;
}

export interface ColumnDefinition extends Node<'ColumnDefinition'> {
  readonly name: string;
  readonly type: ResolvedType;
  readonly annotations?: ColumnAnnotations;
  readonly column: ResolvedColumn;
}

interface Creation<Kind extends string> extends Node<Kind> {
  /** One element for `` `project.dataset.table` ``. */
  readonly namePath: readonly string[];
  readonly createScope: 'CREATE_DEFAULT_SCOPE' | 'CREATE_PRIVATE' | 'CREATE_PUBLIC' | 'CREATE_TEMP';
  readonly createMode: 'CREATE_DEFAULT' | 'CREATE_OR_REPLACE' | 'CREATE_IF_NOT_EXISTS';
}

/** Partitioning, clustering, options and unenforced keys have no effect on rows and are left out. */
export interface CreateTableStmt extends Creation<'CreateTableStmt'> {
  readonly columnDefinitionList: readonly ColumnDefinition[];
}

export interface CreateTableAsSelectStmt extends Creation<'CreateTableAsSelectStmt'> {
  readonly columnDefinitionList: readonly ColumnDefinition[];
  readonly outputColumnList: readonly OutputColumn[];
  readonly query: ResolvedScan;
}

export interface CreateViewStmt extends Creation<'CreateViewStmt'> {
  readonly outputColumnList: readonly OutputColumn[];
  readonly query: ResolvedScan;
}

export interface DropStmt extends Node<'DropStmt'> {
  /** `TABLE`, `VIEW` … */
  readonly objectType: string;
  readonly isIfExists: boolean;
  readonly namePath: readonly string[];
}

export interface RenameToAction extends Node<'RenameToAction'> {
  /** One element: the table stays in its dataset. */
  readonly newPath: readonly string[];
}

export interface AddColumnAction extends Node<'AddColumnAction'> {
  readonly isIfNotExists: boolean;
  readonly columnDefinition: ColumnDefinition;
}

export type AlterAction = RenameToAction | AddColumnAction;

/** For a rename alone the analyser doesn't ask whether the table is there. */
export interface AlterTableStmt extends Node<'AlterTableStmt'> {
  readonly namePath: readonly string[];
  readonly isIfExists: boolean;
  readonly alterActionList: readonly AlterAction[];
}

export type BeginStmt = Node<'BeginStmt'>;
export type CommitStmt = Node<'CommitStmt'>;
export type RollbackStmt = Node<'RollbackStmt'>;

export interface AssertStmt extends Node<'AssertStmt'> {
  readonly expression: ResolvedExpression;
  readonly description: string;
}

export type ResolvedStatement =
  | QueryStmt
  | InsertStmt
  | UpdateStmt
  | DeleteStmt
  | MergeStmt
  | TruncateStmt
  | CreateTableStmt
  | CreateTableAsSelectStmt
  | CreateViewStmt
  | AlterTableStmt
  | DropStmt
  | BeginStmt
  | CommitStmt
  | RollbackStmt
  | AssertStmt;
