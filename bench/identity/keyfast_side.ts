import { compileProject } from '../../scripts/dataform/compile.ts';
import type { CompiledGraph } from '../../scripts/dataform/compiled_graph.ts';
import { graphActions, type GraphAction } from '../../scripts/dataform/graph_action.ts';
import { CACHE_DIRECTORY, PROJECT_ROOT } from '../../scripts/dataform/project.ts';
import { runGraph } from '../../scripts/dataform/run_graph.ts';
import { selectActions } from '../../scripts/dataform/select.ts';
import { DuckDbConnection } from '../../scripts/warehouse/duckdb/connection.ts';
import { DuckDbWarehouse } from '../../scripts/warehouse/duckdb/duckdb_warehouse.ts';
import { type Side, readTrace } from './side.ts';

const CONTROL_TAG = 'control';
const TRACE = 'commission_traceability';
const TRACED_VIEW = 'semantic_view_commission_traceability';

/** The project as it runs: the compiled graph, through the engine. */
export class KeyfastSide implements Side {
  private constructor(
    private readonly path: string,
    private readonly graph: CompiledGraph,
    private readonly warehouse: DuckDbWarehouse,
  ) {}

  static async open(path: string, cacheDirectory: string = CACHE_DIRECTORY): Promise<KeyfastSide> {
    const graph = await compileProject(PROJECT_ROOT, cacheDirectory);
    return new KeyfastSide(path, graph, await DuckDbWarehouse.open(path, graph, { cacheDirectory }));
  }

  run(): Promise<void> {
    return this.runActions((action) => !action.tags.includes(CONTROL_TAG));
  }

  /** The dimensions, and the view that the trace of commissions is made by. */
  identify(): Promise<void> {
    return this.runSelected(['+dim_business_mapping', '+dim_agent_identity', `+${TRACED_VIEW}`]);
  }

  /** Records what every control finds, in a file that a run has filled. What they find is no matter here. */
  controls(): Promise<void> {
    return this.runActions((action) => action.tags.includes(CONTROL_TAG));
  }

  materialise(): Promise<void> {
    return this.runActions((action) => action.name === TRACE);
  }

  async read(): Promise<string[]> {
    const connection = await DuckDbConnection.open(this.path);
    await connection.run(`CREATE TEMP VIEW traced_commissions AS FROM payroll_analytics.${TRACED_VIEW}`);
    const rows = await readTrace(connection);
    connection.close();
    return rows;
  }

  close(): Promise<void> {
    return this.warehouse.close();
  }

  private runSelected(selections: readonly string[]): Promise<void> {
    const selected = new Set(selectActions(graphActions(this.graph), selections).map(({ name }) => name));
    return this.runActions(({ name }) => selected.has(name));
  }

  private async runActions(isSelected: (action: GraphAction) => boolean): Promise<void> {
    const results = await runGraph(this.graph, graphActions(this.graph).filter(isSelected), this.warehouse);
    const broken = results.filter(({ status }) => status === 'ERROR');
    if (broken.length === 0) return;
    const reasons = broken.flatMap(({ action, faults }) =>
      faults.map(({ message }) => `${action.name}: ${message}`),
    );
    throw new Error(`The graph doesn't run on the synthetic sources. ${reasons.join('; ')}`);
  }
}
