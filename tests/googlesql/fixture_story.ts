import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CompiledGraph } from '../../scripts/dataform/compiled_graph.ts';
import { graphActions } from '../../scripts/dataform/graph_action.ts';
import { runGraph } from '../../scripts/dataform/run_graph.ts';
import { runProcedure } from '../../scripts/dataform/run_procedure.ts';
import { DataError } from '../../scripts/errors.ts';
import { bindReport } from '../../scripts/evidence/bind_report.ts';
import { type Manifest, tablesOf } from '../../scripts/evidence/manifest.ts';
import { verifyWarehouse } from '../../scripts/evidence/verify_warehouse.ts';
import { loadFiles } from '../../scripts/load/load_files.ts';
import { textOf } from '../../scripts/report/row_values.ts';
import type { Parameters, ResultSet } from '../../scripts/warehouse/values.ts';
import type { Warehouse } from '../../scripts/warehouse/warehouse.ts';
import type { SentFile } from '../fixtures/warehouse/local_warehouse.ts';
import { HARBOR, LEGACY, SMALL_FILES } from '../fixtures/warehouse/small_warehouse.ts';
import { tellChangesets } from './changeset_story.ts';
import { tellMigration } from './migration_story.ts';

const STAGE3_HEADER =
  'business_name,product_code,agent_id,agent_name,component_type,split_rate,commission_amount';

/** What the small warehouse has none of: names that look alike, and one that can't have an id. */
const ODD_NAMES: SentFile = {
  kind: 'stage3',
  tenant: HARBOR,
  name: '2025-02.odd.stage3.csv',
  period: '2025-02',
  lines: [
    STAGE3_HEADER,
    'Lighthouse Marine Supply,MED,H-2,Maria Gonzalez,WRITING,1,10.00',
    'Light-House Marine Supply LLC,MED,H-3,Maria Gonzales,WRITING,1,10.00',
    'Zero\u200bWidth Ltd,MED,H-2,Mar\u200bia,WRITING,1,10.00',
  ],
};

/** Files that another one has superseded: each comes back into force. */
const REINSTATED: readonly SentFile[] = SMALL_FILES.filter(({ name }) => name.startsWith('2025-02.')).map(
  (file) => ({ ...file, reinstates: true }),
);

/** What is known already, with another parent, level, spelling and date. */
const CORRECTIONS: readonly SentFile[] = [
  {
    kind: 'hierarchy',
    tenant: LEGACY,
    name: 'hierarchy.corrected.csv',
    lines: ['agent_id,parent_agent_id,hierarchy_level', 'TOP,,1', 'A-1,TOP,2', 'A-7,TOP,2', 'A-8,TOP,2'],
  },
  {
    kind: 'hierarchy',
    tenant: LEGACY,
    name: 'hierarchy.whole.csv',
    lines: ['agent_id,parent_agent_id,hierarchy_level', 'TOP,,1', 'A-1,TOP,2', 'A-7,TOP,2'],
    replacesAll: true,
  },
  {
    kind: 'business-mapping',
    tenant: LEGACY,
    name: 'mapping.corrected.csv',
    lines: ['business_name,is_active,first_seen_date', 'ZENITH Freight,true,2022-01-01'],
  },
];

/** A fault in each kind of file, so that it is refused. */
const REFUSED: readonly SentFile[] = [
  {
    kind: 'business-mapping',
    tenant: LEGACY,
    name: 'mapping.refused.csv',
    lines: ['business_name,first_seen_date', 'Acme,03/04/2025'],
  },
  {
    kind: 'stage1',
    tenant: LEGACY,
    name: 'stage1.refused.csv',
    period: '2025-03',
    lines: ['business_name,product_code,gross_commission', 'Acme,MED,"1,5"'],
  },
  {
    kind: 'stage3',
    tenant: LEGACY,
    name: 'stage3.refused.csv',
    period: '2025-03',
    lines: [STAGE3_HEADER, 'Acme,MED,A-1,Jane Doe,WRITING,1,NaN'],
  },
  {
    kind: 'hierarchy',
    tenant: LEGACY,
    name: 'hierarchy.refused.csv',
    lines: ['agent_id,parent_agent_id,hierarchy_level', 'A-1,,first'],
  },
];

/**
 * Loads, runs and aliases of a small warehouse: whatever the project can do, it does here at least once, with something to
 * do it to.
 */
