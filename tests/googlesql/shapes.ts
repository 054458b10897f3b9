import { typeName } from '../../scripts/googlesql/types.ts';
import type { CompiledQuery } from './compiled_queries.ts';

/** The procedures that are written for each table alike, over the columns that it has. */
const OF_EACH_TABLE =
  /^payroll_assertions\.(?<procedure>digest|compare|recompute)_\w+: (?<label>.*?)(?: \(\d+\))?$/;

/** Names of tables, and texts that are no more than a name. */
const NAMES = /`[^`]*`|'[\w ]*'/g;

/** Alike in all that an engine sees: the same but for names, of tables and columns of the same types. */
function exactShape({ sql, tables, parameters }: CompiledQuery): string {
  const columns = [...tables.values()].map((read) =>
    read.map(({ name, type }) => `${name} ${typeName(type)}`),
  );
  return JSON.stringify([sql.replace(NAMES, 'name').replace(/\s+/g, ' '), columns, parameters]);
}

/** What of a query another one of its shape has shown already: `none`, all but its `columns`, or `all`. */
export type Shown = 'none' | 'columns' | 'all';

/** The first two of each shape stand for the others. */
const STAND_FOR_SHAPE = 2;

export function shownByOthers(queries: readonly CompiledQuery[]): ReadonlyMap<CompiledQuery, Shown> {
  const counts = new Map<string, number>();
  const isShown = (shape: string): boolean => {
    const count = (counts.get(shape) ?? 0) + 1;
    counts.set(shape, count);
    return count > STAND_FOR_SHAPE;
  };
  return new Map(
    queries.map((query): [CompiledQuery, Shown] => {
      const { procedure, label } = OF_EACH_TABLE.exec(query.name)?.groups ?? {};
      if (isShown(exactShape(query))) return [query, 'all'];
      return [query, procedure !== undefined && isShown(`${procedure} ${label ?? ''}`) ? 'columns' : 'none'];
    }),
  );
}
