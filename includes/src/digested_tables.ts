/**
 * The tables that a run's manifest covers, each with all its columns as its DDL has them. A column that isn't listed is not
 * protected, so tests/evidence compares the lists with the DDL. Source: docs/evidence.md, "Table digests".
 */

export interface DigestedTable {
  readonly name: string;
  /** Whether a run takes it as it stands, or leaves it. */
  readonly role: 'input' | 'output';
  /** `run`: the graph records its digest in every run. `manifest`: it is the record of runs, digested when a manifest is made. */
  readonly recorded: 'run' | 'manifest';
  /** Every column with its type: `tenant_id STRING, period_label DATE`. */
  readonly columns: string;
  /** The columns that name a row to a person. */
  readonly key: string;
  /**
   * The columns whose digest decides the bucket. In a table that grows, rows that come together share a bucket, so that a
   * later run touches few. A large table may give an expression instead, of what is a digest already.
   */
  readonly bucketKey?: string;
  readonly bucket?: string;
  /** Only of a table that grows, whose rows are never changed or removed: since when a row is there. */
  readonly since?: Since;
}

/**
 * `lock`: since the time in its column, which is that of the lock that its writer held: of the graph's row of `tenants`, or
 * of the tenant's. `run`: since the run that its column names began. `snapshot`: since the run that first saw its snapshot,
 * because upstream takes no lock.
 */
export type Since =
  | { readonly by: 'lock'; readonly column: string; readonly lockedRow: string }
  | { readonly by: 'run'; readonly column: string }
  | { readonly by: 'snapshot'; readonly stage: string };

const TENANT = 'held.tenant_id';
const GRAPH = `'*'`;

const SNAPSHOT_KEY = 'tenant_id, period_label, snapshot_id';

const INPUTS: readonly DigestedTable[] = [
  {
    name: 'stage1_snapshots',
    role: 'input',
    recorded: 'run',
    columns:
      'tenant_id STRING, period_label DATE, snapshot_id STRING, source_file STRING, source_row INT64, ' +
      'business_name STRING, product_code STRING, employee_count INT64, gross_commission NUMERIC, ingested_at TIMESTAMP',
    key: `${SNAPSHOT_KEY}, source_file, source_row`,
    bucket: 'seen.bucket',
    since: { by: 'snapshot', stage: `'stage1'` },
  },
  {
    name: 'stage3_snapshots',
    role: 'input',
    recorded: 'run',
    columns:
      'tenant_id STRING, period_label DATE, snapshot_id STRING, source_file STRING, source_row INT64, ' +
      'business_name STRING, product_code STRING, agent_id STRING, agent_name STRING, component_type STRING, ' +
      'split_rate NUMERIC, commission_amount NUMERIC, ingested_at TIMESTAMP',
    key: `${SNAPSHOT_KEY}, source_file, source_row`,
    bucket: 'seen.bucket',
    since: { by: 'snapshot', stage: `'stage3'` },
  },
  {
    name: 'snapshots',
    role: 'input',
    recorded: 'run',
    columns:
      'stage STRING, tenant_id STRING, period_label DATE, snapshot_id STRING, source_file STRING, file_digest STRING, ' +
      'row_count INT64, ingested_at TIMESTAMP, loaded_by STRING',
    key: `stage, ${SNAPSHOT_KEY}`,
    bucket: 'seen.bucket',
    since: { by: 'snapshot', stage: 'held.stage' },
  },
  {
    name: 'business_id_mapping',
    role: 'input',
    recorded: 'run',
    columns:
      'tenant_id STRING, business_id STRING, business_name STRING, normalized_name STRING, is_active BOOL, ' +
      'first_seen_date DATE, last_seen_date DATE, source_file STRING, source_row INT64, loaded_at TIMESTAMP',
    key: 'tenant_id, normalized_name',
    bucketKey: 'tenant_id, normalized_name',
  },
  {
    name: 'dim_agent_hierarchy',
    role: 'input',
    recorded: 'run',
    columns:
      'tenant_id STRING, agent_id STRING, parent_agent_id STRING, hierarchy_level INT64, effective_start_date DATE, ' +
      'effective_end_date DATE',
    key: 'tenant_id, agent_id, effective_start_date',
    bucketKey: 'tenant_id, agent_id',
  },
];

