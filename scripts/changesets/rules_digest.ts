import { createHash } from 'node:crypto';
import type { CompiledGraph } from '../dataform/compiled_graph.ts';
import { graphActions, type GraphAction } from '../dataform/graph_action.ts';
import { upstreamOf } from '../dataform/order.ts';
import type { RulesDigest } from './changeset.ts';

const DECIDING_PROCEDURES = ['validate_changeset', 'commit_changeset_writes'];
const DECIDING_FOLDERS = /^definitions\/(changesets|profiles)\//;

/**
 * SHA-256 over the compiled SQL that decides what a changeset means and writes it: the two procedures, and the views and
 * tables of changesets and profiles that they depend on. A plan is bound to it, so that one changed rule makes a review stale.
 */
export function rulesDigest(graph: CompiledGraph): RulesDigest {
  const actions = graphActions(graph);
  const procedures = actions.filter(({ name }) => DECIDING_PROCEDURES.includes(name));
  const upstream = upstreamOf(
    actions,
    procedures.map(({ key }) => key),
  );
  const rules = actions.filter(
    (action) =>
      procedures.includes(action) ||
      (upstream.has(action.key) && DECIDING_FOLDERS.test(action.compiled.fileName)),
  );
  const texts = rules.map((action) => [action.compiled.fileName, ...queriesOf(action)]);
  const digest = createHash('sha256');
  for (const text of texts.flatMap((parts) => JSON.stringify(parts)).sort()) digest.update(`${text}\n`);
  return digest.digest('hex') as RulesDigest;
}

function queriesOf(action: GraphAction): readonly string[] {
  return action.kind === 'operation' ? action.compiled.queries : [action.compiled.query];
}
