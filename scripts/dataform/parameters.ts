import type { GoogleSqlType } from '../warehouse/values.ts';

const STRING: GoogleSqlType = { kind: 'STRING' };

/** The type of every named parameter of the project's procedures: one name, one type, everywhere. */
export const PARAMETER_TYPES: Readonly<Record<string, GoogleSqlType>> = {
  tenant_id: STRING,
  /** Another in every call of a procedure, a UUID: by it a call knows what it wrote itself. */
  call_id: STRING,
  actor: STRING,
  reason: STRING,
  /** `business` or `agent`. */
  kind: STRING,
  name: STRING,
  alias_name: STRING,
  canonical_name: STRING,
  tenant_name: STRING,
  /** Identifies one staged file of a `keyfast load`, a UUID. */
  load_id: STRING,
  /** How many rows of the file are staged. */
  row_count: { kind: 'INT64' },
  source_file: STRING,
  /** SHA-256 of the file's bytes, 64 hexadecimal digits. */
  file_digest: STRING,
  /** The `--period` of a load, first of the month; NULL when the file has a `period_label` column. */
  period_label: { kind: 'DATE' },
  /** Whether a known file that was superseded is to be in force again. */
  reinstates: { kind: 'BOOL' },
  /** Whether a hierarchy file is all that there is: rows that it doesn't hold are removed. */
  replaces_all: { kind: 'BOOL' },
  control_id: STRING,
  /** A run of the controls, as in control_runs; NULL: the last. */
  run_id: STRING,
  /** As in includes/src/digested_tables.ts; NULL: all. */
  table_name: STRING,
  /** Of a control that left no result: SKIPPED, ERROR or DISABLED. */
  status: STRING,
  /** NULL outside a git checkout. */
  git_commit: STRING,
  /** SHA-256 of the compiled graph, 64 hexadecimal digits. */
  graph_digest: STRING,
  /** The vars and the kind of warehouse, as a JSON object. */
  run_parameters: STRING,
  /** The run that another is compared with; NULL: there was none. */
  previous_run_id: STRING,
  /** A link of the chain of manifests, from 1. */
  sequence: { kind: 'INT64' },
  digest: STRING,
  previous_digest: STRING,
  /** Canonical JSON (RFC 8785). */
  manifest: STRING,
  prepared_by: STRING,
  signed_by: STRING,
  manifest_digest: STRING,
  /** `accepted` or `rejected`. */
  decision: STRING,
  /** Of a table's digests: two hexadecimal digits each, with spaces between. */
  buckets: STRING,
  org_id: STRING,
  changeset_id: STRING,
  /** `agent_profiles`. */
  entity_type: STRING,
  /** `IMPORT` or `BOOTSTRAP`. */
  changeset_kind: STRING,
  /** The columns that a file has, with commas between. */
  header_columns: STRING,
  /** What was normalised on the way in and what else a person should know of the file; NULL when there is nothing. */
  file_notes: STRING,
  physical_line_count: { kind: 'INT64' },
  header_line_count: { kind: 'INT64' },
  blank_line_count: { kind: 'INT64' },
  /** SHA-256 of the compiled SQL that validates and commits, 64 hexadecimal digits. */
  rules_digest: STRING,
  /** The plan that was reviewed, 64 hexadecimal digits. */
  plan_hash: STRING,
  /** How many rejected rows a commit leaves behind on purpose; NULL: none. */
  accept_rejected: { kind: 'INT64' },
  /** Which rows of a review; NULL: all. */
  only: STRING,
  severity: STRING,
  /** The last line, id or number of the page before; 0 or '' at first. */
  after_row: { kind: 'INT64' },
  after_id: STRING,
  event_type: STRING,
  /** `INCLUSIVE` or `EXCLUSIVE`: how an earlier version's end dates are read where they don't tell; NULL: not said. */
  legacy_ends: STRING,
  subject: STRING,
  /** A JSON object without names. */
  details: STRING,
};
