/** The lock that writers queue on. Source: docs/architecture.md, "One SQL, two engines". */

/**
 * The statement that a writer's transaction begins with. The time that it writes is later than that of every lock of the
 * row before it, even when the clock was set back: what is written later supersedes, and no two transactions share a time.
 */
function lock(tenants: string, condition: string): string {
  return `UPDATE ${tenants} AS tenant
SET locked_at = GREATEST(CURRENT_TIMESTAMP(), TIMESTAMP_ADD(tenant.locked_at, INTERVAL 1 MICROSECOND))
WHERE ${condition}`;
}

/** Locks the row '*', for what the graph itself writes. */
export function lockGraph(tenants: string): string {
  return lock(tenants, `tenant.tenant_id = '*'`);
}

/** Locks every row, for what writes for all tenants at once. */
export function lockAll(tenants: string): string {
  return lock(tenants, 'TRUE');
}

/** Locks a tenant's row, and refuses a tenant that isn't registered: two statements. */
export function lockTenant(tenants: string, tenantId: string): string {
  return `${lock(tenants, `tenant.tenant_id = ${tenantId} AND tenant.tenant_id != '*'`)};

${refuseUnknownTenant(tenants, tenantId)}`;
}

/** The same where what is written can be of the graph, whose row is '*', as of a tenant. */
export function lockTenantOrGraph(tenants: string, tenantId: string): string {
  const isAsked = `tenant.tenant_id = ${tenantId}`;
  return `${lock(tenants, isAsked)};

${refuseUnless(tenants, tenantId, isAsked)}`;
}

export function refuseUnknownTenant(tenants: string, tenantId: string): string {
  return refuseUnless(tenants, tenantId, `tenant.tenant_id = ${tenantId} AND tenant.tenant_id != '*'`);
}

/** Of any tenant when none is asked for; of one that is gone from the register, what its events tell. */
export function refuseTenantWithoutChain(tenants: string, events: string, tenantId: string): string {
  return refuseUnless(
    `(SELECT tenant.tenant_id FROM ${tenants} AS tenant UNION DISTINCT SELECT event.tenant_id FROM ${events} AS event)`,
    tenantId,
    `${tenantId} IS NULL OR tenant.tenant_id = ${tenantId}`,
  );
}

function refuseUnless(tenants: string, tenantId: string, condition: string): string {
  return `SELECT
  IF(
    NOT EXISTS (
      SELECT 1
      FROM ${tenants} AS tenant
      WHERE ${condition}
    ),
    ERROR(CONCAT('[UNKNOWN_TENANT] Tenant ', ${tenantId}, ' is not registered')),
    NULL
  ) AS guard`;
}
