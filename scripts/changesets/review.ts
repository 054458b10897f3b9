import type { Row } from '../warehouse/values.ts';
import { PROFILE_FIELDS } from './agent_profiles.ts';
import type { Changeset } from './changeset.ts';
import type { ChangesetSteps, ReviewedRows } from './changeset_steps.ts';

export interface ReviewRequest {
  /** All rows when left out, those with warnings first. */
  readonly only: ReviewedRows | undefined;
  /** The last line of the page before; 0 at first. */
  readonly afterRow: bigint;
  /** At most so many rows. */
  readonly rowLimit: number;
}

/** What a person decides from. */
export interface Review {
  readonly changeset: Changeset;
  /** Per severity, code and column: how many, and the first of them. */
  readonly issues: readonly Row[];
  readonly rows: readonly ReviewedRow[];
  /** The line after which there are more rows; undefined when these are all. */
  readonly moreAfter: bigint | undefined;
  /** Likewise of the rows with warnings, where they come first. */
  readonly moreWarnedAfter: bigint | undefined;
}

/** A row of `review_changeset_rows` with what it would change. */
export type ReviewedRow = Row & { readonly changes: readonly FieldChange[] };

export type FieldChange = Row & {
  readonly field: string;
  readonly old_value: string | null;
  readonly new_value: string | null;
};

export async function reviewChangeset(
  steps: ChangesetSteps,
  name: string,
  { only, afterRow, rowLimit }: ReviewRequest,
): Promise<Review> {
  const changeset = await steps.show(name);
  const id = changeset.changeset_id;
  const issues = await steps.issueSummary(id);
  // On the first page the rows with warnings come before the others, at most half of it; each in the order of the file.
  const isFirst = only === undefined && afterRow === 0n;
  const warned = isFirst
    ? await pageOf(steps.reviewPages(id, 'warnings'), Math.floor(rowLimit / 2))
    : { rows: [], moreAfter: undefined };
  const others = await pageOf(
    steps.reviewPages(id, only ?? null, afterRow),
    rowLimit - warned.rows.length,
    only === undefined ? ({ warnings }) => warnings === '' : undefined,
  );
  return {
    changeset,
    issues,
    rows: [...warned.rows, ...others.rows].map((row) => ({ ...row, changes: fieldChanges(row) })),
    moreAfter: others.moreAfter,
    moreWarnedAfter: warned.moreAfter,
  };
}

async function pageOf(
  pages: AsyncGenerator<readonly Row[]>,
  limit: number,
  isWanted: (row: Row) => boolean = () => true,
): Promise<{ readonly rows: readonly Row[]; readonly moreAfter: bigint | undefined }> {
  const rows: Row[] = [];
  for await (const page of pages) {
    rows.push(...page.filter(isWanted));
    if (rows.length > limit) break;
  }
  const shown = rows.slice(0, limit);
  const last = shown.at(-1)?.source_row;
  const isAll = rows.length <= limit;
  return { rows: shown, moreAfter: isAll ? undefined : typeof last === 'bigint' ? last : 0n };
}

/** Old → new, per field that the row changes; of a new agent all that it gives. */
function fieldChanges(row: Row): FieldChange[] {
  if (row.outcome !== 'CREATE' && row.outcome !== 'UPDATE') return [];
  return PROFILE_FIELDS.flatMap((field) => {
    const oldValue = textOrNull(row[`old_${field}`]);
    const newValue = textOrNull(row[field]);
    return oldValue === newValue ? [] : { field, old_value: oldValue, new_value: newValue };
  });
}

function textOrNull(value: Row[string] | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
