import { stringify } from 'csv-stringify/sync';
import { failingKey } from './control_section.ts';
import type { Evidence } from './evidence.ts';
import type { Masking } from './masking.ts';
import type { ReportDocument } from './report_document.ts';
import { textOf } from './row_values.ts';
import { identityCounts, moneyOfPeriod, reportedChangeset } from './warehouse_sections.ts';

type Cell = string | number | boolean | null;
type CsvRow = Readonly<Record<string, Cell>>;

const CONTROL_COLUMNS = [
  'control_id',
  'title',
  'severity',
  'status',
  'reason',
  'reason_recorded_at',
  'population_count',
  'population_tenant_count',
  'population_period_count',
  'population_low_date',
  'population_high_date',
  'failure_count',
  'started_at',
  'finished_at',
  'engine',
  'engine_version',
  'owner',
  'frequency',
  'objective',
  'risk',
  'response',
  'keys_are_personal',
  'sql_digest',
  'sql_sha256',
] as const;
const FAILURE_COLUMNS = ['control_id', 'place', 'tenant_id', 'failing_key', 'issue_description'] as const;
const CHANGESET_COLUMNS = [
  'changeset_id',
  'tenant_id',
  'org_id',
  'changeset_kind',
  'status',
  'row_count',
  'created_count',
  'updated_row_count',
  'unchanged_count',
  'rejected_count',
  'warning_count',
  'uploaded_by',
  'uploaded_at',
  'validated_by',
  'validated_at',
  'committed_by',
  'committed_at',
  'rejected_by',
  'rejected_at',
  'rolled_back_by',
  'rolled_back_at',
  'file_digest',
  'plan_hash',
] as const;
const IDENTITY_COLUMNS = [
  'tenant_id',
  'kind',
  'assigned_count',
  'new_count',
  'kept_count',
  'carried_count',
  'drifted_count',
  'quarantined_count',
  'look_alike_count',
  'alias_count',
  'previous_assigned_count',
] as const;
const MONEY_COLUMNS = [
  'tenant_id',
  'period_label',
  'line_count',
  'gross_commission',
  'view_gross_commission',
  'gross_difference',
  'component_count',
  'commission_amount',
  'view_commission_amount',
  'commission_difference',
  'unpaid_difference',
  'view_row_count',
  'traced_count',
  'previous_view_row_count',
] as const;

/** The lists of a report whole, where its page shows excerpts; masked as the page is. By file name. */
export function csvFiles(
  evidence: Evidence,
  document: ReportDocument,
  masking: Masking,
): Readonly<Record<string, string>> {
  const failures = evidence.failures.map((row) => ({
    control_id: textOf(row, 'control_id'),
    ...failingKey(row, masking),
  }));
  return {
    'controls.csv': csvText(CONTROL_COLUMNS, document.controls),
    'failures.csv': csvText(FAILURE_COLUMNS, failures),
    'changesets.csv': csvText(CHANGESET_COLUMNS, evidence.changesets.map(reportedChangeset)),
    'identities.csv': csvText(IDENTITY_COLUMNS, evidence.identities.map(identityCounts)),
    'money.csv': csvText(MONEY_COLUMNS, evidence.money.map(moneyOfPeriod)),
  };
}

/**
 * RFC 4180, with a header, in UTF-8. A text that a spreadsheet would take for a formula gets an apostrophe before it. NULL is
 * empty, and a truth is true or false.
 */
function csvText<Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, Cell>>[],
): string {
  const lines: CsvRow[] = rows.map((row) =>
    Object.fromEntries(columns.map((column) => [column, row[column]])),
  );
  return stringify(lines, {
    header: true,
    columns,
    record_delimiter: '\r\n',
    cast: {
      boolean: String,
      string: (value) => (FORMULA.test(value) ? { value, escape_formulas: true } : value),
    },
  });
}

/** What a spreadsheet would evaluate; a negative amount is none. */
const FORMULA = /^(?!-\d+(?:\.\d+)?$)[=+\-@\t\r]/;
