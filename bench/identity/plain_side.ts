import { DuckDbConnection } from '../../scripts/warehouse/duckdb/connection.ts';
import { type Side, readTrace } from './side.ts';
import { sqlFile } from '../sql_file.ts';

/** The floor: the same joins, hashes and writes as DuckDB SQL written by hand, under the engine's own settings. */
export class PlainSide implements Side {
  private constructor(private readonly connection: DuckDbConnection) {}

  static async open(path: string): Promise<PlainSide> {
    return new PlainSide(await DuckDbConnection.open(path));
  }

  async run(): Promise<void> {
    await this.execute('spellings', 'identities', 'traceability', 'write_trace');
  }

  async materialise(): Promise<void> {
    await this.execute('spellings', 'traceability', 'write_trace');
  }

  async read(): Promise<string[]> {
    await this.execute('spellings', 'traceability');
    return readTrace(this.connection);
  }

  close(): Promise<void> {
    this.connection.close();
    return Promise.resolve();
  }

  private async execute(...files: string[]): Promise<void> {
    for (const file of files) await this.connection.run(await sqlFile('identity', file));
  }
}
