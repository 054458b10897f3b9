/** What stands in each file of the example. */
import { type Agency, covers, type Period, PERIODS } from './agency.ts';
import { amount, type Cell, csvText } from './csv.ts';
import { type Month, monthOf, type Stage1Row, type Stage3Row } from './month.ts';

export interface SourceFile {
  readonly kind: 'business-mapping' | 'hierarchy' | 'stage1' | 'stage3';
  readonly tenant: string;
  /** For `keyfast load --period`; absent where the file says it in a column, or has none. */
  readonly period?: Period;
  /** Relative to `data/`. */
  readonly path: string;
  readonly text: string;
}

const STAGE1_HEADER = ['business_name', 'product_code', 'employee_count', 'gross_commission'];

const STAGE3_HEADER = [
  'business_name',
  'product_code',
  'agent_id',
  'agent_name',
  'component_type',
  'split_rate',
  'commission_amount',
];

const HIERARCHY_HEADER = [
  'agent_id',
  'parent_agent_id',
  'hierarchy_level',
  'effective_start_date',
  'effective_end_date',
];

/** Before the year began. */
const HIERARCHY_START = '2024-01-01';

function stage1Cells(row: Stage1Row): Cell[] {
  return [row.businessName, row.productCode, row.employeeCount, amount(row.grossCents)];
}

function stage3Cells(row: Stage3Row): Cell[] {
  return [
    row.businessName,
    row.productCode,
    row.agentId,
    row.agentName,
    row.componentType,
    amount(row.splitPercent),
    amount(row.commissionCents),
  ];
}

/** In loading order: a corrected snapshot after the one that it supersedes. */
export function snapshotFiles(agency: Agency, stage: 'stage1' | 'stage3'): SourceFile[] {
  return PERIODS.flatMap((period) => {
    const { firstReport } = agency;
    if (firstReport?.period !== period)
      return [snapshotFile(agency, stage, period, '', monthOf(agency, period))];
    const superseded = monthOf(agency, period, firstReport.accounts(agency.accounts));
    return [
      snapshotFile(agency, stage, period, '', superseded),
      snapshotFile(agency, stage, period, '.corrected', monthOf(agency, period)),
    ];
  });
}

function snapshotFile(
  agency: Agency,
  stage: 'stage1' | 'stage3',
  period: Period,
  suffix: '' | '.corrected',
  month: Month,
): SourceFile {
  const header = stage === 'stage1' ? STAGE1_HEADER : STAGE3_HEADER;
  const rows = stage === 'stage1' ? month.stage1.map(stage1Cells) : month.stage3.map(stage3Cells);
  const place = {
    kind: stage,
    tenant: agency.tenantId,
    path: `${agency.tenantId}/${stage}/${period}${suffix}.csv`,
  };
  if (!agency.carriesTenantAndPeriod) return { ...place, period, text: csvText(header, rows) };
  return {
    ...place,
    text: csvText(
      ['tenant_id', 'period_label', ...header],
      rows.map((row) => [agency.tenantId, firstDay(period), ...row]),
    ),
  };
}

/** One row for each upstream id and its half-open window; agents without an upstream id can't stand here. */
export function hierarchyFile(agency: Agency): SourceFile {
  const rows = agency.agents.flatMap((agent) =>
    agent.ids.map(({ id, from, until }) => [
      id,
      agent.manager === undefined ? null : managerId(agency, agent.manager, from),
      agent.level,
      from === undefined ? HIERARCHY_START : firstDay(from),
      endDate(until ?? agent.leaves?.in),
    ]),
  );
  const withTenant = agency.carriesTenantAndPeriod;
  return {
    kind: 'hierarchy',
    tenant: agency.tenantId,
    path: `${agency.tenantId}/hierarchy.csv`,
    text: csvText(
      withTenant ? ['tenant_id', ...HIERARCHY_HEADER] : HIERARCHY_HEADER,
      withTenant ? rows.map((row) => [agency.tenantId, ...row]) : rows,
    ),
  };
}

function managerId(agency: Agency, name: string, period: Period = '2025-01'): string {
  const manager = agency.agents.find((agent) => agent.name === name);
  const id = manager?.ids.find((window) => covers(window, period))?.id;
  if (id === undefined) throw new Error(`${agency.tenantId}: the manager ${name} has no id in ${period}`);
  return id;
}

function firstDay(period: Period): string {
  return `${period}-01`;
}

function endDate(until: Period | undefined): string | null {
  return until === undefined ? null : firstDay(until);
}
