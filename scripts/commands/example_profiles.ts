import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bootstrapProfiles } from '../changesets/bootstrap_profiles.ts';
import { count, text, type Changeset, type ChangesetStatus } from '../changesets/changeset.ts';
import { ChangesetSteps } from '../changesets/changeset_steps.ts';
import { reviewChangeset, type Review } from '../changesets/review.ts';
import type { JsonDocument } from '../terminal/json_document.ts';
import type { Report } from '../terminal/report.ts';
import { reviewText, type ReviewTextOptions } from './changeset_review_text.ts';
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
    reports.push(await importFile(steps, directory, file));
  }
  return reports;
}

async function importFile(
  steps: ChangesetSteps,
  directory: string,
  { way, path, reason = '' }: ExampleProfiles,
): Promise<Report> {
  const file = join(directory, path);
  const known = await knownChangesets(steps, file);
  const isAt = (status: ChangesetStatus): Changeset | undefined =>
    known.find((changeset) => changeset.status === status);
  const done = isAt(way === 'import and roll back' ? 'ROLLED_BACK' : 'COMMITTED');
  if (done) return outcomeReport(path, 'nothing changed', done);
  if (way === 'bootstrap') return outcomeReport(path, 'bootstrapped', await bootstrapProfiles(steps, file));

  const before = isAt('COMMITTED');
  const { committed, review } = before ? { committed: before } : await importAndCommit(steps, file);
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
  steps: ChangesetSteps,
  file: string,
): Promise<{ readonly committed: Changeset; readonly review?: Review }> {
  const { changeset } = await steps.upload(file);
  const validated = await steps.validate(changeset.changeset_id);
  const review = await reviewChangeset(steps, changeset.changeset_id, {
    only: undefined,
    afterRow: 0n,
    rowLimit: Number(count(changeset, 'row_count')),
  });
  const committed = await steps.commit(changeset.changeset_id, {
    planHash: text(validated, 'plan_hash'),
    acceptRejected: Number(count(validated, 'rejected_count')),
  });
  return { committed, review };
}

/** As it was before the commit. */
const REVIEWED: ReviewTextOptions = { diff: 'updates', obstacles: [], more: [] };

function outcomeReport(path: string, outcome: string, changeset: Changeset, review?: Review): Report {
  const document: JsonDocument = { ...changeset, path, outcome };
  return {
    document,
    text: (style) =>
      [
        style.bold(`${path}: ${outcome}`),
        `\n  ${changeset.changeset_id}: ${countsText(changeset)}\n`,
        review === undefined ? '' : `\n${reviewText(review, REVIEWED, style)}\n`,
      ].join(''),
  };
}
