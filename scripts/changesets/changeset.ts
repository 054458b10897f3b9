import type { Row } from '../warehouse/values.ts';

declare const brand: unique symbol;

/** A UUID in lower case. */
export type ChangesetId = string & { readonly [brand]: 'ChangesetId' };
/** SHA-256 in hexadecimal digits: what a commit would do, and by which rules. */
export type PlanHash = string & { readonly [brand]: 'PlanHash' };
/** SHA-256 in hexadecimal digits of the SQL that validates and commits. */
export type RulesDigest = string & { readonly [brand]: 'RulesDigest' };

export type ChangesetStatus = 'UPLOADED' | 'VALIDATED' | 'INVALID' | 'REJECTED' | 'COMMITTED' | 'ROLLED_BACK';

export type ChangesetKind = 'IMPORT' | 'BOOTSTRAP';

/** Whose changesets: an id of another tenant or organisation answers as an unknown one. */
export interface ChangesetScope {
  readonly tenantId: string;
  readonly orgId: string;
  /** Who asks, for the record. */
  readonly actor: string;
}

/** A row of `config_bulk_import_changesets`. Its counts are NULL before the validation, and in a changeset of an earlier version. */
export type Changeset = Row & {
  readonly changeset_id: ChangesetId;
  readonly changeset_kind: ChangesetKind;
  readonly status: ChangesetStatus;
  readonly plan_hash: PlanHash | null;
  readonly rejected_count: bigint | null;
};

/** The changeset that a procedure gives as its one row. */
export function changesetOf(rows: readonly Row[]): Changeset {
  const [row] = rows;
  if (row === undefined) throw new Error('A step of a changeset gives the changeset');
  return row as Changeset;
}

/** The text of a column; `''` where it is NULL. */
export function text(row: Row, column: string): string {
  const value = row[column] ?? null;
  return typeof value === 'string' ? value : '';
}

/** A count of the changeset, 0 where it has none yet. */
export function count(changeset: Row, column: string): bigint {
  const value = changeset[column] ?? null;
  return typeof value === 'bigint' ? value : 0n;
}
