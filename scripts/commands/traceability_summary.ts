import type { Style } from '../terminal/style.ts';
import { tableText } from '../terminal/table.ts';
import type { ResultSet, Row } from '../warehouse/values.ts';
import { billionths, moneyText } from './decimal.ts';

const TRACED = 'TRACED';

interface TenantTrace {
  readonly tenantId: string;
  readonly rowCount: bigint;
  readonly tracedCount: bigint;
  readonly commission: bigint;
  readonly gross: bigint;
  readonly untraced: string;
}

/** A line a tenant: how many of its rows are traced, why the others aren't, and the money on both sides. */
export function traceabilityText(traceability: ResultSet, style: Style): string {
  if (traceability.rows.length === 0) return '  Nothing to trace.\n';
  const tenants = [...new Set(traceability.rows.map(tenantOf))];
  const traces = tenants.map((tenantId) =>
    tenantTrace(
      tenantId,
      traceability.rows.filter((row) => tenantOf(row) === tenantId),
    ),
  );
  return tableText(
    traces,
    [
      { heading: 'tenant', cell: (trace) => trace.tenantId },
      { heading: 'rows', cell: (trace) => trace.rowCount },
      { heading: 'traced', cell: (trace) => percentage(trace.tracedCount, trace.rowCount) },
      { heading: 'gross', cell: (trace) => moneyText(trace.gross) },
      { heading: 'commissions', cell: (trace) => moneyText(trace.commission) },
      { heading: 'difference', cell: (trace) => moneyText(trace.gross - trace.commission) },
      { heading: 'not traced', cell: (trace) => trace.untraced },
    ],
    style,
  );
}

function tenantTrace(tenantId: string, rows: readonly Row[]): TenantTrace {
  const untraced = rows.filter((row) => row.trace_status !== TRACED);
  return {
    tenantId,
    rowCount: total(rows, count),
    tracedCount: total(rows, count) - total(untraced, count),
    commission: total(rows, (row) => amount(row.commission_amount)),
    gross: total(rows, (row) => amount(row.gross_commission)),
    untraced: untraced.map((row) => `${count(row)} ${statusInWords(row.trace_status)}`).join(', ') || 'none',
  };
}

function tenantOf(row: Row): string {
  return typeof row.tenant_id === 'string' ? row.tenant_id : '';
}

function total(rows: readonly Row[], of: (row: Row) => bigint): bigint {
  return rows.reduce((sum, row) => sum + of(row), 0n);
}

function count(row: Row): bigint {
  return typeof row.row_count === 'bigint' ? row.row_count : 0n;
}

function amount(value: unknown): bigint {
  return typeof value === 'string' ? billionths(value) : 0n;
}

function statusInWords(status: unknown): string {
  return typeof status === 'string' ? status.toLowerCase().replaceAll('_', ' ') : 'without a status';
}

/** Cut off, not rounded: 100.0% means all of them. */
function percentage(part: bigint, whole: bigint): string {
  if (whole === 0n) return '–';
  const perMille = (part * 1000n) / whole;
  return `${perMille / 10n}.${perMille % 10n}%`;
}
