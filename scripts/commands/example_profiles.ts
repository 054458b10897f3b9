import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bootstrapProfiles } from '../changesets/bootstrap_profiles.ts';
import { count, text, type Changeset, type ChangesetStatus } from '../changesets/changeset.ts';
import { ChangesetSteps } from '../changesets/changeset_steps.ts';
import type { JsonDocument } from '../terminal/json_document.ts';
import type { Report } from '../terminal/report.ts';
import { ChangesetCall } from './changeset_call.ts';
import { reviewReport } from './changeset_review.ts';
import { countsText } from './changeset_words.ts';
import type { Session } from './session.ts';

/** A file of agent profiles in the example's manifest. */
export interface ExampleProfiles {
  readonly tenant: string;
  readonly org: string;
  readonly way: 'bootstrap' | 'import' | 'import and roll back';
  /** Why it is rolled back. */
  readonly reason?: string;
  readonly path: string;
}

/** Takes each file as far as it is meant to go, from where an earlier call left it: one that is there already changes nothing. */
export async function importExampleProfiles(
  session: Session,
  directory: string,
  files: readonly ExampleProfiles[],
): Promise<Report[]> {
  const reports: Report[] = [];
  for (const file of files) {
    session.terminal.progress.update(`Importing ${file.path}`);
    const scope = { tenantId: file.tenant, orgId: file.org, actor: session.actor };
    const steps = new ChangesetSteps(await session.graph(), await session.warehouse(), scope);
    const call = new ChangesetCall(session, steps, ['--tenant', file.tenant, '--org', file.org]);
    reports.push(await importFile(call, directory, file));
  }
  return reports;
}

async function importFile(
  call: ChangesetCall,
  directory: string,
  { way, path, reason = '' }: ExampleProfiles,
): Promise<Report> {
  const { steps } = call;
  const file = join(directory, path);
  const known = await knownChangesets(steps, file);
  const isAt = (status: ChangesetStatus): Changeset | undefined =>
    known.find((changeset) => changeset.status === status);
  const done = isAt(way === 'import and roll back' ? 'ROLLED_BACK' : 'COMMITTED');
  if (done) return outcomeReport(path, 'nothing changed', done);
  if (way === 'bootstrap') return outcomeReport(path, 'bootstrapped', await bootstrapProfiles(steps, file));

  const before = isAt('COMMITTED');
  const { committed, review } = before ? { committed: before } : await importAndCommit(call, file);
  if (way === 'import') return outcomeReport(path, 'reviewed and committed', committed, review);
  const rolledBack = await steps.rollback(committed.changeset_id, reason);
  return outcomeReport(path, 'committed and rolled back', rolledBack);
}

async function knownChangesets(steps: ChangesetSteps, file: string): Promise<readonly Changeset[]> {
  const digest = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  return (await steps.list()).filter((changeset) => changeset.file_digest === digest);
}

async function importAndCommit(
  call: ChangesetCall,
  file: string,
): Promise<{ readonly committed: Changeset; readonly review?: Report }> {
  const { steps } = call;
  const { changeset } = await steps.upload(file);
  const validated = await steps.validate(changeset.changeset_id);
  const review = await reviewReport(call, changeset.changeset_id);
  const committed = await steps.commit(changeset.changeset_id, {
    planHash: text(validated, 'plan_hash'),
    acceptRejected: Number(count(validated, 'rejected_count')),
  });
  return { committed, review };
}

function outcomeReport(path: string, outcome: string, changeset: Changeset, review?: Report): Report {
  const document: JsonDocument = { ...changeset, path, outcome };
  return {
    document,
    text: (style) =>
      [
        style.bold(`${path}: ${outcome}`),
        `\n  ${changeset.changeset_id}: ${countsText(changeset)}\n`,
        review === undefined ? '' : `\n${review.text(style)}\n`,
      ].join(''),
  };
}
