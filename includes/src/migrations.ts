/** SQL that the migration procedures share, as Dataform's global `migrations`. Source: docs/migration.md. */
import { cleanTextSql } from './names.ts';
import { clears } from './profile_cells.ts';

export { fieldsSql as fields } from './fields.ts';
export { lockAll } from './tenant_lock.ts';

/** A legacy field as an import reads a cell: NFC and trimmed, NULL when nothing is left or where it is `\\N`. So what is exported later and sent again is equal. */
export function readField(column: string): string {
  return `NULLIF(NULLIF(${cleanTextSql(column)}, ''), ${clears})`;
}

/** What `keyfast tenant add` takes. */
export function isTenantId(tenantId: string): string {
  return `REGEXP_CONTAINS(${tenantId}, r'^[a-z][a-z0-9_]{0,63}$')`;
}

/** The `changeset_id` of what was migrated; no changeset has it. */
export const migratedChangesetId = `'migrated'`;

/**
 * The first day after a legacy window, NULL when it is open: the year 9999 never comes. Asked first, in an IF: an engine may
 * evaluate both sides of an AND, and there is no day after 9999-12-31.
 */
export function windowEnd(endDate: string, legacyEnds: string): string {
  return `IF(
    ${endDate} >= DATE '9999-01-01',
    NULL,
    IF(${legacyEnds} = 'INCLUSIVE', DATE_ADD(${endDate}, INTERVAL 1 DAY), ${endDate})
  )`;
}

/** A guard: the legacy table hasn't been migrated, by another process for instance. */
export function refuseMigrated(journal: string, legacyTable: string): string {
  return `SELECT
  IF(
    COUNT(*) > 0,
    ERROR(CONCAT('[ALREADY_MIGRATED] The table ${legacyTable} was migrated by ', MIN(journal.migrated_by))),
    NULL
  ) AS guard
FROM ${journal} AS journal
WHERE journal.legacy_table = '${legacyTable}'`;
}

/** A guard: every tenant that `legacyRows` names and that can be a tenant is registered. */
export function refuseUnregisteredTenants(tenants: string, legacyRows: string): string {
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
  WHERE tenant.tenant_id IS NULL AND ${isTenantId('legacy.tenant_id')}
) AS missing`;
}

/** A JSON object of counts of the rows of `legacyRows` in the tenant whose row is `head`, by their conditions. */
function countsOfTenant(legacyRows: string, conditions: Readonly<Record<string, string>>): string {
  const members = Object.entries(conditions).map(
    ([name, condition], index) =>
      `'${index === 0 ? '{' : ','}"${name}":', CAST((SELECT COUNTIF(${condition}) FROM ${legacyRows} AS legacy ` +
      `WHERE legacy.tenant_id = head.tenant_id) AS STRING)`,
  );
  return `CONCAT(${members.join(', ')}, '}')`;
}

export function changesetsDetails(changesets: string): string {
  return countsOfTenant(changesets, {
    changesets: 'legacy.reason IS NULL',
    quarantined: 'legacy.reason IS NOT NULL',
  });
}

export function profilesDetails(windows: string): string {
  return countsOfTenant(windows, {
    identities: `legacy.reason IS NULL AND legacy.legacy_table = 'agent_profile_identity_legacy'`,
    contacts: `legacy.reason IS NULL AND legacy.legacy_table = 'agent_profile_contact_legacy'`,
    quarantined: 'legacy.reason IS NOT NULL',
  });
}
