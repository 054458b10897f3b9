import type { ExitCode, Fault } from '../errors.ts';
import type { Row } from '../warehouse/values.ts';
import type { GraphAction } from './graph_action.ts';

/**
 * What became of one action of a run. FAIL: an assertion found rows; ERROR: the engine or a guard refused; SKIPPED:
 * something that it depends on failed or was skipped; DISABLED: it isn't for the graph to run.
 */
export type ActionStatus = 'SUCCESS' | 'FAIL' | 'ERROR' | 'SKIPPED' | 'DISABLED';

export interface ActionResult {
  readonly action: GraphAction;
  readonly status: ActionStatus;
  readonly milliseconds: number;
  /** Why it is ERROR or FAIL. */
  readonly faults: readonly Fault[];
  /** Of an ERROR: what it makes of the command's exit code. */
  readonly exitCode?: ExitCode;
  /** The rows that a failed assertion found. */
  readonly failingRows: readonly Row[];
  /** For SKIPPED: the names of the dependencies that stood in its way. */
  readonly skippedBecauseOf: readonly string[];
}

/** Whether what depends on it may run. */
export function letsDependentsRun(status: ActionStatus): boolean {
  return status === 'SUCCESS' || status === 'DISABLED';
}
