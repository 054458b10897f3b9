import { digestedTables } from '../../includes/src/digested_tables.ts';
import type { Parameters } from '../../scripts/warehouse/values.ts';

const LEGACY = 'creative_benefit_strategies';

/** What the loading of the example has called already; its results stand in the tables, which are compared too. */
export const PROCEDURES_OF_LOADING: readonly string[] = [
  'alias_add',
  'check_business_mapping_load',
  'check_hierarchy_load',
  'check_stage1_load',
  'check_stage3_load',
  'create_business_id_mapping',
  'create_dim_agent_hierarchy',
  'create_snapshots',
  'create_stage1_snapshots',
  'create_stage3_snapshots',
  'load_business_mapping',
  'load_hierarchy',
  'load_stage1',
  'load_stage3',
  'staged_business_mapping',
  'staged_hierarchy',
  'staged_stage1',
  'staged_stage3',
  'tenant_add',
];

/** What binding, deciding about and verifying a run's report calls. */
export const PROCEDURES_OF_EVIDENCE: readonly string[] = [
  'list_clock_faults',
  'list_digested_runs',
  'list_events_since',
  'list_manifests',
  'list_run_marks',
  'list_sign_offs',
  'list_table_digests',
  'list_written_reports',
  'manifest_facts',
  'sign_report',
  'write_manifest',
  ...digestedTables.flatMap(({ name, recorded }) => [
    `compare_${name}`,
    `recompute_${name}`,
    ...(recorded === 'manifest' ? [`digest_${name}`] : []),
  ]),
];

/** A call, at least, of every other procedure, in an order in which each has something to give. */
export const CALLS: readonly [name: string, parameters: Parameters][] = [
  ['tenant_list', {}],
  ['alias_list', { tenant_id: null }],
  ['alias_list', { tenant_id: LEGACY }],
  ['explain_identity', { tenant_id: LEGACY, kind: 'business', name: '\u00a0teledata contractors inc' }],
  ['explain_identity', { tenant_id: LEGACY, kind: 'business', name: 'Nobody\u200b & Sons' }],
  ['explain_identity', { tenant_id: 'harbor_point_advisors', kind: 'agent', name: 'Kenny  Young' }],
  ['explain_identity', { tenant_id: LEGACY, kind: 'agent', name: 'Owner' }],
  ['list_similar_names', { tenant_id: LEGACY, kind: 'agent', name: 'Bob Smit' }],
  ['list_control_results', {}],
  ['list_control_failures', { control_id: 'QUARANTINE' }],
  ['record_run_context', { actor: 'ann', git_commit: null, graph_digest: 'a digest', run_parameters: '{}' }],
  [
    'record_refinement',
    { run_id: 'no run', control_id: 'LEDGER', status: 'SKIPPED', reason: 'it needs what failed' },
  ],
  ['report_run', { run_id: null }],
  ['report_results', { run_id: 'no run' }],
  ['report_failures', { run_id: 'no run' }],
  ['report_identities', { run_id: 'no run', previous_run_id: null }],
  ['report_money', { run_id: 'no run', previous_run_id: null }],
  ['report_changesets', { run_id: 'no run', previous_run_id: null }],
  ['report_events', { run_id: 'no run', previous_run_id: null }],
  ['report_sign_offs', { run_id: 'no run' }],
  ['report_unmasked', { tenant_id: LEGACY, run_id: 'no run', actor: 'auditor' }],
  ['list_drift', { tenant_id: null }],
  ['list_lookalikes', { tenant_id: null }],
  ['list_quarantine', { tenant_id: null }],
  ['summarise_loads', {}],
  ['summarise_newer_sources', {}],
  ['summarise_identities', {}],
  ['summarise_traceability', {}],
  [
    'alias_end',
    {
      tenant_id: LEGACY,
      kind: 'agent',
      alias_name: 'Bob Smith',
      reason: 'two people after all',
      actor: 'steward',
    },
  ],
  ['discard_staged_rows', { load_id: 'a load that was given up' }],
];
