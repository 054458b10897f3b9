import type { UpdateItem, UpdateStmt } from '../../../googlesql/resolved_statements.ts';
import { quoted } from '../types.ts';
import { type Block, isSource, scopeOf, SINGLE_ROW, statementSql, wrapped } from './block.ts';
import {
  type Assignment,
  createPlanSql,
  DROP_PLAN_SQL,
  plannedColumn,
  REFUSE_DUPLICATES_SQL,
  TARGET_ROW,
  updateFromPlanSql,
} from './change_plan.ts';
import { expressionSql } from './expressions.ts';
import { refuse } from './refusal.ts';
import { scanBlock } from './scans.ts';
import type { Scope } from './scope.ts';
import { targetTable } from './statements.ts';
import { storedSql } from './stored_values.ts';

export function updateCommands(tree: UpdateStmt, scope: Scope): string[] {
  const { table, block: target } = targetTable(tree.tableScan, scope);
  if (tree.fromScan === undefined) {
    const inner = scopeOf(target, scope);
    const sets = tree.updateItemList.map(
      (item) => `${quoted(assignment(item).column)} = ${newValueSql(item, inner)}`,
    );
    return [`UPDATE ${table} AS target SET ${sets.join(', ')} WHERE ${expressionSql(tree.whereExpr, inner)}`];
  }

  const from = sourceOf(scanBlock(tree.fromScan, scope), tree.fromScan, scope);
  const joined: Block = {
    ...SINGLE_ROW,
    from: `${target.from ?? ''} CROSS JOIN ${from.isJoin ? `(${from.from ?? ''})` : (from.from ?? '')}`,
    columns: new Map([...target.columns, ...from.columns]),
    where: from.where,
  };
  const inner = scopeOf(joined, scope);
  const where = [...joined.where, expressionSql(tree.whereExpr, inner)];
  const values = tree.updateItemList.map(
    (item) => `${newValueSql(item, inner)} AS ${plannedColumn(assignment(item).column)}`,
  );
  const plan = statementSql({ ...joined, where }, [
    `target.rowid AS ${TARGET_ROW}`,
    '1 AS action',
    ...values,
  ]);
  return [
    createPlanSql(plan),
    REFUSE_DUPLICATES_SQL,
    updateFromPlanSql(table, tree.updateItemList.map(assignment), 1),
    DROP_PLAN_SQL,
  ];
}

function sourceOf(block: Block, scan: NonNullable<UpdateStmt['fromScan']>, scope: Scope): Block {
  return isSource(block) ? block : wrapped(block, scan.columnList, scope);
}

/** The column that an item sets. A part of it (a field, an element) can't be set. */
export function assignment({ target }: UpdateItem): Assignment {
  if (target.kind !== 'ColumnRef') return refuse('an UPDATE of a part of a column', target);
  return { column: target.column.name, type: target.column.type };
}

export function newValueSql({ setValue: { value } }: UpdateItem, scope: Scope): string {
  return storedSql(expressionSql(value, scope), value.type);
}
