import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { CompiledGraph } from '../dataform/compiled_graph.ts';
import { CallError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { notAFile } from '../not_a_file.ts';
import type { DuckDbOptions } from '../warehouse/duckdb/duckdb_warehouse.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

export const DEFAULT_WAREHOUSE = 'duckdb:keyfast.duckdb';

const DUCKDB_PREFIX = 'duckdb:';
const DUCKDB_SUFFIX = '.duckdb';
const IN_MEMORY = ':memory:';

/**
 * What a command needs of a DuckDB file. `existing`: it must be there, because a mistyped name would pass for an empty
 * warehouse; `created`: made when it isn't there; `none`: no table is read, so any engine of that kind will do.
 */
export type WarehouseUse = 'existing' | 'created' | 'none';

/**
 * Opens what `--warehouse` names: `duckdb:FILE` or `bigquery`. An engine's modules are read only when it is the one asked
 * for.
 *
 * @throws CallError for any other name, for a file that isn't there and should be, and for what can't be a database file.
 */
export async function openWarehouse(
  name: string,
  use: WarehouseUse,
  graph: CompiledGraph,
  options: DuckDbOptions,
): Promise<Warehouse> {
  if (name === 'bigquery') {
    const { BigQueryWarehouse } = await import('../warehouse/bigquery/bigquery_warehouse.ts');
    return BigQueryWarehouse.open(graph, options);
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
  if (use !== 'none') await refuseUnlessDatabase(path, use);
  const { DuckDbWarehouse } = await import('../warehouse/duckdb/duckdb_warehouse.ts');
  return DuckDbWarehouse.open(use === 'none' ? IN_MEMORY : path, graph, options);
}

/** Only what surely is no database that lasts: of anything else the engine says what is wrong with it. */
async function refuseUnlessDatabase(path: string, use: 'existing' | 'created'): Promise<void> {
  if (path.startsWith(IN_MEMORY)) {
    throw new CallError({
      code: 'BAD_WAREHOUSE',
      message: 'A database in memory is gone when the command ends, with all that was written',
      value: `${DUCKDB_PREFIX}${path}`,
      allowed: 'duckdb:FILE or bigquery',
    });
  }
  const found = await stat(path).catch((error: unknown) => error as NodeJS.ErrnoException);
  if (!(found instanceof Error)) {
    const refusal = notAFile(path, found, 'a DuckDB file');
    if (refusal) throw refusal;
  } else if (use === 'existing' && found.code === 'ENOENT') throw await missing(path);
}

async function missing(path: string): Promise<CallError> {
  const neighbour = await nearestDatabase(path);
  return new CallError(
    {
      code: 'FILE_NOT_FOUND',
      message: 'There is no such database',
      location: { file: path },
      ...(neighbour !== undefined && { allowed: `--warehouse ${DUCKDB_PREFIX}${neighbour}` }),
    },
    neighbour === undefined ? 'keyfast start for the example, or keyfast tenant add ID' : undefined,
  );
}

/** The one that was meant: of several the nearest in name, which may be none. */
async function nearestDatabase(path: string): Promise<string | undefined> {
  const names = await readdir(dirname(path)).catch(() => []);
  const databases = names.filter((name) => name.endsWith(DUCKDB_SUFFIX));
  const [only] = databases.length === 1 ? databases : [nearest(basename(path), databases)];
  return only === undefined ? undefined : join(dirname(path), only);
}
