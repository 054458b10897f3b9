import { type Control, registry } from '../../includes/src/controls.ts';
import { type CompiledView, controlSqlDigest, queriesOf } from '../../includes/src/control_sql_digest.ts';
import type { CompiledGraph } from '../dataform/compiled_graph.ts';
import { graphDigest } from '../dataform/graph_digest.ts';
import { graphActions, isView, type ViewAction } from '../dataform/graph_action.ts';
import { inDependencyOrder } from '../dataform/order.ts';
import type { RunProcedure } from '../report/evidence.ts';
import { textOf, textOrNull } from '../report/row_values.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { leftOut } from './run_parameters.ts';
import { fault, note, type Finding } from './finding.ts';

/**
 * Compares the views, those that the controls are and those that reports read among them, as they stand in the warehouse with what the project compiles.
 * A digest of SQL in a result is that of the compilation that recorded it: what ran is what stood in the warehouse. Where the
 * newest result of a control says that it ran this project's SQL, a view that is another is a fault; else the project may
 * have moved on since.
 */
export async function verifyViews(
  run: RunProcedure,
  warehouse: Warehouse,
  graph: CompiledGraph,
): Promise<Finding[]> {
  const recorded = await recordedSql(run);
  const views = viewsOf(graph);
  const differing = await warehouse.differingViews(views.map(({ compiled }) => compiled));
  const standing = differing.map(({ name }) => {
    const what = `the view ${name} stands in the warehouse as another than this project’s`;
    const claiming = registry.filter(
      ({ id, view }) => recorded.digests.get(id) === ownDigest(view, graph) && readsView(view, name, graph),
    );
    if (claiming.length > 0) {
      const claim = `although the newest results say that this project’s SQL ran: ${inWords(claiming)}`;
      return fault('CONTROL_SQL_DIFFERS', `${what}, ${claim}`);
    }
    if (recorded.wholeGraph === graphDigest(graph)) {
      return fault('CONTROL_SQL_DIFFERS', `${what}, although the newest run was of this very graph, whole`);
    }
    return note('CONTROL_SQL_DIFFERS', `${what}, and no result says that it was this project’s`);
  });
  return [...standing, ...movedOn(recorded.digests, graph)];
}

interface RecordedSql {
  /** Of each control the digest in its newest result. */
  readonly digests: ReadonlyMap<string, string>;
  /** Of the graph that the newest run was of, if it ran all of it. */
  readonly wholeGraph: string | null;
}

async function recordedSql(run: RunProcedure): Promise<RecordedSql> {
  const [newest] = (await run('report_run', { run_id: null })).rows;
  if (newest === undefined) return { digests: new Map(), wholeGraph: null };
  const { rows } = await run('report_results', { run_id: textOf(newest, 'run_id') });
  const digests = rows.flatMap((row) => {
    const digest = textOrNull(row, 'sql_digest');
    return digest === null ? [] : [[textOf(row, 'control_id'), digest] as const];
  });
  const isWhole = leftOut(textOrNull(newest, 'parameters'))?.length === 0;
  return { digests: new Map(digests), wholeGraph: isWhole ? textOrNull(newest, 'graph_digest') : null };
}

/** Controls whose newest result is of other SQL: another version of the project left it. */
function movedOn(recorded: ReadonlyMap<string, string>, graph: CompiledGraph): Finding[] {
  const others = registry.filter(({ id, view }) => {
    const digest = recorded.get(id);
    return digest !== undefined && digest !== ownDigest(view, graph);
  });
  if (others.length === 0) return [];
  return [
    note(
      'CONTROL_SQL_DIFFERS',
      `the newest results are of other SQL than this project compiles: ${inWords(others)}`,
    ),
  ];
}

function inWords(controls: readonly Control[]): string {
  return `${controls.length === 1 ? 'control' : 'controls'} ${controls.map(({ id }) => id).join(', ')}`;
}

/** Each after those that it reads. */
function viewsOf(graph: CompiledGraph): ViewAction[] {
  return inDependencyOrder(graphActions(graph)).filter(isView);
}

/** Whether the SQL of a view, as its digest covers it, is also that of the view `name`. */
function readsView(view: string, name: string, graph: CompiledGraph): boolean {
  return queriesOf(view, (beneath) => compiledView(beneath, graph)).has(name);
}

/** As the compilation itself computes it. */
function ownDigest(view: string, graph: CompiledGraph): string {
  return controlSqlDigest(view, (name) => compiledView(name, graph));
}

function compiledView(name: string, graph: CompiledGraph): CompiledView | undefined {
  const compiled = graph.tables?.find(({ target, type }) => target.name === name && type === 'view');
  if (compiled === undefined) return undefined;
  const { query, dependencyTargets = [] } = compiled;
  return { query, dependencies: dependencyTargets.map((target) => target.name) };
}
