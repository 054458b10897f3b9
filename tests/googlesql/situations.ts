import type { ReferenceTable } from '../../scripts/googlesql/reference.ts';
import type { DuckDbConnection } from '../../scripts/warehouse/duckdb/connection.ts';
import { quoted } from '../../scripts/warehouse/duckdb/types.ts';
import { fromDuckDb } from '../../scripts/warehouse/duckdb/value_conversion.ts';
import type { Column, Parameters } from '../../scripts/warehouse/values.ts';
import { type Answer, type DuckDbQuery, rowCount, type TypedValues } from './answers.ts';
import { type CompiledQuery, type StatementPlace, UNREAD } from './compiled_queries.ts';

/** What a query found when its statement ran in a real warehouse, and what it gave there. */
export interface Situation {
  readonly tables: readonly ReferenceTable[];
  readonly parameters: TypedValues;
  readonly duckDb: Answer;
}

/** Of each query, the situation in which it gave the most rows. */
export class Situations {
  readonly #queriesAt = new Map<string, CompiledQuery[]>();
  readonly #richest = new Map<CompiledQuery, Situation>();

  constructor(
    private readonly connection: DuckDbConnection,
    private readonly prepared: ReadonlyMap<CompiledQuery, DuckDbQuery>,
  ) {
    for (const query of prepared.keys()) {
      const at = keyOf(query.place);
      this.#queriesAt.set(at, [...(this.#queriesAt.get(at) ?? []), query]);
    }
  }

  of(query: CompiledQuery): Situation | undefined {
    return this.#richest.get(query);
  }

  async look(place: StatementPlace, given: Parameters): Promise<void> {
    for (const query of this.#queriesAt.get(keyOf(place)) ?? []) {
      const parameters = Object.fromEntries(
        Object.entries(query.parameters).map(([name, type]) => [name, { type, value: given[name] ?? null }]),
      );
      const duckDb = (await this.prepared.get(query)?.answer(this.connection, parameters)) ?? { rows: [] };
      const known = this.#richest.get(query);
      if (known !== undefined && rowCount(known.duckDb) >= rowCount(duckDb)) continue;
      const tables: ReferenceTable[] = [];
      for (const [name, columns] of query.tables) tables.push(await this.contentOf(name, columns));
      this.#richest.set(query, { tables, parameters, duckDb });
    }
  }

  private async contentOf(name: string, columns: readonly Column[]): Promise<ReferenceTable> {
    const [, schema = '', table = ''] = name.split('.');
    const list = columns.map((column) => (column === UNREAD ? 'NULL' : quoted(column.name)));
    const rows = await this.connection.query(
      `SELECT ${list.join(', ')} FROM ${quoted(schema)}.${quoted(table)}`,
    );
    return {
      name,
      columns,
      rows: rows.map((values) =>
        Object.fromEntries(
          columns.map(({ name, type }, index) => [name, fromDuckDb(values[index] ?? null, type)]),
        ),
      ),
    };
  }
}

function keyOf({ text, index }: StatementPlace): string {
  return `${index} ${text}`;
}
