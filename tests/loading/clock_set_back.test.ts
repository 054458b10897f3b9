import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  BUILD_MILLISECONDS,
  LocalWarehouse,
  type SentFile,
  WarehouseDirectory,
} from '../fixtures/warehouse/local_warehouse.ts';

let directory: WarehouseDirectory;
let local: LocalWarehouse;

beforeAll(async () => {
  directory = await WarehouseDirectory.create();
  local = await LocalWarehouse.open(directory.newFile());
  await local.addTenant('acme');
}, BUILD_MILLISECONDS);

afterAll(async () => {
  await local.close();
  await directory.remove();
});

const stage1 = (name: string, gross: string): SentFile => ({
  kind: 'stage1',
  tenant: 'acme',
  name,
  period: '2025-01',
  lines: ['business_name,product_code,gross_commission', `Acme,MED,${gross}`],
});

const FUTURE = '2100-01-01 00:00:00';

/** A lock in the future is what a clock that was set back finds. */
const lockInTheFuture = (tenant: string): Promise<unknown> =>
  local.sql(`UPDATE payroll_config.tenants SET locked_at = '${FUTURE}' WHERE tenant_id = '${tenant}'`);

test('a correction supersedes although the clock was set back', async () => {
  await lockInTheFuture('acme');
  await local.load(stage1('first.csv', '1.00'));
  await local.load(stage1('correction.csv', '2.00'));
  expect(
    await local.sql(
      `SELECT source_file, strftime(ingested_at, '%Y-%m-%d %H:%M:%S.%f') FROM payroll_processed.snapshots
       JOIN payroll_processed.current_snapshots USING (stage, tenant_id, period_label, snapshot_id, ingested_at)`,
    ),
  ).toEqual([['correction.csv', '2100-01-01 00:00:00.000002']]);
});

test('a run that began later is the current one although the clock was set back', async () => {
  await lockInTheFuture('*');
  await local.run('+evidence_begin', '+current_run');
  await local.run('+evidence_begin', '+current_run');
  expect(await local.sql(`SELECT strftime(started_at, '%Y.%f') FROM payroll_assertions.current_run`)).toEqual(
    [['2100.000002']],
  );
});
