import { compileProject } from '../../scripts/dataform/compile.ts';
import { runProcedure } from '../../scripts/dataform/run_procedure.ts';
import { createMissingSources } from '../../scripts/dataform/sources.ts';
import { DuckDbConnection } from '../../scripts/warehouse/duckdb/connection.ts';
import { DuckDbWarehouse } from '../../scripts/warehouse/duckdb/duckdb_warehouse.ts';
import { sqlFile } from '../sql_file.ts';

/** Components of a stage-1 line: its agents' splits. */
export const COMPONENTS_PER_LINE = 5;

/** The first is the one without a scope of its own (`vars.legacyTenantId`). */
export const TENANTS: readonly string[] = [
  'creative_benefit_strategies',
  'harbor_point_advisors',
  'lakeshore_payroll_partners',
  'northgate_benefits',
];

/** Makes a warehouse with a year of sources that nothing has run on yet: so many stage-3 rows, a fifth as many of stage 1. */
export async function createSyntheticWarehouse(path: string, componentCount: number): Promise<void> {
  const graph = await compileProject();
  const warehouse = await DuckDbWarehouse.open(path, graph);
  await createMissingSources(graph, warehouse);
  for (const tenant of TENANTS) {
    await runProcedure(graph, warehouse, 'tenant_add', {
      tenant_id: tenant,
      tenant_name: null,
      actor: 'bench',
    });
  }
  await warehouse.close();

  const connection = await DuckDbConnection.open(path);
  await connection.run(`SET VARIABLE stage3_rows = ${componentCount}`);
  await connection.run(`SET VARIABLE stage1_rows = ${componentCount / COMPONENTS_PER_LINE}`);
  await connection.run(`SET VARIABLE tenant_count = ${TENANTS.length}`);
  await connection.run(await sqlFile('identity', 'synthetic_sources'));
  connection.close();
}
