import { letsDependentsRun, type ActionResult } from '../dataform/action_result.ts';
import type { JsonDocument } from '../terminal/json_document.ts';
import { nextText } from '../terminal/next_step.ts';
import type { Report } from '../terminal/report.ts';
import type { Style } from '../terminal/style.ts';
import { actionDocument, actionFaultsText, exitCodeOf } from './action_report.ts';
import { EVIDENCE_BEGIN } from './controls.ts';
import { controlDocument } from './control_report.ts';
import { controlResults, controlsHold, type ControlResult } from './control_status.ts';
import { nothingChanged, summariseRun, summaryText, type RunSummary } from './run_summary.ts';
import type { Session } from './session.ts';

/** What a run of the whole graph found: the controls, and unless something broke a summary of what is there. */
interface Findings {
  readonly controls: readonly ControlResult[];
  readonly summary?: RunSummary;
}

/** The report of a run. A run of some actions only, which opened no run of the controls, tells of these actions. */
export async function runReport(session: Session, actions: readonly ActionResult[]): Promise<Report> {
  const findings = actions.some(isBeginning) ? await find(session, actions) : undefined;
  const isGreen = actions.every((result) => letsDependentsRun(result.status));
  return {
    exitCode: exitCodeOf(actions, isGreen && (!findings || controlsHold(findings.controls))),
    document: { ...actionsDocument(actions), ...(findings && findingsDocument(findings)) },
    text: (style) =>
      [
        countsText(actions, style),
        findings?.summary ? summaryText(findings.summary, findings.controls, style) : '',
        actionFaultsText(actions, style),
        `\n${nextText(nextStep(actions, findings), style)}`,
      ].join(''),
  };
}

function isBeginning(result: ActionResult): boolean {
  return result.action.name === EVIDENCE_BEGIN && result.status === 'SUCCESS';
}

async function find(session: Session, actions: readonly ActionResult[]): Promise<Findings> {
  const recorded = await session.procedure('list_control_results');
  const controls = controlResults(recorded.rows, actions);
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
