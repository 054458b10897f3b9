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

// includes/src/changesets.ts
var changesets_exports = {};
__export(changesets_exports, {
  CONTACT_FIELDS: () => CONTACT_FIELDS,
  IDENTITY_FIELDS: () => IDENTITY_FIELDS,
  blockers: () => blockers,
  clears: () => clears,
  codes: () => codes,
  codesOf: () => codesOf,
  committedDetails: () => committedDetails,
  countsInWords: () => countsInWords,
  createAgentProfileIdentity: () => createAgentProfileIdentity,
  digest: () => digest,
  given: () => given,
  isDay: () => isDay,
  isEmail: () => isEmail,
  isPhone: () => isPhone,
  isProducerNumber: () => isProducerNumber,
  isStatus: () => isStatus,
  isUploaded: () => isUploaded,
  isUuid: () => isUuid,
  kept: () => kept,
  keptAlike: () => keptAlike,
  keysAsJson: () => keysAsJson,
  maximumFieldCharacters: () => maximumFieldCharacters,
  nearestStatus: () => nearestStatus,
  newestSeq: () => newestSeq,
  refuseUnless: () => refuseUnless,
  refuseUpload: () => refuseUpload,
  refuseWithoutReason: () => refuseWithoutReason,
  requiresSecondApprover: () => requiresSecondApprover,
  resolve: () => resolve,
  rolledBackDetails: () => rolledBackDetails,
  rowDigest: () => rowDigest,
  statuses: () => statuses,
  statusesInWords: () => statusesInWords,
  textFaults: () => textFaults,
  updateAgentProfileIdentity: () => updateAgentProfileIdentity,
  uploadedDetails: () => uploadedDetails,
  upsertAgentProfileContact: () => upsertAgentProfileContact,
  validatedDetails: () => validatedDetails,
  versionDate: () => versionDate,
  versionOrder: () => versionOrder,
  versionsDigest: () => versionsDigest,
  writtenCounts: () => writtenCounts
});
module.exports = __toCommonJS(changesets_exports);

