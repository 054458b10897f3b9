import type { Style } from '../terminal/style.ts';
import { tableText } from '../terminal/table.ts';
import type { ResultSet, Row, Value } from '../warehouse/values.ts';
import { controlsText, statusText } from './control_report.ts';
import type { ControlResult } from './control_status.ts';
import { lookAlikesText } from './look_alikes_text.ts';
import { quarantineReason } from './quarantine_reason.ts';
import type { Session } from './session.ts';
import { traceabilityText } from './traceability_summary.ts';

/** What a run left, by the procedures that summarise it; each part a list of rows. */
export interface RunSummary {
  readonly loads: ResultSet;
  readonly identities: ResultSet;
  readonly quarantine: ResultSet;
  readonly lookalikes: ResultSet;
  readonly traceability: ResultSet;
}

/** The rest of a long list is one command away. */
const LINES_SHOWN = 12;

export async function summariseRun(session: Session): Promise<RunSummary> {
  return {
    loads: await session.procedure('summarise_loads'),
    identities: await session.procedure('summarise_identities'),
    quarantine: await session.procedure('list_quarantine', { tenant_id: null }),
    lookalikes: await session.procedure('list_lookalikes', { tenant_id: null }),
    traceability: await session.procedure('summarise_traceability'),
  };
}

/** Whether the run found every identity as it was: nothing minted, nothing carried in, no dimension row changed. */
export function nothingChanged({ identities }: RunSummary): boolean {
  return identities.rows.every(
    (row) => row.minted_count === 0n && row.newly_carried_count === 0n && row.changed_count === 0n,
  );
}

export function summaryText(summary: RunSummary, controls: readonly ControlResult[], style: Style): string {
  return [
    heading('Loaded', style),
    loadsText(summary.loads, style),
    heading('Identities', style),
    identitiesText(summary, style),
    heading('Quarantined names', style),
    quarantineText(summary.quarantine, style),
    heading('Names that look alike', style),
    lookalikesText(summary.lookalikes, style),
    heading('Traceability', style),
    traceabilityText(summary.traceability, style),
    moneyText(controls, style),
    heading('Controls', style),
    controlsText(controls, style),
  ].join('');
}

/** The controls that say whether the money agrees: where only one side has a row there is nothing to compare. */
const MONEY_CONTROLS = [
  { id: '4', claim: 'every row and amount of the snapshots is there once' },
  { id: '6', claim: 'components add up to the gross wherever both are there' },
];

function moneyText(controls: readonly ControlResult[], style: Style): string {
  return MONEY_CONTROLS.map(({ id, claim }) => {
    const result = controls.find(({ control }) => control.id === id);
    return result ? `  ${statusText(result, style)}  ${claim} (control ${id})\n` : '';
  }).join('');
}

function heading(title: string, style: Style): string {
  return `\n${style.bold(title)}\n`;
}

function loadsText(loads: ResultSet, style: Style): string {
  if (loads.rows.length === 0) return style.asCalled('  Nothing: keyfast load --help\n');
  return tableText(
    loads.rows,
    [
      column('tenant', 'tenant_id'),
      column('stage', 'stage'),
      column('periods', 'period_count'),
      column('from', 'first_period'),
      column('to', 'last_period'),
      column('snapshots', 'snapshot_count'),
      column('superseded', 'superseded_count'),
      column('rows', 'row_count'),
      column('in force', 'current_row_count'),
    ],
    style,
  );
}

function identitiesText(summary: RunSummary, style: Style): string {
  if (summary.identities.rows.length === 0) return '  None.\n';
  const table = tableText(
    summary.identities.rows,
    [
      column('tenant', 'tenant_id'),
      column('kind', 'kind'),
      column('ids', 'assigned_count'),
      column('minted', 'minted_count'),
      column('carried in', 'newly_carried_count'),
      column('kept', 'kept_count'),
      column('quarantined', 'quarantined_count'),
    ],
    style,
  );
  if (!nothingChanged(summary)) return table;
  return `${table}  ${style.green('Nothing was minted and no identity changed: every id is what it was.')}\n`;
}

function quarantineText(quarantine: ResultSet, style: Style): string {
  const table = tableText(
    quarantine.rows.slice(0, LINES_SHOWN),
    [
      column('tenant', 'tenant_id'),
      column('kind', 'kind'),
      { heading: 'name', cell: (row) => `"${text(row.raw_name)}"` },
      { heading: 'why', cell: (row) => `it ${quarantineReason(text(row.reason))}` },
    ],
    style,
  );
  return shortened(quarantine, table, style.asCalled('keyfast quarantine'));
}

function lookalikesText(lookalikes: ResultSet, style: Style): string {
  if (lookalikes.rows.length === 0) return '  None.\n';
  return lookAlikesText(lookalikes, style, {
    lines: LINES_SHOWN,
    rest: style.asCalled('keyfast lookalikes'),
  });
}

function shortened(list: ResultSet, table: string, command: string): string {
  if (list.rows.length === 0) return '  None.\n';
  const more = list.rows.length - LINES_SHOWN;
  return more > 0 ? `${table}  and ${more} more: ${command}\n` : table;
}

function column(heading: string, name: string): { heading: string; cell: (row: Row) => Value } {
  return { heading, cell: (row) => row[name] ?? null };
}

function text(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}
