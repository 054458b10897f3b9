import type { ChangesetKind } from '../changesets/changeset.ts';
import type { UploadedChangeset } from '../changesets/upload_changeset.ts';
import { RowProgress } from '../terminal/row_progress.ts';
import type { Report } from '../terminal/report.ts';
import type { ChangesetCall } from './changeset_call.ts';
import { changesetReport } from './changeset_report.ts';

export function uploadWithProgress(
  call: ChangesetCall,
  file: string,
  kind: ChangesetKind = 'IMPORT',
): Promise<UploadedChangeset> {
  const { progress } = call.session.terminal;
  const rate = new RowProgress();
  return call.steps.upload(file, kind, {
    signal: call.session.signal,
    onRows: (rowCount, byteCount, fileBytes) => {
      progress.update(`${file}: ${rate.text(rowCount, byteCount / fileBytes)}`);
    },
  });
}

export function uploadReport(call: ChangesetCall, { changeset, wasOpen }: UploadedChangeset): Report {
  const report = changesetReport(call, changeset);
  return {
    document: { outcome: wasOpen ? 'ALREADY_OPEN' : 'UPLOADED', ...report.document },
    text: (style) => (wasOpen ? `${WAS_OPEN}\n` : '') + report.text(style),
  };
}

export const WAS_OPEN = 'This very file is open already: it is this changeset.';
