import { digestedTables, type DigestedTable } from '../../includes/src/digested_tables.ts';
import type { RunProcedure } from '../report/evidence.ts';
import { accountsForBuckets, explained } from './explained_changes.ts';
import { note, type Finding } from './finding.ts';
import { tablesOf, type Manifest } from './manifest.ts';
import type { RecordedRun } from './recorded_runs.ts';
import { bucketFindings, writtenSince } from './bucket_findings.ts';
import { comparedBuckets } from './compared_buckets.ts';
import { TableEvidence } from './table_evidence.ts';
import { verifyHistory } from './verify_history.ts';

/**
 * Computes the digests of every table again and compares them with what was recorded. A table that grows is compared as the run
 * of each manifest saw it, whatever came since. Any other is followed from run to run since the first manifest, and compared as
 * the last run left it: what changed has to be accounted for by a run that wrote it, or by an event of whoever did.
 *
 * `manifest` is that of a report, or the chain's last; `chain` is that of the warehouse, in its order.
 */
export async function verifyTables(
  run: RunProcedure,
  manifest: Manifest,
  chain: readonly Manifest[],
  runs: readonly RecordedRun[],
): Promise<Finding[]> {
  const isInChain = chain.some(({ digest }) => digest === manifest.digest);
  const bound = (isInChain ? [...chain] : [manifest, ...chain]).sort((one, other) =>
    one.created_at < other.created_at ? -1 : 1,
  );
  const [first = manifest] = bound;
  const evidence = await TableEvidence.read(run, runs, first.run_id);
  const findings: Finding[] = [];
  for (const table of digestedTables) {
    // A run of one control binds no table: then the other manifests say what there has to be.
    if (bound.every((link) => tablesOf(link)[table.name] === undefined)) {
      const message = `no run that has a report recorded a digest of ${table.name}`;
      findings.push(note('NOT_DIGESTED', message, { table: table.name }));
    } else if (table.since === undefined) {
      findings.push(...(await changingTable(evidence, table, bound)));
    } else {
      findings.push(...(await growingTable(evidence, table, bound)));
    }
  }
  return findings;
}

/** A table that grows, as the run of every manifest saw it: the newest first, and of an older one what that doesn't say already. */
async function growingTable(
  evidence: TableEvidence,
  table: DigestedTable,
  bound: readonly Manifest[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  let newerRoot: string | undefined;
  for (const manifest of [...bound].reverse()) {
    const due = tablesOf(manifest)[table.name];
    // What an older run saw is among what a newer one did, so of equal digests one is enough.
    if (due === undefined || due.root === newerRoot) continue;
    newerRoot = due.root;
    const seen = runOf(manifest, evidence);
    const [keeper = seen] = evidence.recordingsOf(table).slice(-1);
    const differing = await comparedBuckets(evidence, table, { due, seen, keeper });
    const isNew = ({ bucket }: { readonly bucket: string }): boolean =>
      !findings.some((finding) => finding.bucket === bucket);
    const of = manifest === bound.at(-1) ? '' : `, as manifest ${manifest.sequence} bound it,`;
    findings.push(...differing.filter(isNew).flatMap((bucket) => bucketFindings(bucket, { table, of })));
  }
  return findings;
}

async function changingTable(
  evidence: TableEvidence,
  table: DigestedTable,
  bound: readonly Manifest[],
): Promise<Finding[]> {
  const first = bound.find((manifest) => tablesOf(manifest)[table.name] !== undefined);
  const due = first && tablesOf(first)[table.name];
  if (first === undefined || due === undefined) return [];
  const from = runOf(first, evidence);
  const history = await verifyHistory(evidence, table, from);
  const [last = from] = evidence.recordingsOf(table).slice(-1);
  const expected = (last === from ? undefined : await evidence.recordedDigests(table, last)) ?? due;
  const differing = await comparedBuckets(evidence, table, { due: expected, seen: last, keeper: last });
  if (differing.length === 0) return history;
  const writer = evidence.writerBetween(table, last);
  if (writer !== undefined) return [...history, writtenSince(table, differing, writer)];
  const events = await evidence.eventsBetween(last);
  const accounts = explained(
    table.name,
    differing.flatMap(({ rows }) => rows),
    events,
  );
  const unknown = differing.filter(({ rows }) => rows.length === 0).map(({ bucket }) => bucket);
  const ofUnknown = accountsForBuckets(table.name, unknown, events);
  const context = { table, of: '', accounts, ofUnknown };
  return [...history, ...differing.flatMap((bucket) => bucketFindings(bucket, context))];
}

/** The run of a manifest as the warehouse has it, else as the manifest says. */
function runOf(manifest: Manifest, { runs }: TableEvidence): RecordedRun {
  const roots = Object.entries(tablesOf(manifest)).map(([table, { root }]) => [table, root] as const);
  return (
    runs.find(({ runId }) => runId === manifest.run_id) ?? {
      runId: manifest.run_id,
      startedAt: manifest.created_at,
      finishedAt: null,
      roots: new Map(roots),
    }
  );
}
