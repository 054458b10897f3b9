/** SQL that the changeset procedures share: guards, the resolving of rows, what events say. Source: docs/architecture.md, "Changesets". */
import { hexDigestSql } from './digest.ts';
import { fieldsSql } from './fields.ts';
import { cleanTextSql } from './names.ts';
import { CONTACT_FIELDS, IDENTITY_FIELDS } from './profile_versions.ts';
import { slices } from './slices.ts';

declare const dataform: { readonly projectConfig: { readonly vars: Readonly<Record<string, string>> } };

/** SHA-256 of fields(…) over GoogleSQL STRING expressions. */
export function digest(...expressions: readonly string[]): string {
  return hexDigestSql('SHA256', fieldsSql(...expressions));
}

/** `vars.requireSecondApprover`: who uploaded can't commit. */
export function requiresSecondApprover(): string {
  const { requireSecondApprover } = dataform.projectConfig.vars;
  if (requireSecondApprover !== 'true' && requireSecondApprover !== 'false') {
    throw new Error(
      `vars.requireSecondApprover is "true" or "false", not ${JSON.stringify(requireSecondApprover)}. Mend dataform.json.`,
    );
  }
  return requireSecondApprover === 'true' ? 'TRUE' : 'FALSE';
}

/**
 * A guard: @changeset_id is a changeset of @tenant_id and @org_id, and in one of these statuses (none listed: in any). One
 * of another tenant or organisation answers as one that isn't there. What `keyfast migrate` brought here has no rows, and no
 * step takes it.
 */
