import { expect, test } from 'vitest';
import { rulesDigest } from '../../scripts/changesets/rules_digest.ts';
import type { CompiledGraph, CompiledTable } from '../../scripts/dataform/compiled_graph.ts';
import { projectGraph } from '../fixtures/warehouse/local_warehouse.ts';

const graph = await projectGraph();

function withQuery(name: string, change: (query: string) => string): CompiledGraph {
  const changed = <Action extends { target: { name: string } }>(action: Action): Action => {
    if (action.target.name !== name) return action;
    const table = action as unknown as CompiledTable & { queries?: readonly string[] };
    return table.queries
      ? { ...action, queries: table.queries.map(change) }
      : { ...action, query: change(table.query) };
  };
  return {
    ...graph,
    tables: graph.tables?.map(changed),
    operations: graph.operations?.map(changed),
  } as CompiledGraph;
}

test('is a SHA-256, and the same whatever the order of the graph', () => {
  expect(rulesDigest(graph)).toMatch(/^[0-9a-f]{64}$/);
  const reversed = {
    ...graph,
    tables: graph.tables?.toReversed(),
    operations: graph.operations?.toReversed(),
  } as CompiledGraph;
  expect(rulesDigest(reversed)).toBe(rulesDigest(graph));
});

test.each([
  'validate_changeset',
  'commit_changeset_writes',
  'changeset_cells',
  'changeset_resolutions',
  'changeset_issues',
  'changeset_plan',
  'bulk_import_resolutions',
  'agent_profile_identity_versions',
])('another letter in %s is another rule', (name) => {
  expect(rulesDigest(withQuery(name, (query) => `${query} `))).not.toBe(rulesDigest(graph));
});

test.each(['rollback_changeset', 'review_changeset_rows', 'load_stage1', 'dim_agent_identity'])(
  '%s decides nothing about a plan',
  (name) => {
    expect(rulesDigest(withQuery(name, (query) => `${query} `))).toBe(rulesDigest(graph));
  },
);
