import type { DuckDbConnection } from '../../scripts/warehouse/duckdb/connection.ts';
import { sqlFile } from '../sql_file.ts';

/** What both sides do: a first run of the graph, the view written as a table, the view read. */
export type Work = 'run' | 'materialise' | 'read';

/** One way to do the work on a file of sources: the project's, or by hand. Both leave the same tables behind. */
export interface Side {
  /** Ids for every name, and every commission traced, from sources alone. */
  run(): Promise<void>;
  /** The trace of every commission as a table, in a file that has its identities. */
  materialise(): Promise<void>;
  /** The trace of every commission read through: counts, sums and the greatest of its hashes, a text a row. */
  read(): Promise<string[]>;
  /** What was written is in the file afterwards. */
  close(): Promise<void>;
}

/** Reads the view `traced_commissions` of the connection, every column that costs something among what it asks for. */
export async function readTrace(connection: DuckDbConnection): Promise<string[]> {
  return (await connection.query(await sqlFile('identity', 'read_trace'))).map((row) =>
    row.map(String).join(' | '),
  );
}