// includes/src/digest.ts
function hexDigestSql(algorithm, text2) {
  return `TO_HEX(${algorithm}(${text2}))`;
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

// includes/src/changeset_steps.ts
function digest(...expressions) {
  return hexDigestSql("SHA256", fieldsSql(...expressions));
}
function requiresSecondApprover() {
  return dataform.projectConfig.vars.requireSecondApprover === "true" ? "TRUE" : "FALSE";
}
function refuseUnless(changesets, statuses2) {
  const listed = statuses2.map((status) => `'${status}'`).join(", ");
  const since = (status, who, when) => `WHEN '${status}' THEN CONCAT(' by ', changeset.${who}, ' at ', FORMAT_TIMESTAMP('%F %T UTC', changeset.${when}))`;
  const wrongStatus = statuses2.length === 0 ? "" : `WHEN changeset.row_count IS NULL THEN ERROR(CONCAT('[MIGRATED_CHANGESET] The changeset was made by an earlier version, which left no rows of it: it is ', changeset.status, ', and no step takes it further')) WHEN changeset.status NOT IN (${listed}) THEN ERROR(CONCAT(IF(changeset.status = 'COMMITTED', '[ALREADY_COMMITTED]', IF(changeset.status = 'ROLLED_BACK', '[ALREADY_ROLLED_BACK]', '[WRONG_STATUS]')), ' The changeset is ', changeset.status, COALESCE(CASE changeset.status ${since("COMMITTED", "committed_by", "committed_at")} ${since("ROLLED_BACK", "rolled_back_by", "rolled_back_at")} ${since("REJECTED", "rejected_by", "rejected_at")} END, ''), '; this step takes one that is ${statuses2.join(" or ")}')) `;
  return `SELECT
  CASE
    WHEN changeset.changeset_id IS NULL THEN
      ERROR(CONCAT('[UNKNOWN_CHANGESET] Organisation ', @org_id, ' of ', @tenant_id, ' has no changeset ', @changeset_id))
    ${wrongStatus}END AS guard
FROM (SELECT @changeset_id AS changeset_id) AS asked
LEFT JOIN ${changesets} AS changeset
  ON changeset.changeset_id = asked.changeset_id
  AND changeset.tenant_id = @tenant_id
  AND changeset.org_id = @org_id`;
}
function refuseUpload() {
  return `SELECT
  IF(
    NOT REGEXP_CONTAINS(@org_id, r'^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}$'),
    ERROR(
      CONCAT(
        '[BAD_ORG_ID] Not an organisation id; value: ',
        @org_id,
        '; allowed: at most 64 letters, digits, _, . and -, a letter or digit first'
      )
    ),
    NULL
  ) AS org_guard,
  IF(
    @changeset_kind = 'BOOTSTRAP' AND ${requiresSecondApprover()},
    ERROR('[SECOND_APPROVER] A bootstrap has one person only, and vars.requireSecondApprover asks for two'),
    NULL
  ) AS approver_guard`;
}
function refuseWithoutReason(step) {
  return `SELECT IF(TRIM(@reason, ' ') = '', ERROR('[MISSING_REASON] ${step} needs a reason that an auditor can read'), NULL) AS guard`;
}
function newestSeq(changesets, tenantId) {
  return `(SELECT COALESCE(MAX(GREATEST(COALESCE(moved.changeset_seq, 0), COALESCE(moved.rollback_seq, 0))), 0) FROM ${changesets} AS moved WHERE moved.tenant_id = ${tenantId})`;
}
var RESOLUTION_COLUMNS = [
  "changeset_id",
  "tenant_id",
  "validation",
  "source_row",
  "last_row",
  "mode",
  "outcome",
  "agent_entity_id",
  "id_source",
  "idempotency_key",
  "effective_start_date",
  "agent_id",
  "first_name",
  "last_name",
  "preferred_name",
  "agency_name",
  "npn",
  "status",
  "email",
  "phone",
  "address_line1",
  "address_line2",
  "city",
  "state",
  "postal_code",
  "country",
  "identity_changed",
  "identity_base",
  "identity_until",
  "contact_changed",
  "contact_base",
  "contact_until",
  "had_contact",
  "errors",
  "warnings",
  "notes",
  "partner_row",
  "matched_agent_entity_id",
  "row_digest"
];
var ISSUE_COLUMNS = [
  "changeset_id",
  "tenant_id",
  "validation",
  "source_row",
  "column_name",
  "severity",
  "code",
  "message",
  "value",
  "allowed"
];
var COUNTS = [
  "created_count",
  "updated_count",
  "updated_row_count",
  "unchanged_count",
  "rejected_count",
  "contact_created_count",
  "contact_updated_count",
  "warning_count"
];
function resolve(names) {
  const copied = (table, source, columns) => `INSERT INTO ${table} (${columns.join(", ")})
SELECT ${columns.map((column) => `resolved.${column}`).join(", ")}
FROM ${source} AS resolved`;
  return `${copied(names.resolutions, names.resolutionsSource, RESOLUTION_COLUMNS)};

${copied(names.issues, names.issuesSource, ISSUE_COLUMNS)};

INSERT INTO ${names.plans} (
  changeset_id, tenant_id, validation, plan_hash, changeset_hash, rules_digest, base_seq, ${COUNTS.join(", ")},
  validated_by, validated_at
)
SELECT
  plan.changeset_id,
  plan.tenant_id,
  plan.validation,
  ${digest(`'plan/v1'`, "plan.changeset_id", "plan.changeset_hash", "plan.decided_hash", "@rules_digest")},
  plan.changeset_hash,
  @rules_digest,
  ${newestSeq(names.changesets, "@tenant_id")},
  ${COUNTS.map((count) => `plan.${count}`).join(", ")},
  @actor,
  tenant.locked_at
FROM ${names.planSource} AS plan
INNER JOIN ${names.tenants} AS tenant ON tenant.tenant_id = plan.tenant_id`;
}
function countsInWords(alias) {
  const count = (name) => `CAST(${alias}.${name} AS STRING)`;
  return `CONCAT(${count("created_count")}, ' created, ', ${count("updated_row_count")}, ' updated, ', ${count("unchanged_count")}, ' unchanged, ', ${count("rejected_count")}, ' rejected, ', ${count("warning_count")}, ' warnings')`;
}
var KEYS_LISTED = 1e3;
function keysAsJson(resolutions) {
  const reserved = `FROM ${resolutions} AS resolution
        WHERE
          resolution.changeset_id = @changeset_id
          AND resolution.outcome = 'CREATE'
          AND resolution.idempotency_key IS NOT NULL`;
  return `(
    SELECT
      CONCAT(
        '{"idempotency_keys":{"count":',
        CAST(reserved.key_count AS STRING),
        ',"digest":"',
        reserved.digest,
        '","first":[',
        first.listed,
        ']}}'
      )
    FROM (
      SELECT
        COALESCE(SUM(bucket.key_count), 0) AS key_count,
        ${hexDigestSql("SHA256", `COALESCE(STRING_AGG(bucket.digest, '' ORDER BY bucket.prefix), '')`)} AS digest
      FROM (
        SELECT
          SUBSTR(resolution.idempotency_key, 1, 2) AS prefix,
          COUNT(*) AS key_count,
          ${hexDigestSql("SHA256", `STRING_AGG(resolution.idempotency_key, '' ORDER BY resolution.idempotency_key)`)} AS digest
        ${reserved}
        GROUP BY prefix
      ) AS bucket
    ) AS reserved
    CROSS JOIN (
      SELECT
        COALESCE(STRING_AGG(CONCAT('"', least.idempotency_key, '"'), ',' ORDER BY least.idempotency_key), '') AS listed
      FROM (
        SELECT resolution.idempotency_key
        ${reserved}
        ORDER BY resolution.idempotency_key
        LIMIT ${KEYS_LISTED}
      ) AS least
    ) AS first
  )`;
}
function isUploaded(changesets) {
  return `EXISTS (SELECT 1 FROM ${changesets} AS uploaded WHERE uploaded.changeset_id = @changeset_id AND uploaded.uploaded_at = head.locked_at)`;
}
function json(changesets, members) {
  const parts = Object.entries(members).map(
    ([name, value], index) => `'${index === 0 ? "{" : ","}"${name}":', ${value}`
  );
  return `(SELECT CONCAT(${parts.join(", ")}, '}') FROM ${changesets} AS changeset WHERE changeset.changeset_id = @changeset_id)`;
}
var number = (column) => `CAST(changeset.${column} AS STRING)`;
var text = (column) => `'"', changeset.${column}, '"'`;
function uploadedDetails(changesets) {
  return json(changesets, {
    kind: text("changeset_kind"),
    file_digest: text("file_digest"),
    physical_lines: number("physical_line_count"),
    rows: number("row_count")
  });
}
function validatedDetails(changesets, resolutions, identityVersions) {
  const foreignAgents = `CAST((SELECT COUNT(DISTINCT resolution.source_row) FROM ${resolutions} AS resolution INNER JOIN ${identityVersions} AS version ON version.agent_entity_id = resolution.agent_entity_id WHERE resolution.changeset_id = @changeset_id AND STRPOS(resolution.errors, 'UNKNOWN_AGENT') > 0) AS STRING)`;
  return json(changesets, {
    validation: number("validation_count"),
    changeset_hash: text("changeset_hash"),
    plan_hash: text("plan_hash"),
    rules_digest: text("rules_digest"),
    created: number("created_count"),
    updated_rows: number("updated_row_count"),
    unchanged: number("unchanged_count"),
    rejected: number("rejected_count"),
    warnings: number("warning_count"),
    foreign_agents: foreignAgents
  });
}
var WRITTEN = {
  changeset_seq: number("changeset_seq"),
  created: number("created_count"),
  updated: number("updated_count"),
  contact_created: number("contact_created_count"),
  contact_updated: number("contact_updated_count"),
  written_digest: text("written_digest")
};
function committedDetails(changesets) {
  return json(changesets, { plan_hash: text("plan_hash"), rejected: number("rejected_count"), ...WRITTEN });
}
function rolledBackDetails(changesets) {
  return json(changesets, {
    rollback_seq: number("rollback_seq"),
    ...WRITTEN,
    removed: number("removed_count")
  });
}

// includes/src/profile_versions.ts
var IDENTITY_FIELDS = [
  "agent_id",
  "first_name",
  "last_name",
  "preferred_name",
  "agency_name",
  "npn",
  "status"
];
var CONTACT_FIELDS = [
  "email",
  "phone",
  "address_line1",
  "address_line2",
  "city",
  "state",
  "postal_code",
  "country"
];
function versionOrder(version) {
  return `DATE_DIFF(${version}.effective_start_date, DATE '1970-01-01', DAY) * 1000000000 + ${version}.changeset_seq`;
}
function versionDate(order) {
  return `DATE_ADD(DATE '1970-01-01', INTERVAL DIV(${order} - MOD(MOD(${order}, 1000000000) + 1000000000, 1000000000), 1000000000) DAY)`;
}
function createAgentProfileIdentity(written) {
  return insertVersions(written, IDENTITY_FIELDS, `'CREATE'`, `resolution.outcome = 'CREATE'`);
}
function updateAgentProfileIdentity(written) {
  return insertVersions(
    written,
    IDENTITY_FIELDS,
    `'UPDATE'`,
    `resolution.outcome = 'UPDATE' AND resolution.identity_changed`
  );
}
function upsertAgentProfileContact(written) {
  return insertVersions(
    written,
    CONTACT_FIELDS,
    `IF(resolution.had_contact, 'UPDATE', 'CREATE')`,
    `resolution.outcome IN ('CREATE', 'UPDATE') AND resolution.contact_changed`
  );
}
function insertVersions({ versions, resolutions, changesets }, fields, operation, condition) {
  return `INSERT INTO ${versions} (
  tenant_id, org_id, agent_entity_id, effective_start_date, is_tombstone, operation, ${fields.join(", ")},
  changeset_id, changeset_seq, created_by, created_at
)
SELECT
  changeset.tenant_id,
  changeset.org_id,
  resolution.agent_entity_id,
  resolution.effective_start_date,
  FALSE,
  ${operation},
  ${fields.map((field) => `resolution.${field}`).join(",\n  ")},
  changeset.changeset_id,
  changeset.changeset_seq,
  changeset.committed_by,
  changeset.committed_at
FROM ${changesets} AS changeset
INNER JOIN ${resolutions} AS resolution
  ON resolution.changeset_id = changeset.changeset_id AND resolution.validation = changeset.validation_count
WHERE changeset.changeset_id = @changeset_id AND ${condition}`;
}
function writtenCounts(identityVersions, contactVersions) {
  const counted = (versions) => `(SELECT COUNTIF(version.operation = 'CREATE') AS created_count, COUNTIF(version.operation = 'UPDATE') AS updated_count FROM ${versions} AS version WHERE version.tenant_id = @tenant_id AND version.changeset_id = @changeset_id)`;
  return `(SELECT identity.created_count, identity.updated_count, contact.created_count AS contact_created_count, contact.updated_count AS contact_updated_count FROM ${counted(identityVersions)} AS identity CROSS JOIN ${counted(contactVersions)} AS contact)`;
}
function versionsDigest(identityVersions, contactVersions) {
  const rowDigests = (side, versions, fields) => {
    const texts = [
      `'${side}/v1'`,
      "version.agent_entity_id",
      "CAST(version.effective_start_date AS STRING)",
      "version.operation",
      ...fields.map((field) => `version.${field}`)
    ];
    return `SELECT ${hexDigestSql("SHA256", fieldsSql(...texts))} AS row_digest FROM ${versions} AS version WHERE version.tenant_id = @tenant_id AND version.changeset_id = @changeset_id`;
  };
  const buckets = `SELECT SUBSTR(versions.row_digest, 1, 2) AS prefix, ${hexDigestSql("SHA256", `STRING_AGG(versions.row_digest, '' ORDER BY versions.row_digest)`)} AS digest FROM (${rowDigests("identity", identityVersions, IDENTITY_FIELDS)} UNION ALL ${rowDigests("contact", contactVersions, CONTACT_FIELDS)}) AS versions GROUP BY prefix`;
  return `(SELECT ${hexDigestSql("SHA256", `COALESCE(STRING_AGG(bucket.digest, '' ORDER BY bucket.prefix), '')`)} FROM (${buckets}) AS bucket)`;
}
function blockers(changesets, identityVersions, contactVersions) {
  const both = (columns, condition) => [identityVersions, contactVersions].map(
    (versions) => `SELECT ${columns} FROM ${versions} AS version WHERE version.tenant_id = @tenant_id AND ${condition}`
  ).join(" UNION ALL ");
  const seq = `(SELECT mine.changeset_seq FROM ${changesets} AS mine WHERE mine.changeset_id = @changeset_id)`;
  return `(SELECT later.changeset_id, later.changeset_seq, COUNT(DISTINCT later.agent_entity_id) AS agent_count, MIN(later.agent_entity_id) AS first_agent_entity_id FROM (${both("version.changeset_id, version.changeset_seq, version.agent_entity_id", `version.changeset_seq > ${seq}`)}) AS later WHERE later.agent_entity_id IN (${both("version.agent_entity_id", "version.changeset_id = @changeset_id")}) GROUP BY later.changeset_id, later.changeset_seq)`;
}

// includes/src/profile_cells.ts
var clears = String.raw`r'\N'`;
function kept(cell, base) {
  return `IF(${cell} = ${clears}, NULL, COALESCE(${cell}, ${base}))`;
}
function keptAlike(cell, base, normalizedBase) {
  return `CASE ${cell} WHEN ${clears} THEN NULL WHEN ${base} THEN ${base} WHEN ${normalizedBase} THEN ${base} ELSE COALESCE(${cell}, ${base}) END`;
}
function given(cell) {
  return `NULLIF(${cell}, ${clears})`;
}
function rowDigest(cell, resolvedId) {
  const columns = ["cell_fault", ...IDENTITY_FIELDS, "effective_start_date", ...CONTACT_FIELDS];
  const id = `COALESCE(${resolvedId}, ${cell}.sent_entity_id)`;
  return digest(`'row/v1'`, `${cell}.mode`, id, ...columns.map((column) => `${cell}.${column}`));
}
function isDay(cell) {
  return `REGEXP_CONTAINS(${cell}, r'^[0-9]{4}-[0-9]{2}-[0-9]{2}$')`;
}
function isUuid(cell) {
  return `REGEXP_CONTAINS(${cell}, r'^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$')`;
}
function isEmail(cell) {
  return `REGEXP_CONTAINS(${cell}, r'^[^@,;<> ]{1,64}@[^@,;<> .]+([.][^@,;<> .]+)+$')`;
}
function isProducerNumber(cell) {
  return `REGEXP_CONTAINS(${cell}, r'^[0-9]{1,10}$')`;
}
function isPhone(cell) {
  return `REGEXP_CONTAINS(${cell}, r'^[-+0-9 ()./x#]{3,40}$')`;
}
function statuses() {
  return (dataform.projectConfig.vars.agentStatuses ?? "").split(",").map((status) => status.trim());
}
function isStatus(cell) {
  return `${cell} IN (${statuses().map((status) => `'${status}'`).join(", ")})`;
}
function nearestStatus(cell) {
  const distance = (status) => `EDIT_DISTANCE(UPPER(${cell}), '${status}')`;
  const nearest = `LEAST(${statuses().map(distance).join(", ")})`;
  return `CASE ${nearest} ${statuses().map((status) => `WHEN ${distance(status)} THEN '${status}'`).join(" ")} END`;
}
function statusesInWords() {
  return statuses().join(", ");
}
function maximumFieldCharacters() {
  return dataform.projectConfig.vars.maximumFieldCharacters ?? "";
}
function codes(conditions) {
  const listed = Object.entries(conditions).map(([code, condition]) => `IF(${condition}, ' ${code}', '')`);
  return `LTRIM(CONCAT(${listed.join(", ")}), ' ')`;
}
function codesOf(code, columns, condition) {
  return Object.fromEntries(columns.map((column) => [`${code}:${column}`, condition(column)]));
}
function textFaults(prefix, columns, nameFault) {
  const texts = columns.map((column) => `COALESCE(${prefix}${column}, '')`);
  const tooLong = codesOf(
    "TOO_LONG",
    columns,
    (column) => `CHAR_LENGTH(${prefix}${column}) > ${maximumFieldCharacters()}`
  );
  const names = columns.filter((column) => NAMES.includes(column));
  const all = `CONCAT(${texts.join(", ")})`;
  const faultOf = (column) => `IF(BYTE_LENGTH(${prefix}${column}) = CHAR_LENGTH(${prefix}${column}), '', COALESCE(CONCAT(' ', ${nameFault(`${prefix}${column}`)}, ':${column}'), ''))`;
  return `CONCAT(IF(CHAR_LENGTH(${all}) > ${maximumFieldCharacters()}, ${codes(tooLong)}, ''), ' ', IF(BYTE_LENGTH(${all}) = CHAR_LENGTH(${all}), '', CONCAT(${names.map(faultOf).join(", ")})))`;
}
var NAMES = ["agent_id", "first_name", "last_name", "email"];
