import { DuckDbConnection, IN_MEMORY } from '../../scripts/warehouse/duckdb/connection.ts';
import { sqlFile } from '../sql_file.ts';

/** Writes a CSV of so many rows for an organisation of so many agents: the same bytes for the same numbers. */
export async function writeProfilesCsv(file: string, rowCount: number, agentCount: number): Promise<void> {
  const connection = await DuckDbConnection.open(IN_MEMORY);
  await connection.run(`SET VARIABLE row_count = ${rowCount}`);
  await connection.run(`SET VARIABLE agent_count = ${agentCount}`);
  await connection.run(await sqlFile('changeset', 'agents'));
  await connection.run(await sqlFile('changeset', 'sent_rows'));
  // DuckDB writes an empty text in quotes, and NULL as most programs write an empty cell.
  await connection.run(
    `COPY (SELECT nullif(COLUMNS(*), '') FROM sent_rows) TO '${file.replaceAll("'", "''")}' (FORMAT csv, HEADER)`,
  );
  connection.close();
}
