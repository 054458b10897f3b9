import { DataError } from '../errors.ts';
import { FaultList } from '../load/fault_list.ts';
import { refusal } from '../load/refusal.ts';
import { count, text, type Changeset } from './changeset.ts';
import type { ChangesetSteps } from './changeset_steps.ts';
import { issueFault } from './issue_fault.ts';
import type { UploadProgress } from './upload_changeset.ts';

export interface BootstrapProgress extends UploadProgress {
  readonly onStep?: (step: 'Validating' | 'Committing') => void;
}

/**
 * Bulk Bootstrap: creates the agents of a file directly, with the SQL and the ids of create mode, and no review. All rows or
 * none. Recorded as a changeset of the kind BOOTSTRAP.
 *
 * @throws DataError with the errors of the rows when there are any; nothing was written then.
 */
export async function bootstrapProfiles(
  steps: ChangesetSteps,
  file: string,
  progress: BootstrapProgress = {},
): Promise<Changeset> {
  const { changeset: uploaded } = await steps.upload(file, 'BOOTSTRAP', progress);
  const id = uploaded.changeset_id;
  progress.onStep?.('Validating');
  const validated = await steps.validate(id);
  if (count(validated, 'rejected_count') > 0n) throw await refuse(steps, validated, file);
  progress.onStep?.('Committing');
  return steps.commit(id, { planHash: text(validated, 'plan_hash'), acceptRejected: undefined });
}

async function refuse(steps: ChangesetSteps, changeset: Changeset, file: string): Promise<DataError> {
  const { changeset_id: id, status } = changeset;
  const rejected = count(changeset, 'rejected_count');
  if (status === 'VALIDATED')
    await steps.reject(id, `a bootstrap takes all rows or none, and ${rejected} have errors`);
  const faults = new FaultList(steps.faultsKept);
  for await (const page of steps.issuePages(id, 'ERROR')) {
    for (const issue of page) faults.add(issueFault(issue, file));
  }
  return (
    refusal([faults]) ?? new DataError([{ code: 'REJECTED_ROWS', message: `${rejected} rows are rejected` }])
  );
}
