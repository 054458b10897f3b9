import type { ResolvedType } from '../../../googlesql/types.ts';
import { quoted } from '../types.ts';

/** A temporary table: what a MERGE or an UPDATE with FROM is going to do, one row a change, before anything is written. */
export const PLAN = 'temp.main.change_plan';

/** In the plan: the target's row identifier; NULL for a row to insert. */
export const TARGET_ROW = 'target_row';

export function createPlanSql(select: string): string {
  return `CREATE OR REPLACE TEMP TABLE change_plan AS ${select}`;
}

export const DROP_PLAN_SQL = `DROP TABLE ${PLAN}`;

/** BigQuery refuses to change one target row twice in a statement; DuckDB would take one of the changes. */
export const REFUSE_DUPLICATES_SQL =
  `SELECT error('UPDATE/MERGE must match at most one source row for each target row') FROM ${PLAN} ` +
  `WHERE ${TARGET_ROW} IS NOT NULL GROUP BY ${TARGET_ROW} HAVING count(*) > 1 LIMIT 1`;

export interface Assignment {
  readonly column: string;
  readonly type: ResolvedType;
}

/** The name of the plan's column that holds the new value of a column: the target's own columns can be named anything. */
export function plannedColumn(column: string): string {
  return quoted(`new ${column}`);
}

/**
 * Writes the planned values. Rows that have them already are left alone, which changes nothing and saves rewriting them: a
 * DuckDB update of half a million rows takes seconds.
 */
export function updateFromPlanSql(table: string, assignments: readonly Assignment[], action: number): string {
  const sets = assignments.map(({ column }) => `${quoted(column)} = plan.${plannedColumn(column)}`);
  const canCompare = assignments.every(({ type }) => !['FLOAT64', 'STRUCT', 'ARRAY'].includes(type.kind));
  const differs = assignments.map(
    ({ column }) => `target.${quoted(column)} IS DISTINCT FROM plan.${plannedColumn(column)}`,
  );
  return [
    `UPDATE ${table} AS target SET ${sets.join(', ')} FROM ${PLAN} AS plan`,
    `WHERE target.rowid = plan.${TARGET_ROW} AND plan.action = ${action}`,
    canCompare ? `AND (${differs.join(' OR ')})` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}
