import type { DuckDbConnection } from './connection.ts';

/** DuckDB's row group: what it gives one thread of a table at a time. */
const ROW_GROUP = 122_880;

/**
 * As many threads as there is work for. Where no table is longer than what one thread takes at a time, the others have nothing
 * to do but look for something: a run of the graph then takes a sixth more of the processor, and no less time.
 */
export class Threads {
  #areAll: boolean;

  private constructor(
    private readonly connection: DuckDbConnection,
    /** Of the longest table. */
    private rowCount: number,
  ) {
    this.#areAll = rowCount > ROW_GROUP;
  }

  static async for(connection: DuckDbConnection): Promise<Threads> {
    const [[longest] = []] = await connection.query('SELECT max(estimated_size) FROM duckdb_tables()');
    const threads = new Threads(connection, Number(longest ?? 0));
    if (!threads.#areAll) await connection.run('SET threads = 1');
    return threads;
  }

  /** So many rows more stand in some table. */
  async grown(addedCount: number): Promise<void> {
    this.rowCount += addedCount;
    if (this.#areAll || this.rowCount <= ROW_GROUP) return;
    await this.connection.run('RESET threads');
    this.#areAll = true;
  }
}
