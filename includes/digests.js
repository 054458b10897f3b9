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

// includes/src/digests.ts
var digests_exports = {};
__export(digests_exports, {
  AFTER: () => AFTER,
  compareRowsSql: () => compareRowsSql,
  digestedTables: () => digestedTables,
  recomputeSql: () => recomputeSql,
  recordRebuild: () => recordRebuild,
  recordSql: () => recordSql,
  retentionMonths: () => retentionMonths,
  snapshotBucket: () => snapshotBucket
});
module.exports = __toCommonJS(digests_exports);

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

// includes/src/table_digests.ts
var CANONICAL_TEXT = {
  STRING: (value) => value,
  INT64: (value) => `CAST(${value} AS STRING)`,
  NUMERIC: (value) => `CAST(${value} AS STRING)`,
  BOOL: (value) => `IF(${value}, 'true', 'false')`,
  DATE: (value) => `CAST(${value} AS STRING)`,
  TIMESTAMP: (value) => `CAST(UNIX_MICROS(${value}) AS STRING)`,
  // BigQuery keeps no NULL of an array: it gives the empty one.
  "ARRAY<STRING>": (value) => `ARRAY_TO_STRING(ARRAY(SELECT CONCAT(CAST(BYTE_LENGTH(element) AS STRING), ':', element) FROM UNNEST(${value}) AS element WITH OFFSET AS place ORDER BY place), '')`
};
function columnsOf(table) {
  return table.columns.split(", ").map((column) => {
    const [name = "", type = ""] = column.split(" ");
    return { name, type };
  });
}
function textOf(table, name) {
  const type = columnsOf(table).find((column) => column.name === name)?.type;
  const write = type === void 0 ? void 0 : CANONICAL_TEXT[type];
  if (write === void 0) throw new Error(`${table.name}.${name} is no column with a canonical text`);
  return type === "BOOL" ? `IF(held.${name} IS NULL, NULL, ${write(`held.${name}`)})` : write(`held.${name}`);
}
function rowKey(table) {
  const values = table.key.split(", ").map((name) => `COALESCE(${textOf(table, name)}, '-')`);
  return values.length === 1 ? values.join("") : `CONCAT(${values.join(", ' ', ")})`;
}
function seenBy(since, context) {
  switch (since.by) {
    case "lock":
      return {
        join: `LEFT JOIN ${context.ref("run_marks")} AS mark
    ON mark.run_id = run.run_id AND mark.tenant_id = ${since.lockedRow}`,
        condition: `held.${since.column} <= COALESCE(mark.locked_at, run.started_at)`
      };
    case "run":
      return {
        join: `LEFT JOIN ${context.ref("control_runs")} AS written ON written.run_id = held.${since.column}`,
        condition: "COALESCE(written.started_at <= run.started_at, TRUE)"
      };
    case "snapshot":
      return {
        join: `INNER JOIN ${context.ref("seen_snapshots")} AS seen
    ON seen.stage = ${since.stage}
    AND seen.tenant_id = held.tenant_id
    AND seen.period_label = held.period_label
    AND seen.snapshot_id = held.snapshot_id
  INNER JOIN ${context.ref("control_runs")} AS written ON written.run_id = seen.run_id`,
        condition: "written.started_at <= run.started_at"
      };
  }
}
function seenRows(table, run, context, columns) {
  const seen = table.since === void 0 ? void 0 : seenBy(table.since, context);
  const parts = [
    `SELECT
  ${columns.join(",\n  ")}`,
    `FROM ${context.ref(table.name)} AS held`,
    `CROSS JOIN ${run} AS run`,
    ...seen === void 0 ? [] : [seen.join, `WHERE ${seen.condition}`]
  ];
  return parts.join("\n");
}
function bucketOf(table) {
  if (table.bucket !== void 0) return table.bucket;
  const key = (table.bucketKey ?? table.key).split(", ").map((name) => textOf(table, name));
  return beginning(hexDigestSql("SHA256", fieldsSql(...key)));
}
function beginning(digest) {
  return `SUBSTR(${digest}, 1, 2)`;
}
function snapshotBucket(snapshot) {
  const key = [
    `${snapshot}.tenant_id`,
    `CAST(${snapshot}.period_label AS STRING)`,
    `${snapshot}.snapshot_id`
  ];
  return beginning(hexDigestSql("SHA256", fieldsSql(...key)));
}
function bucketCounts(table, run, context) {
  return `SELECT counted.row_bucket, COUNT(*) AS row_count
FROM (
${seenRows(table, run, context, [`${bucketOf(table)} AS row_bucket`])}
) AS counted
GROUP BY counted.row_bucket`;
}
function leaves(table, run, context, condition = "TRUE") {
  const columns = columnsOf(table);
  const fields = fieldsSql(`'${table.name}'`, ...columns.map(({ name }) => `texts.${name}`));
  return `SELECT
  texts.row_bucket,
  texts.row_key,
  ${hexDigestSql("SHA256", fields)} AS leaf
FROM (
${seenRows(table, run, context, [
    `${bucketOf(table)} AS row_bucket`,
    `${rowKey(table)} AS row_key`,
    ...columns.map(({ name }) => `${textOf(table, name)} AS ${name}`)
  ])}
) AS texts
WHERE ${condition}`;
}
function bucketDigests(leafRows) {
  return `SELECT
  branch.row_bucket,
  SUM(branch.row_count) AS row_count,
  ${hexDigestSql("SHA256", `STRING_AGG(branch.digest, '' ORDER BY branch.beginning)`)} AS digest
FROM (
  SELECT
    row_digest.row_bucket,
    ${beginning("row_digest.leaf")} AS beginning,
    COUNT(*) AS row_count,
    ${hexDigestSql("SHA256", `STRING_AGG(row_digest.leaf, '' ORDER BY row_digest.leaf)`)} AS digest
  FROM (
${leafRows}
  ) AS row_digest
  GROUP BY row_digest.row_bucket, ${beginning("row_digest.leaf")}
) AS branch
GROUP BY branch.row_bucket`;
}