const VERSION_KEY = 'tenant_id, agent_entity_id, effective_start_date, changeset_id';

const OUTPUTS: readonly DigestedTable[] = [
  {
    name: 'dim_business_mapping',
    role: 'output',
    recorded: 'run',
    columns:
      'tenant_id STRING, business_id STRING, business_name STRING, normalized_name STRING, is_active BOOL, ' +
      'first_seen_date DATE, last_seen_date DATE, business_digest STRING, formula_version INT64, created_at TIMESTAMP, ' +
      'updated_at TIMESTAMP',
    key: 'tenant_id, normalized_name, business_id',
    bucketKey: 'tenant_id, normalized_name',
  },
  {
    name: 'dim_agent_identity',
    role: 'output',
    recorded: 'run',
    columns:
      'tenant_id STRING, agent_key STRING, display_name STRING, normalized_name STRING, aliases ARRAY<STRING>, ' +
      'upstream_agent_id STRING, upstream_agent_ids ARRAY<STRING>, effective_start_date DATE, effective_end_date DATE, ' +
      'is_active BOOL, agent_digest STRING, formula_version INT64, created_at TIMESTAMP, updated_at TIMESTAMP',
    key: 'tenant_id, agent_key',
    bucketKey: 'tenant_id, agent_key',
  },
  {
    name: 'commission_traceability',
    role: 'output',
    recorded: 'run',
    columns:
      'tenant_id STRING, period_label DATE, stage1_row_id STRING, stage3_component_id STRING, business_id STRING, ' +
      'business_name STRING, product_code STRING, agent_key STRING, agent_id STRING, agent_name STRING, ' +
      'component_type STRING, split_rate NUMERIC, commission_amount NUMERIC, gross_commission NUMERIC, ' +
      'trace_status STRING, content_fingerprint STRING, source_file STRING, source_row INT64, ' +
      'stage1_source_file STRING, stage1_source_row INT64, stage1_snapshot_id STRING, stage3_snapshot_id STRING',
    key: 'tenant_id, period_label, stage1_row_id, stage3_component_id',
    // Digests already; a row of which both are missing must have a bucket too.
    bucket: `SUBSTR(CONCAT(COALESCE(held.stage3_component_id, held.stage1_row_id, ''), '00'), 1, 2)`,
  },
  {
    name: 'identity_ledger',
    role: 'output',
    recorded: 'run',
    columns:
      'tenant_id STRING, org_id STRING, kind STRING, identity_id STRING, natural_key STRING, raw_name STRING, ' +
      'normalized_name STRING, source STRING, formula_version INT64, full_digest STRING, assigned_at TIMESTAMP, ' +
      'assigned_by STRING',
    key: 'tenant_id, kind, natural_key, identity_id',
    bucketKey: 'tenant_id, kind, natural_key',
    // The graph gives ids to businesses and agents; a changeset gives them to profiles, under its tenant's lock.
    since: {
      by: 'lock',
      column: 'assigned_at',
      lockedRow: `IF(held.kind IN ('business', 'agent'), ${GRAPH}, ${TENANT})`,
    },
  },
  {
    name: 'identity_quarantine',
    role: 'output',
    recorded: 'run',
    columns:
      'tenant_id STRING, kind STRING, raw_name STRING, reason STRING, offered_id STRING, quarantined_at TIMESTAMP, ' +
      'released_at TIMESTAMP',
    key: 'tenant_id, kind, raw_name, reason',
    bucketKey: 'tenant_id, kind, raw_name',
  },
  {
    name: 'identity_aliases',
    role: 'output',
    recorded: 'run',
    columns:
      'tenant_id STRING, kind STRING, alias_name STRING, alias_normalized_name STRING, canonical_normalized_name STRING, ' +
      'canonical_id STRING, reason STRING, added_by STRING, added_at TIMESTAMP, ended_by STRING, ended_at TIMESTAMP, ' +
      'end_reason STRING',
    key: 'tenant_id, kind, alias_normalized_name, added_at',
    bucketKey: 'tenant_id, kind, alias_normalized_name',
  },
  {
    name: 'config_bulk_import_changesets',
    role: 'output',
    recorded: 'run',
    columns:
      'changeset_id STRING, tenant_id STRING, org_id STRING, entity_type STRING, changeset_kind STRING, status STRING, ' +
      'source_file STRING, file_digest STRING, header_columns STRING, file_notes STRING, physical_line_count INT64, ' +
      'header_line_count INT64, blank_line_count INT64, continuation_line_count INT64, row_count INT64, ' +
      'created_count INT64, updated_count INT64, updated_row_count INT64, unchanged_count INT64, rejected_count INT64, ' +
      'contact_created_count INT64, contact_updated_count INT64, warning_count INT64, validation_count INT64, ' +
      'is_resolving BOOL, changeset_hash STRING, plan_hash STRING, rules_digest STRING, base_seq INT64, metadata STRING, ' +
      'changeset_seq INT64, written_digest STRING, uploaded_by STRING, uploaded_at TIMESTAMP, validated_by STRING, ' +
      'validated_at TIMESTAMP, committed_by STRING, committed_at TIMESTAMP, rejected_by STRING, rejected_at TIMESTAMP, ' +
      'rejection_reason STRING, removed_count INT64, rollback_seq INT64, rolled_back_by STRING, ' +
      'rolled_back_at TIMESTAMP, rollback_reason STRING',
    key: 'tenant_id, changeset_id',
    bucketKey: 'tenant_id, changeset_id',
  },
  {
    name: 'bulk_import_plans',
    role: 'output',
    recorded: 'run',
    columns:
      'changeset_id STRING, tenant_id STRING, validation INT64, plan_hash STRING, changeset_hash STRING, ' +
      'rules_digest STRING, base_seq INT64, created_count INT64, updated_count INT64, ' +
      'updated_row_count INT64, unchanged_count INT64, rejected_count INT64, contact_created_count INT64, contact_updated_count INT64, ' +
      'warning_count INT64, validated_by STRING, validated_at TIMESTAMP',
    key: 'tenant_id, changeset_id, validation',
    bucketKey: 'tenant_id, changeset_id',
    since: { by: 'lock', column: 'validated_at', lockedRow: TENANT },
  },
  {
    name: 'bulk_import_idempotency_keys',
    role: 'output',
    recorded: 'run',
    columns:
      'tenant_id STRING, org_id STRING, idempotency_key STRING, agent_entity_id STRING, reserved_by STRING, ' +
      'reserved_at TIMESTAMP',
    key: 'tenant_id, org_id, idempotency_key',
    bucketKey: 'tenant_id, org_id, idempotency_key',
    since: { by: 'lock', column: 'reserved_at', lockedRow: TENANT },
  },
  {
    name: 'agent_profile_identity_versions',
    role: 'output',
    recorded: 'run',
    columns:
      'tenant_id STRING, org_id STRING, agent_entity_id STRING, effective_start_date DATE, is_tombstone BOOL, ' +
      'operation STRING, agent_id STRING, first_name STRING, last_name STRING, preferred_name STRING, ' +
      'agency_name STRING, npn STRING, status STRING, changeset_id STRING, changeset_seq INT64, created_by STRING, ' +
      'created_at TIMESTAMP',
    key: VERSION_KEY,
    bucketKey: 'tenant_id, agent_entity_id',
  },
  {
    name: 'agent_profile_contact_versions',
    role: 'output',
    recorded: 'run',
    columns:
      'tenant_id STRING, org_id STRING, agent_entity_id STRING, effective_start_date DATE, is_tombstone BOOL, ' +
      'operation STRING, email STRING, phone STRING, address_line1 STRING, address_line2 STRING, city STRING, ' +
      'state STRING, postal_code STRING, country STRING, changeset_id STRING, changeset_seq INT64, created_by STRING, ' +
      'created_at TIMESTAMP',
    key: VERSION_KEY,
    bucketKey: 'tenant_id, agent_entity_id',
  },
];

