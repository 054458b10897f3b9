/**
 * `report.json`: what a report of one run says, and all that its page is made from. Keys are column names. It holds no clock
 * reading and nothing random of its own: a run has one document (docs/report.md).
 */
export interface ReportDocument {
  readonly schema: 'keyfast-report/v1';
  readonly run: ReportedRun;
  readonly verdict: Verdict;
  readonly coverage: Coverage;
  /** Those that want attention first, else in the order of the registry. */
  readonly controls: readonly ReportedControl[];
  readonly history: RunHistory;
  readonly identities: Excerpt<IdentityCounts>;
  readonly money: Excerpt<MoneyOfPeriod>;
  readonly changesets: Excerpt<ReportedChangeset>;
  readonly events: Excerpt<EventCount>;
  readonly changes: Changes;
  readonly digests: readonly TableDigest[];
  /** What reviewers had decided about earlier reports; about this one they can only decide after it. */
  readonly sign_offs: Excerpt<SignOff>;
  /** Whether names, e-mail addresses and telephone numbers are masked. */
  readonly is_masked: boolean;
}

/** Rows of a list that may be long: `count` of them there are, and `rows` holds the first. */
export interface Excerpt<T> {
  readonly count: number;
  readonly rows: readonly T[];
}

export interface ReportedRun {
  readonly run_id: string;
  readonly started_at: string;
  /** When its last control was evaluated; NULL when none was. */
  readonly finished_at: string | null;
  /** Who the warehouse says ran it. */
  readonly session_user_name: string;
  /** Who ran it, as the caller declared. This and the next are NULL for a run that no tool of ours began, as a scheduled one. */
  readonly actor: string | null;
  readonly git_commit: string | null;
  /** SHA-256 of the compiled graph that ran. */
  readonly graph_digest: string | null;
  readonly engine: string | null;
  readonly engine_version: string | null;
  /** The vars, the kind of warehouse and the actions that the run left out: a JSON object as text. */
  readonly parameters: string | null;
  /** The run that it is compared with: the latest before it in which every control left a result. */
  readonly previous_run_id: string | null;
  readonly previous_started_at: string | null;
}

export type Status = 'PASS' | 'FAIL' | 'ERROR' | 'SKIPPED' | 'DISABLED' | 'NOT_RUN' | 'VACUOUS';

/**
 * HOLDS: every control that blocks found nothing; FAILED: one found something; NOT_PROVED: none did, but one left no result;
 * NOTHING_TESTED: no control had anything to test, so nothing is proved.
 */
export interface Verdict {
  readonly outcome: 'HOLDS' | 'FAILED' | 'NOT_PROVED' | 'NOTHING_TESTED';
  readonly headline: string;
  readonly sentences: readonly string[];
}

export interface Coverage {
  readonly expected: number;
  /** PASS, FAIL and VACUOUS: those whose SQL ran to its end. */
  readonly evaluated: number;
  readonly passed: number;
  readonly failed: number;
  readonly vacuous: number;
  readonly not_run: number;
  readonly skipped: number;
  readonly error: number;
  readonly disabled: number;
}

export interface ReportedControl {
  readonly control_id: string;
  readonly title: string;
  readonly objective: string;
  readonly risk: string;
  /** What an auditor does when it fails. */
  readonly response: string;
  readonly owner: string;
  /** `blocks` as the run expected it: a failure turns the run red. */
  readonly severity: 'blocks' | 'reports';
  readonly frequency: string;
  readonly status: Status;
  /** Why it has no result; NULL where it has one, and where nobody saw why. */
  readonly reason: string | null;
  /** When the tool that ran the run recorded the reason; whose tool is the `actor` of the run. */
  readonly reason_recorded_at: string | null;
  /** What it had to test. This and all that the run recorded is NULL where there is no result. */
  readonly population_count: number | null;
  readonly population_tenant_count: number | null;
  readonly population_period_count: number | null;
  /** The first day and the last of what was tested; NULL also where nothing says of when it is. */
  readonly population_low_date: string | null;
  readonly population_high_date: string | null;
  readonly failure_count: number | null;
  readonly engine: string | null;
  readonly engine_version: string | null;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  /** SHA-256 of the compiled SQL that ran, with that of the views beneath it: docs/controls.md. */
  readonly sql_digest: string | null;
  /** The SELECT of its failing rows, as the project of this report compiles it. */
  readonly sql: string;
  /** SHA-256 of `sql` alone. */
  readonly sql_sha256: string;
  /** Whether its failing keys may be names, so that they are masked. */
  readonly keys_are_personal: boolean;
  readonly failures: ReportedFailures;
  readonly history: ControlHistory;
}

