import { beforeAll, expect, test } from 'vitest';
import type { CompiledTable } from '../../scripts/dataform/compiled_graph.ts';
import type { AnalysedGraph } from '../../scripts/googlesql/analyse_graph.ts';
import { analysedProject } from '../fixtures/analysed_graph.ts';

let graph: AnalysedGraph;

beforeAll(async () => {
  graph = await analysedProject();
}, 120_000);

function described({ actionDescriptor }: CompiledTable): Readonly<Record<string, string>> {
  const columns = actionDescriptor?.columns ?? [];
  return Object.fromEntries(columns.map(({ path, description }) => [path.join('.'), description ?? '']));
}

// The views of payroll_config are steps of procedures, and stand in nobody's reports.
test('every column of a view or table that people read is described, and nothing else is', () => {
  const differing = graph.actions.flatMap(({ action, columns = [] }) => {
    if (action.kind !== 'table' || action.compiled.target.schema === 'payroll_config') return [];
    const given = columns.map(({ name }) => name).sort();
    const told = Object.keys(described(action.compiled)).sort();
    return given.join() === told.join() ? [] : [{ name: action.name, given, told }];
  });
  expect(differing).toEqual([]);
});

test('the once-a-run copy describes its columns as the view does', () => {
  const [view, copy] = ['semantic_view_commission_traceability', 'commission_traceability'].map((name) =>
    graph.actions.flatMap(({ action }) =>
      action.kind === 'table' && action.name === name ? [described(action.compiled)] : [],
    ),
  );
  expect(copy).toEqual(view);
});
