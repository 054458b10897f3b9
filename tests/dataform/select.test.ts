import { describe, expect, test } from 'vitest';
import { graphActions } from '../../scripts/dataform/graph_action.ts';
import { selectActions } from '../../scripts/dataform/select.ts';
import { CallError } from '../../scripts/errors.ts';
import { assertion, graph, operation, view } from './graph_fixture.ts';

const ACTIONS = graphActions(
  graph({
    tables: [view('names'), view('dim_agent', { dependsOn: ['names'], tags: ['identity'] })],
    operations: [operation('dim_business', { dependsOn: ['names'], tags: ['identity'] })],
    assertions: [assertion('control_1', { dependsOn: ['dim_agent'] })],
  }),
);

function selected(...selections: string[]): string[] {
  return selectActions(ACTIONS, selections)
    .map((action) => action.name)
    .sort();
}

describe('selectActions', () => {
  test.each([
    { selections: [], expected: ['control_1', 'dim_agent', 'dim_business', 'names'] },
    { selections: ['dim_agent'], expected: ['dim_agent'] },
    { selections: ['analytics.dim_agent'], expected: ['dim_agent'] },
    { selections: ['+dim_agent'], expected: ['dim_agent', 'names'] },
    { selections: ['dim_agent+'], expected: ['control_1', 'dim_agent'] },
    { selections: ['+dim_agent+'], expected: ['control_1', 'dim_agent', 'names'] },
    { selections: ['tag:identity'], expected: ['dim_agent', 'dim_business'] },
    { selections: ['dim_*'], expected: ['dim_agent', 'dim_business'] },
    { selections: ['control_?'], expected: ['control_1'] },
    { selections: ['names', 'control_1'], expected: ['control_1', 'names'] },
  ])('$selections selects $expected', ({ selections, expected }) => {
    expect(selected(...selections)).toEqual(expected);
  });

  test('a dot in a selection is a dot, not any character', () => {
    expect(() => selected('analytics_dim_agent')).toThrow(CallError);
  });

  test('an unknown name is a wrong call that names the nearest', () => {
    const call = (): unknown => selected('dim_agents');
    expect(call).toThrow(CallError);
    expect(call).toThrow('[UNKNOWN_SELECTION] Nothing in the graph is called or tagged dim_agents');
    expect(nearestOf(call)).toBe('dim_agent');
  });

  test('an unknown tag names the nearest tag', () => {
    expect(nearestOf(() => selected('tag:identty'))).toBe('tag:identity');
  });
});

function nearestOf(call: () => unknown): string | undefined {
  try {
    call();
  } catch (error) {
    return (error as CallError).faults[0].allowed;
  }
  return undefined;
}
