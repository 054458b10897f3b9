/** SQL that the load procedures share, as Dataform's global `loading`: GoogleSQL expressions. */
import { hexDigestSql } from './digest.ts';
import { fieldsSql } from './fields.ts';
import { nameFaultSql } from './name_fault.ts';

/** Whether a period began no later than a month after its snapshot came: a later one is a slip of a year. */
export function isTimely(period: string, ingestedAt: string): string {
  return `${period} <= DATE_ADD(DATE(${ingestedAt}), INTERVAL 1 MONTH)`;
}

/** Whether it began within the ten years before: an earlier one may be meant, and is a slip more often. */
export function isRecent(period: string, ingestedAt: string): string {
  return `${period} > DATE_ADD(DATE(${ingestedAt}), INTERVAL -120 MONTH)`;
}

/** `snapshot_id` of a loaded file: 16 hexadecimal digits that the same file, tenant and period always give. */
export function snapshotId(stage: string, tenantId: string, period: string, fileDigest: string): string {
  return shortDigest(`'snapshot/v1'`, stage, tenantId, `CAST(${period} AS STRING)`, fileDigest);
}

/** `snapshot_id` of a file that is loaded once more for the period: another one after every number of times. */
export function repeatedSnapshotId(
  stage: string,
  tenantId: string,
  period: string,
  fileDigest: string,
  timesBefore: string,
): string {
  return shortDigest(
    `'snapshot/v1'`,
    stage,
    tenantId,
    `CAST(${period} AS STRING)`,
    fileDigest,
    `CAST(${timesBefore} AS STRING)`,
  );
}

function shortDigest(...values: string[]): string {
  return `SUBSTR(${hexDigestSql('SHA256', fieldsSql(...values))}, 1, 16)`;
}

/** Longer than any load takes, and than clocks differ. */
const DAYS_OF_A_DEAD_LOAD = 7;

/** Staged rows that nobody needs any more: those of this load, and those of a load that was killed days ago. */
export function isDone(staged: string): string {
  return (
    `(${staged}.load_id = @load_id ` +
    `OR ${staged}.staged_at < TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL ${DAYS_OF_A_DEAD_LOAD} DAY))`
  );
}

/** A guard: all `@row_count` rows of this load are still staged, so that a file is never taken in part. */
export function refuseLostRows(staged: string): string {
  return `SELECT
  IF(
    COUNT(*) != @row_count,
    ERROR(
      CONCAT(
        '[STAGED_ROWS_LOST] Of ',
        CAST(@row_count AS STRING),
        ' staged rows ',
        CAST(COUNT(*) AS STRING),
        ' are there'
      )
    ),
    NULL
  ) AS guard
FROM ${staged} AS staged
WHERE staged.load_id = @load_id`;
}

/** The snapshots that this very transaction wrote: those that carry its time. */
function writtenNow(stage: string, snapshots: string): string {
  return (
    `FROM ${snapshots} AS written WHERE written.stage = '${stage}' AND written.tenant_id = @tenant_id ` +
    `AND written.file_digest = @file_digest AND written.ingested_at = head.locked_at`
  );
}

export function snapshotIsNew(stage: string, snapshots: string): string {
  return `EXISTS (SELECT 1 ${writtenNow(stage, snapshots)})`;
}

const NAMES = {
  stage1: ["COALESCE(staged.business_name, '')"],
  stage3: ["COALESCE(staged.business_name, '')", 'staged.agent_name'],
} as const;

/** The rows of this load with a name that gets no id; a component may name no agent. */
function unusableNames(stage: keyof typeof NAMES, staged: string): string {
  const isUnusable = NAMES[stage].map((name) => `${nameFaultSql(name)} IS NOT NULL`).join(' OR ');
  return `(SELECT COUNT(*) FROM ${staged} AS staged WHERE staged.load_id = @load_id AND (${isUnusable}))`;
}

