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

// includes/src/migrations.ts
var migrations_exports = {};
__export(migrations_exports, {
  changesetsDetails: () => changesetsDetails,
  fields: () => fieldsSql,
  isTenantId: () => isTenantId,
  lockAll: () => lockAll,
  migratedChangesetId: () => migratedChangesetId,
  profilesDetails: () => profilesDetails,
  refuseMigrated: () => refuseMigrated,
  refuseUnregisteredTenants: () => refuseUnregisteredTenants,
  windowEnd: () => windowEnd
});
module.exports = __toCommonJS(migrations_exports);

// includes/src/fields.ts
function fieldsSql(...expressions) {
  const parts = expressions.flatMap((expression) => {
    const literal = /^'([\w/]+)'$/.exec(expression)?.[1];
    if (literal !== void 0) return [`'${literal.length}:${literal}'`];
    return [
      `COALESCE(CAST(BYTE_LENGTH(${expression}) AS STRING), 'N')`,
      `IF(${expression} IS NULL, '', ':')`,
      `COALESCE(${expression}, '')`
    ];
  });
  return `CONCAT(${parts.join(", ")})`;
}

// includes/src/tenant_lock.ts
function lock(tenants, condition) {
  return `UPDATE ${tenants} AS tenant
SET locked_at = GREATEST(CURRENT_TIMESTAMP(), TIMESTAMP_ADD(tenant.locked_at, INTERVAL 1 MICROSECOND))
WHERE ${condition}`;
}
function lockAll(tenants) {
  return lock(tenants, "TRUE");
}

// includes/src/migrations.ts
function isTenantId(tenantId) {
  return `REGEXP_CONTAINS(${tenantId}, r'^[a-z][a-z0-9_]{0,63}$')`;
}
var migratedChangesetId = `'migrated'`;
function windowEnd(endDate, legacyEnds) {
  return `IF(
    ${endDate} >= DATE '9999-01-01',
    NULL,
    IF(${legacyEnds} = 'INCLUSIVE', DATE_ADD(${endDate}, INTERVAL 1 DAY), ${endDate})
  )`;
}
function refuseMigrated(journal, legacyTable) {
  return `SELECT
  IF(
    COUNT(*) > 0,
    ERROR(CONCAT('[ALREADY_MIGRATED] The table ${legacyTable} was migrated by ', MIN(journal.migrated_by))),
    NULL
  ) AS guard
FROM ${journal} AS journal
WHERE journal.legacy_table = '${legacyTable}'`;
}
function refuseUnregisteredTenants(tenants, legacyRows) {
  return `SELECT
  IF(
    COUNT(*) > 0,
    ERROR(CONCAT('[UNREGISTERED_TENANTS] ', STRING_AGG(missing.tenant_id, ', ' ORDER BY missing.tenant_id))),
    NULL
  ) AS guard
FROM (
  SELECT DISTINCT legacy.tenant_id
  FROM ${legacyRows} AS legacy
  LEFT JOIN ${tenants} AS tenant ON tenant.tenant_id = legacy.tenant_id
  WHERE tenant.tenant_id IS NULL AND ${isTenantId("legacy.tenant_id")}
) AS missing`;
}
function countsOfTenant(legacyRows, conditions) {
  const members = Object.entries(conditions).map(
    ([name, condition], index) => `'${index === 0 ? "{" : ","}"${name}":', CAST((SELECT COUNTIF(${condition}) FROM ${legacyRows} AS legacy WHERE legacy.tenant_id = head.tenant_id) AS STRING)`
  );
  return `CONCAT(${members.join(", ")}, '}')`;
}
function changesetsDetails(changesets) {
  return countsOfTenant(changesets, {
    changesets: "legacy.reason IS NULL",
    quarantined: "legacy.reason IS NOT NULL"
  });
}
function profilesDetails(windows) {
  return countsOfTenant(windows, {
    identities: `legacy.reason IS NULL AND legacy.legacy_table = 'agent_profile_identity_legacy'`,
    contacts: `legacy.reason IS NULL AND legacy.legacy_table = 'agent_profile_contact_legacy'`,
    quarantined: "legacy.reason IS NOT NULL"
  });
}