// includes/src/digested_tables.ts
var TENANT = "held.tenant_id";
var GRAPH = `'*'`;
var SNAPSHOT_KEY = "tenant_id, period_label, snapshot_id";
var INPUTS = [
  {
    name: "stage1_snapshots",
    role: "input",
    recorded: "run",
    columns: "tenant_id STRING, period_label DATE, snapshot_id STRING, source_file STRING, source_row INT64, business_name STRING, product_code STRING, employee_count INT64, gross_commission NUMERIC, ingested_at TIMESTAMP",
    key: `${SNAPSHOT_KEY}, source_file, source_row`,
    bucket: "seen.bucket",
    since: { by: "snapshot", stage: `'stage1'` }
  },
  {
    name: "stage3_snapshots",
    role: "input",
    recorded: "run",
    columns: "tenant_id STRING, period_label DATE, snapshot_id STRING, source_file STRING, source_row INT64, business_name STRING, product_code STRING, agent_id STRING, agent_name STRING, component_type STRING, split_rate NUMERIC, commission_amount NUMERIC, ingested_at TIMESTAMP",
    key: `${SNAPSHOT_KEY}, source_file, source_row`,
    bucket: "seen.bucket",
    since: { by: "snapshot", stage: `'stage3'` }
  },
  {
    name: "snapshots",
    role: "input",
    recorded: "run",
    columns: "stage STRING, tenant_id STRING, period_label DATE, snapshot_id STRING, source_file STRING, file_digest STRING, row_count INT64, ingested_at TIMESTAMP, loaded_by STRING",
    key: `stage, ${SNAPSHOT_KEY}`,
    bucket: "seen.bucket",
    since: { by: "snapshot", stage: "held.stage" }
  },
  {
    name: "business_id_mapping",
    role: "input",
    recorded: "run",
    columns: "tenant_id STRING, business_id STRING, business_name STRING, normalized_name STRING, is_active BOOL, first_seen_date DATE, last_seen_date DATE, source_file STRING, source_row INT64, loaded_at TIMESTAMP",
    key: "tenant_id, normalized_name",
    bucketKey: "tenant_id, normalized_name"
  },
  {
    name: "dim_agent_hierarchy",
    role: "input",
    recorded: "run",
    columns: "tenant_id STRING, agent_id STRING, parent_agent_id STRING, hierarchy_level INT64, effective_start_date DATE, effective_end_date DATE",
    key: "tenant_id, agent_id, effective_start_date",
    bucketKey: "tenant_id, agent_id"
  }
];
var VERSION_KEY = "tenant_id, agent_entity_id, effective_start_date, changeset_id";
var OUTPUTS = [
  {
    name: "dim_business_mapping",
    role: "output",
    recorded: "run",
    columns: "tenant_id STRING, business_id STRING, business_name STRING, normalized_name STRING, is_active BOOL, first_seen_date DATE, last_seen_date DATE, business_digest STRING, formula_version INT64, created_at TIMESTAMP, updated_at TIMESTAMP",
    key: "tenant_id, normalized_name, business_id",
    bucketKey: "tenant_id, normalized_name"
  },
  {
    name: "dim_agent_identity",
    role: "output",
    recorded: "run",
    columns: "tenant_id STRING, agent_key STRING, display_name STRING, normalized_name STRING, aliases ARRAY<STRING>, upstream_agent_id STRING, upstream_agent_ids ARRAY<STRING>, effective_start_date DATE, effective_end_date DATE, is_active BOOL, agent_digest STRING, formula_version INT64, created_at TIMESTAMP, updated_at TIMESTAMP",
    key: "tenant_id, agent_key",
    bucketKey: "tenant_id, agent_key"
  },
  {
    name: "commission_traceability",
    role: "output",
    recorded: "run",
    columns: "tenant_id STRING, period_label DATE, stage1_row_id STRING, stage3_component_id STRING, business_id STRING, business_name STRING, product_code STRING, agent_key STRING, agent_id STRING, agent_name STRING, component_type STRING, split_rate NUMERIC, commission_amount NUMERIC, gross_commission NUMERIC, trace_status STRING, content_fingerprint STRING, source_file STRING, source_row INT64, stage1_source_file STRING, stage1_source_row INT64, stage1_snapshot_id STRING, stage3_snapshot_id STRING",
    key: "tenant_id, period_label, stage1_row_id, stage3_component_id",
    // Digests already; a row of which both are missing must have a bucket too.
    bucket: `SUBSTR(CONCAT(COALESCE(held.stage3_component_id, held.stage1_row_id, ''), '00'), 1, 2)`
  },
  {
    name: "identity_ledger",
    role: "output",
    recorded: "run",
    columns: "tenant_id STRING, org_id STRING, kind STRING, identity_id STRING, natural_key STRING, raw_name STRING, normalized_name STRING, source STRING, formula_version INT64, full_digest STRING, assigned_at TIMESTAMP, assigned_by STRING",
    key: "tenant_id, kind, natural_key, identity_id",
    bucketKey: "tenant_id, kind, natural_key",
    // The graph gives ids to businesses and agents; a changeset gives them to profiles, under its tenant's lock.
    since: {
      by: "lock",
      column: "assigned_at",
      lockedRow: `IF(held.kind IN ('business', 'agent'), ${GRAPH}, ${TENANT})`
    }
  },
  {
    name: "identity_quarantine",
    role: "output",
    recorded: "run",
    columns: "tenant_id STRING, kind STRING, raw_name STRING, reason STRING, offered_id STRING, quarantined_at TIMESTAMP, released_at TIMESTAMP",
    key: "tenant_id, kind, raw_name, reason",
    bucketKey: "tenant_id, kind, raw_name"
  },
  {
    name: "identity_aliases",
    role: "output",
    recorded: "run",
    columns: "tenant_id STRING, kind STRING, alias_name STRING, alias_normalized_name STRING, canonical_normalized_name STRING, canonical_id STRING, reason STRING, added_by STRING, added_at TIMESTAMP, ended_by STRING, ended_at TIMESTAMP, end_reason STRING",
    key: "tenant_id, kind, alias_normalized_name, added_at",
    bucketKey: "tenant_id, kind, alias_normalized_name"
  },
  {
    name: "config_bulk_import_changesets",
    role: "output",
    recorded: "run",
    columns: "changeset_id STRING, tenant_id STRING, org_id STRING, entity_type STRING, changeset_kind STRING, status STRING, source_file STRING, file_digest STRING, header_columns STRING, file_notes STRING, physical_line_count INT64, header_line_count INT64, blank_line_count INT64, continuation_line_count INT64, row_count INT64, created_count INT64, updated_count INT64, updated_row_count INT64, unchanged_count INT64, rejected_count INT64, contact_created_count INT64, contact_updated_count INT64, warning_count INT64, validation_count INT64, is_resolving BOOL, changeset_hash STRING, plan_hash STRING, rules_digest STRING, base_seq INT64, metadata STRING, changeset_seq INT64, written_digest STRING, uploaded_by STRING, uploaded_at TIMESTAMP, validated_by STRING, validated_at TIMESTAMP, committed_by STRING, committed_at TIMESTAMP, rejected_by STRING, rejected_at TIMESTAMP, rejection_reason STRING, removed_count INT64, rollback_seq INT64, rolled_back_by STRING, rolled_back_at TIMESTAMP, rollback_reason STRING",
    key: "tenant_id, changeset_id",
    bucketKey: "tenant_id, changeset_id"
  },
  {
    name: "bulk_import_plans",
    role: "output",
    recorded: "run",
    columns: "changeset_id STRING, tenant_id STRING, validation INT64, plan_hash STRING, changeset_hash STRING, rules_digest STRING, base_seq INT64, created_count INT64, updated_count INT64, updated_row_count INT64, unchanged_count INT64, rejected_count INT64, contact_created_count INT64, contact_updated_count INT64, warning_count INT64, validated_by STRING, validated_at TIMESTAMP",
    key: "tenant_id, changeset_id, validation",
    bucketKey: "tenant_id, changeset_id",
    since: { by: "lock", column: "validated_at", lockedRow: TENANT }
  },
  {
    name: "bulk_import_idempotency_keys",
    role: "output",
    recorded: "run",
    columns: "tenant_id STRING, org_id STRING, idempotency_key STRING, agent_entity_id STRING, reserved_by STRING, reserved_at TIMESTAMP",
    key: "tenant_id, org_id, idempotency_key",
    bucketKey: "tenant_id, org_id, idempotency_key",
    since: { by: "lock", column: "reserved_at", lockedRow: TENANT }
  },
  {
    name: "agent_profile_identity_versions",
    role: "output",
    recorded: "run",
    columns: "tenant_id STRING, org_id STRING, agent_entity_id STRING, effective_start_date DATE, is_tombstone BOOL, operation STRING, agent_id STRING, first_name STRING, last_name STRING, preferred_name STRING, agency_name STRING, npn STRING, status STRING, changeset_id STRING, changeset_seq INT64, created_by STRING, created_at TIMESTAMP",
    key: VERSION_KEY,
    bucketKey: "tenant_id, agent_entity_id"
  },
  {
    name: "agent_profile_contact_versions",
    role: "output",
    recorded: "run",
    columns: "tenant_id STRING, org_id STRING, agent_entity_id STRING, effective_start_date DATE, is_tombstone BOOL, operation STRING, email STRING, phone STRING, address_line1 STRING, address_line2 STRING, city STRING, state STRING, postal_code STRING, country STRING, changeset_id STRING, changeset_seq INT64, created_by STRING, created_at TIMESTAMP",
    key: VERSION_KEY,
    bucketKey: "tenant_id, agent_entity_id"
  }
];
function recordOfRuns(name, columns, key) {
  return {
    name,
    role: "output",
    recorded: "manifest",
    columns: `run_id STRING, ${columns}`,
    key: `run_id${key === "" ? "" : `, ${key}`}`,
    bucketKey: "run_id",
    since: { by: "run", column: "run_id" }
  };
}
var RECORDS = [
  {
    name: "audit_events",
    role: "output",
    recorded: "manifest",
    columns: "tenant_id STRING, sequence INT64, previous_hash STRING, occurred_at TIMESTAMP, event_type STRING, actor STRING, session_user_name STRING, subject STRING, details STRING, event_hash STRING",
    key: "tenant_id, sequence",
    bucketKey: "tenant_id, sequence",
    since: { by: "lock", column: "occurred_at", lockedRow: TENANT }
  },
  recordOfRuns(
    "control_runs",
    "started_at TIMESTAMP, session_user_name STRING, engine STRING, engine_version STRING, git_commit STRING, vars STRING",
    ""
  ),
  recordOfRuns("control_expectations", "control_id STRING, is_blocking BOOL", "control_id"),
  recordOfRuns(
    "control_results",
    "control_id STRING, status STRING, population_count INT64, population_tenant_count INT64, population_period_count INT64, population_low_date DATE, population_high_date DATE, failure_count INT64, is_cut BOOL, sql_digest STRING, engine STRING, engine_version STRING, started_at TIMESTAMP, finished_at TIMESTAMP",
    "control_id"
  ),
  recordOfRuns(
    "control_refinements",
    "control_id STRING, status STRING, reason STRING, recorded_at TIMESTAMP",
    "control_id"
  ),
  recordOfRuns(
    "control_failures",
    "control_id STRING, place INT64, tenant_id STRING, failing_key STRING, issue_description STRING, failure_count INT64",
    "control_id, place"
  ),
  recordOfRuns(
    "run_contexts",
    "actor STRING, git_commit STRING, graph_digest STRING, parameters STRING, recorded_at TIMESTAMP",
    ""
  ),
  recordOfRuns(
    "measured_identities",
    "tenant_id STRING, kind STRING, assigned_count INT64, carried_count INT64, new_count INT64, drifted_count INT64, quarantined_count INT64, look_alike_count INT64, alias_count INT64",
    "tenant_id, kind"
  ),
  recordOfRuns(
    "measured_money",
    "tenant_id STRING, period_label DATE, line_count INT64, gross_commission NUMERIC, component_count INT64, commission_amount NUMERIC, view_row_count INT64, view_gross_commission NUMERIC, view_commission_amount NUMERIC, traced_count INT64",
    "tenant_id, period_label"
  ),
  recordOfRuns("refreshes", "sources_as_of TIMESTAMP", ""),
  recordOfRuns("rebuilds", "action_name STRING", "action_name"),
  recordOfRuns(
    "run_marks",
    "tenant_id STRING, locked_at TIMESTAMP, event_sequence INT64, event_hash STRING",
    "tenant_id"
  ),
  recordOfRuns(
    "seen_snapshots",
    "stage STRING, tenant_id STRING, period_label DATE, snapshot_id STRING, bucket STRING",
    `stage, ${SNAPSHOT_KEY}`
  ),
  {
    name: "sign_offs",
    role: "output",
    recorded: "manifest",
    columns: "run_id STRING, reviewer STRING, decision STRING, note STRING, manifest_digest STRING, signed_at TIMESTAMP",
    key: "run_id, reviewer, signed_at",
    bucketKey: "run_id",
    since: { by: "lock", column: "signed_at", lockedRow: GRAPH }
  }
];
var digestedTables = [...INPUTS, ...OUTPUTS, ...RECORDS];