/** `{"kind":"stage1","periods":2,"rows":300,"unusable_names":0}` */
export function snapshotDetails(stage: keyof typeof NAMES, snapshots: string, staged: string): string {
  return (
    `(SELECT CONCAT('{"kind":"${stage}","periods":', CAST(COUNT(*) AS STRING), ',"rows":', ` +
    `CAST(COALESCE(SUM(written.row_count), 0) AS STRING), ',"unusable_names":', ` +
    `CAST(${unusableNames(stage, staged)} AS STRING), '}') ${writtenNow(stage, snapshots)})`
  );
}

/** The reference mapping's rows that this very transaction wrote. */
function mergedNow(mapping: string): string {
  return `FROM ${mapping} AS merged WHERE merged.tenant_id = @tenant_id AND merged.loaded_at = head.locked_at`;
}

export function mappingChanged(mapping: string): string {
  return `EXISTS (SELECT 1 ${mergedNow(mapping)})`;
}

export function mappingDetails(mapping: string): string {
  return `(SELECT CONCAT('{"kind":"business_mapping","changed":', CAST(COUNT(*) AS STRING), '}') ${mergedNow(mapping)})`;
}

/**
 * Whether the only date that a staged row of the mapping brings is on the wrong side of the only one that is held: a load widens
 * what is held, so the two would stay together. Wherever either has both dates they can't.
 */
export function datesContradict(staged: string, held: string): string {
  const [first, last] = ['first_seen_date', 'last_seen_date'].map(
    (column) => `SAFE_CAST(${staged}.${column} AS DATE)`,
  );
  return (
    `((${staged}.first_seen_date IS NULL AND ${held}.last_seen_date IS NULL AND ${last} < ${held}.first_seen_date) ` +
    `OR (${staged}.last_seen_date IS NULL AND ${held}.first_seen_date IS NULL AND ${first} > ${held}.last_seen_date))`
  );
}

/** The staged rows that the hierarchy doesn't hold as they are. */
function unlikeHierarchy(staged: string, hierarchy: string): string {
  return (
    `FROM ${staged} AS staged LEFT JOIN ${hierarchy} AS held ON held.tenant_id = @tenant_id ` +
    `AND held.agent_id = staged.agent_id ` +
    `AND held.effective_start_date IS NOT DISTINCT FROM CAST(staged.effective_start_date AS DATE) ` +
    `AND held.parent_agent_id IS NOT DISTINCT FROM staged.parent_agent_id ` +
    `AND held.hierarchy_level IS NOT DISTINCT FROM CAST(staged.hierarchy_level AS INT64) ` +
    `AND held.effective_end_date IS NOT DISTINCT FROM CAST(staged.effective_end_date AS DATE) ` +
    `WHERE staged.load_id = @load_id AND held.agent_id IS NULL`
  );
}

/** The tenant's rows of the hierarchy that the staged file doesn't hold, under `@replaces_all`. */
function toBeRemoved(staged: string, hierarchy: string): string {
  return (
    `FROM ${hierarchy} AS held LEFT JOIN ${staged} AS staged ON staged.load_id = @load_id ` +
    `AND staged.agent_id = held.agent_id ` +
    `AND CAST(staged.effective_start_date AS DATE) IS NOT DISTINCT FROM held.effective_start_date ` +
    `WHERE @replaces_all AND held.tenant_id = @tenant_id AND staged.agent_id IS NULL`
  );
}

/** Whether a load would change the hierarchy: asked before its MERGE. */
export function hierarchyDiffers(staged: string, hierarchy: string): string {
  return `(EXISTS (SELECT 1 ${unlikeHierarchy(staged, hierarchy)}) OR EXISTS (SELECT 1 ${toBeRemoved(staged, hierarchy)}))`;
}

/** `{"kind":"hierarchy","changed":2,"removed":1}` */
export function hierarchyDetails(staged: string, hierarchy: string): string {
  return (
    `CONCAT('{"kind":"hierarchy","changed":', ` +
    `CAST((SELECT COUNT(*) ${unlikeHierarchy(staged, hierarchy)}) AS STRING), ',"removed":', ` +
    `CAST((SELECT COUNT(*) ${toBeRemoved(staged, hierarchy)}) AS STRING), '}')`
  );
}
