import { digestedTables, type DigestedTable } from '../../includes/src/digested_tables.ts';
import type { RunProcedure } from '../report/evidence.ts';
import { countOf, textOf } from '../report/row_values.ts';
import type { Row } from '../warehouse/values.ts';
import { tableDigests } from './digest_rows.ts';
import { explained, laterEvents, mayExplain, type LaterEvent } from './explained_changes.ts';
import { fault, note, type Finding, type RowDifference } from './finding.ts';
import { tablesOf, type Manifest, type TableDigests } from './manifest.ts';
import type { RecordedRun } from './recorded_runs.ts';

/** Of more buckets than these the rows aren't looked for one by one. */
const BUCKETS_IN_FULL = 32;

/** What a table should hold, and which run says so. */
interface Expectation {
  readonly table: DigestedTable;
  readonly due: TableDigests;
  readonly run: RecordedRun;
}

/**
 * Computes the digests of every table again and compares them with a manifest. A table that grows is compared as the
 * manifest's run saw it, whatever came since; any other as the last run left it, and what people changed since then has to be
 * accounted for by an event.
 */
export async function verifyTables(
  run: RunProcedure,
  manifest: Manifest,
  runs: readonly RecordedRun[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const table of digestedTables) {
    const bound = tablesOf(manifest)[table.name];
    if (bound === undefined) {
      findings.push(
        note('NOT_DIGESTED', `the run recorded no digest of ${table.name}`, { table: table.name }),
      );
      continue;
    }
    const expectation = await expectationOf(run, table, bound, manifest, runs);
    findings.push(...(await tableFindings(run, expectation, runs)));
  }
  return findings;
}

async function expectationOf(
  run: RunProcedure,
  table: DigestedTable,
  bound: TableDigests,
  manifest: Manifest,
  runs: readonly RecordedRun[],
): Promise<Expectation> {
  const own = runs.find(({ runId }) => runId === manifest.run_id) ?? {
    runId: manifest.run_id,
    startedAt: manifest.created_at,
    roots: new Map(),
  };
  const last = lastToRecord(table, runs);
  if (table.since !== undefined || last === undefined || last.runId === own.runId)
    return { table, due: bound, run: own };
  return { table, due: (await recordedDigests(run, table, last)) ?? bound, run: last };
}

function lastToRecord(table: DigestedTable, runs: readonly RecordedRun[]): RecordedRun | undefined {
  return runs.findLast(({ roots }) => roots.has(table.name));
}

async function tableFindings(
  run: RunProcedure,
  { table, due, run: seen }: Expectation,
  runs: readonly RecordedRun[],
): Promise<Finding[]> {
  const { rows } = await run(`recompute_${table.name}`, { run_id: seen.runId });
  const found = tableDigests(rows);
  if (found === undefined || found.root === due.root) return [];
  const buckets = [...new Set([...Object.keys(due.buckets), ...Object.keys(found.buckets)])]
    .filter((bucket) => due.buckets[bucket] !== found.buckets[bucket])
    .sort();
  const events = laterEvents((await run('list_events_since', { run_id: seen.runId })).rows);
  const keeper = await keptDigests(run, table, { due, run: seen }, runs);
  const counts = new Map(rows.map((row) => [textOf(row, 'bucket'), countOf(row, 'row_count')]));
  const differing: DifferingBucket[] = [];
  for (const bucket of buckets.slice(0, BUCKETS_IN_FULL)) {
    const compared = (await run(`compare_${table.name}`, { run_id: keeper.run.runId, bucket })).rows;
    differing.push({
      bucket,
      rowCount: counts.get(bucket) ?? 0,
      rows: differencesIn(compared, keeper.due?.buckets[bucket]),
    });
  }
  const accounts = explained(
    table.name,
    differing.flatMap(({ rows: known }) => known ?? []),
    events,
  );
  const context = { table, events, accounts, laterRun: laterWriter(table, seen, runs) };
  const findings = differing.flatMap((bucket) => bucketFindings(bucket, context));
  if (buckets.length > BUCKETS_IN_FULL) {
    const others = buckets.length - BUCKETS_IN_FULL;
    const message = `${others} more buckets of ${table.name} differ: ${found.rows} rows, and ${due.rows} were recorded`;
    findings.push(fault('TABLE_CHANGED', message, { table: table.name }));
  }
  return findings;
}

