import type {
  ComputedColumn,
  ResolvedColumn,
  ResolvedExpression,
} from '../../../googlesql/resolved_expressions.ts';
import type {
  AggregateScan,
  AnalyticScan,
  ArrayScan,
  FilterScan,
  JoinScan,
  LimitOffsetScan,
  OrderByScan,
  ProjectScan,
  RecursiveScan,
  ResolvedScan,
  SetOperationItem,
  SetOperationScan,
  TableScan,
  WithRefScan,
  WithScan,
} from '../../../googlesql/resolved_scans.ts';
import { quoted } from '../types.ts';
import { aggregateSql, analyticSql } from './aggregates.ts';
import {
  type Block,
  columnSql,
  hasLimit,
  isOpen,
  isSource,
  readsComputed,
  scopeOf,
  selectSql,
  SINGLE_ROW,
  source,
  statementSql,
  wrapped,
} from './block.ts';
import { columnReferences } from './column_references.ts';
import { expressionSql } from './expressions.ts';
import { hashableCondition } from './join_condition.ts';
import { orderBySql } from './order_by.ts';
import { refuse } from './refusal.ts';
import { columnAlias, type Scope } from './scope.ts';

/** A scan as a whole query that gives its columns in their order. */
export function querySql(scan: ResolvedScan, scope: Scope, columns = scan.columnList): string {
  return selectSql(scanBlock(scan, scope), columns);
}

/** A scan as a SELECT in the making. `scope` is what the query around it lets it read. */
export function scanBlock(scan: ResolvedScan, scope: Scope): Block {
  switch (scan.kind) {
    case 'SingleRowScan':
      return SINGLE_ROW;
    case 'TableScan':
      return tableBlock(scan, scope);
    case 'JoinScan':
      return joinBlock(scan, scope);
    case 'ArrayScan':
      return arrayBlock(scan, scope);
    case 'FilterScan':
      return filterBlock(scan, scope);
    case 'ProjectScan':
      return projectBlock(scan, scope);
    case 'AggregateScan':
      return aggregateBlock(scan, scope);
    case 'AnalyticScan':
      return analyticBlock(scan, scope);
    case 'OrderByScan':
      return orderByBlock(scan, scope);
    case 'LimitOffsetScan':
      return limitBlock(scan, scope);
    case 'SetOperationScan':
      return setOperationBlock(scan, scope);
    case 'WithScan':
      return withBlock(scan, scope);
    case 'WithRefScan':
      return withReferenceBlock(scan, scan.withQueryName, scope);
    case 'RecursiveRefScan':
      return withReferenceBlock(scan, scope.statement.recursiveQuery, scope);
    case 'RecursiveScan':
      return refuse('a recursive query outside WITH RECURSIVE', scan);
  }
}

function tableBlock(scan: TableScan, scope: Scope): Block {
  const table = scope.statement.tableSql(scan.table);
  if (table === undefined) return refuse(`the table ${scan.table} of another project`, scan);
  const alias = scope.statement.alias('t');
  return source(
    `${table} AS ${alias}`,
    scan.columnList.map((column) => [column, `${alias}.${quoted(column.name)}`]),
  );
}

/** The block, or a SELECT around it, such that a clause that reads these columns can be added. */
function openedFor(block: Block, scan: ResolvedScan, scope: Scope, reads: ReadonlySet<number>): Block {
  return isOpen(block) && !readsComputed(block, reads) ? block : wrapped(block, scan.columnList, scope);
}

function filterBlock(scan: FilterScan, scope: Scope): Block {
  const input = openedFor(
    scanBlock(scan.inputScan, scope),
    scan.inputScan,
    scope,
    columnReferences(scan.filterExpr),
  );
  return { ...input, where: [...input.where, expressionSql(scan.filterExpr, scopeOf(input, scope))] };
}

const KEYWORDS = { INNER: 'JOIN', LEFT: 'LEFT JOIN', RIGHT: 'RIGHT JOIN', FULL: 'FULL JOIN' } as const;

function joinBlock(scan: JoinScan, scope: Scope): Block {
  const left = joinOperand(scan.leftScan, scope, scan.joinType === 'INNER' || scan.joinType === 'LEFT');
  const right = joinOperand(scan.rightScan, scope, scan.joinType === 'INNER' || scan.joinType === 'RIGHT');
  const joined: Block = {
    ...SINGLE_ROW,
    isJoin: true,
    columns: new Map([...left.columns, ...right.columns]),
    where: [...left.where, ...right.where],
  };
  const rightSql = right.isJoin ? `(${right.from ?? ''})` : (right.from ?? '');
  const joinExpr = hashableCondition(scan);
  const isCross = joinExpr === undefined && scan.joinType === 'INNER';
  const condition = joinExpr === undefined ? 'TRUE' : expressionSql(joinExpr, scopeOf(joined, scope));
  const from = isCross
    ? `${left.from ?? ''} CROSS JOIN ${rightSql}`
    : `${left.from ?? ''} ${KEYWORDS[scan.joinType]} ${rightSql} ON ${condition}`;
  return { ...joined, from };
}

