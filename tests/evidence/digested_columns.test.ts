import { afterAll, beforeAll, expect, test } from 'vitest';
import { digestedTables } from '../../includes/src/digested_tables.ts';
import {
  BUILD_MILLISECONDS,
  LocalWarehouse,
  WarehouseDirectory,
} from '../fixtures/warehouse/local_warehouse.ts';
import { loadSmallFiles } from '../fixtures/warehouse/small_warehouse.ts';

/** A column that isn't digested could be changed without a trace: whoever adds one adds it to the list too. */
const TYPES: Readonly<Record<string, string>> = {
  VARCHAR: 'STRING',
  BIGINT: 'INT64',
  'DECIMAL(38,9)': 'NUMERIC',
  BOOLEAN: 'BOOL',
  DATE: 'DATE',
  TIMESTAMP: 'TIMESTAMP',
  'VARCHAR[]': 'ARRAY<STRING>',
};

let directory: WarehouseDirectory;
let columns: Map<string, string>;

beforeAll(async () => {
  directory = await WarehouseDirectory.create();
  await LocalWarehouse.with(directory.newFile(), async (local) => {
    await loadSmallFiles(local);
    await local.run();
    for (const { name, recorded } of digestedTables) {
      if (recorded === 'manifest') await local.procedure(`recompute_${name}`, { run_id: 'none' });
    }
    const rows = await local.sql(
      `SELECT table_name, column_name, data_type FROM information_schema.columns ORDER BY table_name, ordinal_position`,
    );
    columns = new Map();
    for (const [table = '', column, type] of rows) {
      const known = columns.get(table ?? '');
      const own = `${column ?? ''} ${TYPES[type ?? ''] ?? type ?? ''}`;
      columns.set(table ?? '', known === undefined ? own : `${known}, ${own}`);
    }
  });
}, BUILD_MILLISECONDS);

afterAll(() => directory.remove());

test.each(digestedTables.map(({ name, columns: listed }) => [name, listed] as const))(
  'every column of %s is digested',
  (name, listed) => {
    expect(listed).toBe(columns.get(name));
  },
);
