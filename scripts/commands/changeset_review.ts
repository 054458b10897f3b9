import { count, text } from '../changesets/changeset.ts';
import type { ReviewedRows } from '../changesets/changeset_steps.ts';
import { reviewChangeset, type Review } from '../changesets/review.ts';
import { ExitCode } from '../errors.ts';
import { nextText } from '../terminal/next_step.ts';
import type { Report } from '../terminal/report.ts';
import type { ChangesetCall } from './changeset_call.ts';
import { hasMoved, nextOnChangeset } from './changeset_next.ts';
import { reviewText } from './changeset_review_text.ts';

export interface ReviewOptions {
  /** One line a row, and more of them. */
  readonly rows?: boolean;
  readonly only?: ReviewedRows;
  /** Old → new per field. */
  readonly diff?: boolean;
  /** The last line of the page before. */
  readonly after?: bigint;
}

/** A page that a person reads through; every further one is a command away. */
const ROWS_OF_A_PAGE = 100;
/** Without being asked for rows: enough to see what they look like. */
const ROWS_OF_AN_OVERVIEW = 10;

/** The review of a changeset as it is printed. It is wrong data when rows are rejected and the step that prints it is the one that found out. */
export async function reviewReport(
  call: ChangesetCall,
  name: string,
  options: ReviewOptions = {},
): Promise<Report> {
  const isOverview = options.rows !== true && options.only === undefined && options.after === undefined;
  const review = await reviewChangeset(call.steps, name, {
    only: options.only,
    afterRow: options.after ?? 0n,
    rowLimit: isOverview ? ROWS_OF_AN_OVERVIEW : ROWS_OF_A_PAGE,
  });
  const { changeset } = review;
  const next = nextOnChangeset(changeset, call);
  const obstacles = obstaclesOf(review, call);
  return {
    document: {
      ...changeset,
      issues: review.issues,
      rows: review.rows,
      more_after: review.moreAfter ?? null,
      more_warnings_after: review.moreWarnedAfter ?? null,
      obstacles,
      next_step: next,
    },
    text: (style) =>
      reviewText(
        review,
        {
          diff: options.diff === true ? 'all' : isOverview ? 'updates' : 'none',
          obstacles,
          more: moreCommands(review, options, call),
        },
        style,
      ) + nextText(next, style),
  };
}

/** What a validation found: its review, and exit code 1 when a row is rejected. */
export async function validationReport(call: ChangesetCall, name: string): Promise<Report> {
  const report = await reviewReport(call, name);
  return report.document.rejected_count === 0n ? report : { ...report, exitCode: ExitCode.wrongData };
}

function moreCommands(review: Review, options: ReviewOptions, call: ChangesetCall): string[] {
  const page = (after: bigint, only: ReviewedRows | undefined): string =>
    call.command(
      'changeset',
      'review',
      review.changeset.changeset_id,
      '--rows',
      ...(only === undefined ? [] : ['--only', only]),
      ...(options.diff === true ? ['--diff'] : []),
      ...(after === 0n ? [] : ['--after', String(after)]),
    );
  const { moreAfter, moreWarnedAfter } = review;
  return [
    ...(moreWarnedAfter === undefined ? [] : [`more with warnings: ${page(moreWarnedAfter, 'warnings')}`]),
    ...(moreAfter === undefined
      ? []
      : [`${remaining(review, options)}more: ${page(moreAfter, options.only)}`]),
  ];
}

const COUNT_OF_ROWS: Readonly<Record<Exclude<ReviewedRows, 'warnings'> | 'all', string>> = {
  all: 'row_count',
  creates: 'created_count',
  updates: 'updated_row_count',
  unchanged: 'unchanged_count',
  errors: 'rejected_count',
};

/** How many rows come after a first page; nothing where that isn't counted. */
function remaining({ changeset, rows, moreWarnedAfter }: Review, { only, after }: ReviewOptions): string {
  if (after !== undefined || moreWarnedAfter !== undefined || only === 'warnings') return '';
  const all = count(changeset, COUNT_OF_ROWS[only ?? 'all']);
  return `${(all - BigInt(rows.length)).toLocaleString('en-US')} `;
}

/** What stands in the way of a commit, in words. */
function obstaclesOf({ changeset }: Review, call: ChangesetCall): string[] {
  if (changeset.status !== 'VALIDATED') return [];
  const rejected = count(changeset, 'rejected_count');
  const obstacles: string[] = [];
  if (call.steps.isByOtherRules(changeset)) {
    obstacles.push(
      'The rules have changed since the validation: validate it again, and review what comes of it.',
    );
  }
  if (hasMoved(changeset)) {
    obstacles.push(
      'Other changesets were committed or rolled back since the validation: what stands here as old may no longer be there. ' +
        'Validate it again; a commit is refused if any row means something else now.',
    );
  }
  if (rejected > 0n) {
    const rows = rejected === 1n ? '1 row is' : `${rejected.toLocaleString('en-US')} rows are`;
    const errors = call.command('changeset', 'errors', changeset.changeset_id, '--out', 'rejected.csv');
    obstacles.push(
      `${rows} rejected. To be mended: ${errors}; to be left behind: --accept-rejected ${rejected}`,
    );
  }
  if (call.steps.requiresSecondApprover) {
    obstacles.push(
      `Somebody other than ${text(changeset, 'uploaded_by')}, who uploaded it, has to commit it.`,
    );
  }
  return obstacles;
}
