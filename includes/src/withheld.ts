/**
 * Why the gate withholds an id from a name, and what a person does about it: GoogleSQL STRING expressions, said alike by
 * control COLLISION and by `keyfast ids explain`.
 */
export interface WithheldSql {
  /** ID_COLLISION or ID_AMBIGUOUS. */
  readonly reason: string;
  /** business or agent. */
  readonly kind: string;
  readonly tenantId: string;
  /** The id that the name would get. */
  readonly offeredId: string;
  /** Whom the ledger assigned that id to; NULL where several new names claim it. */
  readonly holderTenantId: string;
  readonly holderName: string;
}

export function whyWithheldSql(withheld: WithheldSql): string {
  const { reason, kind, tenantId, offeredId, holderTenantId, holderName } = withheld;
  return `CASE
    WHEN ${reason} = 'ID_AMBIGUOUS' THEN CONCAT('the reference mapping carries several ids for the ', ${kind})
    ELSE CONCAT('the ', ${kind}, ' would get ', COALESCE(${offeredId}, 'an id'), CASE
      WHEN ${holderTenantId} IS NULL THEN ', which another new name would get too'
      WHEN ${holderTenantId} = ${tenantId} THEN CONCAT(', which is the id of "', ${holderName}, '"')
      ELSE CONCAT(', which is an id of the tenant ', ${holderTenantId})
    END)
  END`;
}

/** A business's id can be carried in; an agent's key is made of the name and of nothing else. */
export function wayOutSql(kind: string): string {
  return `IF(
    ${kind} = 'business',
    'let the reference mapping carry one id for it, which nobody has (keyfast load business-mapping), then run again (keyfast run)',
    'write one of the names otherwise at its source, load it again, then run again (keyfast run)'
  )`;
}
