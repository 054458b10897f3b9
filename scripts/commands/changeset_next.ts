import { count, type Changeset } from '../changesets/changeset.ts';
import type { ChangesetCall } from './changeset_call.ts';

/** The command that the changeset waits for. */
export function nextOnChangeset(changeset: Changeset, call: ChangesetCall): string {
  const { changeset_id: id, status } = changeset;
  // An earlier version left no rows of it, so no step takes it further.
  if (changeset.row_count === null) return call.command('import', 'FILE');
  switch (status) {
    case 'UPLOADED':
      return call.command('changeset', 'validate', id);
    case 'VALIDATED':
      return call.steps.isByOtherRules(changeset) || hasMoved(changeset)
        ? call.command('changeset', 'validate', id)
        : commitCommand(changeset, call);
    case 'INVALID':
      return `${call.command('changeset', 'errors', id, '--out', 'rejected.csv')}, mend that file, then ${call.command('import', 'rejected.csv')}`;
    case 'COMMITTED':
      return call.command('changeset', 'rollback', id, '--preview');
    case 'REJECTED':
    case 'ROLLED_BACK':
      return call.command('import', 'FILE');
  }
}

/** Whether another changeset of the tenant was committed or rolled back since the validation. */
export function hasMoved({ base_seq, newest_seq }: Changeset): boolean {
  return typeof newest_seq === 'bigint' && base_seq !== newest_seq;
}

function commitCommand(changeset: Changeset, call: ChangesetCall): string {
  const rejected = count(changeset, 'rejected_count');
  return call.command(
    'changeset',
    'commit',
    changeset.changeset_id,
    '--plan',
    changeset.plan_hash ?? '',
    ...(rejected === 0n ? [] : ['--accept-rejected', String(rejected)]),
  );
}
