import type { ChangesetStatus } from '../changesets/changeset.ts';
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
