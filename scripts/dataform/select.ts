import { CallError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { GraphAction } from './graph_action.ts';
import { downstreamOf, upstreamOf } from './order.ts';

const TAG_PREFIX = 'tag:';

/**
 * The actions that the selections name, in no particular order; all of them when there is no selection.
 *
 * A selection is a name (`dim_agent_identity`), a name with its dataset, a pattern (`control_*`, with `*` and `?`) or a
 * tag (`tag:control`). A leading `+` adds all that it depends on, a trailing `+` all that depends on it.
 *
 * @throws CallError when a selection fits nothing, naming the nearest name or tag.
 */
export function selectActions(actions: readonly GraphAction[], selections: readonly string[]): GraphAction[] {
  if (selections.length === 0) return [...actions];
  const selected = new Set<string>();
  for (const selection of selections) {
    for (const key of keysOf(actions, selection)) selected.add(key);
  }
  return actions.filter((action) => selected.has(action.key));
}

function keysOf(actions: readonly GraphAction[], selection: string): Set<string> {
  const withUpstream = selection.startsWith('+');
  const withDownstream = selection.length > 1 && selection.endsWith('+');
  const term = selection.slice(withUpstream ? 1 : 0, withDownstream ? -1 : undefined);
  const matches = matcher(term);
  const named = actions.filter(matches).map((action) => action.key);
  if (named.length === 0) throw unknownSelection(actions, term);
  return new Set([
    ...named,
    ...(withUpstream ? upstreamOf(actions, named) : []),
    ...(withDownstream ? downstreamOf(actions, named) : []),
  ]);
}

function matcher(term: string): (action: GraphAction) => boolean {
  if (term.startsWith(TAG_PREFIX)) {
    const tag = term.slice(TAG_PREFIX.length);
    return (action) => action.tags.includes(tag);
  }
  const pattern = new RegExp(
    `^${term
      .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'u',
  );
  return (action) => pattern.test(action.name) || pattern.test(nameWithDataset(action));
}

function nameWithDataset(action: GraphAction): string {
  return `${action.compiled.target.schema}.${action.name}`;
}

function unknownSelection(actions: readonly GraphAction[], term: string): CallError {
  const known = term.startsWith(TAG_PREFIX)
    ? [...new Set(actions.flatMap((action) => action.tags))].map((tag) => `${TAG_PREFIX}${tag}`)
    : actions.map((action) => action.name);
  const suggestion = nearest(term, known);
  return new CallError(
    {
      code: 'UNKNOWN_SELECTION',
      message: `Nothing in the graph is called or tagged ${term}`,
      value: term,
      allowed:
        suggestion ??
        'a name, dataset.name, a pattern with * and ?, or tag:NAME, each with + before or after',
    },
    suggestion && `keyfast run --select ${suggestion}`,
  );
}
