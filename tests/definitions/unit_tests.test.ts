import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileProject } from '../../scripts/dataform/compile.ts';
import type { CompiledGraph } from '../../scripts/dataform/compiled_graph.ts';
import { runTest } from '../../scripts/dataform/run_tests.ts';
import { DuckDbWarehouse } from '../../scripts/warehouse/duckdb/duckdb_warehouse.ts';

/** What compiling and analysing the project may take on a busy machine. */
const BUILD_MILLISECONDS = 120_000;

let graph: CompiledGraph;
let warehouse: DuckDbWarehouse;

beforeAll(async () => {
  graph = await compileProject();
  warehouse = await DuckDbWarehouse.open(':memory:', graph);
}, BUILD_MILLISECONDS);

afterAll(() => warehouse.close());

test('every view has a unit test of its name', () => {
  const views = (graph.tables ?? []).filter(({ type }) => type === 'view').map(({ target }) => target.name);
  expect((graph.tests ?? []).map(({ name }) => name).sort()).toEqual(
    views.map((name) => `${name}_test`).sort(),
  );
});

test('every unit test holds on the embedded engine', async () => {
  const differences: Record<string, readonly string[]> = {};
  for (const unitTest of graph.tests ?? []) {
    differences[unitTest.name] = (await runTest(unitTest, warehouse)).differences;
  }
  expect(Object.entries(differences).filter(([, found]) => found.length > 0)).toEqual([]);
});
