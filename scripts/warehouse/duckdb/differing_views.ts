import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CompiledTable, Target } from '../../dataform/compiled_graph.ts';
import type { DuckDbConnection } from './connection.ts';
import { quoted } from './types.ts';

/**
 * Which views stand as something else than what creates them anew. DuckDB keeps a view's SQL in a form of its own, and gives that
 * another once it has read it from a file. So both go the same way: a database without rows, beside this one, gets its views as
 * they stand, then as they are created anew, and is read from its file after each.
 *
 * @param create Runs what creates a view.
 */
export async function differingViews(
  connection: DuckDbConnection,
  views: readonly CompiledTable[],
  create: (view: CompiledTable) => Promise<unknown>,
): Promise<readonly Target[]> {
  const directory = await mkdtemp(join(tmpdir(), 'keyfast-views-'));
  const attach = `ATTACH '${join(directory, 'views.duckdb').replaceAll("'", "''")}' AS ${BESIDE}`;
  const [[own] = []] = await connection.query('SELECT current_database()');
  const database = quoted(String(own));
  try {
    await connection.run(attach);
    await connection.run(`COPY FROM DATABASE ${database} TO ${BESIDE} (SCHEMA)`);
    const found = await readAgain(connection, attach);
    const there = views.filter(({ target }) => found.has(nameOf(target)));
    await connection.run(`USE ${BESIDE}`);
    for (const view of there) {
      const { schema, name } = view.target;
      if (found.get(nameOf(view.target)) === NO_VIEW)
        await connection.run(`DROP TABLE ${quoted(schema)}.${quoted(name)}`);
      await create(view);
    }
    await connection.run(`USE ${database}`);
    const due = await readAgain(connection, attach);
    return there
      .map(({ target }) => target)
      .filter((target) => found.get(nameOf(target)) !== due.get(nameOf(target)));
  } finally {
    await connection.run(`USE ${database}`);
    await connection.run(`DETACH DATABASE IF EXISTS ${BESIDE}`);
    await rm(directory, { recursive: true });
  }
}

const BESIDE = 'keyfast_views';
const NO_VIEW = 'no view';

/** The SQL of every view, and what stands where a view may be and is none. */
async function readAgain(connection: DuckDbConnection, attach: string): Promise<ReadonlyMap<string, string>> {
  await connection.run(`DETACH ${BESIDE}`);
  await connection.run(attach);
  const rows = await connection.query(
    `SELECT schema_name || '.' || view_name, sql FROM duckdb_views() WHERE NOT internal AND database_name = '${BESIDE}'
     UNION ALL
     SELECT schema_name || '.' || table_name, '${NO_VIEW}' FROM duckdb_tables() WHERE database_name = '${BESIDE}'`,
  );
  return new Map(rows.map(([name, sql]) => [String(name), String(sql)]));
}

function nameOf({ schema, name }: Target): string {
  return `${schema}.${name}`;
}