/** `mayFilter`: the join keeps the rows that the operand's WHERE has left, so it can be applied after the join. */
function joinOperand(scan: ResolvedScan, scope: Scope, mayFilter: boolean): Block {
  const block = scanBlock(scan, scope);
  return isSource(block) && (mayFilter || block.where.length === 0)
    ? block
    : wrapped(block, scan.columnList, scope);
}

/** `UNNEST` in the select list: as a lateral join DuckDB takes ten times as long. */
function arrayBlock(scan: ArrayScan, scope: Scope): Block {
  const inputColumns = scan.inputScan?.columnList ?? [];
  let input = scan.inputScan === undefined ? SINGLE_ROW : scanBlock(scan.inputScan, scope);
  if (scan.inputScan !== undefined)
    input = openedFor(input, scan.inputScan, scope, columnReferences(scan.arrayExpr));
  if (scan.isOuter && scan.joinExpr !== undefined) refuse('LEFT JOIN UNNEST … ON', scan);

  const array = expressionSql(scan.arrayExpr, scopeOf(input, scope));
  const elements = scan.isOuter ? `CASE WHEN len(${array}) > 0 THEN ${array} ELSE [NULL] END` : array;
  const offsetColumn = scan.arrayOffsetColumn?.column;
  const offsets = `generate_subscripts(${elements}, 1) - 1`;
  const computed: [ResolvedColumn, string][] = [[scan.elementColumn, `unnest(${elements})`]];
  if (offsetColumn !== undefined) {
    computed.push([offsetColumn, scan.isOuter ? `CASE WHEN len(${array}) > 0 THEN ${offsets} END` : offsets]);
  }
  const unnested: Block = {
    ...input,
    columns: new Map([
      ...input.columns,
      ...computed.map(([column, sql]) => [column.id, { sql, isComputed: true }] as const),
    ]),
  };
  const block = wrapped(unnested, [...inputColumns, ...computed.map(([column]) => column)], scope);
  if (scan.joinExpr === undefined) return block;
  return { ...block, where: [expressionSql(scan.joinExpr, scopeOf(block, scope))] };
}

function projectBlock(scan: ProjectScan, scope: Scope): Block {
  let input = scanBlock(scan.inputScan, scope);
  const computesNothing = scan.exprList.every(({ expr }) => expr.kind === 'ColumnRef');
  if (!computesNothing) {
    const reads = columnReferences(...scan.exprList);
    const mustWrap =
      input.groupBy !== undefined || input.hasWindow || hasLimit(input) || readsComputed(input, reads);
    if (mustWrap) input = wrapped(input, scan.inputScan.columnList, scope);
  }
  return withColumns(input, scan.exprList, scan.columnList, scopeOf(input, scope), expressionSql);
}

/** The block giving `columnList`, of which `computed` are added here. */
function withColumns<E extends ResolvedExpression>(
  block: Block,
  computed: readonly ComputedColumn<E>[],
  columnList: readonly ResolvedColumn[],
  scope: Scope,
  write: (expression: E, scope: Scope) => string,
): Block {
  const added = new Map(
    computed.map(({ column, expr }) => {
      const renamed = expr.kind === 'ColumnRef' ? block.columns.get(expr.column.id) : undefined;
      return [column.id, renamed ?? { sql: write(expr, scope), isComputed: true }];
    }),
  );
  const all = new Map([...block.columns, ...added]);
  const kept = new Set(columnList.map((column) => column.id));
  return { ...block, columns: new Map([...all].filter(([id]) => kept.has(id))) };
}

function aggregateBlock(scan: AggregateScan, scope: Scope): Block {
  const reads = columnReferences(...scan.groupByList, ...scan.aggregateList);
  const input = openedFor(scanBlock(scan.inputScan, scope), scan.inputScan, scope, reads);
  const inner = scopeOf(input, scope);
  const groups = scan.groupByList.map(({ column, expr }) => [column.id, expressionSql(expr, inner)] as const);
  const aggregates = scan.aggregateList.map(
    ({ column, expr }) => [column.id, aggregateSql(expr, inner)] as const,
  );
  return {
    ...input,
    columns: new Map([...groups, ...aggregates].map(([id, sql]) => [id, { sql, isComputed: true }])),
    groupBy: groups.map(([, sql]) => sql),
  };
}

