import { describe, expect, test } from 'vitest';
import { graphActions } from '../../scripts/dataform/graph_action.ts';
import { downstreamOf, inDependencyOrder, upstreamOf } from '../../scripts/dataform/order.ts';
import { DataError } from '../../scripts/errors.ts';
import { graph, view } from './graph_fixture.ts';

describe('inDependencyOrder', () => {
  test('puts each action after all that it depends on, and equals by key', () => {
    const actions = graphActions(
      graph({
        tables: [
          view('c', { dependsOn: ['b', 'd'] }),
          view('b', { dependsOn: ['z'] }),
          view('d'),
          view('z'),
          view('a'),
        ],
      }),
    );
    expect(inDependencyOrder(actions).map((action) => action.name)).toEqual(['a', 'z', 'b', 'd', 'c']);
  });

  test('leaves dependencies out of account that are not among the actions', () => {
    const actions = graphActions(graph({ tables: [view('b', { dependsOn: ['a_source'] })] }));
    expect(inDependencyOrder(actions).map((action) => action.name)).toEqual(['b']);
  });

  test('follows dependencies through actions of the graph that are not among the actions', () => {
    const actions = graphActions(
      graph({
        tables: [view('a', { dependsOn: ['between'] }), view('between', { dependsOn: ['z'] }), view('z')],
      }),
    );
    const selected = actions.filter(({ name }) => name !== 'between');
    expect(inDependencyOrder(selected, actions).map((action) => action.name)).toEqual(['z', 'a']);
  });

  test('names the actions of a cycle in its order, and its file', () => {
    const actions = graphActions(
      graph({
        tables: [
          view('a', { dependsOn: ['c'] }),
          view('b', { dependsOn: ['a'] }),
          view('c', { dependsOn: ['b'] }),
        ],
      }),
    );
    const failure = catchError(() => inDependencyOrder(actions));
    expect(failure).toBeInstanceOf(DataError);
    expect((failure as DataError).faults).toEqual([
      {
        code: 'DEPENDENCY_CYCLE',
        message: 'Actions depend on each other in a circle: a → c → b → a',
        location: { file: 'definitions/a.sqlx' },
      },
    ]);
  });
});

describe('upstreamOf and downstreamOf', () => {
  const actions = graphActions(
    graph({
      tables: [view('a'), view('b', { dependsOn: ['a'] }), view('c', { dependsOn: ['b'] }), view('x')],
    }),
  );

  test('follow dependencies to the end, both ways', () => {
    expect([...upstreamOf(actions, ['project.analytics.c'])].sort()).toEqual([
      'project.analytics.a',
      'project.analytics.b',
    ]);
    expect([...downstreamOf(actions, ['project.analytics.a'])].sort()).toEqual([
      'project.analytics.b',
      'project.analytics.c',
    ]);
  });
});

function catchError(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}
