import {
  dottedName,
  type CompiledAssertion,
  type CompiledGraph,
  type CompiledOperation,
  type CompiledTable,
} from './compiled_graph.ts';

/** One node of the graph, whatever its kind. Keys are dotted names: `project.dataset.table`. */
export type GraphAction = Node &
  (
    | { readonly kind: 'table'; readonly compiled: CompiledTable }
    | { readonly kind: 'operation'; readonly compiled: CompiledOperation }
    | { readonly kind: 'assertion'; readonly compiled: CompiledAssertion }
  );

interface Node {
  readonly key: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly disabled: boolean;
  /** Keys of what it depends on: actions, and declarations of sources too. */
  readonly dependencies: readonly string[];
}

/** What a person runs by name: `disabled` for the graph's runs, and carrying this tag. */
export const PROCEDURE_TAG = 'procedure';

/** An operation that creates a shared table when it is missing, and does nothing to one that is there. */
const TABLE_TAG = 'table';

/**
 * Whether an operation only creates its table when it is missing: a shared table, or a table that no run of the graph
 * touches. Others that have an output compute it, as the dimensions do.
 */
export function createsOnly(action: GraphAction): boolean {
  return action.kind === 'operation' && (action.disabled || action.tags.includes(TABLE_TAG));
}

export type ViewAction = Extract<GraphAction, { readonly kind: 'table' }>;

export function isView(action: GraphAction): action is ViewAction {
  return action.kind === 'table' && action.compiled.type === 'view';
}

/** A table or view that is there once it was run. Procedures and the operations that only write are none. */
export function isRelation(
  action: GraphAction,
): action is Exclude<GraphAction, { readonly kind: 'assertion' }> {
  if (action.kind === 'operation') return action.compiled.hasOutput ?? false;
  return action.kind === 'table';
}

export function graphActions(graph: CompiledGraph): GraphAction[] {
  return [
    ...(graph.tables ?? []).map((compiled) => ({ kind: 'table' as const, compiled, ...node(compiled) })),
    ...(graph.operations ?? []).map((compiled) => ({
      kind: 'operation' as const,
      compiled,
      ...node(compiled),
    })),
    ...(graph.assertions ?? []).map((compiled) => ({
      kind: 'assertion' as const,
      compiled,
      ...node(compiled),
    })),
  ];
}

function node(compiled: CompiledTable | CompiledOperation | CompiledAssertion): Node {
  return {
    key: dottedName(compiled.target),
    name: compiled.target.name,
    tags: compiled.tags ?? [],
    disabled: compiled.disabled ?? false,
    dependencies: (compiled.dependencyTargets ?? []).map(dottedName),
  };
}
