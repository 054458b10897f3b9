import { NODE_FIELDS, type ResolvedNode } from '../../scripts/googlesql/node_fields.ts';

function isNode(value: object): value is ResolvedNode {
  return 'kind' in value && Object.hasOwn(NODE_FIELDS, String(value.kind));
}

/** Every node in a tree, or in anything that holds trees; each before those within it. */
export function* nodesOf(value: unknown): Generator<ResolvedNode> {
  if (typeof value !== 'object' || value === null) return;
  if (isNode(value)) yield value;
  for (const part of Object.values(value)) yield* nodesOf(part);
}
