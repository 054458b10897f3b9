import type { CompiledGraph, CompiledOperation } from '../dataform/compiled_graph.ts';
import type { Relation, Warehouse } from '../warehouse/warehouse.ts';
import { MIGRATIONS, type LegacyTable, type Migration } from './migrations.ts';

/** A migration that is to be done, and how far each of its tables has come. */
export interface PendingMigration {
  readonly migration: Migration;
  readonly tables: readonly {
    readonly table: LegacyTable;
    /** Under its own name; undefined once it is set aside, or where the earlier version had none. */
    readonly standing?: Relation;
    readonly isSetAside: boolean;
  }[];
}

/**
 * The migrations of which a table stands under its own name, or is set aside and not in the journal, because somebody ended
 * the process between the two. What stands in the warehouse decides, so running them again goes on.
 */
export async function pendingMigrations(
  graph: CompiledGraph,
  warehouse: Warehouse,
): Promise<PendingMigration[]> {
  const pending: PendingMigration[] = [];
  let done: Set<string> | undefined;
  for (const migration of MIGRATIONS) {
    const tables: PendingMigration['tables'][number][] = [];
    for (const table of migration.tables) {
      const relation = await relationOf(graph, warehouse, table.name);
      const isSetAside = (await relationOf(graph, warehouse, table.legacyName)) !== undefined;
      const isStanding = relation !== undefined && table.isLegacy(relation);
      tables.push({ table, isSetAside, ...(isStanding && { standing: relation }) });
    }
    if (tables.some(({ isSetAside }) => isSetAside)) done ??= await journalled(graph, warehouse);
    const isPending = tables.some(
      ({ table, standing, isSetAside }) =>
        standing !== undefined || (isSetAside && done?.has(table.legacyName) !== true),
    );
    if (isPending) pending.push({ migration, tables });
  }
  return pending;
}

async function relationOf(
  graph: CompiledGraph,
  warehouse: Warehouse,
  name: string,
): Promise<Relation | undefined> {
  const target = operationOf(graph, name)?.target;
  return target && warehouse.relation(target);
}

/** The legacy tables that the journal knows. */
async function journalled(graph: CompiledGraph, warehouse: Warehouse): Promise<Set<string>> {
  const journal = operationOf(graph, 'migrations');
  const list = operationOf(graph, 'list_migrations');
  if (!journal || !list || (await warehouse.relation(journal.target)) === undefined) return new Set();
  const { rows } = await warehouse.runOperation(list);
  return new Set(rows.flatMap(({ legacy_table: name }) => (typeof name === 'string' ? [name] : [])));
}

function operationOf(graph: CompiledGraph, name: string): CompiledOperation | undefined {
  return graph.operations?.find(({ target }) => target.name === name);
}
