import { createHash } from 'node:crypto';
import type { CompiledGraph } from './compiled_graph.ts';
import { graphActions, type GraphAction } from './graph_action.ts';

/**
 * SHA-256 of all that the compiled graph runs: of every action its name, SQL, dependencies and whether it is disabled, in the
 * order of their names. What has no part in a run (descriptions, file names, unit tests) isn't in it.
 */
export function graphDigest(graph: CompiledGraph): string {
  const parts = graphActions(graph)
    .map((action) =>
      JSON.stringify([
        action.key,
        action.kind,
        action.disabled,
        [...action.dependencies].sort(),
        sqlOf(action),
      ]),
    )
    .sort();
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

function sqlOf(action: GraphAction): readonly string[] {
  switch (action.kind) {
    case 'table': {
      const { type, query, preOps = [], postOps = [] } = action.compiled;
      return [type, ...preOps, query, ...postOps];
    }
    case 'operation':
      return action.compiled.queries;
    case 'assertion':
      return [action.compiled.query];
  }
}
