import type { FunctionCall, ResolvedExpression } from '../../../googlesql/resolved_expressions.ts';
import type { JoinScan } from '../../../googlesql/resolved_scans.ts';
import { typeName } from '../../../googlesql/types.ts';
import { columnReferences } from './column_references.ts';

/**
 * The condition of a join such that DuckDB can hash it. What an outer join's ON asks of the side that it keeps whole
 * (`ON b.name = a.name AND a.fault IS NULL`) makes DuckDB compare every row with every other; folded into the key of an
 * equality, where NULL equals nothing, it means the same (`ON b.name = IF(a.fault IS NULL, a.name, NULL)`).
 */
export function hashableCondition(scan: JoinScan): ResolvedExpression | undefined {
  const { joinExpr, joinType } = scan;
  if (joinExpr === undefined || (joinType !== 'LEFT' && joinType !== 'RIGHT')) return joinExpr;
  const keptScan = joinType === 'LEFT' ? scan.leftScan : scan.rightScan;
  const kept = new Set(keptScan.columnList.map(({ id }) => id));
  const conjuncts = conjunctsOf(joinExpr);
  const ofKept = conjuncts.filter((conjunct) => readsOnly(conjunct, kept));
  const others = conjuncts.filter((conjunct) => !ofKept.includes(conjunct));
  const key = others.find(
    (conjunct) => isEquality(conjunct) && conjunct.argumentList.some((side) => readsOnly(side, kept)),
  );
  if (ofKept.length === 0 || key?.kind !== 'FunctionCall') return joinExpr;
  const sides = key.argumentList.map((side) =>
    readsOnly(side, kept) ? nullUnless(conjunction(ofKept), side) : side,
  );
  return conjunction(
    others.map((conjunct) => (conjunct === key ? { ...key, argumentList: sides } : conjunct)),
  );
}

function conjunctsOf(expression: ResolvedExpression): readonly ResolvedExpression[] {
  return isCallOf(expression, '$and') ? expression.argumentList.flatMap(conjunctsOf) : [expression];
}

function conjunction(conjuncts: readonly ResolvedExpression[]): ResolvedExpression {
  const [first, ...others] = conjuncts;
  if (first === undefined) throw new TypeError('A conjunction has conjuncts.');
  return others.length === 0 ? first : call('$and', '$and(BOOL, BOOL...)', first.type, conjuncts);
}

function nullUnless(condition: ResolvedExpression, value: ResolvedExpression): ResolvedExpression {
  const type = typeName(value.type);
  const otherwise = { kind: 'Literal', type: value.type, value: null } as const;
  return call('if', `if(BOOL, ${type}, ${type})`, value.type, [condition, value, otherwise]);
}

function call(
  name: string,
  signature: string,
  type: FunctionCall['type'],
  argumentList: readonly ResolvedExpression[],
): FunctionCall {
  return {
    kind: 'FunctionCall',
    function: name,
    signature,
    type,
    argumentList,
    errorMode: 'DEFAULT_ERROR_MODE',
  };
}

function isEquality(expression: ResolvedExpression): expression is FunctionCall {
  return isCallOf(expression, '$equal');
}

function isCallOf(expression: ResolvedExpression, name: string): expression is FunctionCall {
  return expression.kind === 'FunctionCall' && expression.function === name;
}

/** At least one of these columns, and no other. */
function readsOnly(expression: ResolvedExpression, columns: ReadonlySet<number>): boolean {
  const reads = [...columnReferences(expression)];
  return reads.length > 0 && reads.every((id) => columns.has(id));
}
