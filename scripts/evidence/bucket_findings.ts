import type { DigestedTable } from '../../includes/src/digested_tables.ts';
import type { DifferingBucket } from './compared_buckets.ts';
import type { LaterEvent } from './explained_changes.ts';
import { fault, note, type Finding, type RowDifference } from './finding.ts';
import type { RecordedRun } from './recorded_runs.ts';

interface Context {
  readonly table: DigestedTable;
  /** What the bucket is compared with, where that isn't what the last run left. */
  readonly of: string;
  /** The event that accounts for a row. */
  readonly accounts?: ReadonlyMap<RowDifference, LaterEvent>;
  /** The events that account for all buckets of which nobody can say which rows differ. */
  readonly ofUnknown?: readonly LaterEvent[];
}

/** What there is to say of a bucket that isn't as it was recorded. */
export function bucketFindings(
  { bucket, rowCount, rows }: DifferingBucket,
  { table, of, accounts = new Map(), ofUnknown = [] }: Context,
): Finding[] {
  const about = { table: table.name, bucket };
  const place = `bucket ${bucket} of ${table.name}${of}`;
  if (rows.length === 0) {
    const which =
      rowCount === 0 ? 'it holds none now' : `one or more of these ${rowCount}, or some that are gone`;
    const message = `rows of ${place} differ; which, nobody can say: ${which}`;
    return ofUnknown.length === 0
      ? [fault('TABLE_CHANGED', message, about)]
      : [note('CHANGED_SINCE', `${message}; ${inWords(ofUnknown)} may account for it`, about)];
  }
  const findings: Finding[] = [];
  const unexplained = rows.filter((row) => !accounts.has(row));
  if (unexplained.length > 0) {
    const message = `${count(unexplained.length, 'row')} of ${place} ${unexplained.length === 1 ? 'differs' : 'differ'}`;
    findings.push(fault('TABLE_CHANGED', message, { ...about, rows: unexplained }));
  }
  const changed = rows.filter((row) => accounts.has(row));
  if (changed.length > 0) {
    const by = [...new Set(changed.flatMap((row) => accounts.get(row) ?? []))];
    const message = `${count(changed.length, 'row')} of ${place} changed since, by ${inWords(by)}`;
    findings.push(note('CHANGED_SINCE', message, { ...about, rows: changed }));
  }
  return findings;
}

/** Of a table that a run wrote and didn't record: one of selected actions. */
export function writtenSince(
  { name }: DigestedTable,
  differing: readonly DifferingBucket[],
  writer: RecordedRun,
): Finding {
  const message = `${count(differing.length, 'bucket')} of ${name} ${differing.length === 1 ? 'is' : 'are'} not what the last run that recorded it left; the run ${writer.runId} wrote it since and recorded nothing of it`;
  return note('WRITTEN_SINCE', message, { table: name, rows: differing.flatMap(({ rows }) => rows) });
}

function inWords(events: readonly LaterEvent[]): string {
  const [first, ...others] = events.map(
    ({ type, tenantId, sequence, actor }) => `event ${sequence} of ${tenantId} (${type}, by ${actor})`,
  );
  const more = others.length > 4 ? [...others.slice(0, 3), `${others.length - 3} more`] : others;
  return [first, ...more].join(', ');
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}
