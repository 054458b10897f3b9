import { randomUUID } from 'node:crypto';
import { DataError } from '../errors.ts';
import { MIGRATION_TAG } from '../migrations/migrations.ts';
import { refuseUnmigrated } from '../migrations/refuse_unmigrated.ts';
import type { Parameters, ResultSet } from '../warehouse/values.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { CompiledGraph, CompiledOperation } from './compiled_graph.ts';
import { exists } from './existence.ts';
import {
  createsOnly,
  graphActions,
  isRelation,
  isView,
  PROCEDURE_TAG,
  type GraphAction,
} from './graph_action.ts';
import { inDependencyOrder, upstreamOf } from './order.ts';
import { createMissingSources } from './sources.ts';

/**
 * Runs a procedure by name: the one place that does. What it reads or writes and isn't there yet is made first: sources,
 * tables that an operation creates, and views, never anything that holds results of a run. Each call has a `call_id` of its own.
 *
 * @throws DataError when a guard refuses, when it reads results of a run and there hasn't been one, or when the warehouse isn't migrated.
 */
export async function runProcedure(
  graph: CompiledGraph,
  warehouse: Warehouse,
  name: string,
  parameters: Parameters = {},
): Promise<ResultSet> {
  const procedure = findProcedure(graph, name);
  await createWhatItNeeds(graph, warehouse, procedure);
  return warehouse.runOperation(procedure.compiled, { call_id: randomUUID(), ...parameters });
}

/** Makes what a procedure reads or writes and isn't there yet, for rows that are staged before it runs. */
export async function prepareProcedure(
  graph: CompiledGraph,
  warehouse: Warehouse,
  name: string,
): Promise<void> {
  await createWhatItNeeds(graph, warehouse, findProcedure(graph, name));
}

function findProcedure(
  graph: CompiledGraph,
  name: string,
): GraphAction & { readonly compiled: CompiledOperation } {
  for (const action of graphActions(graph)) {
    if (
      action.kind === 'operation' &&
      action.name === name &&
      action.disabled &&
      action.tags.includes(PROCEDURE_TAG)
    ) {
      return action;
    }
  }
  throw new Error(`No disabled operation tagged ${PROCEDURE_TAG} is called ${name}`);
}

async function createWhatItNeeds(
  graph: CompiledGraph,
  warehouse: Warehouse,
  procedure: GraphAction,
): Promise<void> {
  const actions = graphActions(graph);
  const upstream = upstreamOf(actions, [procedure.key]);
  const needed = inDependencyOrder(actions.filter((candidate) => upstream.has(candidate.key)));
  if (!procedure.tags.includes(MIGRATION_TAG)) {
    await refuseUnmigrated(graph, warehouse, new Set(needed.map(({ name }) => name)));
  }
  await createMissingSources(graph, warehouse);
  for (const action of needed) {
    if (isRelation(action) && !(await exists(warehouse, action.compiled.target)))
      await create(action, warehouse);
  }
}

async function create(
  action: Exclude<GraphAction, { readonly kind: 'assertion' }>,
  warehouse: Warehouse,
): Promise<void> {
  if (action.kind === 'operation' && createsOnly(action)) {
    await warehouse.runOperation(action.compiled);
  } else if (isView(action)) {
    await warehouse.createTable(action.compiled);
  } else {
    throw notRunYet(action);
  }
}

/** What a run computes must be there: nobody but a run makes it. */
export function notRunYet(action: GraphAction): DataError {
  return new DataError(
    [
      {
        code: 'NOT_RUN_YET',
        message: `There is no ${action.name} yet: nothing has been run on this warehouse`,
      },
    ],
    'keyfast run',
  );
}
