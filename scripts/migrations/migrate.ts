import type { CompiledGraph } from '../dataform/compiled_graph.ts';
import { runProcedure } from '../dataform/run_procedure.ts';
import { CallError, DataError, type Fault, KeyfastError } from '../errors.ts';
import type { Row } from '../warehouse/values.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { pendingMigrations, type PendingMigration } from './pending.ts';

export interface MigrationRequest {
  /** How end dates are read where the rows don't tell; null: not said. */
  readonly legacyEnds: 'INCLUSIVE' | 'EXCLUSIVE' | null;
  readonly actor: string;
}

export interface MigrationOptions {
  readonly signal?: AbortSignal;
  /** Called before each step. */
  readonly onStep?: (step: string) => void;
}

/**
 * Brings what an earlier version left in the warehouse here, step by step; each is done wholly or not at all, and what is done
 * is not done again. Gives the rows that it added to the journal: none when there was nothing to do.
 *
 * @throws DataError when the earlier version's tables can't be read, or when how their end dates are meant can't be told.
 */
export async function migrate(
  { legacyEnds, actor }: MigrationRequest,
  graph: CompiledGraph,
  warehouse: Warehouse,
  { signal, onStep }: MigrationOptions = {},
): Promise<Row[]> {
  const pending = await pendingMigrations(graph, warehouse);
  refuseUnreadable(pending);
  const journal: Row[] = [];
  for (const { migration, tables } of pending) {
    for (const { table, standing } of tables.filter(({ standing }) => standing !== undefined)) {
      signal?.throwIfAborted();
      onStep?.(`Setting ${table.name} aside`);
      if (standing) await runProcedure(graph, warehouse, table.setAside);
    }
    signal?.throwIfAborted();
    onStep?.(`Migrating ${tables.map(({ table }) => table.legacyName).join(' and ')}`);
    const { rows } = await runProcedure(graph, warehouse, migration.procedure, {
      legacy_ends: legacyEnds,
      actor,
    }).catch((error: unknown) => {
      throw withWayOut(error);
    });
    journal.push(...rows);
  }
  return journal;
}

/** Before anything is renamed. */
function refuseUnreadable(pending: readonly PendingMigration[]): void {
  const faults = pending
    .flatMap(({ tables }) => tables)
    .flatMap(({ table, standing, isSetAside }): Fault[] => {
      if (standing?.kind !== 'table') return [];
      const lacking = table.requiredColumns.filter((column) => !standing.columnNames.includes(column));
      return [
        ...lacking.map((column) => ({
          code: 'LEGACY_COLUMN_MISSING',
          message: `${table.name} has no column ${column}, without which its rows say nothing`,
          allowed: table.requiredColumns.join(', '),
        })),
        ...(isSetAside
          ? [
              {
                code: 'LEGACY_TABLE_TWICE',
                message: `${table.legacyName} is there already, and the table ${table.name} too: only one can hold what an earlier version left`,
              },
            ]
          : []),
      ];
    });
  const [first, ...others] = faults;
  if (first) throw new DataError([first, ...others]);
}

/** What a guard of a migration refuses, with what a person can do about it. */
function withWayOut(error: unknown): unknown {
  if (!(error instanceof KeyfastError)) return error;
  const [{ code, message }] = error.faults;
  switch (code) {
    case 'UNREGISTERED_TENANTS': {
      const [first] = message.split(', ');
      return new DataError(
        [
          {
            code,
            message: `The rows of the earlier version are of tenants that aren't registered: ${message}`,
          },
        ],
        `keyfast tenant add ${first}, then keyfast migrate again`,
        { cause: error },
      );
    }
    case 'LEGACY_ENDS_UNDECIDED':
      return new DataError(
        [
          {
            code,
            message: `The rows don't tell whether an end date is the last day of a window or the first day after it: ${message}`,
            allowed: '--legacy-ends inclusive (the last day) or --legacy-ends exclusive (the day after it)',
          },
        ],
        'ask whoever wrote these rows, then keyfast migrate --legacy-ends HOW',
        { cause: error },
      );
    case 'LEGACY_ENDS_CONTRADICTED':
      return new CallError(
        { code, message: `The rows tell the contrary of --legacy-ends: ${message}` },
        'keyfast migrate, without --legacy-ends',
        { cause: error },
      );
    default:
      return error;
  }
}
