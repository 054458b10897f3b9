/** SQL that the load procedures share, as Dataform's global `loading`: GoogleSQL expressions. */
import { hexDigestSql } from './digest.ts';
import { fieldsSql } from './fields.ts';

/** `snapshot_id` of a loaded file: 16 hexadecimal digits that the same file, tenant and period always give. */
export function snapshotId(stage: string, tenantId: string, period: string, fileDigest: string): string {
  return `SUBSTR(${hexDigestSql('SHA256', fieldsSql(`'snapshot/v1'`, stage, tenantId, `CAST(${period} AS STRING)`, fileDigest))}, 1, 16)`;
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

/** `{"kind":"stage1","periods":2,"rows":300}` */
export function snapshotDetails(stage: string, snapshots: string): string {
  return (
    `(SELECT CONCAT('{"kind":"${stage}","periods":', CAST(COUNT(*) AS STRING), ',"rows":', ` +
    `CAST(COALESCE(SUM(written.row_count), 0) AS STRING), '}') ${writtenNow(stage, snapshots)})`
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

/** Whether a load would change the hierarchy: asked before its MERGE. */
export function hierarchyDiffers(staged: string, hierarchy: string): string {
  return `EXISTS (SELECT 1 ${unlikeHierarchy(staged, hierarchy)})`;
}

export function hierarchyDetails(staged: string, hierarchy: string): string {
  return `(SELECT CONCAT('{"kind":"hierarchy","changed":', CAST(COUNT(*) AS STRING), '}') ${unlikeHierarchy(staged, hierarchy)})`;
}
