import type { CompiledGraph } from '../../scripts/dataform/compiled_graph.ts';
import { registry } from '../../includes/src/controls.ts';
import type { Evidence } from '../../scripts/report/evidence.ts';
import type { Row } from '../../scripts/warehouse/values.ts';

/** Names as an attacker or an accident would have them: markup, quotes, marks that turn the text around. */
export const HOSTILE_NAMES: readonly string[] = [
  '</script><script>alert(1)</script>',
  `"><img src=x onerror="alert(1)">`,
  `' onmouseover='alert(1)`,
  'Data\u200bdog \u202egpj.exe',
  '=HYPERLINK("http://example.com")',
];

/** A control whose keys are names comes first. */
const IDS = ['QUARANTINE', ...registry.map(({ id }) => id).filter((id) => id !== 'QUARANTINE')];

interface Size {
  readonly runs: number;
  readonly controls: number;
  /** Of every failing control. */
  readonly failingKeys: number;
  readonly tenants: number;
  readonly months: number;
  readonly changesets: number;
}

const at = (run: number): string =>
  new Date(Date.UTC(2025, 0, 1) + run * 86_400_000).toISOString().replace('Z', '000Z');

/** Evidence as `readEvidence` gives it, of any size. Every third control fails in the last run, and in every tenth before it. */
export function syntheticEvidence({
  runs,
  controls,
  failingKeys,
  tenants,
  months,
  changesets,
}: Size): Evidence {
  const ids = Array.from({ length: controls }, (_, index) => IDS[index] ?? `X${index}`);
  const isFailing = (run: number, control: number): boolean =>
    control % 3 === 0 && (run === runs - 1 || (run + control) % 10 === 0);
  const tenantIds = Array.from({ length: tenants }, (_, index) => `tenant_${index}`);
  const last = `run-${runs - 1}`;
  const failing = ids.filter((_, control) => isFailing(runs - 1, control));
  return {
    run: {
      run_id: last,
      started_at: at(runs - 1),
      finished_at: at(runs - 1),
      session_user_name: 'duckdb',
      actor: '<b>ann</b>',
      git_commit: null,
      graph_digest: 'ef'.repeat(32),
      engine: 'duckdb',
      engine_version: 'v1.5.5',
      parameters: '{"maximumFailingKeys":"100000"}',
      previous_run_id: runs > 1 ? `run-${runs - 2}` : null,
      previous_started_at: runs > 1 ? at(runs - 2) : null,
    },
    results: Array.from({ length: runs }, (_, run) =>
      ids.map((control_id, control): Row => ({
        run_id: `run-${run}`,
        started_at: at(run),
        run_count: BigInt(runs),
        control_id,
        is_blocking: control % 2 === 0,
        status: isFailing(run, control) ? 'FAIL' : 'PASS',
        reason: null,
        reason_recorded_at: null,
        population_count: 1_000_000n,
        population_tenant_count: BigInt(tenants),
        population_period_count: BigInt(months),
        population_low_date: '2020-01-01',
        population_high_date: '2024-12-01',
        failure_count: isFailing(run, control) ? BigInt(failingKeys + runs - 1 - run) : 0n,
        engine: 'duckdb',
        engine_version: 'v1.5.5',
        sql_digest: 'ab'.repeat(32),
        control_started_at: at(run),
        control_finished_at: at(run),
      })),
    ).flat(),
    failures: failing.flatMap((control_id) =>
      Array.from({ length: failingKeys }, (_, index): Row => ({
        control_id,
        place: BigInt(index + 1),
        tenant_id: tenantIds[index % tenants] ?? null,
        failing_key: HOSTILE_NAMES[index] ?? index.toString(16).padStart(16, '0'),
        issue_description: `the business "${HOSTILE_NAMES[index] ?? 'Maria Dolores'}" has 2 business_ids`,
        failure_count: BigInt(failingKeys),
      })),
    ),
    identities: tenantIds.flatMap((tenant_id) =>
      ['agent', 'business'].map((kind): Row => ({
        tenant_id,
        kind,
        assigned_count: 1200n,
        carried_count: 200n,
        new_count: 12n,
        drifted_count: 1n,
        quarantined_count: 3n,
        look_alike_count: 4n,
        alias_count: 2n,
        previous_assigned_count: 1188n,
      })),
    ),
    money: tenantIds.flatMap((tenant_id) =>
      Array.from({ length: months }, (_, month): Row => ({
        tenant_id,
        period_label: new Date(Date.UTC(2020, month, 1)).toISOString().slice(0, 10),
        line_count: 100n,
        gross_commission: '77123.45',
        component_count: 300n,
        commission_amount: '77100.4',
        view_row_count: 301n,
        view_gross_commission: '77123.45',
        view_commission_amount: '77100.4',
        traced_count: 299n,
        gross_difference: '0',
        commission_difference: '0',
        unpaid_difference: '23.05',
        previous_view_row_count: 301n,
      })),
    ),
    changesets: Array.from({ length: changesets }, (_, index): Row => ({
      changeset_id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      tenant_id: tenantIds[index % tenants] ?? null,
      org_id: 'brokerage',
      changeset_kind: 'IMPORT',
      status: 'COMMITTED',
      file_digest: 'ab'.repeat(32),
      row_count: 10n,
      created_count: 3n,
      updated_row_count: 3n,
      unchanged_count: 2n,
      rejected_count: 2n,
      warning_count: 1n,
      plan_hash: 'cd'.repeat(32),
      uploaded_by: 'ann',
      uploaded_at: at(1),
      validated_by: 'ann',
      validated_at: at(1),
      committed_by: 'bob',
      committed_at: at(1),
      rejected_by: null,
      rejected_at: null,
      rolled_back_by: null,
      rolled_back_at: null,
    })),
    events: tenantIds.map((tenant_id): Row => ({
      tenant_id,
      event_type: 'FILE_LOADED',
      actor: '<b>ann</b>',
      event_count: 3n,
      first_sequence: 1n,
      last_sequence: 3n,
    })),
    digests: [
      { table_name: 'stage1_snapshots', bucket: '', row_count: 12n, digest: '12'.repeat(32) },
      { table_name: 'stage1_snapshots', bucket: 'a0', row_count: 12n, digest: '34'.repeat(32) },
    ],
    signOffs: [
      {
        run_id: 'run-0',
        reviewer: 'bob',
        decision: 'accepted',
        note: '<script>alert(1)</script> ask jane@example.com',
        manifest_digest: '56'.repeat(32),
        signed_at: at(0),
      },
    ],
  };
}

/** The views of the registered controls, each with a query of a usual length. */
export function graphOfControls(): CompiledGraph {
  return {
    tables: registry.map(({ view }) => ({
      type: 'view',
      target: { database: 'p', schema: 'payroll_assertions', name: view },
      fileName: `definitions/controls/${view}.sqlx`,
      query: `SELECT tenant_id, failing_key, issue_description FROM \`p.d.${view}\` WHERE a < b\n`.repeat(40),
    })),
    projectConfig: { defaultDatabase: 'p', defaultSchema: 'd', assertionSchema: 'a' },
  };
}
