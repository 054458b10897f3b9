import type { Changeset } from '../changesets/changeset.ts';
import { nextText } from '../terminal/next_step.ts';
import type { Report } from '../terminal/report.ts';
import { tableText } from '../terminal/table.ts';
import type { Row } from '../warehouse/values.ts';
import type { ChangesetCall } from './changeset_call.ts';
import { nextOnChangeset } from './changeset_next.ts';
import { headText, planText, warningsText } from './changeset_review_text.ts';
import { statusOfChangesetText } from './changeset_words.ts';

/**
 * One changeset, as a step left it.
 *
 * @param issues Of one that nobody reviewed: what its rows are warned of, grouped by code.
 */
export function changesetReport(call: ChangesetCall, changeset: Changeset, issues?: readonly Row[]): Report {
  const next = nextOnChangeset(changeset, call);
  return {
    document: { ...changeset, ...(issues && { issues }), next_step: next },
    text: (style) =>
      [
        headText(changeset, style),
        warningsText(issues ?? [], style),
        planText(changeset, style),
        nextText(next, style),
      ].join(''),
  };
}

export function changesetListReport(call: ChangesetCall, changesets: readonly Changeset[]): Report {
  return {
    document: { changesets },
    text: (style) => {
      if (changesets.length === 0)
        return `There are no changesets: ${style.asCalled(call.command('import', 'FILE'))}\n`;
      return tableText(
        changesets,
        [
          { heading: 'changeset', cell: (row) => row.changeset_id },
          {
            heading: 'status',
            cell: (row) => row.status,
            paint: (_, shade, row) => statusOfChangesetText(row.status, shade),
          },
          { heading: 'file', cell: (row) => row.source_file ?? null },
          { heading: 'rows', cell: (row) => row.row_count ?? null },
          { heading: 'creates', cell: (row) => row.created_count ?? null },
          { heading: 'updates', cell: (row) => row.updated_row_count ?? null },
          { heading: 'unchanged', cell: (row) => row.unchanged_count ?? null },
          { heading: 'rejected', cell: (row) => row.rejected_count },
          { heading: 'uploaded', cell: (row) => row.uploaded_at ?? null },
          { heading: 'by', cell: (row) => row.uploaded_by ?? null },
        ],
        style,
      );
    },
  };
}
