import type { ResolvedColumn } from '../../../googlesql/resolved_expressions.ts';
import type { MergeStmt, MergeWhen } from '../../../googlesql/resolved_statements.ts';
import { duckDbTypeSql, quoted } from '../types.ts';
import { type Block, scopeOf, selectSql, SINGLE_ROW, source, statementSql } from './block.ts';
import {
  type Assignment,
  createPlanSql,
  DROP_PLAN_SQL,
  PLAN,
  plannedColumn,
  REFUSE_DUPLICATES_SQL,
  TARGET_ROW,
  updateFromPlanSql,
} from './change_plan.ts';
import { expressionSql, supportedType } from './expressions.ts';
import { scanBlock } from './scans.ts';
import { columnAlias, type Scope } from './scope.ts';
import { targetTable } from './statements.ts';
import { storedSql } from './stored_values.ts';
import { assignment, newValueSql } from './update.ts';

/**
 * A MERGE as a plan of its changes, which is checked and then carried out: DuckDB's own MERGE takes any one of several source
 * rows for a target row. Every condition and value is evaluated in the plan, so on the rows as they were before.
 */
export function mergeCommands(tree: MergeStmt, scope: Scope): string[] {
  const { table, block: target } = targetTable(tree.tableScan, scope);
  const clauses = tree.whenClauseList;
  const joined = mergeJoin(tree, target, scope);
  const inner = scopeOf(joined, scope);

  const firstThatApplies = clauses.map((clause, index) => {
    const condition = clause.matchExpr === undefined ? '' : ` AND ${expressionSql(clause.matchExpr, inner)}`;
    return `WHEN ${MATCH_CONDITIONS[clause.matchType]}${condition} THEN ${index + 1}`;
  });
  const alias = scope.statement.alias('q');
  const columns = [...tree.tableScan.columnList, ...tree.fromScan.columnList];
  const decision = statementSql(joined, [
    `target.rowid AS ${TARGET_ROW}`,
    `CASE ${firstThatApplies.join(' ')} END AS action`,
    ...columns.map((column) => `${inner.columnSql(column)} AS ${columnAlias(column)}`),
  ]);
  const changes: Block = {
    ...source(
      `(${decision}) AS ${alias}`,
      columns.map((column) => [column, `${alias}.${columnAlias(column)}`]),
    ),
    where: [`${alias}.action IS NOT NULL`],
  };
  const values = plannedValues(clauses, scopeOf(changes, scope), `${alias}.action`);
  const plan = statementSql(changes, [`${alias}.${TARGET_ROW}`, `${alias}.action`, ...values]);
  const canRepeat = clauses.some((clause) => clause.matchType === 'MATCHED');
  return [
    createPlanSql(plan),
    ...(canRepeat ? [REFUSE_DUPLICATES_SQL] : []),
    // Rows that are inserted must not be seen by the others.
    ...clauses.flatMap((clause, index) =>
      clause.actionType === 'INSERT' ? [] : [changeSql(table, clause, index + 1)],
    ),
    ...clauses.flatMap((clause, index) =>
      clause.actionType === 'INSERT' ? [changeSql(table, clause, index + 1)] : [],
    ),
    DROP_PLAN_SQL,
  ];
}

const MATCH_CONDITIONS = {
  MATCHED: 'target.rowid IS NOT NULL AND source.is_present',
  NOT_MATCHED_BY_TARGET: 'target.rowid IS NULL',
  NOT_MATCHED_BY_SOURCE: 'source.is_present IS NULL',
} as const;

/** The target's and the source's rows side by side, of the unmatched only those that some clause is about. */
function mergeJoin(tree: MergeStmt, target: Block, scope: Scope): Block {
  const wants = (matchType: MergeWhen['matchType']): boolean =>
    tree.whenClauseList.some((clause) => clause.matchType === matchType);
  const keepsSource = wants('NOT_MATCHED_BY_TARGET');
  const keepsTarget = wants('NOT_MATCHED_BY_SOURCE');
  const keyword = keepsSource
    ? keepsTarget
      ? 'FULL JOIN'
      : 'LEFT JOIN'
    : keepsTarget
      ? 'RIGHT JOIN'
      : 'JOIN';

  const from = scanBlock(tree.fromScan, scope);
  const given: ResolvedColumn[] = [...tree.fromScan.columnList];
  const sourceSql = `(SELECT *, TRUE AS is_present FROM (${selectSql(from, given)})) AS source`;
  const columns = new Map([
    ...target.columns,
    ...given.map(
      (column) => [column.id, { sql: `source.${columnAlias(column)}`, isComputed: false }] as const,
    ),
  ]);
  const condition = expressionSql(tree.mergeExpr, scopeOf({ ...SINGLE_ROW, columns }, scope));
  return {
    ...SINGLE_ROW,
    columns,
    from: `${sourceSql} ${keyword} ${target.from ?? ''} ON ${condition}`,
    isJoin: true,
  };
}

/** The new value of each column that some clause writes: the expression of the clause that applies. */
function plannedValues(clauses: readonly MergeWhen[], scope: Scope, action: string): string[] {
  const written = new Map<string, { readonly type: Assignment['type']; readonly branches: string[] }>();
  const write = (column: Assignment, index: number, sql: string): void => {
    const planned = written.get(column.column) ?? { type: column.type, branches: [] };
    planned.branches.push(`WHEN ${index + 1} THEN ${sql}`);
    written.set(column.column, planned);
  };
  for (const [index, clause] of clauses.entries()) {
    for (const item of clause.updateItemList) write(assignment(item), index, newValueSql(item, scope));
    for (const [position, column] of clause.insertColumnList.entries()) {
      const value = clause.insertRow?.valueList[position]?.value;
      if (value === undefined) throw new TypeError('An INSERT clause has fewer values than columns.');
      write(
        { column: column.name, type: column.type },
        index,
        storedSql(expressionSql(value, scope), value.type),
      );
    }
  }
  return [...written].map(([column, { type, branches }]) => {
    const typeSql = duckDbTypeSql(supportedType(type, {}));
    return `CAST(CASE ${action} ${branches.join(' ')} END AS ${typeSql}) AS ${plannedColumn(column)}`;
  });
}

function changeSql(table: string, clause: MergeWhen, action: number): string {
  switch (clause.actionType) {
    case 'UPDATE':
      return updateFromPlanSql(table, clause.updateItemList.map(assignment), action);
    case 'DELETE':
      return `DELETE FROM ${table} AS target USING ${PLAN} AS plan WHERE target.rowid = plan.${TARGET_ROW} AND plan.action = ${action}`;
    case 'INSERT': {
      const columns = clause.insertColumnList.map((column) => quoted(column.name)).join(', ');
      const values = clause.insertColumnList.map((column) => plannedColumn(column.name)).join(', ');
      return `INSERT INTO ${table} (${columns}) SELECT ${values} FROM ${PLAN} WHERE action = ${action}`;
    }
  }
}
