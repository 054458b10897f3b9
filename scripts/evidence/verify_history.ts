import type { DigestedTable } from '../../includes/src/digested_tables.ts';
import { accountsForBuckets } from './explained_changes.ts';
import { fault, type Finding } from './finding.ts';
import type { TableDigests } from './manifest.ts';
import type { RecordedRun } from './recorded_runs.ts';
import type { TableEvidence } from './table_evidence.ts';

/**
 * Goes from run to run through what was recorded of a table that doesn't only grow. Where two neighbouring recordings differ, a
 * run that wrote the table lies between them, or, where people write it, events that account for every bucket. A run that
 * only records the table again thus never makes a change its own.
 */
export async function verifyHistory(
  evidence: TableEvidence,
  table: DigestedTable,
  from: RecordedRun,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  let earlier = from;
  for (const later of evidence.recordingsOf(table)) {
    if (later.startedAt <= from.startedAt) continue;
    const isSame = earlier.roots.get(table.name) === later.roots.get(table.name);
    const unexplained = isSame ? undefined : await unexplainedChange(evidence, table, earlier, later);
    if (unexplained !== undefined) findings.push(unexplained);
    earlier = later;
  }
  return findings;
}

async function unexplainedChange(
  evidence: TableEvidence,
  table: DigestedTable,
  earlier: RecordedRun,
  later: RecordedRun,
): Promise<Finding | undefined> {
  const stretch = `the runs ${earlier.runId} and ${later.runId}`;
  const about = { table: table.name };
  if (evidence.isWrittenByRuns(table)) {
    if (evidence.writerBetween(table, earlier, later)) return undefined;
    const message = `${table.name} was changed between ${stretch}, and no run wrote it in between`;
    return fault('TABLE_CHANGED', message, about);
  }
  const buckets = differingBuckets(
    await evidence.recordedDigests(table, earlier),
    await evidence.recordedDigests(table, later),
  );
  const events = await evidence.eventsBetween(earlier, later);
  if (accountsForBuckets(table.name, buckets, events).length > 0) return undefined;
  const place = `${buckets.length === 1 ? 'bucket' : 'buckets'} ${buckets.join(', ')}`;
  const message = `${table.name} was changed between ${stretch}, in ${place}, and no event in between accounts for it`;
  return fault('TABLE_CHANGED', message, about);
}

/** The names of the buckets that two digests of a table don't have alike, sorted. */
export function differingBuckets(one?: TableDigests, other?: TableDigests): string[] {
  const [ofOne, ofOther] = [one?.buckets ?? {}, other?.buckets ?? {}];
  return [...new Set([...Object.keys(ofOne), ...Object.keys(ofOther)])]
    .filter((bucket) => ofOne[bucket] !== ofOther[bucket])
    .sort();
}
