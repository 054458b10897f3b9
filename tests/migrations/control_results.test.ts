import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../scripts/migrations/migrate.ts';
import type { Row } from '../../scripts/warehouse/values.ts';
import {
  BUILD_MILLISECONDS,
  LocalWarehouse,
  WarehouseDirectory,
} from '../fixtures/warehouse/local_warehouse.ts';

/** As an earlier version made and filled it. */
const LEGACY = `
  CREATE OR REPLACE TABLE payroll_assertions.control_results (
    run_id VARCHAR NOT NULL, control_id VARCHAR NOT NULL, status VARCHAR NOT NULL, population_count BIGINT NOT NULL,
    failure_count BIGINT NOT NULL, evaluated_at TIMESTAMP NOT NULL);
  INSERT INTO payroll_assertions.control_results VALUES
    ('old run', '7', 'PASS', 9, 0, TIMESTAMP '2024-01-05 10:00:00'),
    ('old run', 'LEDGER', 'FAIL', 9, 2, TIMESTAMP '2024-01-05 10:00:01')`;

let directory: WarehouseDirectory;
let file: string;

beforeAll(async () => {
  directory = await WarehouseDirectory.create();
  file = directory.newFile();
  await LocalWarehouse.with(file, async (local) => {
    await local.run('evidence_begin', '+control_results');
  });
}, BUILD_MILLISECONDS);

afterAll(() => directory.remove());

async function onLegacyWarehouse(work: (local: LocalWarehouse) => Promise<void>): Promise<void> {
  await LocalWarehouse.with(await directory.copyOf(file), async (local) => {
    await local.sql(LEGACY);
    await work(local);
  });
}

function migrated(local: LocalWarehouse): Promise<Row[]> {
  return migrate({ legacyEnds: null, actor: 'mia' }, local.graph, local.warehouse);
}

test('what an earlier version recorded of controls is kept, and what it did not record is unknown', () =>
  onLegacyWarehouse(async (local) => {
    expect(await migrated(local)).toMatchObject([
      {
        migration_number: 3n,
        legacy_table: 'control_results_legacy',
        legacy_row_count: 2n,
        migrated_row_count: 2n,
        migrated_by: 'mia',
      },
    ]);

    expect(await local.sql('FROM payroll_assertions.control_results ORDER BY control_id')).toEqual([
      [
        'old run',
        '7',
        'PASS',
        '9',
        null,
        null,
        null,
        null,
        '0',
        null,
        null,
        null,
        null,
        null,
        '2024-01-05 10:00:00',
      ],
      [
        'old run',
        'LEDGER',
        'FAIL',
        '9',
        null,
        null,
        null,
        null,
        '2',
        null,
        null,
        null,
        null,
        null,
        '2024-01-05 10:00:01',
      ],
    ]);
    expect(await migrated(local)).toEqual([]);
  }));

test('a run, and whoever reads results, is told to migrate first', () =>
  onLegacyWarehouse(async (local) => {
    await expect(local.run('evidence_begin', 'record_ledger_assigns_once')).rejects.toThrow(
      '[NOT_MIGRATED] control_results is as an earlier version of Keyfast left it',
    );
    await expect(local.procedure('list_control_results')).rejects.toThrow('NOT_MIGRATED');
    expect(await local.sql('SELECT COUNT(*) FROM payroll_assertions.control_results')).toEqual([['2']]);
  }));
