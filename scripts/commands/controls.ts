import type { Command } from 'commander';
import type { Control } from '../../includes/src/controls.ts';
import type { ActionResult } from '../dataform/action_result.ts';
import { exists } from '../dataform/existence.ts';
import { createsOnly, graphActions, type GraphAction } from '../dataform/graph_action.ts';
import { upstreamOf } from '../dataform/order.ts';
import { notRunYet } from '../dataform/run_procedure.ts';
import { nextText } from '../terminal/next_step.ts';
import type { Report } from '../terminal/report.ts';
import type { ResultSet } from '../warehouse/values.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { actionFaultsText, actionDocument, exitCodeOf } from './action_report.ts';
import { recordedControls } from './control_refinements.ts';
import { controlDocument, controlsText, statusText } from './control_report.ts';
import { controlById, controlResults, controlsHold, isRed, type ControlResult } from './control_status.ts';
import { newerSources, newerSourcesText, type NewerSources } from './newer_sources.ts';
import type { Perform } from './perform.ts';
import { EVIDENCE_BEGIN, runRecorded } from './recorded_run.ts';
import { rowsText } from './rows_report.ts';
import type { Session } from './session.ts';

const CONTROL_TAG = 'control';

export function addControlsCommand(program: Command, perform: Perform): void {
  program
    .command('controls')
    .description('evaluate the controls on what the last run left; only their record is written')
    .argument('[id]', 'show one control in full, with its failing keys')
    .action((id: string | undefined, _options: object, command: Command) =>
      perform(command, async (session) => {
        const control = id === undefined ? undefined : controlById(id);
        const actions = await evaluate(session, control);
        const graph = graphActions(await session.graph());
        const recorded = await recordedControls(session.procedure.bind(session), graph, actions);
        const results = controlResults(recorded);
        const newer = await newerSources(session);
        const result = results.find((candidate) => candidate.control === control);
        if (!result) return allControlsReport(results, actions, newer);
        const failures = await session.procedure('list_control_failures', { control_id: result.control.id });
        return oneControlReport(result, failures, actions, newer);
      }),
    );
}

/** Evaluates one control, or all of them, in a run of its own. */
async function evaluate(session: Session, control: Control | undefined): Promise<ActionResult[]> {
  const warehouse = await session.warehouse();
  const actions = graphActions(await session.graph());
  const isAsked = control
    ? (action: GraphAction): boolean =>
        [`record_${control.view}`, `assert_${control.view}`].includes(action.name)
    : (action: GraphAction): boolean => action.tags.includes(CONTROL_TAG);
  const selected = await controlActions(
    actions,
    actions.filter((action) => action.name === EVIDENCE_BEGIN || isAsked(action)),
    warehouse,
  );
  return runRecorded(session, selected);
}

/** The roots, the views that they read, and the shared tables; what a run computed must be there. */
async function controlActions(
  actions: readonly GraphAction[],
  roots: readonly GraphAction[],
  warehouse: Warehouse,
): Promise<GraphAction[]> {
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

function allControlsReport(
  results: readonly ControlResult[],
  actions: readonly ActionResult[],
  newer: NewerSources | undefined,
): Report {
  return {
    exitCode: exitCodeOf(actions, controlsHold(results)),
    document: {
      controls: results.map(controlDocument),
      actions: actions.filter((action) => action.status === 'ERROR').map(actionDocument),
      newer_sources: newer?.document ?? null,
    },
    text: (style) => {
      const failing = results.find((result) => result.status === 'FAIL');
      return [
        `${style.bold('Controls')}\n`,
        controlsText(results, style),
        actionFaultsText(actions, style),
        newer
          ? newerSourcesText(newer, style)
          : failing
            ? nextText(`keyfast controls ${failing.control.id}`, style)
            : '',
      ].join('');
    },
  };
}

function oneControlReport(
  result: ControlResult,
  failures: ResultSet,
  actions: readonly ActionResult[],
  newer: NewerSources | undefined,
): Report {
  const { control, status, reason, populationCount } = result;
  return {
    exitCode: exitCodeOf(actions, !isRed(result)),
    document: {
      ...controlDocument(result),
      objective: control.objective,
      risk: control.risk,
      response: control.response,
      owner: control.owner,
      frequency: control.frequency,
      failures: failures.rows,
      newer_sources: newer?.document ?? null,
    },
    text: (style) =>
      [
        `${style.bold(`Control ${control.id}: ${control.title}`)}  ${statusText(result, style)}\n`,
        `  objective  ${control.objective}\n`,
        `  risk       ${control.risk}\n`,
        `  on failure ${control.response}\n`,
        `  owner      ${control.owner}\n`,
        `  severity   ${control.severity}, ${control.frequency}\n`,
        `  tested     ${populationCount?.toLocaleString('en-US') ?? '–'}\n\n`,
        ...(reason === null ? [] : [`No result: ${reason}.\n`]),
        ...(result.isCut
          ? [
              `Of ${result.failureCount?.toLocaleString('en-US')} failing keys ${failures.rows.length.toLocaleString('en-US')} are kept.\n`,
            ]
          : []),
        ...(status === 'PASS' ? ['No key fails.\n'] : []),
        ...(status === 'VACUOUS' ? ['Nothing was there to test, so nothing is proved.\n'] : []),
        failures.rows.length === 0 ? '' : rowsText(failures, style, { readInFull: ['issue_description'] }),
        actionFaultsText(
          actions.filter((action) => action.status !== 'FAIL'),
          style,
        ),
        newer ? newerSourcesText(newer, style) : '',
      ].join(''),
  };
}
