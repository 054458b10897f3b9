/** An event of the audit chain: its hash, and the statements that append it. Source: docs/architecture.md, "The audit chain". */
import { hexDigest, hexDigestSql } from './digest.ts';
import { fields, fieldsSql } from './fields.ts';

/** The `previous_hash` of a tenant's first event: there is none before it. */
export const genesisHash = '0'.repeat(64);

export interface AuditEvent {
  readonly tenantId: string;
  readonly sequence: bigint;
  readonly previousHash: string;
  /** Microseconds since 1970-01-01 UTC. */
  readonly occurredAt: bigint;
  readonly eventType: string;
  readonly actor: string;
  readonly sessionUser: string;
  readonly subject: string;
  /** Counts and digests, as JSON; no names and no e-mail. */
  readonly details: string;
}

/** SHA-256 of every field of an event, the previous event's hash among them: that is what chains them. */
export function eventHash(event: AuditEvent): string {
  return hexDigest(
    'SHA256',
    fields(
      'event/v1',
      event.tenantId,
      String(event.sequence),
      event.previousHash,
      String(event.occurredAt),
      event.eventType,
      event.actor,
      event.sessionUser,
      event.subject,
      event.details,
    ),
  );
}

/** The same over the columns of `audit_events`, under a table alias. */
export function eventHashSql(alias: string): string {
  const column = (name: string): string => `${alias}.${name}`;
  return hexDigestSql(
    'SHA256',
    fieldsSql(
      `'event/v1'`,
      column('tenant_id'),
      `CAST(${column('sequence')} AS STRING)`,
      column('previous_hash'),
      `CAST(UNIX_MICROS(${column('occurred_at')}) AS STRING)`,
      column('event_type'),
      column('actor'),
      column('session_user_name'),
      column('subject'),
      column('details'),
    ),
  );
}

/** How the details of this very call's event begin: `@call_id` is another in every call of a procedure. */
const OF_THIS_CALL = `CONCAT('{"call_id":"', @call_id, '"')`;

/**
 * Whether an event is the one that this very call appended. A result that is read after COMMIT asks this: by then another
 * writer may have locked the tenant, but nobody changes an event.
 */
export function isOfThisCall(event: string): string {
  return `STARTS_WITH(${event}.details, ${OF_THIS_CALL})`;
}

/** A count that an event's details hold under a name, as INT64. */
export function countIn(event: string, name: string): string {
  return `CAST(REGEXP_REPLACE(${event}.details, r'^.*"${name}":([0-9]+).*$', r'\\1') AS INT64)`;
}

/**
 * Two statements that append one event to a tenant's chain and move its head, for a transaction that has locked the
 * tenant's row: the head of the chain stands on that row, so two writers can't fork it, and `locked_at` is the time of
 * all that the transaction writes. Nothing is appended unless `onlyIf` holds for that row. Parameters: `@actor`, `@call_id`.
 */
export function appendEvent(event: {
  /** The quoted names of `tenants` and `audit_events`. */
  readonly tenants: string;
  readonly events: string;
  /** GoogleSQL STRING expressions; they may read the tenant's row as `head`. `details` is a JSON object. */
  readonly tenantId: string;
  readonly eventType: string;
  readonly subject: string;
  readonly details: string;
  /** A GoogleSQL BOOL expression over `head`. */
  readonly onlyIf: string;
}): string {
  return `INSERT INTO ${event.events} (
  tenant_id, sequence, previous_hash, occurred_at, event_type, actor, session_user_name, subject, details, event_hash
)
SELECT
  draft.tenant_id,
  draft.sequence,
  draft.previous_hash,
  draft.occurred_at,
  draft.event_type,
  draft.actor,
  draft.session_user_name,
  draft.subject,
  draft.details,
  ${eventHashSql('draft')}
FROM (
  SELECT
    fact.tenant_id,
    fact.sequence,
    fact.previous_hash,
    fact.occurred_at,
    fact.event_type,
    @actor AS actor,
    SESSION_USER() AS session_user_name,
    fact.subject,
    CONCAT(
      ${OF_THIS_CALL},
      IF(fact.details = '{}', '}', CONCAT(',', SUBSTR(fact.details, 2, CHAR_LENGTH(fact.details))))
    ) AS details
  FROM (
    SELECT
      head.tenant_id,
      head.event_sequence + 1 AS sequence,
      head.event_hash AS previous_hash,
      head.locked_at AS occurred_at,
      ${event.eventType} AS event_type,
      ${event.subject} AS subject,
      ${event.details} AS details
    FROM ${event.tenants} AS head
    WHERE head.tenant_id = ${event.tenantId} AND ${event.onlyIf}
  ) AS fact
) AS draft;

UPDATE ${event.tenants} AS head
SET event_sequence = event.sequence, event_hash = event.event_hash
FROM ${event.events} AS event
WHERE
  head.tenant_id = ${event.tenantId}
  AND event.tenant_id = head.tenant_id
  AND event.sequence = head.event_sequence + 1`;
}
