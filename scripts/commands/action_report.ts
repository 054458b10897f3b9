import { type ActionResult } from '../dataform/action_result.ts';
import { faultDocument, faultText } from '../terminal/error_report.ts';
import type { JsonDocument } from '../terminal/json_document.ts';
import type { Style } from '../terminal/style.ts';

export function actionDocument(result: ActionResult): JsonDocument {
  return {
    name: result.action.name,
    status: result.status,
    milliseconds: Math.round(result.milliseconds),
    faults: result.faults.map(faultDocument),
    failing_row_count: result.failingRows.length,
    skipped_because_of: result.skippedBecauseOf,
  };
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
    ...failed.map(
      (result) => `${style.red('FAIL')} ${result.action.name}: ${result.failingRows.length} rows\n`,
    ),
    skipped.length === 0
      ? ''
      : `${style.yellow('SKIPPED')} because of them: ${skipped.map((result) => result.action.name).join(', ')}\n`,
  ].join('');
}
