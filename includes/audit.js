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

// includes/src/audit.ts
var audit_exports = {};
__export(audit_exports, {
  appendEvent: () => appendEvent,
  countIn: () => countIn,
  eventHash: () => eventHashSql,
  genesisHash: () => genesisHash,
  isOfThisCall: () => isOfThisCall,
  lockGraph: () => lockGraph,
  lockTenant: () => lockTenant,
  lockTenantOrGraph: () => lockTenantOrGraph,
  refuseTenantWithoutChain: () => refuseTenantWithoutChain,
  refuseUnknownTenant: () => refuseUnknownTenant
});
module.exports = __toCommonJS(audit_exports);

// includes/src/digest.ts
function hexDigestSql(algorithm, text) {
  return `TO_HEX(${algorithm}(${text}))`;
}

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

// includes/src/audit_event.ts
var genesisHash = "0".repeat(64);
function eventHashSql(alias) {
  const column = (name) => `${alias}.${name}`;
  return hexDigestSql(
    "SHA256",
    fieldsSql(
      `'event/v1'`,
      column("tenant_id"),
      `CAST(${column("sequence")} AS STRING)`,
      column("previous_hash"),
      `CAST(UNIX_MICROS(${column("occurred_at")}) AS STRING)`,
      column("event_type"),
      column("actor"),
      column("session_user_name"),
      column("subject"),
      column("details")
    )
  );
}
var OF_THIS_CALL = `CONCAT('{"call_id":"', @call_id, '"')`;
function isOfThisCall(event) {
  return `STARTS_WITH(${event}.details, ${OF_THIS_CALL})`;
}
function countIn(event, name) {
  return `CAST(REGEXP_REPLACE(${event}.details, r'^.*"${name}":([0-9]+).*$', r'\\1') AS INT64)`;
}
function appendEvent(event) {
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
  ${eventHashSql("draft")}
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

// includes/src/tenant_lock.ts
function lock(tenants, condition) {
  return `UPDATE ${tenants} AS tenant
SET locked_at = GREATEST(CURRENT_TIMESTAMP(), TIMESTAMP_ADD(tenant.locked_at, INTERVAL 1 MICROSECOND))
WHERE ${condition}`;
}
function lockGraph(tenants) {
  return lock(tenants, `tenant.tenant_id = '*'`);
}
function lockTenant(tenants, tenantId) {
  return `${lock(tenants, `tenant.tenant_id = ${tenantId} AND tenant.tenant_id != '*'`)};

${refuseUnknownTenant(tenants, tenantId)}`;
}
function lockTenantOrGraph(tenants, tenantId) {
  const isAsked = `tenant.tenant_id = ${tenantId}`;
  return `${lock(tenants, isAsked)};

${refuseUnless(tenants, tenantId, isAsked)}`;
}
function refuseUnknownTenant(tenants, tenantId) {
  return refuseUnless(tenants, tenantId, `tenant.tenant_id = ${tenantId} AND tenant.tenant_id != '*'`);
}
function refuseTenantWithoutChain(tenants, events, tenantId) {
  return refuseUnless(
    `(SELECT tenant.tenant_id FROM ${tenants} AS tenant UNION DISTINCT SELECT event.tenant_id FROM ${events} AS event)`,
    tenantId,
    `${tenantId} IS NULL OR tenant.tenant_id = ${tenantId}`
  );
}
function refuseUnless(tenants, tenantId, condition) {
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
