import { v5 } from 'uuid';

import { fields, fieldsSql } from './fields.ts';

/** The namespace of every UUIDv5 of ours; it never changes. */
export const AGENT_ENTITY_NAMESPACE = 'a807bb28-a040-519b-9533-68442362c59e';

/** `agent_entity_id` of an agent with an `agent_id`: UUIDv5 (RFC 9562, section 5.5) of fields(tenant, org, agent_id). */
export function agentEntityId(tenantId: string, orgId: string, agentId: string): string {
  return v5(fields(tenantId, orgId, agentId), AGENT_ENTITY_NAMESPACE);
}

/** The same in GoogleSQL. */
export function agentEntityIdSql(tenantId: string, orgId: string, agentId: string): string {
  return uuidOfDigestSql(agentEntityDigestSql(tenantId, orgId, agentId));
}

/** The SHA-1 that the UUIDv5 is made of, in hexadecimal: for a query that computes it once and reads it often. */
export function agentEntityDigestSql(tenantId: string, orgId: string, agentId: string): string {
  return uuidDigestSql(AGENT_ENTITY_NAMESPACE, fieldsSql(tenantId, orgId, agentId));
}

/** UUIDv5 of a STRING expression: SHA-1 of the namespace's bytes and the name, with the version and variant bits set. */
export function uuidV5Sql(namespace: string, name: string): string {
  return uuidOfDigestSql(uuidDigestSql(namespace, name));
}

function uuidDigestSql(namespace: string, name: string): string {
  return `TO_HEX(SHA1(CONCAT(FROM_HEX('${namespace.replaceAll('-', '')}'), CAST(${name} AS BYTES))))`;
}

export function uuidOfDigestSql(digest: string): string {
  const variant = `TRANSLATE(SUBSTR(${digest}, 17, 1), '0123456789abcdef', '89ab89ab89ab89ab')`;
  return (
    `CONCAT(SUBSTR(${digest}, 1, 8), '-', SUBSTR(${digest}, 9, 4), '-5', SUBSTR(${digest}, 14, 3), '-', ` +
    `${variant}, SUBSTR(${digest}, 18, 3), '-', SUBSTR(${digest}, 21, 12))`
  );
}
