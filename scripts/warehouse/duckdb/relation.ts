import { VARCHAR } from '@duckdb/node-api';
import type { Target } from '../../dataform/compiled_graph.ts';
import type { Relation } from '../warehouse.ts';
import type { DuckDbConnection } from './connection.ts';
import { quoted } from './types.ts';

/**
 * What stands in the database under this name. A command asks for some twenty, and `information_schema` would write out
 * the definition of every table with each of them, and bind every view.
 */
export async function relationOf(
  connection: DuckDbConnection,
  { schema, name }: Target,
): Promise<Relation | undefined> {
  const views = await connection.query(
    'SELECT view_name FROM duckdb_views() WHERE schema_name = $schema AND view_name = $name',
    { schema: { value: schema, type: VARCHAR }, name: { value: name, type: VARCHAR } },
  );
  if (views.length > 0) return { kind: 'view' };
  try {
    const columns = await connection.query('SELECT name FROM pragma_table_info($table)', {
      table: { value: `${quoted(schema)}.${quoted(name)}`, type: VARCHAR },
    });
    return { kind: 'table', columnNames: columns.map(([column]) => String(column)) };
  } catch (error) {
    if (error instanceof Error && MISSING.test(error.message)) return undefined;
    throw error;
  }
}

const MISSING = /^Catalog Error: Table with name .+ does not exist/;
