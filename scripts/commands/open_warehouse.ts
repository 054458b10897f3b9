import type { CompiledGraph } from '../dataform/compiled_graph.ts';
import { CallError } from '../errors.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

export const DEFAULT_WAREHOUSE = 'duckdb:keyfast.duckdb';

const DUCKDB_PREFIX = 'duckdb:';

/**
 * Opens what `--warehouse` names: `duckdb:FILE`, created when it isn't there, or `bigquery`. An engine's modules are read
 * only when it is the one asked for.
 *
 * @throws CallError for any other name.
 */
export async function openWarehouse(
  name: string,
  graph: CompiledGraph,
  onWait: (message: string) => void,
): Promise<Warehouse> {
  if (name === 'bigquery') {
    const { BigQueryWarehouse } = await import('../warehouse/bigquery/bigquery_warehouse.ts');
    return BigQueryWarehouse.open(graph);
  }
  const path = name.startsWith(DUCKDB_PREFIX) ? name.slice(DUCKDB_PREFIX.length) : '';
  if (path === '') {
    throw new CallError({
      code: 'BAD_WAREHOUSE',
      message: 'There is no such warehouse',
      value: name,
      allowed: 'duckdb:FILE or bigquery',
    });
  }
  const { DuckDbWarehouse } = await import('../warehouse/duckdb/duckdb_warehouse.ts');
  return DuckDbWarehouse.open(path, graph, { onWait });
}
