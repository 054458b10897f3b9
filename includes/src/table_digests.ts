/**
 * The digest of a table's rows, whatever their order, as GoogleSQL. A row's leaf is the SHA-256 of its fields(); a bucket's
 * digest covers its leaves in order, a root the buckets of a table. Source: docs/evidence.md, "Table digests".
 */
import { hexDigestSql } from './digest.ts';
import type { DigestedTable, Since } from './digested_tables.ts';
import { fieldsSql } from './fields.ts';

export interface Context {
  ref(name: string): string;
}

/** The text of a value, one for each: whatever the engine, and however it keeps it. */
const CANONICAL_TEXT: Readonly<Record<string, (value: string) => string>> = {
  STRING: (value) => value,
  INT64: (value) => `CAST(${value} AS STRING)`,
  NUMERIC: (value) => `CAST(${value} AS STRING)`,
  BOOL: (value) => `IF(${value}, 'true', 'false')`,
  DATE: (value) => `CAST(${value} AS STRING)`,
  TIMESTAMP: (value) => `CAST(UNIX_MICROS(${value}) AS STRING)`,
  // BigQuery keeps no NULL of an array: it gives the empty one.
  'ARRAY<STRING>': (value) =>
    `ARRAY_TO_STRING(ARRAY(SELECT CONCAT(CAST(BYTE_LENGTH(element) AS STRING), ':', element) ` +
    `FROM UNNEST(${value}) AS element WITH OFFSET AS place ORDER BY place), '')`,
};

interface DigestedColumn {
  readonly name: string;
  readonly type: string;
}

export function columnsOf(table: DigestedTable): readonly DigestedColumn[] {
  return table.columns.split(', ').map((column) => {
    const [name = '', type = ''] = column.split(' ');
    return { name, type };
  });
}

function textOf(table: DigestedTable, name: string): string {
  const type = columnsOf(table).find((column) => column.name === name)?.type;
  const write = type === undefined ? undefined : CANONICAL_TEXT[type];
  if (write === undefined) throw new Error(`${table.name}.${name} is no column with a canonical text`);
  // The conditional of BOOL and the subquery of an array would make of NULL what is none.
  return type === 'BOOL' ? `IF(held.${name} IS NULL, NULL, ${write(`held.${name}`)})` : write(`held.${name}`);
}

/** How a person is told which row it is: the values of its key. */
function rowKey(table: DigestedTable): string {
  const values = table.key.split(', ').map((name) => `COALESCE(${textOf(table, name)}, '-')`);
  return values.length === 1 ? values.join('') : `CONCAT(${values.join(", ' ', ")})`;
}

/** A relation of one row, (run_id, started_at): the run whose view of the tables is digested. */
export type Run = string;

/** How a table's rows are told from those that came after a run recorded its marks. */
function seenBy(since: Since, context: Context): { readonly join: string; readonly condition: string } {
  switch (since.by) {
    case 'lock':
      return {
        join: `LEFT JOIN ${context.ref('run_marks')} AS mark
    ON mark.run_id = run.run_id AND mark.tenant_id = ${since.lockedRow}`,
        condition: `held.${since.column} <= COALESCE(mark.locked_at, run.started_at)`,
      };
    case 'run':
      // Of no known run: it can't be said to have come later.
      return {
        join: `LEFT JOIN ${context.ref('control_runs')} AS written ON written.run_id = held.${since.column}`,
        condition: 'COALESCE(written.started_at <= run.started_at, TRUE)',
      };
    case 'snapshot':
      return {
        join: `INNER JOIN ${context.ref('seen_snapshots')} AS seen
    ON seen.stage = ${since.stage}
    AND seen.tenant_id = held.tenant_id
    AND seen.period_label = held.period_label
    AND seen.snapshot_id = held.snapshot_id
  INNER JOIN ${context.ref('control_runs')} AS written ON written.run_id = seen.run_id`,
        condition: 'written.started_at <= run.started_at',
      };
  }
}

/** The rows of a table that grows as the run saw them; of any other, as they are now. */
function seenRows(table: DigestedTable, run: Run, context: Context, columns: readonly string[]): string {
  const seen = table.since === undefined ? undefined : seenBy(table.since, context);
  const parts = [
    `SELECT\n  ${columns.join(',\n  ')}`,
    `FROM ${context.ref(table.name)} AS held`,
    `CROSS JOIN ${run} AS run`,
    ...(seen === undefined ? [] : [seen.join, `WHERE ${seen.condition}`]),
  ];
  return parts.join('\n');
}

/** Two hexadecimal digits: the first of the SHA-256 of what a row's bucket hangs on. */
function bucketOf(table: DigestedTable): string {
  if (table.bucket !== undefined) return table.bucket;
  const key = (table.bucketKey ?? table.key).split(', ').map((name) => textOf(table, name));
  return beginning(hexDigestSql('SHA256', fieldsSql(...key)));
}

function beginning(digest: string): string {
  return `SUBSTR(${digest}, 1, 2)`;
}

/** The bucket of a snapshot's rows, kept in seen_snapshots because a digest a row would cost as much as the row's own. */
export function snapshotBucket(snapshot: string): string {
  const key = [
    `${snapshot}.tenant_id`,
    `CAST(${snapshot}.period_label AS STRING)`,
    `${snapshot}.snapshot_id`,
  ];
  return beginning(hexDigestSql('SHA256', fieldsSql(...key)));
}

/** One row a bucket that the run saw rows in: row_bucket and row_count. */
export function bucketCounts(table: DigestedTable, run: Run, context: Context): string {
  return `SELECT counted.row_bucket, COUNT(*) AS row_count
FROM (
${seenRows(table, run, context, [`${bucketOf(table)} AS row_bucket`])}
) AS counted
GROUP BY counted.row_bucket`;
}

/** One row a row that the run saw: row_bucket, row_key and leaf. The table's name is in the leaf, so that none passes for another. */
export function leaves(table: DigestedTable, run: Run, context: Context, condition = 'TRUE'): string {
  const columns = columnsOf(table);
  const fields = fieldsSql(`'${table.name}'`, ...columns.map(({ name }) => `texts.${name}`));
  return `SELECT
  texts.row_bucket,
  texts.row_key,
  ${hexDigestSql('SHA256', fields)} AS leaf
FROM (
${seenRows(table, run, context, [
  `${bucketOf(table)} AS row_bucket`,
  `${rowKey(table)} AS row_key`,
  ...columns.map(({ name }) => `${textOf(table, name)} AS ${name}`),
])}
) AS texts
WHERE ${condition}`;
}

/** One row a bucket of leaves (row_bucket, leaf): row_bucket, row_count and digest. */
export function bucketDigests(leafRows: string): string {
  // A STRING_AGG of a whole bucket could pass the 100 MB that a value may have, so leaves are gathered by how they begin.
  return `SELECT
  branch.row_bucket,
  SUM(branch.row_count) AS row_count,
  ${hexDigestSql('SHA256', `STRING_AGG(branch.digest, '' ORDER BY branch.beginning)`)} AS digest
FROM (
  SELECT
    row_digest.row_bucket,
    ${beginning('row_digest.leaf')} AS beginning,
    COUNT(*) AS row_count,
    ${hexDigestSql('SHA256', `STRING_AGG(row_digest.leaf, '' ORDER BY row_digest.leaf)`)} AS digest
  FROM (
${leafRows}
  ) AS row_digest
  GROUP BY row_digest.row_bucket, ${beginning('row_digest.leaf')}
) AS branch
GROUP BY branch.row_bucket`;
}
