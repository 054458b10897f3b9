import type { CompiledGraph, CompiledOperation } from '../../scripts/dataform/compiled_graph.ts';
import { runProcedure } from '../../scripts/dataform/run_procedure.ts';
import type { Row } from '../../scripts/warehouse/values.ts';
import type { Warehouse } from '../../scripts/warehouse/warehouse.ts';
import { HARBOR } from '../fixtures/warehouse/small_warehouse.ts';

const OF_A_TENANT = { tenant_id: HARBOR, org_id: 'west' };
const OF_AN_AGENT = { ...OF_A_TENANT, agent_entity_id: '11111111-1111-4111-8111-111111111111' };

/** What an earlier version left, under the names that a migration gives it: of each kind of row one. */
const LEGACY_ROWS: Readonly<Record<string, readonly Row[]>> = {
  config_bulk_import_changesets_legacy: [
    { ...OF_A_TENANT, changeset_id: 'c-1', status: 'COMMITTED', uploaded_by: 'uma' },
    { ...OF_A_TENANT, changeset_id: 'c-2', status: 'VALIDATED', uploaded_by: 'uma' },
    { ...OF_A_TENANT, status: 'UPLOADED' },
  ],
  agent_profile_identity_legacy: [
    {
      ...OF_AN_AGENT,
      agent_id: 'A-1',
      first_name: 'Jo',
      last_name: 'Doe',
      effective_start_date: '2024-01-01',
      effective_end_date: '2024-01-31',
    },
    {
      ...OF_AN_AGENT,
      agent_id: 'A-1',
      first_name: 'Jo',
      last_name: 'Roe',
      effective_start_date: '2024-02-01',
      effective_end_date: '2024-03-31',
      created_by: 'carl',
      created_at: '2024-01-05T10:00:00.000000Z',
    },
    { ...OF_A_TENANT, effective_start_date: '2024-01-01' },
  ],
  agent_profile_contact_legacy: [
    { ...OF_AN_AGENT, email: 'jo@example.com', effective_start_date: '2024-01-01' },
    { ...OF_AN_AGENT, email: 'jo@example.org', effective_start_date: '2024-02-01' },
  ],
  control_results_legacy: [
    {
      run_id: 'a run of an earlier version',
      control_id: 'LEDGER',
      status: 'PASS',
      population_count: 9n,
      failure_count: 0n,
      evaluated_at: '2024-01-05T10:00:00.000000Z',
    },
  ],
};

/** What a migration does once the earlier version's tables are set aside. */
export async function tellMigration(graph: CompiledGraph, warehouse: Warehouse): Promise<void> {
  for (const [name, rows] of Object.entries(LEGACY_ROWS)) {
    const table = operation(graph, name);
    await warehouse.runOperation(table);
    await warehouse.stage(table.target, each(rows));
  }
  for (const procedure of ['migrate_changesets', 'migrate_profiles', 'migrate_control_results']) {
    await runProcedure(graph, warehouse, procedure, { legacy_ends: null, actor: 'mia' });
  }
  for (const list of ['list_migrations', 'summarise_migration_quarantine', 'summarise_migrated_agents']) {
    await runProcedure(graph, warehouse, list);
  }
}

function operation(graph: CompiledGraph, name: string): CompiledOperation {
  const found = graph.operations?.find(({ target }) => target.name === name);
  if (found === undefined) throw new Error(`The graph has no operation ${name}.`);
  return found;
}

async function* each(rows: readonly Row[]): AsyncGenerator<Row> {
  for (const row of rows) yield await Promise.resolve(row);
}
