import type { Command } from 'commander';
import type { Control } from '../../includes/src/controls.ts';
import type { ActionResult } from '../dataform/action_result.ts';
import { exists } from '../dataform/existence.ts';
import { createsOnly, graphActions, type GraphAction } from '../dataform/graph_action.ts';
import { upstreamOf } from '../dataform/order.ts';
import { runGraph } from '../dataform/run_graph.ts';
import { notRunYet } from '../dataform/run_procedure.ts';
import { ExitCode } from '../errors.ts';
import type { Report } from '../terminal/report.ts';
import type { ResultSet } from '../warehouse/values.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { actionFaultsText, actionDocument } from './action_report.ts';
import { controlDocument, controlsText, statusText } from './control_report.ts';
import { controlById, controlResults, controlsHold, type ControlResult } from './control_status.ts';
import type { Perform } from './perform.ts';
import { rowsText } from './rows_report.ts';
import type { Session } from './session.ts';

/** Opens a run of the controls. */
export const EVIDENCE_BEGIN = 'evidence_begin';
const CONTROL_TAG = 'control';

export function addControlsCommand(program: Command, perform: Perform): void {
  program
    .command('controls')
    .description('evaluate the controls on what the last run left; only their record is written')
    .argument('[id]', 'show one control in full, with its failing keys')
    .action((id: string | undefined, _options: object, command: Command) =>
      perform(command, async (session) => {
        const control = id === undefined ? undefined : controlById(id);
        const actions = await evaluate(session);
        const recorded = await session.procedure('list_control_results');
        const results = controlResults(recorded.rows, actions);
        if (!control) return allControlsReport(results, actions);
        const failures = await session.procedure('list_control_failures', { control_id: control.id });
        return oneControlReport(control, results, failures);
      }),
    );
}

async function evaluate(session: Session): Promise<ActionResult[]> {
  const graph = await session.graph();
  const warehouse = await session.warehouse();
  const selected = await controlActions(graphActions(graph), warehouse);
  return runGraph(graph, selected, warehouse, {
    signal: session.signal,
    onAction: (action, index, count) => {
      session.terminal.progress.update(`${index + 1} of ${count}: ${action.name}`);
    },
  });
}

/** The controls, the views that they read, and the shared tables; what a run computed must be there. */
async function controlActions(actions: readonly GraphAction[], warehouse: Warehouse): Promise<GraphAction[]> {
  const roots = actions.filter(
    (action) => action.name === EVIDENCE_BEGIN || action.tags.includes(CONTROL_TAG),
  );
  const rootKeys = roots.map((action) => action.key);
  const needed = upstreamOf(actions, rootKeys);
  const selected = actions.filter(
    (action) => rootKeys.includes(action.key) || (needed.has(action.key) && writesNothing(action)),
  );
  for (const action of actions) {
    if (!needed.has(action.key) || selected.includes(action) || action.disabled) continue;
    if (await exists(warehouse, action.compiled.target)) continue;
    throw notRunYet(action);
  }
  return selected;
}

function writesNothing(action: GraphAction): boolean {
  return action.kind === 'table' ? action.compiled.type === 'view' : createsOnly(action);
}

function allControlsReport(results: readonly ControlResult[], actions: readonly ActionResult[]): Report {
  return {
    exitCode: controlsHold(results) ? ExitCode.done : ExitCode.wrongData,
    document: {
      controls: results.map(controlDocument),
      actions: actions.filter((action) => action.status === 'ERROR').map(actionDocument),
    },
    text: (style) => {
      const failing = results.find((result) => result.status === 'FAIL');
      const next = failing ? `${style.dim('next:')} keyfast controls ${failing.control.id}\n` : '';
      return `${style.bold('Controls')}\n${controlsText(results, style)}${actionFaultsText(actions, style)}${next}`;
    },
  };
}

function oneControlReport(control: Control, results: readonly ControlResult[], failures: ResultSet): Report {
  const own = results.filter((result) => result.control === control);
  return {
    exitCode: controlsHold(own) ? ExitCode.done : ExitCode.wrongData,
    document: {
      ...own.map(controlDocument)[0],
      objective: control.objective,
      risk: control.risk,
      owner: control.owner,
      frequency: control.frequency,
      failures: failures.rows,
    },
    text: (style) => {
      const status = own.map((result) => statusText(result, style)).join('');
      const failing = failures.rows.length === 0 ? 'No key fails.\n' : rowsText(failures, style);
      return [
        `${style.bold(`Control ${control.id}: ${control.title}`)}  ${status}\n`,
        `  objective  ${control.objective}\n`,
        `  risk       ${control.risk}\n`,
        `  owner      ${control.owner}\n`,
        `  severity   ${control.severity}, ${control.frequency}\n`,
        `  tested     ${own.map((result) => result.populationCount?.toLocaleString('en-US') ?? '–').join('')}\n\n`,
        failing,
      ].join('');
    },
  };
}
