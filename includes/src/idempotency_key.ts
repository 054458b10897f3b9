import { hexDigest, hexDigestSql } from './digest.ts';

/**
 * The idempotency key of a new agent without an `agent_id`: SHA-256 of
 * `tenant_id|org_id|normalized_email|effective_start_date|first_name|last_name`, names cleaned with their case kept, the
 * date `YYYY-MM-DD`. A field that holds the separator is refused: two people could share a key.
 */
export function idempotencyKey(
  tenantId: string,
  orgId: string,
  normalizedEmail: string,
  effectiveStartDate: string,
  firstName: string,
  lastName: string,
): string {
  const parts = [tenantId, orgId, normalizedEmail, effectiveStartDate, firstName, lastName];
  const ambiguous = parts.find((part) => part.includes('|'));
  if (ambiguous !== undefined)
    throw new RangeError(`"${ambiguous}" holds "|", which separates the fields of an idempotency key`);
  return hexDigest('SHA256', parts.join('|'));
}

/** Over GoogleSQL expressions, all STRING but the date; a field that holds `|` aborts the statement. */
export function idempotencyKeySql(
  tenantId: string,
  orgId: string,
  normalizedEmail: string,
  effectiveStartDate: string,
  firstName: string,
  lastName: string,
): string {
  const texts = [tenantId, orgId, normalizedEmail, firstName, lastName];
  const key = `CONCAT(${tenantId}, '|', ${orgId}, '|', ${normalizedEmail}, '|', CAST(${effectiveStartDate} AS STRING), '|', ${firstName}, '|', ${lastName})`;
  const ambiguous = texts.map((text) => `STRPOS(${text}, '|') > 0`).join(' OR ');
  return `IF(${ambiguous}, ERROR('[SEPARATOR_IN_KEY] A field of an idempotency key holds |'), ${hexDigestSql('SHA256', key)})`;
}