/** Which run the kept digests of rows are of, which is the last to record the table, and what they have to add up to. */
async function keptDigests(
  run: RunProcedure,
  table: DigestedTable,
  seen: Pick<Expectation, 'due' | 'run'>,
  runs: readonly RecordedRun[],
): Promise<{ readonly due: TableDigests | undefined; readonly run: RecordedRun }> {
  const last = lastToRecord(table, runs);
  if (last === undefined || last.runId === seen.run.runId) return seen;
  return { due: await recordedDigests(run, table, last), run: last };
}

async function recordedDigests(
  run: RunProcedure,
  table: DigestedTable,
  of: RecordedRun,
): Promise<TableDigests | undefined> {
  const recorded = (await run('list_table_digests', { run_id: of.runId })).rows;
  return tableDigests(recorded.filter((row) => row.table_name === table.name));
}

/** A run that began later and recorded nothing of the table, as one of selected actions: it may have written it. */
function laterWriter(
  table: DigestedTable,
  seen: RecordedRun,
  runs: readonly RecordedRun[],
): RecordedRun | undefined {
  const isWrittenByRuns = table.recorded === 'run' && table.role === 'output' && table.since === undefined;
  return isWrittenByRuns ? runs.findLast((run) => run.startedAt > seen.startedAt) : undefined;
}

interface DifferingBucket {
  readonly bucket: string;
  readonly rowCount: number;
  /** Undefined where nobody can say which: too many rows for their digests to be kept, or those were changed as well. */
  readonly rows: readonly RowDifference[] | undefined;
}

interface Accounts {
  readonly table: DigestedTable;
  readonly events: readonly LaterEvent[];
  readonly accounts: ReadonlyMap<RowDifference, LaterEvent>;
  readonly laterRun: RecordedRun | undefined;
}

function bucketFindings(
  { bucket, rowCount, rows }: DifferingBucket,
  { table, events, accounts, laterRun }: Accounts,
): Finding[] {
  const about = { table: table.name, bucket };
  const place = `bucket ${bucket} of ${table.name}`;
  if (laterRun !== undefined) {
    const message = `${place} is not what the last run that recorded it left; the run ${laterRun.runId} began since, recorded nothing of it and may have written it`;
    return [note('WRITTEN_SINCE', message, { ...about, rows: rows ?? [] })];
  }
  if (rows === undefined || rows.length === 0) {
    const event = mayExplain(table.name, events);
    const which =
      rowCount === 0 ? 'it holds none now' : `one or more of these ${rowCount}, or some that are gone`;
    const message = `rows of ${place} differ; which, nobody can say: ${which}`;
    return event === undefined
      ? [fault('TABLE_CHANGED', message, about)]
      : [note('CHANGED_SINCE', `${message}; ${inWords(event)} may account for it`, about)];
  }
  const findings: Finding[] = [];
  const unexplained = rows.filter((row) => !accounts.has(row));
  if (unexplained.length > 0) {
    const message = `${count(unexplained.length, 'row')} of ${place} ${unexplained.length === 1 ? 'differs' : 'differ'}`;
    findings.push(fault('TABLE_CHANGED', message, { ...about, rows: unexplained }));
  }
  const changed = rows.filter((row) => accounts.has(row));
  if (changed.length > 0) {
    const by = new Set(changed.flatMap((row) => accounts.get(row) ?? []).map(inWords));
    const message = `${count(changed.length, 'row')} of ${place} changed since, by ${[...by].join(', ')}`;
    findings.push(note('CHANGED_SINCE', message, { ...about, rows: changed }));
  }
  return findings;
}

/** Rows of compare_…, unless what was kept of the bucket isn't what the run bound: undefined for a bucket that held none. */
function differencesIn(compared: readonly Row[], due: string | undefined): RowDifference[] | undefined {
  const kept = compared.find((row) => row.row_key === null);
  const keptDigest = kept === undefined ? undefined : textOf(kept, 'leaf');
  return keptDigest === due ? differences(compared.filter((row) => row !== kept)) : undefined;
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

function inWords({ type, tenantId, sequence, actor }: LaterEvent): string {
  return `event ${sequence} of ${tenantId} (${type}, by ${actor})`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