export function refuseUnless(changesets: string, statuses: readonly string[]): string {
  const listed = statuses.map((status) => `'${status}'`).join(', ');
  const since = (status: string, who: string, when: string): string =>
    `WHEN '${status}' THEN CONCAT(' by ', changeset.${who}, ' at ', FORMAT_TIMESTAMP('%F %T UTC', changeset.${when}))`;
  const wrongStatus =
    statuses.length === 0
      ? ''
      : `WHEN changeset.row_count IS NULL THEN ERROR(CONCAT('[MIGRATED_CHANGESET] The changeset was made by an earlier version, which left no rows of it: it is ', changeset.status, ', and no step takes it further')) ` +
        `WHEN changeset.status NOT IN (${listed}) THEN ERROR(CONCAT(IF(changeset.status = 'COMMITTED', '[ALREADY_COMMITTED]', IF(changeset.status = 'ROLLED_BACK', '[ALREADY_ROLLED_BACK]', '[WRONG_STATUS]')), ' The changeset is ', changeset.status, ` +
        `COALESCE(CASE changeset.status ${since('COMMITTED', 'committed_by', 'committed_at')} ${since('ROLLED_BACK', 'rolled_back_by', 'rolled_back_at')} ` +
        `${since('REJECTED', 'rejected_by', 'rejected_at')} END, ''), '; this step takes one that is ${statuses.join(' or ')}')) `;
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

/** NULL, or an error where @org_id can't be an organisation's; NULL is no organisation, for who asks of all. */
function orgGuard(): string {
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

/** A guard: @org_id can be an organisation's. */
export function refuseBadOrg(): string {
  return `SELECT ${orgGuard()} AS org_guard`;
}

/**
 * A guard: no organisation of the tenant has an id that differs from @org_id in nothing but case, unless this one is known too: a slip
 * of the keyboard would make every agent a second time.
 */
export function refuseOrgInOtherCase(changesets: string): string {
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

/** A guard: @org_id can be an organisation's, and a @changeset_kind of one person isn't used where two are asked for. */
export function refuseUpload(): string {
  return `SELECT
  ${orgGuard()} AS org_guard,
  IF(
    @changeset_kind = 'BOOTSTRAP' AND ${requiresSecondApprover()},
    ERROR('[NO_BOOTSTRAP] A bootstrap has one person only, and vars.requireSecondApprover asks for two'),
    NULL
  ) AS approver_guard`;
}

/** A guard: @reason says something. `step` is what needs it, with its article. */
export function refuseWithoutReason(step: string): string {
  return `SELECT IF(TRIM(@reason, ' ') = '', ERROR('[MISSING_REASON] ${step} needs a reason that an auditor can read'), NULL) AS guard`;
}

/** The newest changeset_seq or rollback_seq of a tenant, 0 before the first: what moves whenever its profiles do. */
export function newestSeq(changesets: string, tenantId: string): string {
  return (
    `(SELECT COALESCE(MAX(GREATEST(COALESCE(moved.changeset_seq, 0), COALESCE(moved.rollback_seq, 0))), 0) ` +
    `FROM ${changesets} AS moved WHERE moved.tenant_id = ${tenantId})`
  );
}

const RESOLUTION_COLUMNS = [
  'changeset_id',
  'tenant_id',
  'validation',
  'source_row',
  'last_row',
  'mode',
  'outcome',
  'agent_entity_id',
  'id_source',
  'idempotency_key',
  'effective_start_date',
  ...IDENTITY_FIELDS,
  ...CONTACT_FIELDS,
  'identity_changed',
  'identity_base',
  'identity_until',
  'contact_changed',
  'contact_base',
  'contact_until',
  'had_contact',
  'errors',
  'warnings',
  'notes',
  'partner_row',
  'matched_agent_entity_id',
  'row_digest',
];
const ISSUE_COLUMNS = [
  'changeset_id',
  'tenant_id',
  'validation',
  'source_row',
  'column_name',
  'severity',
  'code',
  'message',
  'value',
  'allowed',
];
const COUNTS = [
  'created_count',
  'updated_count',
  'updated_row_count',
  'unchanged_count',
  'rejected_count',
  'contact_created_count',
  'contact_updated_count',
  'warning_count',
];

/** COUNTS of the rows of a plan, `row_of_plan`, each under its name. */
export const planCounts: readonly string[] = [
  `COUNTIF(row_of_plan.outcome = 'CREATE') AS created_count`,
  `COUNTIF(row_of_plan.outcome = 'UPDATE' AND row_of_plan.identity_changed) AS updated_count`,
  `COUNTIF(row_of_plan.outcome = 'UPDATE') AS updated_row_count`,
  `COUNTIF(row_of_plan.outcome = 'UNCHANGED') AS unchanged_count`,
  `COUNTIF(row_of_plan.outcome = 'REJECTED') AS rejected_count`,
  `COUNTIF(row_of_plan.outcome IN ('CREATE', 'UPDATE') AND row_of_plan.contact_changed AND NOT row_of_plan.had_contact) AS contact_created_count`,
  `COUNTIF(row_of_plan.outcome IN ('CREATE', 'UPDATE') AND row_of_plan.contact_changed AND row_of_plan.had_contact) AS contact_updated_count`,
  `SUM(IF(row_of_plan.warnings = '', 0, ARRAY_LENGTH(SPLIT(row_of_plan.warnings, ' ')))) AS warning_count`,
];

/** What a commit is bound to. Source: docs/architecture.md, "Changesets". */
function planHash(
  changesetId: string,
  orgId: string,
  changesetHash: string,
  decidedHash: string,
  rulesDigest: string,
): string {
  return digest(`'plan/v1'`, changesetId, orgId, changesetHash, decidedHash, rulesDigest);
}

/**
 * The three statements that resolve the rows of the changeset whose `is_resolving` is set: what each row means, what is to be
 * said of it, and the plan that comes of them. When none is being resolved they write nothing.
 */
export function resolve(names: {
  readonly resolutions: string;
  readonly resolutionsSource: string;
  readonly issues: string;
  readonly issuesSource: string;
  readonly plans: string;
  readonly planSource: string;
  readonly changesets: string;
  readonly tenants: string;
}): string {
  const copied = (table: string, source: string, columns: readonly string[]): string =>
    `INSERT INTO ${table} (${columns.join(', ')})\nSELECT ${columns.map((column) => `resolved.${column}`).join(', ')}\nFROM ${source} AS resolved`;
  return `${copied(names.resolutions, names.resolutionsSource, RESOLUTION_COLUMNS)};

${copied(names.issues, names.issuesSource, ISSUE_COLUMNS)};

INSERT INTO ${names.plans} (
  changeset_id, tenant_id, validation, plan_hash, changeset_hash, rules_digest, base_seq, ${COUNTS.join(', ')},
  validated_by, validated_at
)
SELECT
  plan.changeset_id,
  plan.tenant_id,
  plan.validation,
  ${planHash('plan.changeset_id', 'plan.org_id', 'plan.changeset_hash', 'plan.decided_hash', '@rules_digest')},
  plan.changeset_hash,
  @rules_digest,
  ${newestSeq(names.changesets, '@tenant_id')},
  ${COUNTS.map((count) => `plan.${count}`).join(', ')},
  @actor,
  tenant.locked_at
FROM ${names.planSource} AS plan
INNER JOIN ${names.tenants} AS tenant ON tenant.tenant_id = plan.tenant_id`;
}

const flag = (column: string): string => `IF(${column}, 'true', 'false')`;
const day = (column: string): string => `CAST(${column} AS STRING)`;
const decided = (columns: readonly string[], write: (column: string) => string = (column) => column) =>
  columns.map((column) => (alias: string) => write(`${alias}.${column}`));

/** What a plan says of a row: what it means, what it builds on, and every value that a commit writes of it. */
const DECIDED: readonly ((alias: string) => string)[] = [
  ...decided(['row_digest', 'outcome', 'errors', 'warnings', 'matched_agent_entity_id']),
  ...decided(
    ['identity_base', 'identity_until', 'contact_base', 'contact_until', 'effective_start_date'],
    day,
  ),
  ...decided(['identity_changed', 'contact_changed', 'had_contact'], flag),
  ...decided(['agent_entity_id', 'idempotency_key', ...IDENTITY_FIELDS, ...CONTACT_FIELDS]),
];

/** The digest of what a plan says of the row of bulk_import_resolutions. */
export function decidedDigest(alias: string): string {
  return digest(...DECIDED.map((write) => write(alias)));
}

/**
 * What a plan says of its rows (`resolution`, among the rows of `from`), one row a bucket: prefix, asked_digest, decided_digest and
 * what else `aggregates` asks for, by the columns `keys`. A STRING_AGG of a whole file would pass the 100 MB that a value may
 * have, so rows are gathered by bucket; and a slice of the buckets at a time, as an engine holds the texts of all that it gathers.
 */
export function planBuckets(parts: {
  readonly from: string;
  readonly keys: readonly string[];
  readonly aggregates: readonly string[];
}): string {
  const digestOf = (column: string): string =>
    `${hexDigestSql('SHA256', `STRING_AGG(row_of_plan.${column}, '' ORDER BY row_of_plan.${column})`)} AS ${column}`;
  const columns = [...parts.keys.map((key) => `row_of_plan.${key}`), 'row_of_plan.prefix'];
  const ofSlice = slices('resolution.row_digest').map(
    (condition) => `SELECT
  ${[...columns, digestOf('asked_digest'), digestOf('decided_digest'), ...parts.aggregates].join(',\n  ')}
FROM (
  SELECT
    resolution.*,
    SUBSTR(resolution.row_digest, 1, 2) AS prefix,
    resolution.row_digest AS asked_digest,
    ${decidedDigest('resolution')} AS decided_digest
  FROM ${parts.from}
  WHERE ${condition}
) AS row_of_plan
GROUP BY ${columns.join(', ')}`,
  );
  return `(\n${ofSlice.join('\nUNION ALL\n')}\n)`;
}

/**
 * A guard: the stored rows of @changeset_id are those that its plan was made of, for that organisation, and as many are rejected. Whoever changed one past the project would have
 * the commit write what nobody reviewed.
 */
export function refuseChangedRows(changesets: string, resolutions: string): string {
  const buckets = planBuckets({
    from: `(
    SELECT kept.*
    FROM ${resolutions} AS kept
    INNER JOIN ${changesets} AS planned
      ON planned.changeset_id = kept.changeset_id AND planned.validation_count = kept.validation
    WHERE kept.changeset_id = @changeset_id
  ) AS resolution`,
    keys: ['changeset_id'],
    aggregates: [`COUNTIF(row_of_plan.outcome = 'REJECTED') AS rejected_count`],
  });
  return `SELECT
  IF(
    COALESCE(
      ${planHash('changeset.changeset_id', 'changeset.org_id', 'changeset.changeset_hash', 'stored.decided_hash', 'changeset.rules_digest')} != changeset.plan_hash
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
    ${hexDigestSql('SHA256', `STRING_AGG(bucket.decided_digest, '' ORDER BY bucket.prefix)`)} AS decided_hash,
    SUM(bucket.rejected_count) AS rejected_count
  FROM ${buckets} AS bucket
  GROUP BY bucket.changeset_id
) AS stored
  ON stored.changeset_id = changeset.changeset_id
WHERE changeset.changeset_id = @changeset_id`;
}

/** `3 created, 2 updated, 1 unchanged, 4 rejected, 5 warnings` of a changeset's or a plan's row. */
export function countsInWords(alias: string): string {
  const count = (name: string): string => `CAST(${alias}.${name} AS STRING)`;
  return (
    `CONCAT(${count('created_count')}, ' created, ', ${count('updated_row_count')}, ' updated, ', ${count('unchanged_count')}, ' unchanged, ', ` +
    `${count('rejected_count')}, ' rejected, ', ${count('warning_count')}, ' warnings')`
  );
}

/** `AGENT_EXISTS, BAD_DATE effective_start_date` of codes as the resolutions hold them: `AGENT_EXISTS: BAD_DATE:effective_start_date`. */
export function codesInWords(codes: string): string {
  return `TRIM(REPLACE(REPLACE(REPLACE(CONCAT(${codes}, ' '), ': ', ' '), ' ', ', '), ':', ' '), ', ')`;
}

/** How many idempotency keys metadata lists: beyond them their count and digest, the keys are in the resolutions and their own table. */
const KEYS_LISTED = 1000;

/** `{"idempotency_keys":{"count":2,"digest":"…","first":["…"]}}` of the creates of the changeset @changeset_id. */
export function keysAsJson(resolutions: string): string {
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
        ${hexDigestSql('SHA256', `COALESCE(STRING_AGG(bucket.digest, '' ORDER BY bucket.prefix), '')`)} AS digest
      FROM (
        SELECT
          SUBSTR(resolution.idempotency_key, 1, 2) AS prefix,
          COUNT(*) AS key_count,
          ${hexDigestSql('SHA256', `STRING_AGG(resolution.idempotency_key, '' ORDER BY resolution.idempotency_key)`)} AS digest
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

/**
 * Whether this very transaction made the changeset @changeset_id, over the tenant's row `head`: not when its file was open
 * already, and not when the call before this one made it and its answer was lost.
 */
export function isUploaded(changesets: string): string {
  return `EXISTS (SELECT 1 FROM ${changesets} AS uploaded WHERE uploaded.changeset_id = @changeset_id AND uploaded.uploaded_at = head.locked_at)`;
}

function json(changesets: string, members: Readonly<Record<string, string>>): string {
  const parts = Object.entries(members).map(
    ([name, value], index) => `'${index === 0 ? '{' : ','}"${name}":', ${value}`,
  );
  return `(SELECT CONCAT(${parts.join(', ')}, '}') FROM ${changesets} AS changeset WHERE changeset.changeset_id = @changeset_id)`;
}

const number = (column: string): string => `CAST(changeset.${column} AS STRING)`;
const text = (column: string): string => `'"', changeset.${column}, '"'`;

export function uploadedDetails(changesets: string): string {
  return json(changesets, {
    kind: text('changeset_kind'),
    file_digest: text('file_digest'),
    physical_lines: number('physical_line_count'),
    rows: number('row_count'),
  });
}

const NAMES_UNKNOWN_AGENT = `resolution.changeset_id = @changeset_id AND STRPOS(resolution.errors, 'UNKNOWN_AGENT') > 0`;

/**
 * How many rows name an agent of another tenant or organisation. They answer as unknown, so only the graph's own chain says it. The id of
 * a migrated agent need not be a UUID: elsewhere it is no id at all, and stands in the rows as it was sent.
 */
export function foreignAgentCount(rows: string, resolutions: string, identityVersions: string): string {
  return (
    `(SELECT COUNT(DISTINCT named.source_row) FROM (` +
    `SELECT resolution.source_row, COALESCE(resolution.agent_entity_id, ${cleanTextSql('sent.agent_entity_id')}) AS agent_entity_id ` +
    `FROM ${resolutions} AS resolution INNER JOIN ${rows} AS sent ` +
    `ON sent.changeset_id = resolution.changeset_id AND sent.source_row = resolution.source_row ` +
    `WHERE ${NAMES_UNKNOWN_AGENT} OR resolution.changeset_id = @changeset_id AND STRPOS(resolution.errors, 'BAD_UUID') > 0) AS named ` +
    `INNER JOIN ${identityVersions} AS version ON version.agent_entity_id = named.agent_entity_id)`
  );
}

/** What the chain `*` says of them. */
export function foreignAgentsDetails(rows: string, resolutions: string, identityVersions: string): string {
  return `CONCAT('{"tenant_id":"', @tenant_id, '","rows":', CAST(${foreignAgentCount(rows, resolutions, identityVersions)} AS STRING), '}')`;
}

/** `unknown_agents`: rows that name an agent whom the organisation hasn't got, whoever has. */
export function validatedDetails(changesets: string, resolutions: string): string {
  const unknownAgents = `CAST((SELECT COUNT(*) FROM ${resolutions} AS resolution WHERE ${NAMES_UNKNOWN_AGENT}) AS STRING)`;
  return json(changesets, {
    validation: number('validation_count'),
    changeset_hash: text('changeset_hash'),
    plan_hash: text('plan_hash'),
    rules_digest: text('rules_digest'),
    created: number('created_count'),
    updated_rows: number('updated_row_count'),
    unchanged: number('unchanged_count'),
    rejected: number('rejected_count'),
    warnings: number('warning_count'),
    unknown_agents: unknownAgents,
  });
}

const WRITTEN = {
  changeset_seq: number('changeset_seq'),
  created: number('created_count'),
  updated: number('updated_count'),
  contact_created: number('contact_created_count'),
  contact_updated: number('contact_updated_count'),
  written_digest: text('written_digest'),
};

export function committedDetails(changesets: string): string {
  return json(changesets, { plan_hash: text('plan_hash'), rejected: number('rejected_count'), ...WRITTEN });
}

export function rolledBackDetails(changesets: string): string {
  return json(changesets, {
    rollback_seq: number('rollback_seq'),
    ...WRITTEN,
    removed: number('removed_count'),
  });
}
