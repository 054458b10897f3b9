import { hexDigest, hexDigestSql } from './digest.ts';

/** Names that are their own key in every tenant: they stand for nobody in particular. */
export const RESERVED_AGENT_NAMES: readonly string[] = ['OWNER', 'UNASSIGNED'];

export const RESERVED_AGENT_NAMES_SQL = `(${RESERVED_AGENT_NAMES.map((name) => `'${name}'`).join(', ')})`;

export function agentDigest(scope: string): string {
  return hexDigest('SHA256', scope);
}

export function agentDigestSql(scope: string): string {
  return hexDigestSql('SHA256', scope);
}

/** `agent_key`: `OWNER` and `UNASSIGNED` as they are, else `AGENT:` and the first 16 hexadecimal digits of the scope's SHA-256. */
export function agentKey(normalizedName: string, scope: string): string {
  return RESERVED_AGENT_NAMES.includes(normalizedName)
    ? normalizedName
    : `AGENT:${agentDigest(scope).slice(0, 16)}`;
}

export function agentKeySql(normalizedName: string, scope: string): string {
  return `IF(${normalizedName} IN ${RESERVED_AGENT_NAMES_SQL}, ${normalizedName}, CONCAT('AGENT:', SUBSTR(${agentDigestSql(scope)}, 1, 16)))`;
}

/** The legacy `agent_id` that upstream mints from a name: `NAME:` and 12 digits, without a tenant. */
export function legacyAgentId(normalizedName: string): string {
  return RESERVED_AGENT_NAMES.includes(normalizedName)
    ? normalizedName
    : `NAME:${hexDigest('SHA256', normalizedName).slice(0, 12)}`;
}

export function legacyAgentIdSql(normalizedName: string): string {
  return `IF(${normalizedName} IN ${RESERVED_AGENT_NAMES_SQL}, ${normalizedName}, CONCAT('NAME:', SUBSTR(${hexDigestSql('SHA256', normalizedName)}, 1, 12)))`;
}
