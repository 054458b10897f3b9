import { letsDependentsRun, type ActionResult } from '../dataform/action_result.ts';
import { graphActions, type GraphAction } from '../dataform/graph_action.ts';
import type { JsonDocument } from '../terminal/json_document.ts';
import { nextText } from '../terminal/next_step.ts';
import type { Report } from '../terminal/report.ts';
import type { Style } from '../terminal/style.ts';
import { tableText } from '../terminal/table.ts';
import { actionDocument, actionFaultsText, exitCodeOf } from './action_report.ts';
import { controlDocument } from './control_report.ts';
import { controlResults, controlsHold, type ControlResult } from './control_status.ts';
import { recordedControls } from './control_refinements.ts';
import { opensRun } from './recorded_run.ts';
import { nothingChanged, summariseRun, summaryText, type RunSummary } from './run_summary.ts';
import type { Session } from './session.ts';

/** What a run of the whole graph found: the controls, and unless something broke a summary of what is there. */
interface Findings {
  readonly controls: readonly ControlResult[];
  readonly summary?: RunSummary;
}

/**
 * The report of a run. A run of some actions only tells of these actions.
 *
 * @param leftOut The actions of the graph that the run had no part of, by name.
 */
export async function runReport(
  session: Session,
  actions: readonly ActionResult[],
  leftOut: readonly string[] = [],
): Promise<Report> {
  // Of controls that had no part in it a partial run says nothing.
  const isWhole = leftOut.length === 0;
  const findings = isWhole && actions.some(opensRun) ? await find(session, actions) : undefined;
  const isGreen = actions.every((result) => letsDependentsRun(result.status));
  return {
    exitCode: exitCodeOf(actions, isGreen && (!findings || controlsHold(findings.controls))),
    document: { ...actionsDocument(actions), left_out: leftOut, ...(findings && findingsDocument(findings)) },
    text: (style) =>
      [
        countsText(actions, style),
        leftOutText(leftOut),
        findings?.summary ? summaryText(findings.summary, findings.controls, style) : '',
        actionFaultsText(actions, style),
        `\n${nextText(nextStep(actions, findings), style)}`,
      ].join(''),
  };
}

/** What a run would do, in its order. No control is evaluated, so it has no status, and least of all PASS. */
export function dryRunReport(actions: readonly GraphAction[]): Report {
  return {
    document: {
      is_dry_run: true,
      actions: actions.map(({ name, kind, compiled }) => ({
        dataset: compiled.target.schema,
        name,
        kind: 'type' in compiled ? compiled.type : kind,
      })),
    },
    text: (style) =>
      [
        tableText(
          actions,
          [
            { heading: 'dataset', cell: ({ compiled }) => compiled.target.schema },
            { heading: 'action', cell: ({ name }) => name },
            { heading: 'kind', cell: ({ kind, compiled }) => ('type' in compiled ? compiled.type : kind) },
          ],
          style,
        ),
        `\nNothing was run: ${actions.length.toLocaleString('en-US')} actions, in this order.\n`,
      ].join(''),
  };
}

async function find(session: Session, actions: readonly ActionResult[]): Promise<Findings> {
  const all = graphActions(await session.graph());
  const controls = controlResults(await recordedControls(session.procedure.bind(session), all, actions));
  if (actions.some((result) => result.status === 'ERROR')) return { controls };
  return { controls, summary: await summariseRun(session) };
}

function actionsDocument(actions: readonly ActionResult[]): JsonDocument {
  return { actions: actions.map(actionDocument) };
}

function findingsDocument({ controls, summary }: Findings): JsonDocument {
  return {
    controls: controls.map(controlDocument),
    ...(summary && {
      nothing_changed: nothingChanged(summary),
      loads: summary.loads.rows,
      identities: summary.identities.rows,
      quarantine: summary.quarantine.rows,
      lookalikes: summary.lookalikes.rows,
      traceability: summary.traceability.rows,
    }),
  };
}

function countsText(actions: readonly ActionResult[], style: Style): string {
  const done = actions.filter((result) => letsDependentsRun(result.status)).length;
  const seconds = actions.reduce((sum, result) => sum + result.milliseconds, 0) / 1000;
  const counts = `${done} of ${actions.length} actions done in ${seconds.toFixed(1)} s`;
  return `${done === actions.length ? style.green(counts) : style.red(counts)}\n`;
}

function leftOutText({ length }: readonly string[]): string {
  if (length === 0) return '';
  const actions = length === 1 ? '1 action was' : `${length} actions were`;
  return `A partial run: ${actions} left out; what they write is as it was.\n`;
}

/** The most useful thing to look at next. */
function nextStep(actions: readonly ActionResult[], findings: Findings | undefined): string {
  if (actions.some((result) => result.status === 'ERROR'))
    return 'mend what is named above, then keyfast run';
  const failing = findings?.controls.find(
    ({ control, status }) => status === 'FAIL' && control.severity === 'blocks',
  );
  if (failing) return `keyfast controls ${failing.control.id}`;
  if (findings?.summary?.loads.rows.length === 0)
    return 'keyfast load --help, or for an example keyfast start';
  const [quarantined] = findings?.summary?.quarantine.rows ?? [];
  if (quarantined) return 'keyfast quarantine, keyfast lookalikes, keyfast ids explain --help';
  return 'keyfast controls, keyfast ids explain --help';
}
