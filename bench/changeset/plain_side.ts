import { randomUUID } from 'node:crypto';
import { DuckDbConnection } from '../../scripts/warehouse/duckdb/connection.ts';
import { sqlFile } from '../sql_file.ts';
import type { Side } from './side.ts';

/** The floor: a script of DuckDB SQL written by hand for this one organisation, each step in a transaction, under the engine's own settings. */
export class PlainSide implements Side {
  private constructor(private readonly connection: DuckDbConnection) {}

  static async open(path: string): Promise<PlainSide> {
    const connection = await DuckDbConnection.open(path);
    await connection.run(await sqlFile('changeset', 'macros'));
    await connection.run('RESET threads');
    return new PlainSide(connection);
  }

  async upload(file: string): Promise<void> {
    await this.connection.run(`SET VARIABLE file = '${file.replaceAll("'", "''")}'`);
    await this.connection.run(`SET VARIABLE changeset_id = '${randomUUID()}'`);
    await this.inTransaction('upload');
  }

  validate(): Promise<void> {
    return this.inTransaction('validate');
  }

  commit(): Promise<void> {
    return this.inTransaction('commit');
  }

  async rollback(): Promise<void> {
    await this.connection.run(
      'SET VARIABLE changeset_id = (SELECT changeset_id FROM payroll_config.config_bulk_import_changesets ORDER BY uploaded_at DESC LIMIT 1)',
    );
    await this.inTransaction('rollback');
  }

  close(): Promise<void> {
    this.connection.close();
    return Promise.resolve();
  }

  private async inTransaction(step: string): Promise<void> {
    await this.connection.run('BEGIN TRANSACTION');
    await this.connection.run(await sqlFile('changeset', step));
    await this.connection.run('COMMIT');
  }
}
