import { digestedTables } from '../../includes/src/digested_tables.ts';
import { registry } from '../../includes/src/controls.ts';
import { columnsOf } from '../../includes/src/table_digests.ts';
import { compileProject } from '../../scripts/dataform/compile.ts';
import { graphActions, type GraphAction } from '../../scripts/dataform/graph_action.ts';
import { runGraph } from '../../scripts/dataform/run_graph.ts';
import { runProcedure } from '../../scripts/dataform/run_procedure.ts';
import { textOf } from '../../scripts/report/row_values.ts';
import { DuckDbConnection } from '../../scripts/warehouse/duckdb/connection.ts';
import { DuckDbWarehouse } from '../../scripts/warehouse/duckdb/duckdb_warehouse.ts';

const CONTROL_TAG = 'control';

export type Kind = 'control' | 'digest' | 'other';

/** One step that leaves evidence: a control, a table's digest, or what belongs to all of them. */
export interface Step {
  readonly name: string;
  readonly kind: Kind;
  readonly seconds: number;
}

const CONTROLS: ReadonlySet<string> = new Set(
  registry.flatMap(({ view }) => [view, `record_${view}`, `assert_${view}`]),
);
const DIGESTS: ReadonlySet<string> = new Set(digestedTables.map(({ name }) => `digest_${name}`));

/** A run of the graph but for its evidence, which `leaveEvidence` leaves of it. */
export async function runWithoutEvidence(path: string): Promise<void> {
  await inWarehouse(path, (graph, warehouse) =>
    runAll(graph, warehouse, (action) => !action.tags.includes(CONTROL_TAG)),
  );
}

/** All controls, and the digests of all tables that a manifest covers. */
export async function leaveEvidence(path: string): Promise<Step[]> {
  return inWarehouse(path, async (graph, warehouse) => {
    const recorded = await runAll(graph, warehouse, (action) => action.tags.includes(CONTROL_TAG));
    const {
      rows: [run = {}],
    } = await runProcedure(graph, warehouse, 'report_run', { run_id: null });
    for (const { name, recorded: when } of digestedTables) {
      if (when !== 'manifest') continue;
      const start = performance.now();
      await runProcedure(graph, warehouse, `digest_${name}`, { run_id: textOf(run, 'run_id') });
      recorded.push({
        name: `digest_${name}`,
        kind: 'digest',
        seconds: (performance.now() - start) / 1000,
      });
    }
    return recorded;
  });
}

/** Reads every value of the same tables once, and does nothing with it but hash it as fast as the engine can. */
export function scan(path: string): Promise<Step[]> {
  return readEveryTable(path, () => 'bit_xor(hash(COLUMNS(*)))');
}

/** The least that evidence of every row takes, however it is put together: one SHA-256 a row, of all that stands in it. */
export function scanWithSha256(path: string): Promise<Step[]> {
  return readEveryTable(path, (columns) => `max(sha256(concat_ws('|', ${columns.join(', ')})))`);
}

async function readEveryTable(
  path: string,
  expression: (columns: readonly string[]) => string,
): Promise<Step[]> {
  const connection = await DuckDbConnection.open(path);
  try {
    const places = await connection.query(
      `SELECT table_name, table_schema FROM information_schema.tables WHERE table_type = 'BASE TABLE'`,
    );
    const schemas = new Map(places.map(([table, schema]) => [String(table), String(schema)]));
    const steps: Step[] = [];
    for (const table of digestedTables) {
      const schema = schemas.get(table.name);
      if (schema === undefined) throw new Error(`There is no table ${table.name} to scan`);
      const columns = columnsOf(table).map(({ name }) => name);
      const start = performance.now();
      await connection.query(`SELECT ${expression(columns)} FROM ${schema}.${table.name}`);
      steps.push({ name: table.name, kind: 'other', seconds: (performance.now() - start) / 1000 });
    }
    return steps;
  } finally {
    connection.close();
  }
}

type Graph = Awaited<ReturnType<typeof compileProject>>;

async function inWarehouse<T>(
  path: string,
  work: (graph: Graph, warehouse: DuckDbWarehouse) => Promise<T>,
): Promise<T> {
  const graph = await compileProject();
  const warehouse = await DuckDbWarehouse.open(path, graph);
  try {
    return await work(graph, warehouse);
  } finally {
    await warehouse.close();
  }
}

async function runAll(
  graph: Graph,
  warehouse: DuckDbWarehouse,
  isSelected: (action: GraphAction) => boolean,
): Promise<Step[]> {
  const selected = graphActions(graph).filter((action) => !action.disabled && isSelected(action));
  const results = await runGraph(graph, selected, warehouse);
  const broken = results.filter(({ status }) => status === 'ERROR' || status === 'SKIPPED');
  if (broken.length > 0) {
    throw new Error(
      `It doesn't run on the synthetic sources: ${broken.map(({ action }) => action.name).join()}`,
    );
  }
  return results.map(({ action, milliseconds }) => ({
    name: action.name,
    kind: kindOf(action.name),
    seconds: milliseconds / 1000,
  }));
}

function kindOf(name: string): Kind {
  if (CONTROLS.has(name)) return 'control';
  return DIGESTS.has(name) ? 'digest' : 'other';
}
