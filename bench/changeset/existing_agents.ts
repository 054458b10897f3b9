import { compileProject } from '../../scripts/dataform/compile.ts';
import { prepareProcedure, runProcedure } from '../../scripts/dataform/run_procedure.ts';
import { DuckDbConnection } from '../../scripts/warehouse/duckdb/connection.ts';
import { DuckDbWarehouse } from '../../scripts/warehouse/duckdb/duckdb_warehouse.ts';
import { sqlFile } from '../sql_file.ts';

/** Whose agents, and who imports them. */
export const SCOPE = { tenantId: 'harbor_point_advisors', orgId: 'east', actor: 'bench' } as const;

/** Makes a warehouse of so many agents, with what a changeset that was committed leaves of them. */
export async function createExistingAgents(path: string, agentCount: number): Promise<void> {
  const graph = await compileProject();
  const warehouse = await DuckDbWarehouse.open(path, graph);
  await runProcedure(graph, warehouse, 'tenant_add', {
    tenant_id: SCOPE.tenantId,
    tenant_name: null,
    actor: SCOPE.actor,
  });
  for (const procedure of ['upload_changeset', 'commit_changeset_writes', 'rollback_changeset'])
    await prepareProcedure(graph, warehouse, procedure);
  await warehouse.close();

  const connection = await DuckDbConnection.open(path);
  await connection.run(`SET VARIABLE agent_count = ${agentCount}`);
  await connection.run(await sqlFile('changeset', 'agents'));
  await connection.run(await sqlFile('changeset', 'existing_agents'));
  connection.close();
}
