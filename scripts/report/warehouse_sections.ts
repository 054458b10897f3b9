import { digestedTables } from '../../includes/src/digested_tables.ts';
import type { Row } from '../warehouse/values.ts';
import { LONGEST, shortened } from './excerpt.ts';
import type {
  Excerpt,
  EventCount,
  IdentityCounts,
  MoneyOfPeriod,
  ReportedChangeset,
  SignOff,
  TableDigest,
} from './report_document.ts';
import type { Masking } from './masking.ts';
import { countOf, countOrNull, textOf, textOrNull } from './row_values.ts';

/** The rows of a report's procedures as a document holds them, each list whole. */

export function identityCounts(row: Row): IdentityCounts {
  return {
    tenant_id: textOf(row, 'tenant_id'),
    kind: textOf(row, 'kind'),
    assigned_count: countOf(row, 'assigned_count'),
    new_count: countOf(row, 'new_count'),
    kept_count: countOf(row, 'assigned_count') - countOf(row, 'new_count'),
    carried_count: countOf(row, 'carried_count'),
    drifted_count: countOf(row, 'drifted_count'),
    quarantined_count: countOf(row, 'quarantined_count'),
    look_alike_count: countOf(row, 'look_alike_count'),
    alias_count: countOf(row, 'alias_count'),
    previous_assigned_count: countOrNull(row, 'previous_assigned_count'),
  };
}

export function moneyOfPeriod(row: Row): MoneyOfPeriod {
  return {
    tenant_id: textOrNull(row, 'tenant_id'),
    period_label: textOrNull(row, 'period_label'),
    line_count: countOf(row, 'line_count'),
    gross_commission: textOf(row, 'gross_commission'),
    component_count: countOf(row, 'component_count'),
    commission_amount: textOf(row, 'commission_amount'),
    view_row_count: countOf(row, 'view_row_count'),
    view_gross_commission: textOf(row, 'view_gross_commission'),
    view_commission_amount: textOf(row, 'view_commission_amount'),
    traced_count: countOf(row, 'traced_count'),
    gross_difference: textOf(row, 'gross_difference'),
    commission_difference: textOf(row, 'commission_difference'),
    unpaid_difference: textOf(row, 'unpaid_difference'),
    previous_view_row_count: countOrNull(row, 'previous_view_row_count'),
  };
}

/** Of every tenant its latest months, because those are asked about. */
export function latestMonths(money: readonly MoneyOfPeriod[]): Excerpt<MoneyOfPeriod> {
  const tenants = new Map<string | null, MoneyOfPeriod[]>();
  for (const month of money) tenants.set(month.tenant_id, [...(tenants.get(month.tenant_id) ?? []), month]);
  const latest = [...tenants.values()].flatMap((months) => months.slice(-LONGEST.monthsOfATenant));
  return { count: money.length, rows: latest.slice(0, LONGEST.months) };
}

export function reportedChangeset(row: Row): ReportedChangeset {
  return {
    changeset_id: textOf(row, 'changeset_id'),
    tenant_id: textOf(row, 'tenant_id'),
    org_id: textOf(row, 'org_id'),
    changeset_kind: textOf(row, 'changeset_kind'),
    status: textOf(row, 'status'),
    file_digest: textOrNull(row, 'file_digest'),
    row_count: countOrNull(row, 'row_count'),
    created_count: countOrNull(row, 'created_count'),
    updated_row_count: countOrNull(row, 'updated_row_count'),
    unchanged_count: countOrNull(row, 'unchanged_count'),
    rejected_count: countOrNull(row, 'rejected_count'),
    warning_count: countOrNull(row, 'warning_count'),
    plan_hash: textOrNull(row, 'plan_hash'),
    uploaded_by: textOrNull(row, 'uploaded_by'),
    uploaded_at: textOrNull(row, 'uploaded_at'),
    validated_by: textOrNull(row, 'validated_by'),
    validated_at: textOrNull(row, 'validated_at'),
    committed_by: textOrNull(row, 'committed_by'),
    committed_at: textOrNull(row, 'committed_at'),
    rejected_by: textOrNull(row, 'rejected_by'),
    rejected_at: textOrNull(row, 'rejected_at'),
    rolled_back_by: textOrNull(row, 'rolled_back_by'),
    rolled_back_at: textOrNull(row, 'rolled_back_at'),
  };
}

export function eventCount(row: Row): EventCount {
  return {
    tenant_id: textOf(row, 'tenant_id'),
    event_type: textOf(row, 'event_type'),
    actor: textOf(row, 'actor'),
    event_count: countOf(row, 'event_count'),
    first_sequence: countOf(row, 'first_sequence'),
    last_sequence: countOf(row, 'last_sequence'),
  };
}

/**
 * Of the tables that the graph itself digests in every run. Those that are digested for the manifest come after the report, so
 * that a report made again would show more than the first.
 */
export function tableDigestsOf(rows: readonly Row[]): TableDigest[] {
  return digestedTables.flatMap(({ name, role, recorded }) => {
    const whole = rows.find((row) => row.table_name === name && row.bucket === '');
    return whole === undefined || recorded === 'manifest'
      ? []
      : [
          {
            table_name: name,
            role,
            row_count: countOf(whole, 'row_count'),
            digest: textOf(whole, 'digest'),
          },
        ];
  });
}

/** @param names Those that the report knows of. */
export function signOff(row: Row, masking: Masking, names: readonly string[]): SignOff {
  return {
    run_id: textOf(row, 'run_id'),
    reviewer: textOf(row, 'reviewer'),
    decision: textOf(row, 'decision'),
    note: shortened(masking.note(textOf(row, 'note'), names)),
    manifest_digest: textOf(row, 'manifest_digest'),
    signed_at: textOf(row, 'signed_at'),
  };
}
