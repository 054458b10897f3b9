import type { ResolvedNode } from '../../../googlesql/node_fields.ts';

/** The ids of all columns that a part of the tree reads, those of its subqueries included. */
export function columnReferences(...nodes: readonly (ResolvedNode | undefined)[]): ReadonlySet<number> {
  const ids = new Set<number>();
  for (const node of nodes) collect(node, ids);
  return ids;
}

function collect(value: unknown, ids: Set<number>): void {
  if (Array.isArray(value)) {
    for (const element of value) collect(element, ids);
  } else if (typeof value === 'object' && value !== null) {
    if (isColumnRef(value)) ids.add(value.column.id);
    else for (const field of Object.values(value)) collect(field, ids);
  }
}

function isColumnRef(value: object): value is Extract<ResolvedNode, { kind: 'ColumnRef' }> {
  return 'kind' in value && value.kind === 'ColumnRef';
}
