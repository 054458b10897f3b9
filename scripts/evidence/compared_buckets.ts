import type { DigestedTable } from '../../includes/src/digested_tables.ts';
import { countOf, textOf } from '../report/row_values.ts';
import type { Row } from '../warehouse/values.ts';
import { tableDigests } from './digest_rows.ts';
import type { RowDifference } from './finding.ts';
import type { TableDigests } from './manifest.ts';
import type { RecordedRun } from './recorded_runs.ts';
import type { TableEvidence } from './table_evidence.ts';
import { differingBuckets } from './verify_history.ts';

export interface DifferingBucket {
  readonly bucket: string;
  readonly rowCount: number;
  /** Empty where nobody can say which: too many rows for their digests to be kept, or those were changed as well. */
  readonly rows: readonly RowDifference[];
}

/** What a table should hold as one run saw it, and the last run to record it, of which the kept digests of rows are. */
export interface Expectation {
  readonly due: TableDigests;
  readonly seen: RecordedRun;
  readonly keeper: RecordedRun;
}

/** The buckets of a table that aren't as they should be, with the rows that differ where they are known. */
export async function comparedBuckets(
  evidence: TableEvidence,
  table: DigestedTable,
  { due, seen, keeper }: Expectation,
): Promise<DifferingBucket[]> {
  const { rows } = await evidence.call(`recompute_${table.name}`, { run_id: seen.runId });
  const found = tableDigests(rows);
  if (found === undefined || found.root === due.root) return [];
  const buckets = differingBuckets(due, found);
  const kept = keeper === seen ? due : await evidence.recordedDigests(table, keeper);
  const asked = { run_id: keeper.runId, buckets: buckets.join(' ') };
  const compared = (await evidence.call(`compare_${table.name}`, asked)).rows;
  const ofBucket = new Map<string, Row[]>(buckets.map((bucket) => [bucket, []]));
  for (const row of compared) ofBucket.get(textOf(row, 'bucket'))?.push(row);
  const counts = new Map(rows.map((row) => [textOf(row, 'bucket'), countOf(row, 'row_count')]));
  return buckets.map((bucket) => ({
    bucket,
    rowCount: counts.get(bucket) ?? 0,
    rows: differencesIn(ofBucket.get(bucket) ?? [], kept?.buckets[bucket]),
  }));
}

/** Rows of compare_… of one bucket, unless what was kept of it isn't what the run bound: undefined for a bucket that held none. */
function differencesIn(compared: readonly Row[], due: string | undefined): RowDifference[] {
  const kept = compared.find((row) => row.row_key === null);
  const keptDigest = kept === undefined ? undefined : textOf(kept, 'leaf');
  return keptDigest === due ? differences(compared.filter((row) => row !== kept)) : [];
}

function differences(rows: readonly Row[]): RowDifference[] {
  const leavesOf = new Map<string, { more: boolean; fewer: boolean; repeated: boolean }>();
  for (const row of rows) {
    const key = textOf(row, 'row_key');
    const [present, kept] = [countOf(row, 'present_count'), countOf(row, 'kept_count')];
    const seen = leavesOf.get(key) ?? { more: false, fewer: false, repeated: false };
    leavesOf.set(key, {
      more: seen.more || present > kept,
      fewer: seen.fewer || present < kept,
      repeated: seen.repeated || (kept > 0 && present > kept),
    });
  }
  return [...leavesOf].map(([row_key, { more, fewer, repeated }]) => ({
    row_key,
    difference: more && fewer ? 'CHANGED' : repeated ? 'REPEATED' : more ? 'ADDED' : 'REMOVED',
  }));
}
