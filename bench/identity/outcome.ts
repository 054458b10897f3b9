import { DuckDbConnection } from '../../scripts/warehouse/duckdb/connection.ts';
import { sqlFile } from '../sql_file.ts';

/** What a run left in a file: a text for each table with its rows, its money and a digest over its ids and facts. */
export async function outcomeOfRun(path: string): Promise<string[]> {
  const connection = await DuckDbConnection.open(path);
  const rows = await connection.query(await sqlFile('identity', 'outcome'));
  connection.close();
  return rows.map((row) => row.map(String).join(' | '));
}