function recordOfRuns(name: string, columns: string, key: string): DigestedTable {
  return {
    name,
    role: 'output',
    recorded: 'manifest',
    columns: `run_id STRING, ${columns}`,
    key: `run_id${key === '' ? '' : `, ${key}`}`,
    bucketKey: 'run_id',
    since: { by: 'run', column: 'run_id' },
  };
}

const RECORDS: readonly DigestedTable[] = [
  {
    name: 'audit_events',
    role: 'output',
    recorded: 'manifest',
    columns:
      'tenant_id STRING, sequence INT64, previous_hash STRING, occurred_at TIMESTAMP, event_type STRING, actor STRING, ' +
      'session_user_name STRING, subject STRING, details STRING, event_hash STRING',
    key: 'tenant_id, sequence',
    bucketKey: 'tenant_id, sequence',
    since: { by: 'lock', column: 'occurred_at', lockedRow: TENANT },
  },
  recordOfRuns(
    'control_runs',
    'started_at TIMESTAMP, session_user_name STRING, engine STRING, engine_version STRING, git_commit STRING, vars STRING',
    '',
  ),
  recordOfRuns('control_expectations', 'control_id STRING, is_blocking BOOL', 'control_id'),
  recordOfRuns(
    'control_results',
    'control_id STRING, status STRING, population_count INT64, population_tenant_count INT64, ' +
      'population_period_count INT64, population_low_date DATE, population_high_date DATE, failure_count INT64, ' +
      'is_cut BOOL, sql_digest STRING, engine STRING, engine_version STRING, started_at TIMESTAMP, finished_at TIMESTAMP',
    'control_id',
  ),
  recordOfRuns(
    'control_refinements',
    'control_id STRING, status STRING, reason STRING, recorded_at TIMESTAMP',
    'control_id',
  ),
  recordOfRuns(
    'control_failures',
    'control_id STRING, place INT64, tenant_id STRING, failing_key STRING, issue_description STRING, failure_count INT64',
    'control_id, place',
  ),
  recordOfRuns(
    'run_contexts',
    'actor STRING, git_commit STRING, graph_digest STRING, parameters STRING, recorded_at TIMESTAMP',
    '',
  ),
  recordOfRuns(
    'measured_identities',
    'tenant_id STRING, kind STRING, assigned_count INT64, carried_count INT64, new_count INT64, drifted_count INT64, ' +
      'quarantined_count INT64, look_alike_count INT64, alias_count INT64',
    'tenant_id, kind',
  ),
  recordOfRuns(
    'measured_money',
    'tenant_id STRING, period_label DATE, line_count INT64, gross_commission NUMERIC, component_count INT64, ' +
      'commission_amount NUMERIC, view_row_count INT64, view_gross_commission NUMERIC, view_commission_amount NUMERIC, ' +
      'traced_count INT64',
    'tenant_id, period_label',
  ),
  recordOfRuns('refreshes', 'sources_as_of TIMESTAMP', ''),
  recordOfRuns('rebuilds', 'action_name STRING', 'action_name'),
  recordOfRuns(
    'run_marks',
    'tenant_id STRING, locked_at TIMESTAMP, event_sequence INT64, event_hash STRING',
    'tenant_id',
  ),
  recordOfRuns(
    'seen_snapshots',
    'stage STRING, tenant_id STRING, period_label DATE, snapshot_id STRING, bucket STRING',
    `stage, ${SNAPSHOT_KEY}`,
  ),
  {
    name: 'sign_offs',
    role: 'output',
    recorded: 'manifest',
    columns:
      'run_id STRING, reviewer STRING, decision STRING, note STRING, manifest_digest STRING, signed_at TIMESTAMP',
    key: 'run_id, reviewer, signed_at',
    bucketKey: 'run_id',
    since: { by: 'lock', column: 'signed_at', lockedRow: GRAPH },
  },
];

export const digestedTables: readonly DigestedTable[] = [...INPUTS, ...OUTPUTS, ...RECORDS];
