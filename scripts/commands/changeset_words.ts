import { count, type Changeset, type ChangesetStatus } from '../changesets/changeset.ts';
import type { Style } from '../terminal/style.ts';

/** What becomes of a row: the word says it, the colour only helps. */
export function outcomeText(outcome: string, style: Style): string {
  switch (outcome.trimEnd()) {
    case 'CREATE':
      return style.green(outcome);
    case 'UPDATE':
      return style.cyan(outcome);
    case 'REJECTED':
      return style.red(outcome);
    default:
      return style.dim(outcome);
  }
}

export function statusOfChangesetText(status: ChangesetStatus, style: Style): string {
  switch (status) {
    case 'COMMITTED':
      return style.green(status);
    case 'INVALID':
    case 'REJECTED':
      return style.red(status);
    case 'UPLOADED':
    case 'VALIDATED':
    case 'ROLLED_BACK':
      return style.yellow(status);
  }
}

/** `3 created, 2 updated, 1 unchanged, 4 rejected`: its rows by what becomes of them. */
export function countsText(changeset: Changeset): string {
  const columns = {
    created: 'created_count',
    updated: 'updated_row_count',
    unchanged: 'unchanged_count',
    rejected: 'rejected_count',
  };
  return Object.entries(columns)
    .map(([word, column]) => `${count(changeset, column).toLocaleString('en-US')} ${word}`)
    .join(', ');
}
