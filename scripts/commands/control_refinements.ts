import { registry, type Control } from '../../includes/src/controls.ts';
import type { ActionResult } from '../dataform/action_result.ts';
import type { GraphAction } from '../dataform/graph_action.ts';
import type { Fault } from '../errors.ts';
import type { Parameters, ResultSet, Row } from '../warehouse/values.ts';

/** Why a run has no result of a control. */
export interface Refinement {
  readonly status: 'SKIPPED' | 'ERROR' | 'DISABLED';
  readonly reason: string;
}

type RunProcedure = (name: string, parameters?: Parameters) => Promise<ResultSet>;

/** An engine may quote half a table. */
const LONGEST_REASON = 1000;

/**
 * What became of every control of the current run, after recording of those without a result why they have none: the warehouse
 * can't tell, whoever ran the jobs can. Where nothing tells either, it stays NOT_RUN.
 *
 * @param actions All of the graph.
 * @param results What became of those that were run.
 */
export async function recordedControls(
  runProcedure: RunProcedure,
  actions: readonly GraphAction[],
  results: readonly ActionResult[],
): Promise<readonly Row[]> {
  const { rows } = await runProcedure('list_control_results');
  let recorded = 0;
  for (const { run_id = null, control_id = null, status } of rows) {
    const control = registry.find(({ id }) => id === control_id);
    const refinement = control && status === 'NOT_RUN' && refinementOf(control, actions, results);
    if (!refinement) continue;
    await runProcedure('record_refinement', { run_id, control_id, ...refinement });
    recorded += 1;
  }
  return recorded === 0 ? rows : (await runProcedure('list_control_results')).rows;
}

/** What the operation that should have left a control's result says of it; undefined when it says nothing. */
export function refinementOf(
  control: Control,
  actions: readonly GraphAction[],
  results: readonly ActionResult[],
): Refinement | undefined {
  const operation = `record_${control.view}`;
  if (actions.some(({ name, disabled }) => name === operation && disabled)) {
    return { status: 'DISABLED', reason: `${operation} is disabled` };
  }
  const result = results.find(({ action }) => action.name === operation);
  // The view is the control's own SQL, although an action of its own.
  const view = results.find(({ action }) => action.name === control.view);
  const broken = [result, view].find((candidate) => candidate?.status === 'ERROR');
  if (broken) return { status: 'ERROR', reason: reasonOf(broken.faults) };
  if (result?.status !== 'SKIPPED') return undefined;
  return {
    status: 'SKIPPED',
    reason: `it needs ${result.skippedBecauseOf.join(' and ')}, which failed or was skipped`,
  };
}

function reasonOf(faults: readonly Fault[]): string {
  const reasons = faults.map(({ code, message, location }) => {
    const place = location && [location.file, location.line, location.column].filter(Boolean).join(':');
    return `${code}: ${message}${place === undefined ? '' : ` (${place})`}`;
  });
  return reasons.join('; ').slice(0, LONGEST_REASON);
}
