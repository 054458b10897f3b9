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
  codesInWords: () => codesInWords,
  codesOf: () => codesOf,
  committedDetails: () => committedDetails,
  countsInWords: () => countsInWords,
  createAgentProfileIdentity: () => createAgentProfileIdentity,
  decidedDigest: () => decidedDigest,
  digest: () => digest,
  earliestDay: () => earliestDay,
  firstInForce: () => firstInForce,
  foreignAgentCount: () => foreignAgentCount,
  foreignAgentsDetails: () => foreignAgentsDetails,
  given: () => given,
  holdsUnsendable: () => holdsUnsendable,
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
  latestDay: () => latestDay,
  maximumFieldCharacters: () => maximumFieldCharacters,
  nearestStatus: () => nearestStatus,
  newestSeq: () => newestSeq,
  noVersions: () => noVersions,
  planBuckets: () => planBuckets,
  planCounts: () => planCounts,
  refuseBadOrg: () => refuseBadOrg,
  refuseChangedRows: () => refuseChangedRows,
  refuseOrgInOtherCase: () => refuseOrgInOtherCase,
  refuseUnless: () => refuseUnless,
  refuseUpload: () => refuseUpload,
  refuseWithoutReason: () => refuseWithoutReason,
  requiresSecondApprover: () => requiresSecondApprover,
  resolve: () => resolve,
  rolledBackDetails: () => rolledBackDetails,
  rowDigest: () => rowDigest,
  sendable: () => sendable,
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
  writtenCounts: () => writtenCounts,
  writtenDigests: () => writtenDigests
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

// includes/src/white_space.ts
var RANGES = [
  [9, 13],
  [32, 32],
  [133, 133],
  [160, 160],
  [5760, 5760],
  [8192, 8202],
  [8232, 8233],
  [8239, 8239],
  [8287, 8287],
  [12288, 12288]
];
var WHITE_SPACE = RANGES.flatMap(
  ([first, last]) => Array.from({ length: last - first + 1 }, (_, offset) => first + offset)
);
var WHITE_SPACE_SQL = `'${WHITE_SPACE.map((value) => `\\u${value.toString(16).padStart(4, "0")}`).join("")}'`;
function characterClassSql(ranges2) {
  return `[${classMembersSql(ranges2)}]`;
}
function classMembersSql(ranges2) {
  const codePoint = (value) => `\\x{${value.toString(16).toUpperCase()}}`;
  return ranges2.map(([first, last]) => first === last ? codePoint(first) : `${codePoint(first)}-${codePoint(last)}`).join("");
}
var WHITE_SPACE_MEMBERS = classMembersSql(RANGES);
var SQL_CLASS = characterClassSql(RANGES);
function trimWhiteSpaceSql(text2) {
  return `TRIM(${text2}, ${WHITE_SPACE_SQL})`;
}

// includes/src/names.ts
function cleanTextSql(text2) {
  return `IF(REGEXP_CONTAINS(${text2}, r'^([!-~]([ -~]*[!-~])?)?$'), ${text2}, ${trimWhiteSpaceSql(`NORMALIZE(${text2}, NFC)`)})`;
}

