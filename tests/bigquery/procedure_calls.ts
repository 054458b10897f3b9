import type { Parameters } from '../../scripts/warehouse/values.ts';

const LEGACY = 'creative_benefit_strategies';

/** Stand for the ids of the runs that the example has had, in the order in which they began. */
export const RUNS = ['the first run', 'the second run', 'the last run'] as const;
const [FIRST_RUN, SECOND_RUN, LAST_RUN] = RUNS;
const OF_LAST_RUN = { run_id: LAST_RUN, previous_run_id: SECOND_RUN };

/** What deletes or records: its last SELECT is a guard, if it has any. */
export const SILENT: readonly string[] = ['discard_staged_rows', 'report_unmasked'];

/** Calls in an order in which each has something to give, of what neither the example nor the changesets nor the evidence have called yet. */
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
  // Nothing evaluated the controls of the first run.
  [
    'record_refinement',
    { run_id: FIRST_RUN, control_id: 'LEDGER', status: 'SKIPPED', reason: 'it needs what failed' },
  ],
  ['report_run', { run_id: null }],
  ['report_run', { run_id: SECOND_RUN }],
  ['report_results', { run_id: LAST_RUN }],
  ['report_failures', { run_id: LAST_RUN }],
  ['report_identities', OF_LAST_RUN],
  ['report_money', OF_LAST_RUN],
  ['report_changesets', { run_id: LAST_RUN, previous_run_id: FIRST_RUN }],
  ['report_events', { run_id: LAST_RUN, previous_run_id: FIRST_RUN }],
  ['list_events_since', { run_id: FIRST_RUN }],
  ['report_unmasked', { tenant_id: '*', run_id: LAST_RUN, actor: 'auditor' }],
  ['report_unmasked', { tenant_id: LEGACY, run_id: LAST_RUN, actor: 'auditor' }],
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
