import { beforeAll, describe, expect, it } from 'vitest';
import { compileProject } from '../../scripts/dataform/compile.ts';
import type { CompiledGraph, CompiledOperation } from '../../scripts/dataform/compiled_graph.ts';
import { runProcedure } from '../../scripts/dataform/run_procedure.ts';
import { migrate } from '../../scripts/migrations/migrate.ts';
import { BigQueryWarehouse } from '../../scripts/warehouse/bigquery/bigquery_warehouse.ts';
import type { Row } from '../../scripts/warehouse/values.ts';

const PROJECT = 'migration-tests';
const JANE = '11111111-1111-4111-8111-111111111111';
const OF_JANE = { tenant_id: 'harbor', org_id: 'west', agent_entity_id: JANE };

/** A warehouse as an earlier version left it: ends that are inclusive, a gap, two open ends, a changeset that is open. */
const LEFT_BEHIND: Readonly<Record<string, readonly Row[]>> = {
  config_bulk_import_changesets: [
    { changeset_id: 'c-1', tenant_id: 'harbor', org_id: 'west', status: 'VALIDATED', uploaded_by: 'uma' },
  ],
  agent_profile_identity: [
    { ...OF_JANE, last_name: 'Doe', effective_start_date: '2024-01-01', effective_end_date: '2024-01-31' },
    { ...OF_JANE, last_name: 'Roe', effective_start_date: '2024-02-01', effective_end_date: '2024-02-29' },
    { ...OF_JANE, last_name: 'Poe', effective_start_date: '2024-06-01', effective_end_date: '9999-12-31' },
  ],
  agent_profile_contact: [
    { ...OF_JANE, email: 'jane@example.com', effective_start_date: '2024-01-01' },
    { ...OF_JANE, email: 'jane@example.org', effective_start_date: '2024-02-01' },
  ],
};

/** The project's graph over a project of its own in the emulator. */
const graph = JSON.parse(
  JSON.stringify(await compileProject()).replaceAll('payroll-bi-gauntlet', PROJECT),
) as CompiledGraph;
let warehouse: BigQueryWarehouse;
let journal: readonly Row[];

/** The earlier version's table under its own name, and some of the columns that it might have had. */
async function leaveBehind(name: string, rows: readonly Row[]): Promise<void> {
  const legacy = graph.operations?.find(({ target }) => target.name === `${name}_legacy`);
  if (!legacy) throw new Error(`The graph doesn't know the table ${name} of an earlier version.`);
  const operation: CompiledOperation = {
    ...legacy,
    target: { ...legacy.target, name },
    queries: legacy.queries.map((query) =>
      query
        .replaceAll(`${name}_legacy`, name)
        .replace(/^\s*(preferred_name|phone|committed_at) \w+,?$/gm, ''),
    ),
  };
  await warehouse.runOperation(operation);
  await warehouse.stage(operation.target, each(rows));
}

async function* each(rows: readonly Row[]): AsyncGenerator<Row> {
  for (const row of rows) yield await Promise.resolve(row);
}

async function rowsOf(query: string): Promise<readonly Row[]> {
  const target = { database: PROJECT, schema: 'payroll_config', name: 'query' };
  return (
    await warehouse.runOperation({ target, fileName: 'tests/bigquery/migrate.test.ts', queries: [query] })
  ).rows;
}

beforeAll(async () => {
  warehouse = await BigQueryWarehouse.open(graph);
  await runProcedure(graph, warehouse, 'tenant_add', {
    tenant_id: 'harbor',
    tenant_name: null,
    actor: 'ann',
  });
  for (const [name, rows] of Object.entries(LEFT_BEHIND)) await leaveBehind(name, rows);
  journal = await migrate({ legacyEnds: null, actor: 'mia' }, graph, warehouse);
}, 120_000);

describe('a migration on BigQuery', () => {
  it('journals each table', () => {
    expect(
      journal.map((row) => [
        row.migration_number,
        row.legacy_table,
        row.migrated_row_count,
        row.quarantined_count,
      ]),
    ).toEqual([
      [1n, 'config_bulk_import_changesets_legacy', 1n, 0n],
      [2n, 'agent_profile_contact_legacy', 1n, 1n],
      [2n, 'agent_profile_identity_legacy', 3n, 0n],
    ]);
  });

  it('leaves the windows that were there', async () => {
    const windows = (name: string, field: string): Promise<readonly Row[]> =>
      rowsOf(
        `SELECT profile.${field} AS field, profile.effective_start_date, profile.effective_end_date
         FROM \`${PROJECT}.payroll_config.${name}\` AS profile ORDER BY profile.effective_start_date`,
      );
    const row = (field: string, start: string, end: string | null): Row => ({
      field,
      effective_start_date: start,
      effective_end_date: end,
    });

    expect(await windows('agent_profile_identity', 'last_name')).toEqual([
      row('Doe', '2024-01-01', '2024-02-01'),
      row('Roe', '2024-02-01', '2024-03-01'),
      row('Poe', '2024-06-01', null),
    ]);
    expect(await windows('agent_profile_contact', 'email')).toEqual([
      row('jane@example.org', '2024-02-01', null),
    ]);
  });

  it('lists the changesets, and the journal and the quarantine of what it did', async () => {
    const changesets = await runProcedure(graph, warehouse, 'list_changesets', {
      tenant_id: 'harbor',
      org_id: null,
    });

    expect(changesets.rows).toMatchObject([{ changeset_id: 'c-1', status: 'INVALID', created_count: null }]);
    expect((await runProcedure(graph, warehouse, 'list_migrations')).rows).toEqual(journal);
    expect((await runProcedure(graph, warehouse, 'summarise_migration_quarantine')).rows).toEqual([
      { legacy_table: 'agent_profile_contact_legacy', reason: 'OVERLAP', row_count: 1n, first_id: JANE },
    ]);
    // The earlier version's rows of this test have no first names.
    expect((await runProcedure(graph, warehouse, 'summarise_migrated_agents')).rows).toMatchObject([
      { tenant_id: 'harbor', org_id: 'west', note: 'NO_NAME', agent_count: 1n, first_id: JANE },
    ]);
  });

  it('does nothing the second time', async () => {
    expect(await migrate({ legacyEnds: null, actor: 'mia' }, graph, warehouse)).toEqual([]);
  });
});
