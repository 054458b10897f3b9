import { beforeEach, describe, expect, test } from 'vitest';
import { graphActions } from '../../scripts/dataform/graph_action.ts';
import type { CompiledGraph } from '../../scripts/dataform/compiled_graph.ts';
import { runGraph } from '../../scripts/dataform/run_graph.ts';
import { DataError } from '../../scripts/errors.ts';
import { assertion, graph, operation, table, target, view } from './graph_fixture.ts';
import { RecordingWarehouse } from './recording_warehouse.ts';

let warehouse: RecordingWarehouse;

beforeEach(() => {
  warehouse = new RecordingWarehouse();
});

async function statuses(compiled: CompiledGraph): Promise<Record<string, string>> {
  const results = await runGraph(compiled, graphActions(compiled), warehouse);
  return Object.fromEntries(results.map((result) => [result.action.name, result.status]));
}

describe('runGraph', () => {
  test('runs everything in dependency order', async () => {
    const compiled = graph({
      tables: [view('names')],
      operations: [operation('dim', { dependsOn: ['names'] })],
      assertions: [assertion('a_check', { dependsOn: ['dim'] })],
    });
    expect(await statuses(compiled)).toEqual({ names: 'SUCCESS', dim: 'SUCCESS', a_check: 'SUCCESS' });
    expect(warehouse.calls).toEqual(['create names', 'run dim', 'assert a_check']);
  });

  test('what depends on an error is skipped, however far down, and the rest goes on', async () => {
    warehouse.failing.set('b', new DataError([{ code: 'ID_COLLISION', message: 'two names' }]));
    const compiled = graph({
      tables: [
        view('a'),
        view('b', { dependsOn: ['a'] }),
        view('c', { dependsOn: ['b'] }),
        view('d', { dependsOn: ['c'] }),
        view('e'),
      ],
    });
    expect(await statuses(compiled)).toEqual({
      a: 'SUCCESS',
      b: 'ERROR',
      c: 'SKIPPED',
      d: 'SKIPPED',
      e: 'SUCCESS',
    });
    expect(warehouse.calls).toEqual(['create a', 'create b', 'create e']);
  });

  test('an error keeps its faults, and a skipped action says because of what', async () => {
    warehouse.failing.set('a', new DataError([{ code: 'ID_COLLISION', message: 'two names' }]));
    const compiled = graph({ tables: [view('a'), view('b', { dependsOn: ['a'] })] });
    const [first, second] = await runGraph(compiled, graphActions(compiled), warehouse);
    expect(first).toMatchObject({
      faults: [{ code: 'ID_COLLISION', message: 'two names' }],
      exitCode: 1,
    });
    expect(second?.skippedBecauseOf).toEqual(['a']);
  });

  test('an assertion that finds rows fails, with its rows, and stops what depends on it', async () => {
    warehouse.answers.set('check', { columns: [], rows: [{ key: 'k1' }] });
    const compiled = graph({
      assertions: [assertion('check')],
      tables: [view('later', { dependsOn: ['check'] })],
    });
    const results = await runGraph(compiled, graphActions(compiled), warehouse);
    expect(results.map((result) => [result.action.name, result.status, result.failingRows])).toEqual([
      ['check', 'FAIL', [{ key: 'k1' }]],
      ['later', 'SKIPPED', []],
    ]);
  });

  test('what is disabled is not run, and does not stop what depends on it', async () => {
    const compiled = graph({
      operations: [operation('commit', { disabled: true, tags: ['procedure'] })],
      tables: [view('reader', { dependsOn: ['commit'] })],
    });
    expect(await statuses(compiled)).toEqual({ commit: 'DISABLED', reader: 'SUCCESS' });
    expect(warehouse.calls).toEqual(['create reader']);
  });

  test('a dependency that was not selected is taken as it stands', async () => {
    const compiled = graph({ tables: [view('a'), view('b', { dependsOn: ['a'] })] });
    const selected = graphActions(compiled).filter((action) => action.name === 'b');
    const results = await runGraph(compiled, selected, warehouse);
    expect(results.map((result) => [result.action.name, result.status])).toEqual([['b', 'SUCCESS']]);
  });

  test('what depends on a failure through actions that were not selected is not run', async () => {
    warehouse.answers.set('check', { columns: [], rows: [{ key: 'k1' }] });
    const compiled = graph({
      assertions: [assertion('check')],
      tables: [view('between', { dependsOn: ['check'] }), view('a', { dependsOn: ['between'] })],
    });
    const selected = graphActions(compiled).filter((action) => action.name !== 'between');
    const results = await runGraph(compiled, selected, warehouse);
    expect(
      results.map(({ action, status, skippedBecauseOf }) => [action.name, status, skippedBecauseOf]),
    ).toEqual([
      ['check', 'FAIL', []],
      ['a', 'SKIPPED', ['check']],
    ]);
  });

  test('creates the declared sources that are missing, and leaves those that are there', async () => {
    warehouse.existing.add('stage3_snapshots');
    const compiled = graph({
      declarations: [
        { target: target('stage1_snapshots'), fileName: 'definitions/stage1_snapshots.sqlx' },
        { target: target('stage3_snapshots'), fileName: 'definitions/stage3_snapshots.sqlx' },
      ],
      operations: [
        operation('create_stage1_snapshots', { disabled: true }),
        operation('create_stage3_snapshots', { disabled: true }),
      ],
    });
    await runGraph(compiled, [], warehouse);
    expect(warehouse.calls).toEqual(['run create_stage1_snapshots']);
  });

  test('refuses an incremental table instead of rebuilding or merging it', async () => {
    expect(await statuses(graph({ tables: [table('t', 'incremental')] }))).toEqual({ t: 'ERROR' });
    expect(warehouse.calls).toEqual([]);
  });

  test('stops before the next action when it is aborted', async () => {
    const interruption = new AbortController();
    const compiled = graph({ tables: [view('a'), view('b')] });
    const run = runGraph(compiled, graphActions(compiled), warehouse, {
      signal: interruption.signal,
      onAction: () => {
        interruption.abort();
      },
    });
    await expect(run).rejects.toThrow('aborted');
    expect(warehouse.calls).toEqual(['create a']);
  });

  test('a defect of ours is not taken for a result', async () => {
    warehouse.failing.set('a', new TypeError('undefined is not a function'));
    await expect(statuses(graph({ tables: [view('a')] }))).rejects.toThrow(TypeError);
  });
});
