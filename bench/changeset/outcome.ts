import { DuckDbConnection } from '../../scripts/warehouse/duckdb/connection.ts';
import { sqlFile } from '../sql_file.ts';

/** What an import or a rollback left in a file: a text for each table with its rows and a digest over them. */
export async function outcomeOfImport(path: string): Promise<string[]> {
  const connection = await DuckDbConnection.open(path);
  await connection.run('RESET threads');
  const rows = await connection.query(await sqlFile('changeset', 'outcome'));
  connection.close();
  return rows.map((row) => row.map(String).join(' | '));
}
