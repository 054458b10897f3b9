// Built by `npm run build` from includes/src. Do not edit.
"use strict";
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// includes/src/loading.ts
var loading_exports = {};
__export(loading_exports, {
  hierarchyDetails: () => hierarchyDetails,
  hierarchyDiffers: () => hierarchyDiffers,
  mappingChanged: () => mappingChanged,
  mappingDetails: () => mappingDetails,
  snapshotDetails: () => snapshotDetails,
  snapshotId: () => snapshotId,
  snapshotIsNew: () => snapshotIsNew
});
module.exports = __toCommonJS(loading_exports);

// includes/src/digest.ts
function hexDigestSql(algorithm, text) {
  return `TO_HEX(${algorithm}(${text}))`;
}

// includes/src/fields.ts
function fieldsSql(...expressions) {
  const parts = expressions.map((expression) => {
    const literal = /^'([\w/]+)'$/.exec(expression)?.[1];
    return literal === void 0 ? `IF(${expression} IS NULL, 'N', CONCAT(CAST(BYTE_LENGTH(${expression}) AS STRING), ':', ${expression}))` : `'${literal.length}:${literal}'`;
  });
  return `CONCAT(${parts.join(", ")})`;
}

// includes/src/loading.ts
function snapshotId(stage, tenantId, period, fileDigest) {
  return `SUBSTR(${hexDigestSql("SHA256", fieldsSql(`'snapshot/v1'`, stage, tenantId, `CAST(${period} AS STRING)`, fileDigest))}, 1, 16)`;
}
function writtenNow(stage, snapshots) {
  return `FROM ${snapshots} AS written WHERE written.stage = '${stage}' AND written.tenant_id = @tenant_id AND written.file_digest = @file_digest AND written.ingested_at = head.locked_at`;
}
function snapshotIsNew(stage, snapshots) {
  return `EXISTS (SELECT 1 ${writtenNow(stage, snapshots)})`;
}
function snapshotDetails(stage, snapshots) {
  return `(SELECT CONCAT('{"kind":"${stage}","periods":', CAST(COUNT(*) AS STRING), ',"rows":', CAST(COALESCE(SUM(written.row_count), 0) AS STRING), '}') ${writtenNow(stage, snapshots)})`;
}
function mergedNow(mapping) {
  return `FROM ${mapping} AS merged WHERE merged.tenant_id = @tenant_id AND merged.loaded_at = head.locked_at`;
}
function mappingChanged(mapping) {
  return `EXISTS (SELECT 1 ${mergedNow(mapping)})`;
}
function mappingDetails(mapping) {
  return `(SELECT CONCAT('{"kind":"business_mapping","changed":', CAST(COUNT(*) AS STRING), '}') ${mergedNow(mapping)})`;
}
function unlikeHierarchy(staged, hierarchy) {
  return `FROM ${staged} AS staged LEFT JOIN ${hierarchy} AS held ON held.tenant_id = @tenant_id AND held.agent_id = staged.agent_id AND held.effective_start_date IS NOT DISTINCT FROM CAST(staged.effective_start_date AS DATE) AND held.parent_agent_id IS NOT DISTINCT FROM staged.parent_agent_id AND held.hierarchy_level IS NOT DISTINCT FROM CAST(staged.hierarchy_level AS INT64) AND held.effective_end_date IS NOT DISTINCT FROM CAST(staged.effective_end_date AS DATE) WHERE staged.load_id = @load_id AND held.agent_id IS NULL`;
}
function hierarchyDiffers(staged, hierarchy) {
  return `EXISTS (SELECT 1 ${unlikeHierarchy(staged, hierarchy)})`;
}
function hierarchyDetails(staged, hierarchy) {
  return `(SELECT CONCAT('{"kind":"hierarchy","changed":', CAST(COUNT(*) AS STRING), '}') ${unlikeHierarchy(staged, hierarchy)})`;
}
