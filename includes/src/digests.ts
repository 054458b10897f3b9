/**
 * The digests of tables, as Dataform's global `digests`: the script that records a table's, and the queries that compute them
 * again. Source: docs/evidence.md, "Table digests".
 */
import { hexDigestSql } from './digest.ts';
import type { DigestedTable } from './digested_tables.ts';
import { bucketCounts, bucketDigests, leaves, type Context, type Run } from './table_digests.ts';

export { digestedTables } from './digested_tables.ts';
export { snapshotBucket } from './table_digests.ts';

declare const dataform: { readonly projectConfig: { readonly vars: Readonly<Record<string, string>> } };

/** What must have written before a table's digest is recorded, beside what it is read from. */
export const AFTER: readonly string[] = ['record_marks'];

/** Records that the open run wrote what the action computes, once a run: stands in the action itself, so that no run writes without it. */
export function recordRebuild(action: string, rebuilds: string, currentRun: string): string {
  return `INSERT INTO ${rebuilds} (run_id, action_name)
SELECT run.run_id, '${action}'
FROM ${currentRun} AS run
WHERE
  NOT EXISTS (
    SELECT 1
    FROM ${rebuilds} AS recorded
    WHERE recorded.run_id = run.run_id AND recorded.action_name = '${action}'
  )`;
}

/** The run that is open; a manifest is of the run that its procedure names. */
function runOf(table: DigestedTable, context: Context): Run {
  return table.recorded === 'run' ? context.ref('current_run') : askedRun(context);
}

function askedRun(context: Context): Run {
  return `(
    SELECT asked.run_id, asked.started_at
    FROM ${context.ref('control_runs')} AS asked
    WHERE asked.run_id = @run_id
  )`;
}

/** The digest of a table: of its buckets' digests, each after its name. */
const ROOT = hexDigestSql(
  'SHA256',
  `COALESCE(STRING_AGG(CONCAT(part.bucket, part.digest), '' ORDER BY part.bucket), '')`,
);

/** The digests that the last run before this one recorded of the table: bucket, row_count and digest. */
function earlierDigests(table: DigestedTable, run: Run, context: Context): string {
  return `(
  SELECT held.bucket, held.row_count, held.digest
  FROM ${context.ref('table_digests')} AS held
  INNER JOIN (
    SELECT recorded.run_id
    FROM ${context.ref('table_digests')} AS recorded
    INNER JOIN ${context.ref('control_runs')} AS past ON past.run_id = recorded.run_id
    CROSS JOIN ${run} AS run
    WHERE recorded.table_name = '${table.name}' AND recorded.bucket = '' AND past.started_at < run.started_at
    QUALIFY ROW_NUMBER() OVER (ORDER BY past.started_at DESC, past.run_id DESC) = 1
  ) AS last_recorded
    ON last_recorded.run_id = held.run_id
  WHERE held.table_name = '${table.name}'
)`;
}

function notRecorded(table: DigestedTable, context: Context): string {
  return `NOT EXISTS (
  SELECT 1
  FROM ${context.ref('table_digests')} AS recorded
  WHERE recorded.run_id = run.run_id AND recorded.table_name = '${table.name}' AND recorded.bucket = ''
)`;
}

/** The buckets' digests. Of a table that grows, a bucket that holds as many rows as the run before saw has the digest that it had. */
function currentDigests(table: DigestedTable, run: Run, context: Context): string {
  if (table.since === undefined) return bucketDigests(leaves(table, run, context));
  const counted = (isGrown: boolean): string => `
  SELECT counted.row_bucket, earlier.row_count, earlier.digest
  FROM (
${bucketCounts(table, run, context)}
  ) AS counted
  LEFT JOIN ${earlierDigests(table, run, context)} AS earlier
    ON earlier.bucket = counted.row_bucket
  WHERE earlier.row_count ${isGrown ? 'IS DISTINCT FROM' : '='} counted.row_count`;
  const grown = `texts.row_bucket IN (
  SELECT grown.row_bucket
  FROM (${counted(true)}
  ) AS grown
)`;
  return `${bucketDigests(leaves(table, run, context, grown))}
UNION ALL${counted(false)}`;
}

/** The buckets whose digest is that of the run before. */
function sameBuckets(table: DigestedTable, run: Run, context: Context): string {
  return `(
  SELECT now.bucket
  FROM ${context.ref('table_digests')} AS now
  CROSS JOIN ${run} AS run
  INNER JOIN ${earlierDigests(table, run, context)} AS earlier
    ON earlier.bucket = now.bucket AND earlier.digest = now.digest
  WHERE now.run_id = run.run_id AND now.table_name = '${table.name}'
)`;
}

/** Whether a later run has recorded the table: what stands in row_digests is of that run. */
function isLast(table: DigestedTable, run: Run, context: Context): string {
  return `NOT EXISTS (
  SELECT 1
  FROM ${context.ref('table_digests')} AS recorded
  INNER JOIN ${context.ref('control_runs')} AS later ON later.run_id = recorded.run_id
  CROSS JOIN ${run} AS run
  WHERE recorded.table_name = '${table.name}' AND recorded.bucket = '' AND later.started_at > run.started_at
)`;
}

function maximumRowDigests(): number {
  const maximum = Number(dataform.projectConfig.vars.maximumRowDigests);
  if (!Number.isSafeInteger(maximum) || maximum < 0) {
    throw new Error('vars.maximumRowDigests is a whole number. Mend dataform.json.');
  }
  return maximum;
}

