import { VARCHAR } from '@duckdb/node-api';
import type { Target } from '../../dataform/compiled_graph.ts';
import type { Relation } from '../warehouse.ts';
import type { DuckDbConnection } from './connection.ts';
import { quoted } from './types.ts';

/** What stands in the database under this name. */
export async function relationOf(
  connection: DuckDbConnection,
  { schema, name }: Target,
): Promise<Relation | undefined> {
  const [found] = await connection.query(
    'SELECT table_type FROM information_schema.tables WHERE table_schema = $schema AND table_name = $name',
    { schema: { value: schema, type: VARCHAR }, name: { value: name, type: VARCHAR } },
  );
  if (found === undefined) return undefined;
  if (found[0] === 'VIEW') return { kind: 'view' };
  // `information_schema.columns` would bind every view of the database.
  const columns = await connection.query('SELECT name FROM pragma_table_info($table)', {
    table: { value: `${quoted(schema)}.${quoted(name)}`, type: VARCHAR },
  });
  return { kind: 'table', columnNames: columns.map(([column]) => String(column)) };
}
