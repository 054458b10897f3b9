import type { Warehouse } from '../warehouse/warehouse.ts';
import { dottedName, type Target } from './compiled_graph.ts';

const SEEN = new WeakMap<Warehouse, Set<string>>();

/**
 * Whether a table or view is there. What was there once is not asked for again: nothing in the project drops a relation
 * (a migration renames what nothing else of its process has asked for), and a load of many files would ask for the same
 * ones with each file.
 */
export async function exists(warehouse: Warehouse, target: Target): Promise<boolean> {
  const seen = SEEN.get(warehouse) ?? new Set<string>();
  SEEN.set(warehouse, seen);
  const name = dottedName(target);
  if (seen.has(name)) return true;
  const found = (await warehouse.relation(target)) !== undefined;
  if (found) seen.add(name);
  return found;
}