// includes/src/slices.ts
var BOUNDS = ["4", "8", "c"];
function slices(text2) {
  return [void 0, ...BOUNDS].map((first, index) => {
    const next = BOUNDS[index];
    const conditions = [
      ...first === void 0 ? [] : [`${text2} >= '${first}'`],
      ...next === void 0 ? [] : [`${text2} < '${next}'`]
    ];
    return conditions.join(" AND ");
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
function firstInForce(version, day2) {
  const order = versionOrder(version);
  return `COALESCE(MAX(IF(${version}.effective_start_date <= ${day2}, ${order}, NULL)), MIN(${order}))`;
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
function digestsByChangeset(rows) {
  const buckets = slices("version.agent_entity_id").map(
    (ofSlice) => `SELECT versions.changeset_id, SUBSTR(versions.agent_entity_id, 1, 2) AS prefix, ${hexDigestSql("SHA256", `STRING_AGG(versions.row_digest, '' ORDER BY versions.row_digest)`)} AS digest FROM (${rows(ofSlice)}) AS versions GROUP BY versions.changeset_id, prefix`
  );
  return `(SELECT bucket.changeset_id, ${hexDigestSql("SHA256", `STRING_AGG(bucket.digest, '' ORDER BY bucket.prefix)`)} AS digest FROM (${buckets.join(" UNION ALL ")}) AS bucket GROUP BY bucket.changeset_id)`;
}
function writtenDigests(identityVersions, contactVersions, condition = "TRUE") {
  const rowDigests = (side, versions, fields, ofSlice) => {
    const texts = [
      `'${side}/v1'`,
      "version.agent_entity_id",
      "CAST(version.effective_start_date AS STRING)",
      "version.operation",
      ...fields.map((field) => `version.${field}`)
    ];
    return `SELECT version.changeset_id, version.agent_entity_id, ${hexDigestSql("SHA256", fieldsSql(...texts))} AS row_digest FROM ${versions} AS version WHERE ${condition} AND ${ofSlice}`;
  };
  return digestsByChangeset(
    (ofSlice) => `${rowDigests("identity", identityVersions, IDENTITY_FIELDS, ofSlice)} UNION ALL ` + rowDigests("contact", contactVersions, CONTACT_FIELDS, ofSlice)
  );
}
var noVersions = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
function versionsDigest(identityVersions, contactVersions) {
  const ofThis = `version.tenant_id = @tenant_id AND version.changeset_id = @changeset_id`;
  return `COALESCE((SELECT written.digest FROM ${writtenDigests(identityVersions, contactVersions, ofThis)} AS written), '${noVersions}')`;
}
function blockers(changesets, identityVersions, contactVersions) {
  const both = (columns, condition) => [identityVersions, contactVersions].map(
    (versions) => `SELECT ${columns} FROM ${versions} AS version WHERE version.tenant_id = @tenant_id AND ${condition}`
  ).join(" UNION ALL ");
  const seq = `(SELECT mine.changeset_seq FROM ${changesets} AS mine WHERE mine.changeset_id = @changeset_id)`;
  return `(SELECT @changeset_id AS blocked_changeset_id, later.changeset_id, later.changeset_seq, COUNT(DISTINCT later.agent_entity_id) AS agent_count, MIN(later.agent_entity_id) AS first_agent_entity_id FROM (${both("version.changeset_id, version.changeset_seq, version.agent_entity_id", `version.changeset_seq > ${seq}`)}) AS later WHERE later.agent_entity_id IN (${both("version.agent_entity_id", "version.changeset_id = @changeset_id")}) GROUP BY later.changeset_id, later.changeset_seq)`;
}

// includes/src/changeset_steps.ts
function digest(...expressions) {
  return hexDigestSql("SHA256", fieldsSql(...expressions));
}
function requiresSecondApprover() {
  const { requireSecondApprover } = dataform.projectConfig.vars;
  if (requireSecondApprover !== "true" && requireSecondApprover !== "false") {
    throw new Error(
      `vars.requireSecondApprover is "true" or "false", not ${JSON.stringify(requireSecondApprover)}. Mend dataform.json.`
    );
  }
  return requireSecondApprover === "true" ? "TRUE" : "FALSE";
}
function refuseUnless(changesets, statuses2) {
  const listed = statuses2.map((status) => `'${status}'`).join(", ");
  const since = (status, who, when) => `WHEN '${status}' THEN CONCAT(' by ', changeset.${who}, ' at ', FORMAT_TIMESTAMP('%F %T UTC', changeset.${when}))`;
  const wrongStatus = statuses2.length === 0 ? "" : `WHEN changeset.row_count IS NULL THEN ERROR(CONCAT('[MIGRATED_CHANGESET] The changeset was made by an earlier version, which left no rows of it: it is ', changeset.status, ', and no step takes it further')) WHEN changeset.status NOT IN (${listed}) THEN ERROR(CONCAT(IF(changeset.status = 'COMMITTED', '[ALREADY_COMMITTED]', IF(changeset.status = 'ROLLED_BACK', '[ALREADY_ROLLED_BACK]', '[WRONG_STATUS]')), ' The changeset is ', changeset.status, COALESCE(CASE changeset.status ${since("COMMITTED", "committed_by", "committed_at")} ${since("ROLLED_BACK", "rolled_back_by", "rolled_back_at")} ${since("REJECTED", "rejected_by", "rejected_at")} END, ''), '; this step takes one that is ${statuses2.join(" or ")}')) `;
  return `SELECT
  ${orgGuard()} AS org_guard,
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
function orgGuard() {
  return `IF(
    NOT REGEXP_CONTAINS(@org_id, r'^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}$'),
    ERROR(
      CONCAT(
        '[BAD_ORG_ID] Not an organisation id; value: ',
        @org_id,
        '; allowed: at most 64 letters, digits, _, . and -, a letter or digit first'
      )
    ),
    NULL
  )`;
}
function refuseBadOrg() {
  return `SELECT ${orgGuard()} AS org_guard`;
}
function refuseOrgInOtherCase(changesets) {
  return `SELECT
  IF(
    COUNT(*) > 0 AND COUNTIF(known.org_id = @org_id) = 0,
    ERROR(
      CONCAT(
        '[ORG_CASE] The tenant has an organisation whose id differs from this one in nothing but case; value: ',
        @org_id,
        '; allowed: ',
        MIN(known.org_id),
        ', or an id that differs in more'
      )
    ),
    NULL
  ) AS guard
FROM ${changesets} AS known
WHERE known.tenant_id = @tenant_id AND UPPER(known.org_id) = UPPER(@org_id)`;
}
function refuseUpload() {
  return `SELECT
  ${orgGuard()} AS org_guard,
  IF(
    @changeset_kind = 'BOOTSTRAP' AND ${requiresSecondApprover()},
    ERROR('[NO_BOOTSTRAP] A bootstrap has one person only, and vars.requireSecondApprover asks for two'),
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
  ...IDENTITY_FIELDS,
  ...CONTACT_FIELDS,
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
var planCounts = [
  `COUNTIF(row_of_plan.outcome = 'CREATE') AS created_count`,
  `COUNTIF(row_of_plan.outcome = 'UPDATE' AND row_of_plan.identity_changed) AS updated_count`,
  `COUNTIF(row_of_plan.outcome = 'UPDATE') AS updated_row_count`,
  `COUNTIF(row_of_plan.outcome = 'UNCHANGED') AS unchanged_count`,
  `COUNTIF(row_of_plan.outcome = 'REJECTED') AS rejected_count`,
  `COUNTIF(row_of_plan.outcome IN ('CREATE', 'UPDATE') AND row_of_plan.contact_changed AND NOT row_of_plan.had_contact) AS contact_created_count`,
  `COUNTIF(row_of_plan.outcome IN ('CREATE', 'UPDATE') AND row_of_plan.contact_changed AND row_of_plan.had_contact) AS contact_updated_count`,
  `SUM(IF(row_of_plan.warnings = '', 0, ARRAY_LENGTH(SPLIT(row_of_plan.warnings, ' ')))) AS warning_count`
];
function planHash(changesetId, orgId, changesetHash, decidedHash, rulesDigest) {
  return digest(`'plan/v1'`, changesetId, orgId, changesetHash, decidedHash, rulesDigest);
}
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
  ${planHash("plan.changeset_id", "plan.org_id", "plan.changeset_hash", "plan.decided_hash", "@rules_digest")},
  plan.changeset_hash,
  @rules_digest,
  ${newestSeq(names.changesets, "@tenant_id")},
  ${COUNTS.map((count) => `plan.${count}`).join(", ")},
  @actor,
  tenant.locked_at
FROM ${names.planSource} AS plan
INNER JOIN ${names.tenants} AS tenant ON tenant.tenant_id = plan.tenant_id`;
}
var flag = (column) => `IF(${column}, 'true', 'false')`;
var day = (column) => `CAST(${column} AS STRING)`;
var decided = (columns, write = (column) => column) => columns.map((column) => (alias) => write(`${alias}.${column}`));
var DECIDED = [
  ...decided(["row_digest", "outcome", "errors", "warnings", "matched_agent_entity_id"]),
  ...decided(
    ["identity_base", "identity_until", "contact_base", "contact_until", "effective_start_date"],
    day
  ),
  ...decided(["identity_changed", "contact_changed", "had_contact"], flag),
  ...decided(["agent_entity_id", "idempotency_key", ...IDENTITY_FIELDS, ...CONTACT_FIELDS])
];
function decidedDigest(alias) {
  return digest(...DECIDED.map((write) => write(alias)));
}
function planBuckets(parts) {
  const digestOf = (column) => `${hexDigestSql("SHA256", `STRING_AGG(row_of_plan.${column}, '' ORDER BY row_of_plan.${column})`)} AS ${column}`;
  const columns = [...parts.keys.map((key) => `row_of_plan.${key}`), "row_of_plan.prefix"];
  const ofSlice = slices("resolution.row_digest").map(
    (condition) => `SELECT
  ${[...columns, digestOf("asked_digest"), digestOf("decided_digest"), ...parts.aggregates].join(",\n  ")}
FROM (
  SELECT
    resolution.*,
    SUBSTR(resolution.row_digest, 1, 2) AS prefix,
    resolution.row_digest AS asked_digest,
    ${decidedDigest("resolution")} AS decided_digest
  FROM ${parts.from}
  WHERE ${condition}
) AS row_of_plan
GROUP BY ${columns.join(", ")}`
  );
  return `(
${ofSlice.join("\nUNION ALL\n")}
)`;
}
function refuseChangedRows(changesets, resolutions) {
  const buckets = planBuckets({
    from: `(
    SELECT kept.*
    FROM ${resolutions} AS kept
    INNER JOIN ${changesets} AS planned
      ON planned.changeset_id = kept.changeset_id AND planned.validation_count = kept.validation
    WHERE kept.changeset_id = @changeset_id
  ) AS resolution`,
    keys: ["changeset_id"],
    aggregates: [`COUNTIF(row_of_plan.outcome = 'REJECTED') AS rejected_count`]
  });
  return `SELECT
  IF(
    COALESCE(
      ${planHash("changeset.changeset_id", "changeset.org_id", "changeset.changeset_hash", "stored.decided_hash", "changeset.rules_digest")} != changeset.plan_hash
      OR stored.rejected_count != changeset.rejected_count,
      TRUE
    ),
    ERROR('[PLAN_TAMPERED] The rows that the validation left were changed in the warehouse since, past the project: they no longer give the plan'),
    NULL
  ) AS guard
FROM ${changesets} AS changeset
LEFT JOIN (
  SELECT
    bucket.changeset_id,
    ${hexDigestSql("SHA256", `STRING_AGG(bucket.decided_digest, '' ORDER BY bucket.prefix)`)} AS decided_hash,
    SUM(bucket.rejected_count) AS rejected_count
  FROM ${buckets} AS bucket
  GROUP BY bucket.changeset_id
) AS stored
  ON stored.changeset_id = changeset.changeset_id
WHERE changeset.changeset_id = @changeset_id`;
}
function countsInWords(alias) {
  const count = (name) => `CAST(${alias}.${name} AS STRING)`;
  return `CONCAT(${count("created_count")}, ' created, ', ${count("updated_row_count")}, ' updated, ', ${count("unchanged_count")}, ' unchanged, ', ${count("rejected_count")}, ' rejected, ', ${count("warning_count")}, ' warnings')`;
}
function codesInWords(codes2) {
  return `TRIM(REPLACE(REPLACE(REPLACE(CONCAT(${codes2}, ' '), ': ', ' '), ' ', ', '), ':', ' '), ', ')`;
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
var NAMES_UNKNOWN_AGENT = `resolution.changeset_id = @changeset_id AND STRPOS(resolution.errors, 'UNKNOWN_AGENT') > 0`;
function foreignAgentCount(rows, resolutions, identityVersions) {
  return `(SELECT COUNT(DISTINCT named.source_row) FROM (SELECT resolution.source_row, COALESCE(resolution.agent_entity_id, ${cleanTextSql("sent.agent_entity_id")}) AS agent_entity_id FROM ${resolutions} AS resolution INNER JOIN ${rows} AS sent ON sent.changeset_id = resolution.changeset_id AND sent.source_row = resolution.source_row WHERE ${NAMES_UNKNOWN_AGENT} OR resolution.changeset_id = @changeset_id AND STRPOS(resolution.errors, 'BAD_UUID') > 0) AS named INNER JOIN ${identityVersions} AS version ON version.agent_entity_id = named.agent_entity_id)`;
}
function foreignAgentsDetails(rows, resolutions, identityVersions) {
  return `CONCAT('{"tenant_id":"', @tenant_id, '","rows":', CAST(${foreignAgentCount(rows, resolutions, identityVersions)} AS STRING), '}')`;
}
function validatedDetails(changesets, resolutions) {
  const unknownAgents = `CAST((SELECT COUNT(*) FROM ${resolutions} AS resolution WHERE ${NAMES_UNKNOWN_AGENT}) AS STRING)`;
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
    unknown_agents: unknownAgents
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

// includes/src/unicode_12_1.ts
var CONTROL = "0-8 e-1f 7f-84 86-9f";
var INVISIBLE = "ad 34f 61c 115f-1160 17b4-17b5 180b-180e 200b-200f 202a-202e 2060-2064 2066-206f 3164 fe00-fe0f feff ffa0 1bca0-1bca3 1d173-1d17a e0001 e0020-e007f e0100-e01ef";
var UNSTABLE = "19b 264 378-379 380-383 38b 38d 3a2 530 557-558 58b-58c 590 5c8-5cf 5eb-5ee 5f5-5ff 61d 70e 74b-74c 7b2-7bf 7fb-7fc 82e-82f 83f 85c-85d 85f 86b-89f 8b5 8be-8d2 984 98d-98e 991-992 9a9 9b1 9b3-9b5 9ba-9bb 9c5-9c6 9c9-9ca 9cf-9d6 9d8-9db 9de 9e4-9e5 9ff-a00 a04 a0b-a0e a11-a12 a29 a31 a34 a37 a3a-a3b a3d a43-a46 a49-a4a a4e-a50 a52-a58 a5d a5f-a65 a77-a80 a84 a8e a92 aa9 ab1 ab4 aba-abb ac6 aca ace-acf ad1-adf ae4-ae5 af2-af8 b00 b04 b0d-b0e b11-b12 b29 b31 b34 b3a-b3b b45-b46 b49-b4a b4e-b55 b58-b5b b5e b64-b65 b78-b81 b84 b8b-b8d b91 b96-b98 b9b b9d ba0-ba2 ba5-ba7 bab-bad bba-bbd bc3-bc5 bc9 bce-bcf bd1-bd6 bd8-be5 bfb-bff c0d c11 c29 c3a-c3c c45 c49 c4e-c54 c57 c5b-c5f c64-c65 c70-c76 c8d c91 ca9 cb4 cba-cbb cc5 cc9 cce-cd4 cd7-cdd cdf ce4-ce5 cf0 cf3-cff d04 d0d d11 d45 d49 d50-d53 d64-d65 d80-d81 d84 d97-d99 db2 dbc dbe-dbf dc7-dc9 dcb-dce dd5 dd7 de0-de5 df0-df1 df5-e00 e3b-e3e e5c-e80 e83 e85 e8b ea4 ea6 ebe-ebf ec5 ec7 ece-ecf eda-edb ee0-eff f48 f6d-f70 f98 fbd fcd fdb-fff 10c6 10c8-10cc 10ce-10cf 1249 124e-124f 1257 1259 125e-125f 1289 128e-128f 12b1 12b6-12b7 12bf 12c1 12c6-12c7 12d7 1311 1316-1317 135b-135c 137d-137f 139a-139f 13f6-13f7 13fe-13ff 169d-169f 16f9-16ff 170d 1715-171f 1737-173f 1754-175f 176d 1771 1774-177f 17de-17df 17ea-17ef 17fa-17ff 180f 181a-181f 1879-187f 18ab-18af 18f6-18ff 191f 192c-192f 193c-193f 1941-1943 196e-196f 1975-197f 19ac-19af 19ca-19cf 19db-19dd 1a1c-1a1d 1a5f 1a7d-1a7e 1a8a-1a8f 1a9a-1a9f 1aae-1aaf 1abf-1aff 1b4c-1b4f 1b7d-1b7f 1bf4-1bfb 1c38-1c3a 1c4a-1c4c 1c89-1c8f 1cbb-1cbc 1cc8-1ccf 1cfb-1cff 1dfa 1f16-1f17 1f1e-1f1f 1f46-1f47 1f4e-1f4f 1f58 1f5a 1f5c 1f5e 1f7e-1f7f 1fb5 1fc5 1fd4-1fd5 1fdc 1ff0-1ff1 1ff5 1fff 2065 2072-2073 208f 209d-209f 20c0-20cf 20f1-20ff 218c-218f 2427-243f 244b-245f 2b74-2b75 2b96-2b97 2c2f 2c5f 2cf4-2cf8 2d26 2d28-2d2c 2d2e-2d2f 2d68-2d6e 2d71-2d7e 2d97-2d9f 2da7 2daf 2db7 2dbf 2dc7 2dcf 2dd7 2ddf 2e50-2e7f 2e9a 2ef4-2eff 2fd6-2fef 2ffc-2fff 3040 3097-3098 3100-3104 3130 318f 31bb-31bf 31e4-31ef 321f 4db6-4dbf 9ff0-9fff a48d-a48f a4c7-a4cf a62c-a63f a6f8-a6ff a7c0-a7c1 a7c7-a7f6 a82c-a82f a83a-a83f a878-a87f a8c6-a8cd a8da-a8df a954-a95e a97d-a97f a9ce a9da-a9dd a9ff aa37-aa3f aa4e-aa4f aa5a-aa5b aac3-aada aaf7-ab00 ab07-ab08 ab0f-ab10 ab17-ab1f ab27 ab2f ab68-ab6f abee-abef abfa-abff d7a4-d7af d7c7-d7ca d7fc-d7ff fa6e-fa6f fada-faff fb07-fb12 fb18-fb1c fb37 fb3d fb3f fb42 fb45 fbc2-fbd2 fd40-fd4f fd90-fd91 fdc8-fdef fdfe-fdff fe1a-fe1f fe53 fe67 fe6c-fe6f fe75 fefd-fefe ff00 ffbf-ffc1 ffc8-ffc9 ffd0-ffd1 ffd8-ffd9 ffdd-ffdf ffe7 ffef-fff8 fffe-ffff 1000c 10027 1003b 1003e 1004e-1004f 1005e-1007f 100fb-100ff 10103-10106 10134-10136 1018f 1019c-1019f 101a1-101cf 101fe-1027f 1029d-1029f 102d1-102df 102fc-102ff 10324-1032c 1034b-1034f 1037b-1037f 1039e 103c4-103c7 103d6-103ff 1049e-1049f 104aa-104af 104d4-104d7 104fc-104ff 10528-1052f 10564-1056e 10570-105ff 10737-1073f 10756-1075f 10768-107ff 10806-10807 10809 10836 10839-1083b 1083d-1083e 10856 1089f-108a6 108b0-108df 108f3 108f6-108fa 1091c-1091e 1093a-1093e 10940-1097f 109b8-109bb 109d0-109d1 10a04 10a07-10a0b 10a14 10a18 10a36-10a37 10a3b-10a3e 10a49-10a4f 10a59-10a5f 10aa0-10abf 10ae7-10aea 10af7-10aff 10b36-10b38 10b56-10b57 10b73-10b77 10b92-10b98 10b9d-10ba8 10bb0-10bff 10c49-10c7f 10cb3-10cbf 10cf3-10cf9 10d28-10d2f 10d3a-10e5f 10e7f-10eff 10f28-10f2f 10f5a-10fdf 10ff7-10fff 1104e-11051 11070-1107e 110c2-110cc 110ce-110cf 110e9-110ef 110fa-110ff 11135 11147-1114f 11177-1117f 111ce-111cf 111e0 111f5-111ff 11212 1123f-1127f 11287 11289 1128e 1129e 112aa-112af 112eb-112ef 112fa-112ff 11304 1130d-1130e 11311-11312 11329 11331 11334 1133a 11345-11346 11349-1134a 1134e-1134f 11351-11356 11358-1135c 11364-11365 1136d-1136f 11375-113ff 1145a 1145c 11460-1147f 114c8-114cf 114da-1157f 115b6-115b7 115de-115ff 11645-1164f 1165a-1165f 1166d-1167f 116b9-116bf 116ca-116ff 1171b-1171c 1172c-1172f 11740-117ff 1183c-1189f 118f3-118fe 11900-1199f 119a8-119a9 119d8-119d9 119e5-119ff 11a48-11a4f 11aa3-11abf 11af9-11bff 11c09 11c37 11c46-11c4f 11c6d-11c6f 11c90-11c91 11ca8 11cb7-11cff 11d07 11d0a 11d37-11d39 11d3b 11d3e 11d48-11d4f 11d5a-11d5f 11d66 11d69 11d8f 11d92 11d99-11d9f 11daa-11edf 11ef9-11fbf 11ff2-11ffe 1239a-123ff 1246f 12475-1247f 12544-12fff 1342f 13439-143ff 14647-167ff 16a39-16a3f 16a5f 16a6a-16a6d 16a70-16acf 16aee-16aef 16af6-16aff 16b46-16b4f 16b5a 16b62 16b78-16b7c 16b90-16e3f 16e9b-16eff 16f4b-16f4e 16f88-16f8e 16fa0-16fdf 16fe4-16fff 187f8-187ff 18af3-1afff 1b11f-1b14f 1b153-1b163 1b168-1b16f 1b2fc-1bbff 1bc6b-1bc6f 1bc7d-1bc7f 1bc89-1bc8f 1bc9a-1bc9b 1bca4-1cfff 1d0f6-1d0ff 1d127-1d128 1d1e9-1d1ff 1d246-1d2df 1d2f4-1d2ff 1d357-1d35f 1d379-1d3ff 1d455 1d49d 1d4a0-1d4a1 1d4a3-1d4a4 1d4a7-1d4a8 1d4ad 1d4ba 1d4bc 1d4c4 1d506 1d50b-1d50c 1d515 1d51d 1d53a 1d53f 1d545 1d547-1d549 1d551 1d6a6-1d6a7 1d7cc-1d7cd 1da8c-1da9a 1daa0 1dab0-1dfff 1e007 1e019-1e01a 1e022 1e025 1e02b-1e0ff 1e12d-1e12f 1e13e-1e13f 1e14a-1e14d 1e150-1e2bf 1e2fa-1e2fe 1e300-1e7ff 1e8c5-1e8c6 1e8d7-1e8ff 1e94c-1e94f 1e95a-1e95d 1e960-1ec70 1ecb5-1ed00 1ed3e-1edff 1ee04 1ee20 1ee23 1ee25-1ee26 1ee28 1ee33 1ee38 1ee3a 1ee3c-1ee41 1ee43-1ee46 1ee48 1ee4a 1ee4c 1ee50 1ee53 1ee55-1ee56 1ee58 1ee5a 1ee5c 1ee5e 1ee60 1ee63 1ee65-1ee66 1ee6b 1ee73 1ee78 1ee7d 1ee7f 1ee8a 1ee9c-1eea0 1eea4 1eeaa 1eebc-1eeef 1eef2-1efff 1f02c-1f02f 1f094-1f09f 1f0af-1f0b0 1f0c0 1f0d0 1f0f6-1f0ff 1f10d-1f10f 1f16d-1f16f 1f1ad-1f1e5 1f203-1f20f 1f23c-1f23f 1f249-1f24f 1f252-1f25f 1f266-1f2ff 1f6d6-1f6df 1f6ed-1f6ef 1f6fb-1f6ff 1f774-1f77f 1f7d9-1f7df 1f7ec-1f7ff 1f80c-1f80f 1f848-1f84f 1f85a-1f85f 1f888-1f88f 1f8ae-1f8ff 1f90c 1f972 1f977-1f979 1f9a3-1f9a4 1f9ab-1f9ad 1f9cb-1f9cc 1fa54-1fa5f 1fa6e-1fa6f 1fa74-1fa77 1fa7b-1fa7f 1fa83-1fa8f 1fa96-1ffff 2a6d7-2a6ff 2b735-2b73f 2b81e-2b81f 2cea2-2ceaf 2ebe1-2f7ff 2fa1e-e0000 e0002-e001f e0080-e00ff e01f0-effff ffffe-fffff 10fffe-10ffff";

// includes/src/name_fault.ts
function ranges(list) {
  return list.split(" ").map((range) => {
    const [first = "", last = first] = range.split("-");
    return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
  });
}
var RULES = [
  { fault: "CONTROL_CHARACTER", members: ranges(CONTROL) },
  { fault: "INVISIBLE_CHARACTER", members: ranges(INVISIBLE) },
  { fault: "UNSTABLE_CODE_POINT", members: ranges(UNSTABLE) }
];
function holdsInvisibleSql(text2) {
  return `(BYTE_LENGTH(${text2}) != CHAR_LENGTH(${text2}) AND REGEXP_CONTAINS(${text2}, r'${characterClassSql(ranges(INVISIBLE))}'))`;
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
var earliestDay = "1900-01-01";
var latestDay = "2199-12-31";
function sendable(field) {
  return `IF(${holdsControlCharacter(field)}, NULL, ${field})`;
}
function holdsUnsendable(alias, fields) {
  return `(${fields.map((field) => `COALESCE(${holdsControlCharacter(`${alias}.${field}`)}, FALSE)`).join(" OR ")})`;
}
function holdsControlCharacter(text2) {
  return `REGEXP_CONTAINS(${text2}, r'[\\x{0}-\\x{8}\\x{E}-\\x{1F}\\x{7F}-\\x{84}\\x{86}-\\x{9F}]')`;
}
function isDay(cell) {
  return `REGEXP_CONTAINS(${cell}, r'^[0-9]{4}-[0-9]{2}-[0-9]{2}$')`;
}
function isUuid(cell) {
  return `REGEXP_CONTAINS(${cell}, r'^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$')`;
}
var NOT_IN_EMAIL = `@,;<>\\x{0}-\\x{20}\\x{7F}-\\x{9F}${WHITE_SPACE_MEMBERS}`;
var MAILBOX = `[^${NOT_IN_EMAIL}]{1,64}`;
var LABEL = `[^.${NOT_IN_EMAIL}]+`;
function isEmail(cell) {
  return `(REGEXP_CONTAINS(${cell}, r'^${MAILBOX}@${LABEL}([.]${LABEL})+$') AND NOT ${holdsInvisibleSql(cell)})`;
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
  const isBrought = (column) => `${prefix}${column} IS DISTINCT FROM ${prefix}old_${column}`;
  const texts = columns.map((column) => `COALESCE(${prefix}${column}, '')`);
  const tooLong = codesOf(
    "TOO_LONG",
    columns,
    (column) => `CHAR_LENGTH(${prefix}${column}) > ${maximumFieldCharacters()} AND ${isBrought(column)}`
  );
  const names = columns.filter((column) => NAMES.includes(column));
  const all = `CONCAT(${texts.join(", ")})`;
  const faultOf = (column) => `IF(BYTE_LENGTH(${prefix}${column}) = CHAR_LENGTH(${prefix}${column}) OR NOT (${isBrought(column)}), '', COALESCE(CONCAT(' ', ${nameFault(`${prefix}${column}`)}, ':${column}'), ''))`;
  return `CONCAT(IF(CHAR_LENGTH(${all}) > ${maximumFieldCharacters()}, ${codes(tooLong)}, ''), ' ', IF(BYTE_LENGTH(${all}) = CHAR_LENGTH(${all}), '', CONCAT(${names.map(faultOf).join(", ")})))`;
}
var NAMES = ["agent_id", "first_name", "last_name", "email"];