/** How many months the evidence of a run is kept at least: vars.evidenceRetentionYears, as DATE_ADD takes it. */
export function retentionMonths(): number {
  const years = Number(dataform.projectConfig.vars.evidenceRetentionYears);
  if (!Number.isSafeInteger(years) || years < 1 || years > 100) {
    throw new Error('vars.evidenceRetentionYears is a whole number from 1 to 100. Mend dataform.json.');
  }
  return years * 12;
}

/** Whether the run recorded so few rows of the table that the digest of each is kept. */
function isSmall(table: DigestedTable, run: Run, context: Context): string {
  return `EXISTS (
  SELECT total.row_count
  FROM ${context.ref('table_digests')} AS total
  CROSS JOIN ${run} AS run
  WHERE
    total.run_id = run.run_id
    AND total.table_name = '${table.name}'
    AND total.bucket = ''
    AND total.row_count <= ${maximumRowDigests()}
)`;
}

/**
 * One transaction that records a table's digests under a run, once, and the digests of the rows in the buckets that are not
 * what they were. It takes no lock: it writes under a table and run of its own.
 */
export function recordSql(table: DigestedTable, context: Context): string {
  const run = runOf(table, context);
  return `BEGIN TRANSACTION;

INSERT INTO ${context.ref('table_digests')} (run_id, table_name, bucket, row_count, digest)
SELECT run.run_id, '${table.name}', part.row_bucket, part.row_count, part.digest
FROM (
${currentDigests(table, run, context)}
) AS part
CROSS JOIN ${run} AS run
WHERE ${notRecorded(table, context)};

INSERT INTO ${context.ref('table_digests')} (run_id, table_name, bucket, row_count, digest)
SELECT run.run_id, '${table.name}', '', COALESCE(SUM(part.row_count), 0), ${ROOT}
FROM ${run} AS run
LEFT JOIN ${context.ref('table_digests')} AS part
  ON part.run_id = run.run_id AND part.table_name = '${table.name}'
WHERE ${notRecorded(table, context)}
GROUP BY run.run_id;

DELETE FROM ${context.ref('row_digests')} AS kept
WHERE
  kept.table_name = '${table.name}'
  AND kept.bucket NOT IN ${sameBuckets(table, run, context)}
  AND ${isLast(table, run, context)};

INSERT INTO ${context.ref('row_digests')} (table_name, bucket, row_key, leaf)
SELECT '${table.name}', row_digest.row_bucket, row_digest.row_key, row_digest.leaf
FROM (
${leaves(
  table,
  run,
  context,
  `texts.row_bucket NOT IN ${sameBuckets(table, run, context)}
  AND ${isLast(table, run, context)}
  AND ${isSmall(table, run, context)}`,
)}
) AS row_digest;

COMMIT TRANSACTION;`;
}

/** One row per bucket, and one with the bucket '' for all: the digests of what the run @run_id saw, computed again from the rows. */
export function recomputeSql(table: DigestedTable, context: Context): string {
  const buckets = bucketDigests(leaves(table, askedRun(context), context));
  return `WITH parts AS (
SELECT part.row_bucket AS bucket, part.row_count, part.digest
FROM (
${buckets}
) AS part
)
SELECT part.bucket, part.row_count, part.digest
FROM parts AS part
UNION ALL
SELECT '', COALESCE(SUM(part.row_count), 0), ${ROOT}
FROM parts AS part
ORDER BY bucket;`;
}

/**
 * What tells the rows of the buckets @buckets that the run @run_id saw from the row_digests kept of them: one row per row that is
 * in one alone or not as often, how often in each, and a bucket's digest of those kept. Nothing of a table whose rows are too
 * many for their digests to be kept.
 */
export function compareRowsSql(table: DigestedTable, context: Context): string {
  const run = askedRun(context);
  const isAsked = (bucket: string): string =>
    `STRPOS(@buckets, ${bucket}) > 0 AND ${isSmall(table, run, context)}`;
  const kept = `SELECT kept.bucket AS row_bucket, kept.row_key, kept.leaf
    FROM ${context.ref('row_digests')} AS kept
    WHERE kept.table_name = '${table.name}' AND ${isAsked('kept.bucket')}`;
  return `WITH
  found AS (
    SELECT both_sides.row_bucket, both_sides.row_key, both_sides.leaf, SUM(both_sides.present_count) AS present_count, SUM(both_sides.kept_count) AS kept_count
    FROM (
      SELECT present.row_bucket, present.row_key, present.leaf, 1 AS present_count, 0 AS kept_count
      FROM (
${leaves(table, run, context, isAsked('texts.row_bucket'))}
      ) AS present
      UNION ALL
      SELECT kept_row.row_bucket, kept_row.row_key, kept_row.leaf, 0, 1
      FROM (
    ${kept}
      ) AS kept_row
    ) AS both_sides
    GROUP BY both_sides.row_bucket, both_sides.row_key, both_sides.leaf
  ),
  kept_digest AS (
${bucketDigests(kept)}
  )
SELECT
  kept_digest.row_bucket AS bucket,
  CAST(NULL AS STRING) AS row_key,
  kept_digest.digest AS leaf,
  0 AS present_count,
  kept_digest.row_count AS kept_count
FROM kept_digest
UNION ALL
SELECT found.row_bucket, found.row_key, found.leaf, found.present_count, found.kept_count
FROM found
WHERE found.present_count != found.kept_count
ORDER BY bucket, row_key, leaf;`;
}