/** The failing keys: `failure_count` of the control were found, the run kept `kept_count`, and `rows` holds the first. */
export interface ReportedFailures {
  readonly kept_count: number;
  readonly rows: readonly FailingKey[];
  /** Of all that were kept, the tenants. */
  readonly tenant_ids: readonly string[];
}

export interface FailingKey {
  readonly place: number;
  readonly tenant_id: string | null;
  readonly failing_key: string;
  readonly issue_description: string;
}

/** The runs up to this one, the oldest first: `count` of them there are, and `runs` holds the last. */
export interface RunHistory {
  readonly count: number;
  readonly runs: readonly { readonly run_id: string; readonly started_at: string }[];
}

/**
 * What the control found in the runs of `history`, one place a run: a letter of P(ASS), F(AIL), E(RROR), S(KIPPED),
 * D(ISABLED), N(OT_RUN), V(ACUOUS), or `-` for a run that didn't expect it; and how many failed.
 */
export interface ControlHistory {
  readonly statuses: string;
  readonly failure_counts: readonly number[];
}

export interface IdentityCounts {
  readonly tenant_id: string;
  readonly kind: string;
  readonly assigned_count: number;
  readonly new_count: number;
  readonly kept_count: number;
  readonly carried_count: number;
  readonly drifted_count: number;
  readonly quarantined_count: number;
  readonly look_alike_count: number;
  readonly alias_count: number;
  /** NULL when the run before measured none. */
  readonly previous_assigned_count: number | null;
}

/** A month's money on its three stations; amounts are decimal texts. A difference is the sources' sum less the view's. */
export interface MoneyOfPeriod {
  readonly tenant_id: string | null;
  readonly period_label: string | null;
  readonly line_count: number;
  readonly gross_commission: string;
  readonly component_count: number;
  readonly commission_amount: string;
  readonly view_row_count: number;
  readonly view_gross_commission: string;
  readonly view_commission_amount: string;
  readonly traced_count: number;
  readonly gross_difference: string;
  readonly commission_difference: string;
  /** What carriers paid less what agents are paid. */
  readonly unpaid_difference: string;
  readonly previous_view_row_count: number | null;
}

/** As it stood when the run began. */
export interface ReportedChangeset {
  readonly changeset_id: string;
  readonly tenant_id: string;
  readonly org_id: string;
  readonly changeset_kind: string;
  readonly status: string;
  readonly file_digest: string | null;
  readonly row_count: number | null;
  readonly created_count: number | null;
  readonly updated_row_count: number | null;
  readonly unchanged_count: number | null;
  readonly rejected_count: number | null;
  readonly warning_count: number | null;
  readonly plan_hash: string | null;
  readonly uploaded_by: string | null;
  readonly uploaded_at: string | null;
  readonly validated_by: string | null;
  readonly validated_at: string | null;
  /** Who approved the plan and had it written: one step. */
  readonly committed_by: string | null;
  readonly committed_at: string | null;
  readonly rejected_by: string | null;
  readonly rejected_at: string | null;
  readonly rolled_back_by: string | null;
  readonly rolled_back_at: string | null;
}

/** Events of the audit chain since the run before began. */
export interface EventCount {
  readonly tenant_id: string;
  readonly event_type: string;
  readonly actor: string;
  readonly event_count: number;
  readonly first_sequence: number;
  readonly last_sequence: number;
}

/** What is other than in the run before; empty where there was none. */
export interface Changes {
  readonly newly_failing: readonly string[];
  readonly newly_passing: readonly string[];
  /** Every other move of a status. */
  readonly otherwise_changed: readonly {
    readonly control_id: string;
    readonly previous_status: Status;
    readonly status: Status;
  }[];
  /** Controls that the run before didn't expect, and those that this one doesn't any more. */
  readonly added_controls: readonly string[];
  readonly removed_controls: readonly string[];
  /** Controls whose compiled SQL is another than in the run before. */
  readonly changed_sql: readonly string[];
  readonly new_id_count: number;
  readonly row_count: number | null;
  readonly previous_row_count: number | null;
}

/** The rows of a table as the graph saw them in the run. The manifest has the digests of its buckets, and those of more tables. */
export interface TableDigest {
  readonly table_name: string;
  readonly role: 'input' | 'output';
  readonly row_count: number;
  readonly digest: string;
}

export interface SignOff {
  readonly run_id: string;
  readonly reviewer: string;
  readonly decision: string;
  readonly note: string;
  readonly manifest_digest: string;
  readonly signed_at: string;
}
