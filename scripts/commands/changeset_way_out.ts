import type { KeyfastError } from '../errors.ts';
import type { ChangesetCall } from './changeset_call.ts';

type WayOut = (call: ChangesetCall, id: string) => string;

const show: WayOut = (call, id) => call.command('changeset', 'show', id);

/** What a person can do when a guard refuses a step, by the guard's code. */
const WAYS_OUT: Readonly<Record<string, WayOut>> = {
  ALREADY_COMMITTED: show,
  ALREADY_ROLLED_BACK: show,
  LINES_LOST: () => 'the same command again, while nobody writes to the file',
  MISSING_REASON: () => 'the same command with --reason TEXT',
  NO_BOOTSTRAP: (call) => `${call.command('import', 'FILE')}, and a commit by somebody else`,
  REJECTED_ROWS: (call, id) =>
    `${call.command('changeset', 'errors', id, '--out', 'rejected.csv')} to mend them, or the same command with --accept-rejected and their number`,
  ROLLBACK_BLOCKED: (call, id) => call.command('changeset', 'rollback', id, '--preview'),
  SECOND_APPROVER: () => 'the same command by somebody else, who says so with --actor',
  STALE_PLAN: (call, id) =>
    `${call.command('changeset', 'validate', id)}, which prints the review and the command that commits it`,
  UNKNOWN_CHANGESET: (call) => call.command('changeset', 'list'),
  VERSIONS_TAMPERED: () => 'keyfast events verify, keyfast controls',
  WRONG_STATUS: show,
};

export function changesetWayOut(
  error: KeyfastError,
  call: ChangesetCall,
  name: string | undefined,
): string | undefined {
  const way = error.faults.map(({ code }) => WAYS_OUT[code]).find((found) => found !== undefined);
  return way?.(call, name ?? 'ID');
}
