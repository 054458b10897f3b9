import { type ActionResult } from '../dataform/action_result.ts';
import { ExitCode } from '../errors.ts';
import { faultDocument, faultText } from '../terminal/error_report.ts';
import type { JsonDocument } from '../terminal/json_document.ts';
import type { Style } from '../terminal/style.ts';

export function actionDocument(result: ActionResult): JsonDocument {
  return {
    name: result.action.name,
    status: result.status,
    milliseconds: Math.round(result.milliseconds),
    faults: result.faults.map(faultDocument),
    failure_count: result.status === 'FAIL' ? failureCount(result) : 0,
    skipped_because_of: result.skippedBecauseOf,
  };
}

/** Exit code 3 where the warehouse failed: then nobody knows about the data. */
export function exitCodeOf(results: readonly ActionResult[], isGreen: boolean): ExitCode {
  if (results.some((result) => result.exitCode === ExitCode.warehouseFailed)) return ExitCode.warehouseFailed;
  return isGreen ? ExitCode.done : ExitCode.wrongData;
}

/** What went wrong in a run: the errors in full, what failed, and how much was skipped because of them. */
export function actionFaultsText(results: readonly ActionResult[], style: Style): string {
  const errors = results.filter((result) => result.status === 'ERROR');
  const failed = results.filter((result) => result.status === 'FAIL');
  const skipped = results.filter((result) => result.status === 'SKIPPED');
  return [
    ...errors.flatMap((result) => [
      `${style.red('ERROR')} ${result.action.name}\n`,
      ...result.faults.map((fault) => faultText(fault, style)),
    ]),
    ...failed.map((result) => `${style.red('FAIL')} ${result.action.name}: ${failureInWords(result)}\n`),
    skipped.length === 0
      ? ''
      : `${style.yellow('SKIPPED')} because of them: ${skipped.map((result) => result.action.name).join(', ')}\n`,
  ].join('');
}

/** A control's assertion reads one row, the record of the control, and that says how many failed; any other, the failing rows. */
function failureCount({ failingRows: [first, ...others] }: ActionResult): bigint {
  return typeof first?.failure_count === 'bigint' ? first.failure_count : BigInt(others.length + 1);
}

function failureInWords(result: ActionResult): string {
  const [row] = result.failingRows;
  if (typeof row?.control_id !== 'string') return `${failureCount(result).toLocaleString('en-US')} rows`;
  if (row.status !== 'FAIL') return `control ${row.control_id} left no result`;
  return `${failureCount(result).toLocaleString('en-US')} failing, control ${row.control_id}`;
}
