import type { OrderByItem } from '../../../googlesql/resolved_expressions.ts';
import type { Scope } from './scope.ts';

/**
 * GoogleSQL sorts NULLs first ascending and last descending, and NaN between NULL and the numbers, where DuckDB has it
 * above all numbers.
 */
export function orderBySql(items: readonly OrderByItem[], scope: Scope): string[] {
  return items.flatMap((item) => {
    const column = scope.columnSql(item.columnRef.column);
    const direction = item.isDescending ? 'DESC' : 'ASC';
    const nullsFirst =
      item.nullOrder === 'ORDER_UNSPECIFIED' ? !item.isDescending : item.nullOrder === 'NULLS_FIRST';
    const order = `${direction} NULLS ${nullsFirst ? 'FIRST' : 'LAST'}`;
    if (item.columnRef.type.kind !== 'FLOAT64') return [`${column} ${order}`];
    return [`NOT isnan(${column}) ${order}`, `${column} ${order}`];
  });
}
