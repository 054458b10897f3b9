/**
 * The scope: the text whose digest is an identity. The legacy tenant keeps the plain normalised name, so that its ids
 * stay what they were before there were tenants; any other tenant's are its own.
 */
export const TENANT_ID = /^[a-z][a-z0-9_]*$/;

export function scope(tenantId: string, normalizedName: string, legacyTenantId: string): string {
  return tenantId === legacyTenantId ? normalizedName : `${tenantId}|${normalizedName}`;
}

export function scopeSql(tenantId: string, normalizedName: string, legacyTenantId: string): string {
  if (!TENANT_ID.test(legacyTenantId)) {
    throw new Error(
      `vars.legacyTenantId is "${legacyTenantId}"; a tenant id matches ${TENANT_ID.source}. Mend dataform.json.`,
    );
  }
  return `IF(${tenantId} = '${legacyTenantId}', ${normalizedName}, CONCAT(${tenantId}, '|', ${normalizedName}))`;
}
