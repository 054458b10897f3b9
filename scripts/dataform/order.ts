import { DataError } from '../errors.ts';
import type { GraphAction } from './graph_action.ts';

/**
 * The actions so that each stands after all that it depends on, directly or through actions of the graph that aren't among them;
 * among equals, by key, so that two runs go alike. Other dependencies (sources) are left out of account.
 *
 * @throws DataError naming the actions of a cycle, in its order.
 */
export function inDependencyOrder(
  actions: readonly GraphAction[],
  graph: readonly GraphAction[] = actions,
): GraphAction[] {
  const byKey = new Map(actions.map((action) => [action.key, action]));
  const dependencies = dependenciesAmong(actions, graph);
  const ordered: GraphAction[] = [];
  const placed = new Set<string>();
  const path: GraphAction[] = [];

  const place = (action: GraphAction): void => {
    if (placed.has(action.key)) return;
    const start = path.indexOf(action);
    if (start >= 0) throw cycleError([...path.slice(start), action]);
    path.push(action);
    for (const key of [...(dependencies.get(action.key) ?? [])].sort()) {
      const dependency = byKey.get(key);
      if (dependency) place(dependency);
    }
    path.pop();
    placed.add(action.key);
    ordered.push(action);
  };

  for (const key of [...byKey.keys()].sort()) {
    const action = byKey.get(key);
    if (action) place(action);
  }
  return ordered;
}

/** By key, the keys of those of the actions that each depends on, directly or through actions of the graph that aren't among them. */
export function dependenciesAmong(
  actions: readonly GraphAction[],
  graph: readonly GraphAction[],
): Map<string, ReadonlySet<string>> {
  const chosen = new Set(actions.map(({ key }) => key));
  const through = new Map(
    graph.filter(({ key }) => !chosen.has(key)).map(({ key, dependencies }) => [key, dependencies]),
  );
  return new Map(
    actions.map(({ key, dependencies }) => {
      const reached = new Set([...dependencies, ...reach(dependencies, through)]);
      return [key, new Set([...reached].filter((dependency) => chosen.has(dependency)))];
    }),
  );
}

function cycleError(cycle: readonly GraphAction[]): DataError {
  return new DataError([
    {
      code: 'DEPENDENCY_CYCLE',
      message: `Actions depend on each other in a circle: ${cycle.map((action) => action.name).join(' → ')}`,
      ...(cycle[0] && { location: { file: cycle[0].compiled.fileName } }),
    },
  ]);
}

/** The keys of everything that the given actions depend on, directly or not, without themselves unless a path leads back. */
export function upstreamOf(actions: readonly GraphAction[], keys: readonly string[]): Set<string> {
  return reach(keys, new Map(actions.map((action) => [action.key, action.dependencies])));
}

/** The keys of everything that depends on the given actions, directly or not. */
export function downstreamOf(actions: readonly GraphAction[], keys: readonly string[]): Set<string> {
  const dependents = new Map<string, string[]>();
  for (const action of actions) {
    for (const dependency of action.dependencies) {
      dependents.set(dependency, [...(dependents.get(dependency) ?? []), action.key]);
    }
  }
  return reach(keys, dependents);
}

function reach(from: readonly string[], neighbours: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set<string>();
  const waiting = [...from];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    for (const next of neighbours.get(key) ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      waiting.push(next);
    }
  }
  return reached;
}
