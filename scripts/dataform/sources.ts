import type { Warehouse } from '../warehouse/warehouse.ts';
import type { CompiledGraph } from './compiled_graph.ts';
import { exists } from './existence.ts';

/**
 * Creates the declared sources that aren't there yet, each by its disabled operation `create_<source>`: a new deployment
 * and the embedded database have no upstream that made them.
 */
export async function createMissingSources(graph: CompiledGraph, warehouse: Warehouse): Promise<void> {
  const operations = new Map((graph.operations ?? []).map((operation) => [operation.target.name, operation]));
  for (const declaration of graph.declarations ?? []) {
    const create = operations.get(`create_${declaration.target.name}`);
    if (create && !(await exists(warehouse, declaration.target))) await warehouse.runOperation(create);
  }
}
