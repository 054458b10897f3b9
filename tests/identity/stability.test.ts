import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROJECT_ROOT } from '../../scripts/dataform/project.ts';
import {
  BUILD_MILLISECONDS,
  LocalWarehouse,
  WarehouseDirectory,
} from '../fixtures/warehouse/local_warehouse.ts';
import { buildSmallWarehouse, LEGACY, SMALL_FILES } from '../fixtures/warehouse/small_warehouse.ts';
import { RUN_EVIDENCE, tableContents } from '../fixtures/warehouse/table_contents.ts';

/** Every run leaves its own evidence, and the time at which its writers locked. */
const BUT_FOR_THE_RUN = {
  outTables: RUN_EVIDENCE,
  outColumns: ['locked_at'],
};

let directory: WarehouseDirectory;
let small: string;

beforeAll(async () => {
  directory = await WarehouseDirectory.create();
  small = directory.newFile();
  await buildSmallWarehouse(small);
}, BUILD_MILLISECONDS);

afterAll(async () => {
  await directory.remove();
});

test('a second run changes no row but its own evidence', async () => {
  await LocalWarehouse.with(await directory.copyOf(small), async (local) => {
    const before = await tableContents(local, BUT_FOR_THE_RUN);
    expect(Object.keys(before).sort()).toEqual([
      'agent_profile_contact_versions',
      'agent_profile_identity_versions',
      'audit_events',
      'bulk_import_plans',
      'bulk_import_resolutions',
      'bulk_import_rows',
      'business_id_mapping',
      'commission_traceability',
      'config_bulk_import_changesets',
      'dim_agent_hierarchy',
      'dim_agent_identity',
      'dim_business_mapping',
      'identity_aliases',
      'identity_ledger',
      'row_digests',
      'seen_snapshots',
      'snapshots',
      'stage1_snapshots',
      'stage3_snapshots',
      'tenants',
    ]);
    const actions = await local.run();
    expect(actions.filter(({ status }) => status !== 'SUCCESS')).toEqual([]);
    expect(await tableContents(local, BUT_FOR_THE_RUN)).toEqual(before);
  });
});

test('files that are known already change no row', async () => {
  await LocalWarehouse.with(await directory.copyOf(small), async (local) => {
    const before = await tableContents(local, BUT_FOR_THE_RUN);
    for (const file of SMALL_FILES) await local.load(file);
    expect(await tableContents(local, BUT_FOR_THE_RUN)).toEqual(before);
  });
});

test('a full refresh changes no row but its own evidence', async () => {
  const file = await directory.copyOf(small);
  const before = await LocalWarehouse.with(file, (local) => tableContents(local, BUT_FOR_THE_RUN));
  const command = spawnSync(
    process.execPath,
    [
      join(PROJECT_ROOT, 'bin/keyfast.js'),
      'run',
      '--full-refresh',
      '--json',
      '--warehouse',
      `duckdb:${file}`,
    ],
    { encoding: 'utf8' },
  );
  expect(command.status).toBe(0);
  await LocalWarehouse.with(file, async (local) => {
    expect(await local.sql('SELECT count(*) FROM payroll_assertions.control_runs')).toEqual([['3']]);
    expect(await tableContents(local, BUT_FOR_THE_RUN)).toEqual(before);
  });
});

test('no action has anything for a full refresh of Dataform to rebuild but views and the traceability copy', async () => {
  await LocalWarehouse.with(await directory.copyOf(small), ({ graph }) => {
    const rebuilt = (graph.tables ?? [])
      .filter(({ type }) => type !== 'view')
      .map(({ target, type }) => [target.name, type]);
    expect(rebuilt).toEqual([['commission_traceability', 'table']]);
    const destroying = (graph.operations ?? []).filter(({ queries }) =>
      queries.some((query) => /\b(CREATE OR REPLACE (?!VIEW)|DROP |TRUNCATE )/i.test(query)),
    );
    expect(destroying.map(({ target }) => target.name)).toEqual([]);
    return Promise.resolve();
  });
});

test.each([
  [
    'dim_business_mapping',
    'business_id, normalized_name, business_name, first_seen_date, last_seen_date, is_active',
  ],
  [
    'dim_agent_identity',
    'agent_key, normalized_name, display_name, aliases, upstream_agent_ids, effective_start_date',
  ],
])('a %s that was dropped by hand comes back with the same ids', async (dimension, columns) => {
  const file = await directory.copyOf(small);
  const rows = `SELECT tenant_id, ${columns} FROM payroll_analytics.${dimension} ORDER BY ALL`;
  const ledger = 'SELECT * FROM payroll_analytics.identity_ledger ORDER BY ALL';
  await LocalWarehouse.with(file, async (local) => {
    const before = [await local.sql(rows), await local.sql(ledger)];
    await local.sql(`DROP TABLE payroll_analytics.${dimension}`);
    await local.run();
    expect([await local.sql(rows), await local.sql(ledger)]).toEqual(before);
  });
});

test('an assigned id is looked up, never computed again', async () => {
  await LocalWarehouse.with(await directory.copyOf(small), async (local) => {
    // As a former formula would have given it.
    await local.sql(
      `UPDATE payroll_analytics.identity_ledger SET identity_id = 'former', formula_version = 0
       WHERE normalized_name = 'ACME WIDGETS INC'`,
    );
    await local.sql('DROP TABLE payroll_analytics.dim_business_mapping');
    await local.run();
    expect(
      await local.sql(
        `SELECT business_id, formula_version FROM payroll_analytics.dim_business_mapping
         WHERE tenant_id = '${LEGACY}' AND normalized_name = 'ACME WIDGETS INC'`,
      ),
    ).toEqual([['former', '0']]);
    expect(
      await local.sql(
        `SELECT DISTINCT business_id FROM payroll_analytics.commission_traceability
         WHERE business_name = 'Acme Widgets Inc'`,
      ),
    ).toEqual([['former']]);
  });
});
