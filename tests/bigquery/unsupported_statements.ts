import type { CompiledGraph } from '../../scripts/dataform/compiled_graph.ts';
import { graphActions } from '../../scripts/dataform/graph_action.ts';
import { PARAMETER_TYPES } from '../../scripts/dataform/parameters.ts';
import { CallError, DataError, WarehouseError } from '../../scripts/errors.ts';
import type { Warehouse } from '../../scripts/warehouse/warehouse.ts';

/** A statement of ours that the emulator can't run although BigQuery can. */
export interface UnsupportedStatement {
  /** The name of the action or procedure that it stands in; neither is run by the tests, nor compared. */
  readonly action: string;
  /** As it stands in the compiled action, whole. */
  readonly statement: string;
  readonly why: string;
}

/** Everything else runs: `dataform_run.test.ts` holds both to it. */
export const UNSUPPORTED_STATEMENTS: readonly UnsupportedStatement[] = [];

const EVERY_PARAMETER = Object.fromEntries(Object.keys(PARAMETER_TYPES).map((name) => [name, null]));

/** What is wrong with the list: an entry that begins to work has to go. The warehouse holds all that the graph makes. */
export async function faultsOf(
  list: readonly UnsupportedStatement[],
  graph: CompiledGraph,
  warehouse: Warehouse,
): Promise<string[]> {
  const faults: string[] = [];
  for (const entry of list) {
    const action = graphActions(graph).find(({ name }) => name === entry.action);
    if (!action) {
      faults.push(`${entry.action}: there is no such action`);
    } else if (!scriptsOf(action.compiled).some((script) => script.includes(entry.statement))) {
      faults.push(`${entry.action}: has no statement ${entry.statement}`);
    } else if (await runs(entry, warehouse, action.compiled)) {
      faults.push(`${entry.action}: the emulator runs it now: ${entry.statement}`);
    }
  }
  return faults;
}

type Compiled = ReturnType<typeof graphActions>[number]['compiled'];

function scriptsOf(compiled: Compiled): readonly string[] {
  if ('queries' in compiled) return compiled.queries;
  const { preOps = [], postOps = [] } = 'type' in compiled ? compiled : {};
  return [...preOps, compiled.query, ...postOps];
}

async function runs(
  { statement }: UnsupportedStatement,
  warehouse: Warehouse,
  { target, fileName }: Compiled,
): Promise<boolean> {
  try {
    await warehouse.runOperation({ target, fileName, queries: [statement] }, EVERY_PARAMETER);
    return true;
  } catch (error) {
    if (error instanceof WarehouseError) return false;
    // A guard that refuses has run.
    if (error instanceof DataError || error instanceof CallError) return true;
    throw error;
  }
}
