import { KeyfastError, WarehouseError } from '../errors.ts';
import { refuseUnmigrated } from '../migrations/refuse_unmigrated.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { letsDependentsRun, type ActionResult } from './action_result.ts';
import type { CompiledGraph, CompiledTable } from './compiled_graph.ts';
import { graphActions, type GraphAction } from './graph_action.ts';
import { dependenciesAmong, inDependencyOrder, upstreamOf } from './order.ts';
import { createMissingSources } from './sources.ts';

export interface GraphRun {
  /** Aborted: the run stops before the next action. */
  readonly signal?: AbortSignal;
  readonly onAction?: (action: GraphAction, index: number, count: number) => void;
  /** The run goes on when it is done. */
  readonly onResult?: (result: ActionResult) => Promise<void>;
}

/**
 * Runs the selected actions in dependency order: what depends on something that failed or was skipped is SKIPPED, also where it
 * does so through what wasn't selected; that is taken as it stands. A failure stops nothing else.
 *
 * @throws DataError when it would read or write what an earlier version left, which isn't migrated yet.
 */
export async function runGraph(
  graph: CompiledGraph,
  selected: readonly GraphAction[],
  warehouse: Warehouse,
  { signal, onAction, onResult }: GraphRun = {},
): Promise<ActionResult[]> {
  const actions = graphActions(graph);
  const ordered = inDependencyOrder(selected, actions);
  const dependencies = dependenciesAmong(selected, actions);
  const keys = ordered.map(({ key }) => key);
  const touched = new Set([...keys, ...upstreamOf(actions, keys)]);
  const names = actions.flatMap(({ key, name }) => (touched.has(key) ? [name] : []));
  await refuseUnmigrated(graph, warehouse, new Set(names));
  await createMissingSources(graph, warehouse);
  const results = new Map<string, ActionResult>();
  for (const [index, action] of ordered.entries()) {
    signal?.throwIfAborted();
    onAction?.(action, index, ordered.length);
    const earlier = [...(dependencies.get(action.key) ?? [])].flatMap((key) => results.get(key) ?? []);
    const result = await resultOf(action, earlier, warehouse);
    results.set(action.key, result);
    await onResult?.(result);
  }
  return [...results.values()];
}

async function resultOf(
  action: GraphAction,
  dependencies: readonly ActionResult[],
  warehouse: Warehouse,
): Promise<ActionResult> {
  const result: ActionResult = {
    action,
    status: 'SUCCESS',
    milliseconds: 0,
    faults: [],
    failingRows: [],
    skippedBecauseOf: [],
  };
  if (action.disabled) return { ...result, status: 'DISABLED' };
  const blockers = dependencies
    .filter((dependency) => !letsDependentsRun(dependency.status))
    .map((dependency) => dependency.action.name);
  if (blockers.length > 0) return { ...result, status: 'SKIPPED', skippedBecauseOf: blockers };

  const start = performance.now();
  try {
    const failingRows = await execute(action, warehouse);
    const status = failingRows.length === 0 ? 'SUCCESS' : 'FAIL';
    return { ...result, status, failingRows, milliseconds: performance.now() - start };
  } catch (error) {
    // An error that isn't one of ours is a defect: it leaves the run instead of passing for a result.
    if (!(error instanceof KeyfastError)) throw error;
    const { faults, exitCode } = error;
    return { ...result, status: 'ERROR', faults, exitCode, milliseconds: performance.now() - start };
  }
}

/** Gives the rows that a failed assertion found; none for anything else. */
async function execute(action: GraphAction, warehouse: Warehouse): Promise<ActionResult['failingRows']> {
  switch (action.kind) {
    case 'table':
      refuseIncremental(action.compiled);
      await warehouse.createTable(action.compiled);
      return [];
    case 'operation':
      await warehouse.runOperation(action.compiled);
      return [];
    case 'assertion':
      return (await warehouse.runAssertion(action.compiled)).rows;
  }
}

/** An incremental table's MERGE updates every column and its rebuild loses NOT NULL: ids would not hold fast. */
function refuseIncremental(table: CompiledTable): void {
  if (table.type !== 'incremental') return;
  throw new WarehouseError({
    code: 'INCREMENTAL_TABLE',
    message: 'Incremental tables are not run',
    location: { file: table.fileName },
    value: table.target.name,
    allowed: 'an operation with an explicit MERGE',
  });
}
