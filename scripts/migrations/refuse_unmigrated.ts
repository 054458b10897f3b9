import type { CompiledGraph } from '../dataform/compiled_graph.ts';
import { DataError, type Fault } from '../errors.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { MIGRATIONS } from './migrations.ts';
import { pendingMigrations } from './pending.ts';

const MIGRATED = new WeakSet<Warehouse>();

/**
 * Refuses work on relations that an earlier version left as they are: under the name of a view stands a table, or a table
 * lacks columns, and the engine would say so in words of its own. `names` are the relations that the work reads or writes.
 */
export async function refuseUnmigrated(
  graph: CompiledGraph,
  warehouse: Warehouse,
  names: ReadonlySet<string>,
): Promise<void> {
  const isConcerned = MIGRATIONS.some(({ tables }) => tables.some(({ name }) => names.has(name)));
  if (!isConcerned || MIGRATED.has(warehouse)) return;
  const pending = await pendingMigrations(graph, warehouse);
  const [first, ...others] = pending.flatMap(({ tables }) =>
    tables
      .filter(({ table, standing, isSetAside }) => names.has(table.name) && (standing ?? isSetAside))
      .map(({ table, standing }): Fault => ({
        code: 'NOT_MIGRATED',
        message: standing
          ? `${table.name} is as an earlier version of Keyfast left it`
          : `The rows of ${table.legacyName}, from an earlier version of Keyfast, are not migrated yet`,
      })),
  );
  if (first) throw new DataError([first, ...others], 'keyfast migrate');
  if (pending.length === 0) MIGRATED.add(warehouse);
}
