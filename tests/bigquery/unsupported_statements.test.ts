import { expect, it } from 'vitest';
import type { CompiledGraph } from '../../scripts/dataform/compiled_graph.ts';
import { BigQueryWarehouse } from '../../scripts/warehouse/bigquery/bigquery_warehouse.ts';
import { faultsOf } from './unsupported_statements.ts';

const PROJECT = 'unsupported-statements';

const GRAPH: CompiledGraph = {
  operations: [
    {
      target: { database: PROJECT, schema: 'payroll', name: 'checked' },
      fileName: 'tests/warehouse/bigquery/located.sqlx',
      // The emulator has no ASSERT.
      queries: [
        'SELECT 1 AS n; ASSERT @tenant_id IS NULL; SELECT ERROR(CONCAT("[UNKNOWN_TENANT] ", "acme"));',
      ],
    },
  ],
  projectConfig: {
    defaultDatabase: PROJECT,
    defaultSchema: 'payroll',
    assertionSchema: 'payroll_assertions',
  },
};

it.each<[action: string, statement: string, faults: readonly string[]]>([
  ['checked', 'ASSERT @tenant_id IS NULL', []],
  ['checked', 'SELECT 1 AS n', ['checked: the emulator runs it now: SELECT 1 AS n']],
  [
    'checked',
    'SELECT ERROR(CONCAT("[UNKNOWN_TENANT] ", "acme"))',
    ['checked: the emulator runs it now: SELECT ERROR(CONCAT("[UNKNOWN_TENANT] ", "acme"))'],
  ],
  ['checked', 'ASSERT FALSE', ['checked: has no statement ASSERT FALSE']],
  ['unchecked', 'SELECT 1 AS n', ['unchecked: there is no such action']],
])('a list of the statement of %s, "%s", has the faults %o', async (action, statement, faults) => {
  const warehouse = await BigQueryWarehouse.open(GRAPH);

  expect(await faultsOf([{ action, statement, why: 'for this test' }], GRAPH, warehouse)).toEqual(faults);
});
