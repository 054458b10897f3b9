import { expect, test, vi } from 'vitest';
import type { ResolvedExpression } from '../../scripts/googlesql/resolved_expressions.ts';
import type { JoinScan } from '../../scripts/googlesql/resolved_scans.ts';
import { analysedProject } from '../fixtures/analysed_graph.ts';
import { nodesOf } from '../googlesql/tree_walk.ts';

// Every statement of the project is analysed.
vi.setConfig({ testTimeout: 120_000 });

/** What has to hold together. */
function conjuncts(condition: ResolvedExpression): readonly ResolvedExpression[] {
  return condition.kind === 'FunctionCall' && condition.function === '$and'
    ? condition.argumentList.flatMap(conjuncts)
    : [condition];
}

/** Whether some equality has columns of one side left and columns of the other right. */
function joinsByEquality({ joinExpr, leftScan, rightScan }: JoinScan): boolean {
  const idsOf = (expression: unknown): number[] =>
    [...nodesOf(expression)].flatMap((node) => (node.kind === 'ColumnRef' ? [node.column.id] : []));
  const isOf = (scan: JoinScan['leftScan'], expression: unknown): boolean => {
    const ids = idsOf(expression);
    const columns = new Set(scan.columnList.map(({ id }) => id));
    return ids.length > 0 && ids.every((id) => columns.has(id));
  };
  return (joinExpr === undefined ? [] : conjuncts(joinExpr)).some((conjunct) => {
    if (conjunct.kind !== 'FunctionCall' || conjunct.function !== '$equal') return false;
    const [one, other] = conjunct.argumentList;
    return (isOf(leftScan, one) && isOf(rightScan, other)) || (isOf(rightScan, one) && isOf(leftScan, other));
  });
}

test('every outer join has an equality of its sides: BigQuery refuses any other, and no engine here does', async () => {
  const { actions } = await analysedProject();
  const joins = actions.flatMap(({ action, scripts }) =>
    [...nodesOf(scripts)].flatMap((node) =>
      node.kind === 'JoinScan' && node.joinType !== 'INNER' ? [{ name: action.name, node }] : [],
    ),
  );

  expect(joins.length).toBeGreaterThan(50);
  expect(joins.filter(({ node }) => !joinsByEquality(node)).map(({ name }) => name)).toEqual([]);
});
