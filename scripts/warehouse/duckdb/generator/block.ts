import type { ResolvedColumn } from '../../../googlesql/resolved_expressions.ts';
import { columnAlias, type Scope } from './scope.ts';

interface BlockColumn {
  readonly sql: string;
  /** An expression rather than a column of FROM: what reads it must stand in a SELECT around this one. */
  readonly isComputed: boolean;
}

/**
 * One SELECT in the making. Scans are added to it as long as SQL's own order of evaluation (FROM, WHERE, GROUP BY, window
 * functions, ORDER BY, LIMIT) gives what the tree says; what comes too late wraps it as a subquery. So a chain of
 * filters, joins and projections becomes the one SELECT that a person would write.
 */
export interface Block {
  readonly columns: ReadonlyMap<number, BlockColumn>;
  /** The text after WITH: one element a query. */
  readonly withQueries: readonly string[];
  readonly isRecursive: boolean;
  /** Undefined: a single row of no columns. */
  readonly from: string | undefined;
  /** A join, which needs parentheses as the operand of another. */
  readonly isJoin: boolean;
  readonly where: readonly string[];
  /** Grouped, of one group when the list is empty. */
  readonly groupBy: readonly string[] | undefined;
  readonly hasWindow: boolean;
  readonly orderBy: readonly string[];
  readonly limit: string | undefined;
  readonly offset: string | undefined;
}

export const SINGLE_ROW: Block = {
  columns: new Map(),
  withQueries: [],
  isRecursive: false,
  from: undefined,
  isJoin: false,
  where: [],
  groupBy: undefined,
  hasWindow: false,
  orderBy: [],
  limit: undefined,
  offset: undefined,
};

/** A relation whose columns are read as they are. */
export function source(
  from: string,
  columns: readonly (readonly [column: ResolvedColumn, sql: string])[],
): Block {
  return {
    ...SINGLE_ROW,
    from,
    columns: new Map(columns.map(([column, sql]) => [column.id, { sql, isComputed: false }])),
  };
}

/** Rows can still be filtered, joined and grouped in this SELECT. */
export function isOpen(block: Block): boolean {
  return block.groupBy === undefined && !block.hasWindow && block.orderBy.length === 0 && !hasLimit(block);
}

export function hasLimit(block: Block): boolean {
  return block.limit !== undefined || block.offset !== undefined;
}

/** Reads one of these columns that is computed in this very SELECT. */
export function readsComputed(block: Block, columnIds: ReadonlySet<number>): boolean {
  return [...columnIds].some((id) => block.columns.get(id)?.isComputed === true);
}

/** Can be an operand of a join, with the rows it filters left to the WHERE of the whole. */
export function isSource(block: Block): boolean {
  return (
    block.from !== undefined &&
    isOpen(block) &&
    block.withQueries.length === 0 &&
    [...block.columns.values()].every((column) => !column.isComputed)
  );
}

export function scopeOf(block: Block, outer: Scope): Scope {
  return outer.within(new Map([...block.columns].map(([id, { sql }]) => [id, sql])));
}

/** The SELECT as the source of another one, giving these columns. */
export function wrapped(block: Block, columns: readonly ResolvedColumn[], scope: Scope): Block {
  const alias = scope.statement.alias('q');
  return source(
    `(${selectSql(block, columns)}) AS ${alias}`,
    columns.map((column) => [column, `${alias}.${columnAlias(column)}`]),
  );
}

/** The whole SELECT, with these columns in this order under the names of their ids. */
export function selectSql(block: Block, columns: readonly ResolvedColumn[]): string {
  const list = columns.map((column) => `${columnSql(block, column)} AS ${columnAlias(column)}`);
  return statementSql(block, list.length === 0 ? ['1'] : list);
}

/** The whole SELECT with a list written by the caller. */
export function statementSql(block: Block, list: readonly string[]): string {
  const clauses = [
    block.withQueries.length === 0
      ? ''
      : `WITH ${block.isRecursive ? 'RECURSIVE ' : ''}${block.withQueries.join(', ')}`,
    `SELECT ${list.join(', ')}`,
    block.from === undefined ? '' : `FROM ${block.from}`,
    block.where.length === 0 ? '' : `WHERE ${block.where.join(' AND ')}`,
    block.groupBy === undefined || block.groupBy.length === 0 ? '' : `GROUP BY ${block.groupBy.join(', ')}`,
    // Without GROUP BY only an aggregate function makes one group; all of them may have been pruned.
    block.groupBy?.length === 0 ? 'HAVING count(*) >= 0' : '',
    block.orderBy.length === 0 ? '' : `ORDER BY ${block.orderBy.join(', ')}`,
    block.limit === undefined ? '' : `LIMIT ${block.limit}`,
    block.offset === undefined ? '' : `OFFSET ${block.offset}`,
  ];
  return clauses.filter((clause) => clause !== '').join(' ');
}

export function columnSql(block: Block, column: ResolvedColumn): string {
  const found = block.columns.get(column.id);
  if (found === undefined)
    throw new TypeError(`The scan doesn't give ${column.tableName}.${column.name}#${column.id}.`);
  return found.sql;
}