export async function tellFixtureStory(graph: CompiledGraph, warehouse: Warehouse): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'keyfast-story-'));
  const load = async ({ kind, tenant, name, period, lines, ...way }: SentFile): Promise<void> => {
    const file = join(directory, name);
    await writeFile(file, lines.map((line) => `${line}\n`).join(''));
    const periodLabel = period === undefined ? null : `${period}-01`;
    await loadFiles(
      { kind, files: [file], tenantId: tenant, periodLabel, actor: 'ann', ...way },
      graph,
      warehouse,
    );
  };
  const run = async (): Promise<void> => {
    const enabled = graphActions(graph).filter(({ disabled }) => !disabled);
    const results = await runGraph(graph, enabled, warehouse);
    const [broken] = results.filter(({ status }) => status === 'ERROR');
    if (broken) throw new Error(`${broken.action.name}: ${JSON.stringify(broken.faults)}`);
  };
  const call = (name: string, parameters: Parameters): Promise<ResultSet> =>
    runProcedure(graph, warehouse, name, parameters);

  try {
    const alias = {
      tenant_id: LEGACY,
      kind: 'agent',
      alias_name: 'J. Doe',
      canonical_name: 'Jane Doe',
      reason: 'one person, says the steward',
      actor: 'ann',
    };
    for (const tenant of [LEGACY, HARBOR, LEGACY]) {
      await call('tenant_add', { tenant_id: tenant, tenant_name: null, actor: 'ann' });
    }
    await tellMigration(graph, warehouse);
    for (const file of [...SMALL_FILES, ODD_NAMES]) await load(file);
    await run();
    await tellChangesets(graph, warehouse, directory);
    await tellOfDecision(call);
    await call('alias_add', alias);
    for (const file of [...CORRECTIONS, ...REINSTATED]) await load(file);
    for (const file of REFUSED) await refused(load(file));
    await run();
    await call('explain_identity', { tenant_id: LEGACY, kind: 'agent', name: 'J. Doe' });
    await call('list_similar_names', { tenant_id: LEGACY, kind: 'agent', name: 'Jane Do' });
    await call('list_control_failures', { control_id: 'QUARANTINE' });
    await call('report_run', { run_id: null });
    const ofARun = { run_id: 'the last run', previous_run_id: 'the run before it' };
    for (const part of ['results', 'failures', 'sign_offs'])
      await call(`report_${part}`, { run_id: ofARun.run_id });
    for (const part of ['identities', 'money', 'changesets', 'events']) await call(`report_${part}`, ofARun);
    await call('report_unmasked', { tenant_id: LEGACY, run_id: ofARun.run_id, actor: 'ann' });
    await call('record_run_context', {
      actor: 'ann',
      git_commit: null,
      graph_digest: 'a digest',
      run_parameters: '{}',
    });
    await call('record_refinement', {
      run_id: 'the last run',
      control_id: 'LEDGER',
      status: 'SKIPPED',
      reason: 'it needs what failed',
    });
    for (const list of [
      'alias_list',
      'list_control_results',
      'list_drift',
      'list_lookalikes',
      'list_quarantine',
      'summarise_identities',
      'summarise_loads',
      'summarise_newer_sources',
      'summarise_traceability',
      'tenant_list',
    ]) {
      await call(list, { tenant_id: null });
    }
    await call('alias_end', alias);
    await tellOfVerification(call);
  } finally {
    await rm(directory, { recursive: true });
  }
}

type Call = (name: string, parameters: Parameters) => Promise<ResultSet>;

/** The report of the last run is bound to a manifest. */
async function tellOfManifest(call: Call): Promise<Manifest> {
  const [asked = {}] = (await call('report_run', { run_id: null })).rows;
  return bindReport(call, { runId: textOf(asked, 'run_id'), files: { 'report.json': '{}' }, actor: 'ann' });
}

async function tellOfDecision(call: Call): Promise<void> {
  const { run_id, digest } = await tellOfManifest(call);
  const decision = { decision: 'accepted', reason: 'sound', actor: 'bob', signed_by: 'bob' };
  await call('sign_report', { run_id, manifest_digest: digest, ...decision });
}

/** What is digested is computed again, and rows of each table are compared. */
async function tellOfVerification(call: Call): Promise<void> {
  const manifest = await tellOfManifest(call);
  await verifyWarehouse(call, undefined, undefined);
  for (const [table, { buckets }] of Object.entries(tablesOf(manifest))) {
    const [bucket = '00'] = Object.keys(buckets);
    await call(`compare_${table}`, { run_id: manifest.run_id, buckets: bucket });
  }
}

async function refused(load: Promise<void>): Promise<void> {
  const error: unknown = await load.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DataError))
    throw new Error('A file with a fault was not refused.', { cause: error });
}
