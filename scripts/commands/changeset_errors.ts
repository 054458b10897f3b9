import { count, text } from '../changesets/changeset.ts';
import { issueFault } from '../changesets/issue_fault.ts';
import { rejectedRowsCsv } from '../changesets/rejected_rows_file.ts';
import { writeWholeFile } from '../changesets/written_file.ts';
import { faultText } from '../terminal/error_report.ts';
import { nextText } from '../terminal/next_step.ts';
import { printable } from '../terminal/printable.ts';
import type { Report } from '../terminal/report.ts';
import { RowProgress } from '../terminal/row_progress.ts';
import type { Row } from '../warehouse/values.ts';
import type { ChangesetCall } from './changeset_call.ts';

export interface ErrorsOptions {
  readonly out?: string;
  readonly force?: boolean;
}

/** As many as a person reads; all of them are in the CSV. */
const ERRORS_SHOWN = 50;

/** The errors of a changeset: its rejected rows in a CSV, or without a file to write a list of the first. */
export async function errorsReport(
  call: ChangesetCall,
  name: string,
  { out, force = false }: ErrorsOptions,
): Promise<Report> {
  const changeset = await call.steps.show(name);
  const { changeset_id: id } = changeset;
  const rejected = count(changeset, 'rejected_count');
  if (out === undefined) return listReport(call, id, rejected, text(changeset, 'source_file'));
  if (rejected === 0n) {
    return {
      document: { changeset_id: id, file: null, rejected_count: rejected },
      text: () => 'No row is rejected, so no file was written.\n',
    };
  }
  const rate = new RowProgress();
  let written = 0;
  const csv = rejectedRowsCsv(call.steps, changeset, (rowCount) => {
    written += rowCount;
    call.session.terminal.progress.update(`${out}: ${rate.text(written, written / Number(rejected))}`);
  });
  await writeWholeFile(out, csv, { replaces: force });
  const next = call.command('import', out);
  return {
    document: { changeset_id: id, file: out, rejected_count: rejected, next_step: next },
    text: (style) =>
      `${printable(out)}: ${rejected.toLocaleString('en-US')} rejected ${rejected === 1n ? 'row' : 'rows'} as sent, with line, codes and messages in front\n` +
      nextText(`mend it, then ${next}`, style),
  };
}

async function listReport(call: ChangesetCall, id: string, rejected: bigint, file: string): Promise<Report> {
  const errors: Row[] = [];
  for await (const page of call.steps.issuePages(id, 'ERROR')) {
    errors.push(...page);
    if (errors.length > ERRORS_SHOWN) break;
  }
  const shown = errors.slice(0, ERRORS_SHOWN);
  const next = call.command('changeset', 'errors', id, '--out', 'rejected.csv');
  return {
    document: {
      changeset_id: id,
      rejected_count: rejected,
      errors: shown,
      is_all: shown.length === errors.length,
      next_step: next,
    },
    text: (style) =>
      [
        ...shown.map((error) => faultText(issueFault(error, file), style)),
        shown.length === 0 ? 'No row is rejected.\n' : '',
        shown.length < errors.length ? `The first ${ERRORS_SHOWN} errors; all of them are in the CSV.\n` : '',
        shown.length === 0 ? '' : nextText(next, style),
      ].join(''),
  };
}