// includes/src/digests.ts
var AFTER = ["record_marks"];
function recordRebuild(action, rebuilds, currentRun) {
  return `INSERT INTO ${rebuilds} (run_id, action_name)
SELECT run.run_id, '${action}'
FROM ${currentRun} AS run
WHERE
  NOT EXISTS (
    SELECT 1
    FROM ${rebuilds} AS recorded
    WHERE recorded.run_id = run.run_id AND recorded.action_name = '${action}'
  )`;
}
function runOf(table, context) {
  return table.recorded === "run" ? context.ref("current_run") : askedRun(context);
}
function askedRun(context) {
  return `(
    SELECT asked.run_id, asked.started_at
    FROM ${context.ref("control_runs")} AS asked
    WHERE asked.run_id = @run_id
  )`;
}
var ROOT = hexDigestSql(
  "SHA256",
  `COALESCE(STRING_AGG(CONCAT(part.bucket, part.digest), '' ORDER BY part.bucket), '')`
);
function earlierDigests(table, run, context) {
  return `(
  SELECT held.bucket, held.row_count, held.digest
  FROM ${context.ref("table_digests")} AS held
  INNER JOIN (
    SELECT recorded.run_id
    FROM ${context.ref("table_digests")} AS recorded
    INNER JOIN ${context.ref("control_runs")} AS past ON past.run_id = recorded.run_id
    CROSS JOIN ${run} AS run
    WHERE recorded.table_name = '${table.name}' AND recorded.bucket = '' AND past.started_at < run.started_at
    QUALIFY ROW_NUMBER() OVER (ORDER BY past.started_at DESC, past.run_id DESC) = 1
  ) AS last_recorded
    ON last_recorded.run_id = held.run_id
  WHERE held.table_name = '${table.name}'
)`;
}
function notRecorded(table, context) {
  return `NOT EXISTS (
  SELECT 1
  FROM ${context.ref("table_digests")} AS recorded
  WHERE recorded.run_id = run.run_id AND recorded.table_name = '${table.name}' AND recorded.bucket = ''
)`;
}
function currentDigests(table, run, context) {
  if (table.since === void 0) return bucketDigests(leaves(table, run, context));
  const counted = (isGrown) => `
  SELECT counted.row_bucket, earlier.row_count, earlier.digest
  FROM (
${bucketCounts(table, run, context)}
  ) AS counted
  LEFT JOIN ${earlierDigests(table, run, context)} AS earlier
    ON earlier.bucket = counted.row_bucket
  WHERE earlier.row_count ${isGrown ? "IS DISTINCT FROM" : "="} counted.row_count`;
  const grown = `texts.row_bucket IN (
  SELECT grown.row_bucket
  FROM (${counted(true)}
  ) AS grown
)`;
  return `${bucketDigests(leaves(table, run, context, grown))}
UNION ALL${counted(false)}`;
}
function sameBuckets(table, run, context) {
  return `(
  SELECT now.bucket
  FROM ${context.ref("table_digests")} AS now
  CROSS JOIN ${run} AS run
  INNER JOIN ${earlierDigests(table, run, context)} AS earlier
    ON earlier.bucket = now.bucket AND earlier.digest = now.digest
  WHERE now.run_id = run.run_id AND now.table_name = '${table.name}'
)`;
}
function isLast(table, run, context) {
  return `NOT EXISTS (
  SELECT 1
  FROM ${context.ref("table_digests")} AS recorded
  INNER JOIN ${context.ref("control_runs")} AS later ON later.run_id = recorded.run_id
  CROSS JOIN ${run} AS run
  WHERE recorded.table_name = '${table.name}' AND recorded.bucket = '' AND later.started_at > run.started_at
)`;
}
function maximumRowDigests() {
  const maximum = Number(dataform.projectConfig.vars.maximumRowDigests);
  if (!Number.isSafeInteger(maximum) || maximum < 0) {
    throw new Error("vars.maximumRowDigests is a whole number. Mend dataform.json.");
  }
  return maximum;
}
function retentionMonths() {
  const years = Number(dataform.projectConfig.vars.evidenceRetentionYears);
  if (!Number.isSafeInteger(years) || years < 1 || years > 100) {
    throw new Error("vars.evidenceRetentionYears is a whole number from 1 to 100. Mend dataform.json.");
  }
  return years * 12;
}
function isSmall(table, run, context) {
  return `EXISTS (
  SELECT total.row_count
  FROM ${context.ref("table_digests")} AS total
  CROSS JOIN ${run} AS run
  WHERE
    total.run_id = run.run_id
    AND total.table_name = '${table.name}'
    AND total.bucket = ''
    AND total.row_count <= ${maximumRowDigests()}
)`;
}
function recordSql(table, context) {
  const run = runOf(table, context);
  return `BEGIN TRANSACTION;

INSERT INTO ${context.ref("table_digests")} (run_id, table_name, bucket, row_count, digest)
SELECT run.run_id, '${table.name}', part.row_bucket, part.row_count, part.digest
FROM (
${currentDigests(table, run, context)}
) AS part
CROSS JOIN ${run} AS run
WHERE ${notRecorded(table, context)};

INSERT INTO ${context.ref("table_digests")} (run_id, table_name, bucket, row_count, digest)
SELECT run.run_id, '${table.name}', '', COALESCE(SUM(part.row_count), 0), ${ROOT}
FROM ${run} AS run
LEFT JOIN ${context.ref("table_digests")} AS part
  ON part.run_id = run.run_id AND part.table_name = '${table.name}'
WHERE ${notRecorded(table, context)}
GROUP BY run.run_id;

DELETE FROM ${context.ref("row_digests")} AS kept
WHERE
  kept.table_name = '${table.name}'
  AND kept.bucket NOT IN ${sameBuckets(table, run, context)}
  AND ${isLast(table, run, context)};

INSERT INTO ${context.ref("row_digests")} (table_name, bucket, row_key, leaf)
SELECT '${table.name}', row_digest.row_bucket, row_digest.row_key, row_digest.leaf
FROM (
${leaves(
    table,
    run,
    context,
    `texts.row_bucket NOT IN ${sameBuckets(table, run, context)}
  AND ${isLast(table, run, context)}
  AND ${isSmall(table, run, context)}`
  )}
) AS row_digest;

COMMIT TRANSACTION;`;
}
function recomputeSql(table, context) {
  const buckets = bucketDigests(leaves(table, askedRun(context), context));
  return `WITH parts AS (
SELECT part.row_bucket AS bucket, part.row_count, part.digest
FROM (
${buckets}
) AS part
)
SELECT part.bucket, part.row_count, part.digest
FROM parts AS part
UNION ALL
SELECT '', COALESCE(SUM(part.row_count), 0), ${ROOT}
FROM parts AS part
ORDER BY bucket;`;
}
function compareRowsSql(table, context) {
  const run = askedRun(context);
  const isAsked = (bucket) => `STRPOS(@buckets, ${bucket}) > 0 AND ${isSmall(table, run, context)}`;
  const kept = `SELECT kept.bucket AS row_bucket, kept.row_key, kept.leaf
    FROM ${context.ref("row_digests")} AS kept
    WHERE kept.table_name = '${table.name}' AND ${isAsked("kept.bucket")}`;
  return `WITH
  found AS (
    SELECT both_sides.row_bucket, both_sides.row_key, both_sides.leaf, SUM(both_sides.present_count) AS present_count, SUM(both_sides.kept_count) AS kept_count
    FROM (
      SELECT present.row_bucket, present.row_key, present.leaf, 1 AS present_count, 0 AS kept_count
      FROM (
${leaves(table, run, context, isAsked("texts.row_bucket"))}
      ) AS present
      UNION ALL
      SELECT kept_row.row_bucket, kept_row.row_key, kept_row.leaf, 0, 1
      FROM (
    ${kept}
      ) AS kept_row
    ) AS both_sides
    GROUP BY both_sides.row_bucket, both_sides.row_key, both_sides.leaf
  ),
  kept_digest AS (
${bucketDigests(kept)}
  )
SELECT
  kept_digest.row_bucket AS bucket,
  CAST(NULL AS STRING) AS row_key,
  kept_digest.digest AS leaf,
  0 AS present_count,
  kept_digest.row_count AS kept_count
FROM kept_digest
UNION ALL
SELECT found.row_bucket, found.row_key, found.leaf, found.present_count, found.kept_count
FROM found
WHERE found.present_count != found.kept_count
ORDER BY bucket, row_key, leaf;`;
}