function analyticBlock(scan: AnalyticScan, scope: Scope): Block {
  const reads = columnReferences(...scan.functionGroupList);
  const input = openedFor(scanBlock(scan.inputScan, scope), scan.inputScan, scope, reads);
  const inner = scopeOf(input, scope);
  const computed = scan.functionGroupList.flatMap((group) =>
    group.analyticFunctionList.map(
      ({ column, expr }) => [column.id, { sql: analyticSql(expr, group, inner), isComputed: true }] as const,
    ),
  );
  return { ...input, hasWindow: true, columns: new Map([...input.columns, ...computed]) };
}

function orderByBlock(scan: OrderByScan, scope: Scope): Block {
  let input = scanBlock(scan.inputScan, scope);
  const reads = columnReferences(...scan.orderByItemList);
  if (hasLimit(input) || input.orderBy.length > 0 || readsComputed(input, reads)) {
    input = wrapped(input, scan.inputScan.columnList, scope);
  }
  return { ...input, orderBy: orderBySql(scan.orderByItemList, scopeOf(input, scope)) };
}

function limitBlock(scan: LimitOffsetScan, scope: Scope): Block {
  let input = scanBlock(scan.inputScan, scope);
  if (hasLimit(input)) input = wrapped(input, scan.inputScan.columnList, scope);
  return {
    ...input,
    limit: scan.limit === undefined ? undefined : expressionSql(scan.limit, scope),
    offset: scan.offset === undefined ? undefined : expressionSql(scan.offset, scope),
  };
}

const SET_OPERATIONS = {
  UNION_ALL: 'UNION ALL',
  UNION_DISTINCT: 'UNION',
  INTERSECT_ALL: 'INTERSECT ALL',
  INTERSECT_DISTINCT: 'INTERSECT',
  EXCEPT_ALL: 'EXCEPT ALL',
  EXCEPT_DISTINCT: 'EXCEPT',
} as const;

function setOperationBlock(scan: SetOperationScan, scope: Scope): Block {
  const alias = scope.statement.alias('q');
  const queries = scan.inputItemList.map((item) => `(${itemSql(item, scan.columnList, scope)})`);
  return source(
    `(${queries.join(` ${SET_OPERATIONS[scan.opType]} `)}) AS ${alias}`,
    scan.columnList.map((column) => [column, `${alias}.${columnAlias(column)}`]),
  );
}

/** One side of a set operation, its columns under the names of the operation's. */
function itemSql(item: SetOperationItem, columns: readonly ResolvedColumn[], scope: Scope): string {
  const block = scanBlock(item.scan, scope);
  const list = item.outputColumnList.map(
    (column, index) => `${columnSql(block, column)} AS ${columnAlias(columns[index] ?? column)}`,
  );
  return statementSql(block, list.length === 0 ? ['1'] : list);
}

function withBlock(scan: WithScan, scope: Scope): Block {
  const { statement } = scope;
  const withQueries = scan.withEntryList.map(({ withQueryName, withSubquery }) => {
    statement.defineWithQuery(withQueryName, withSubquery.columnList);
    const sql =
      withSubquery.kind === 'RecursiveScan'
        ? statement.inRecursiveQuery(withQueryName, () => recursiveSql(withSubquery, scope))
        : querySql(withSubquery, scope);
    const names = withSubquery.columnList.map(columnAlias);
    return `${quoted(withQueryName)}${names.length === 0 ? '' : `(${names.join(', ')})`} AS (${sql})`;
  });
  let query = scanBlock(scan.query, scope);
  // A WITH inside this one's query would stand before the names that it may read.
  if (query.withQueries.length > 0) query = wrapped(query, scan.query.columnList, scope);
  return { ...query, withQueries, isRecursive: scan.recursive };
}

function recursiveSql(scan: RecursiveScan, scope: Scope): string {
  const [first, next] = [scan.nonRecursiveTerm, scan.recursiveTerm].map((item) =>
    itemSql(item, scan.columnList, scope),
  );
  return `${first ?? ''} ${SET_OPERATIONS[scan.opType]} ${next ?? ''}`;
}

function withReferenceBlock(scan: Pick<WithRefScan, 'columnList'>, name: string, scope: Scope): Block {
  const given = scope.statement.withQueryColumns(name);
  const alias = scope.statement.alias('w');
  return source(
    `${quoted(name)} AS ${alias}`,
    scan.columnList.map((column, index) => [column, `${alias}.${columnAlias(given[index] ?? column)}`]),
  );
}
