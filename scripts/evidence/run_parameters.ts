import type { GraphAction } from '../dataform/graph_action.ts';

/** What a run has no part of, by name: the rest of its evidence stands on what an earlier run, or somebody, left there. */
export function actionsLeftOut(graph: readonly GraphAction[], selected: readonly GraphAction[]): string[] {
  const keys = new Set(selected.map(({ key }) => key));
  return graph
    .filter(({ key, disabled }) => !disabled && !keys.has(key))
    .map(({ name }) => name)
    .sort();
}

/**
 * The actions of the graph that a run left out, by name: none in a run of all of it. Undefined where nothing tells, as of a
 * scheduled run.
 *
 * @param parameters Those of the run's context: a JSON object as text.
 */
export function leftOut(parameters: string | null): readonly string[] | undefined {
  return namesIn(parameters, 'left_out');
}

/** The files of the sources that were otherwise than in the commit that the run names. Undefined where nothing tells. */
export function uncommitted(parameters: string | null): readonly string[] | undefined {
  return namesIn(parameters, 'uncommitted');
}

function namesIn(parameters: string | null, part: string): readonly string[] | undefined {
  const recorded: unknown = parameters === null ? undefined : JSON.parse(parameters);
  if (typeof recorded !== 'object' || recorded === null) return undefined;
  const names = (recorded as Readonly<Record<string, unknown>>)[part];
  return Array.isArray(names) ? names.map(String) : undefined;
}
