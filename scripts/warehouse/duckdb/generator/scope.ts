import type { ResolvedColumn } from '../../../googlesql/resolved_expressions.ts';
import type { GoogleSqlType } from '../../values.ts';
import { quoted } from '../types.ts';

/** What the parts of one statement's translation share: fresh names, its WITH queries, its parameters. */
export class Statement {
  readonly #withQueries = new Map<string, readonly ResolvedColumn[]>();
  readonly #parameters = new Map<string, GoogleSqlType>();
  readonly #recursiveQueries: string[] = [];
  readonly #project: string;
  #aliases = 0;

  /** `project` is the only one whose tables the database file holds. */
  constructor(project: string) {
    this.#project = project;
  }

  get parameters(): ReadonlyMap<string, GoogleSqlType> {
    return this.#parameters;
  }

  /** A name for a relation that no other of the statement has. */
  alias(prefix: string): string {
    this.#aliases += 1;
    return `${prefix}${this.#aliases}`;
  }

  useParameter(name: string, type: GoogleSqlType): void {
    this.#parameters.set(name, type);
  }

  defineWithQuery(name: string, columns: readonly ResolvedColumn[]): void {
    this.#withQueries.set(name, columns);
  }

  withQueryColumns(name: string): readonly ResolvedColumn[] {
    const columns = this.#withQueries.get(name);
    if (columns === undefined) throw new TypeError(`The WITH query ${name} is used before it is defined.`);
    return columns;
  }

  /** The name of the recursive query around the place that is being written. */
  get recursiveQuery(): string {
    const name = this.#recursiveQueries.at(-1);
    if (name === undefined) throw new TypeError('A recursive reference stands outside a recursive query.');
    return name;
  }

  inRecursiveQuery<T>(name: string, write: () => T): T {
    this.#recursiveQueries.push(name);
    try {
      return write();
    } finally {
      this.#recursiveQueries.pop();
    }
  }

  /**
   * `project.dataset.table` → `"dataset"."table"`; a temporary table's name has one part. Undefined for a table of another
   * project.
   */
  tableSql(name: string): string | undefined {
    const parts = name.split('.');
    if (parts.length === 1) return `temp.main.${quoted(name)}`;
    const [project, dataset, table] = parts;
    if (parts.length !== 3 || project !== this.#project || dataset === undefined || table === undefined)
      return undefined;
    return `${quoted(dataset)}.${quoted(table)}`;
  }
}

/** How each column that an expression may read is written at that place. A subquery also reads the columns around it. */
export class Scope {
  readonly #columns: ReadonlyMap<number, string>;
  readonly #outer: Scope | undefined;

  constructor(
    readonly statement: Statement,
    columns: ReadonlyMap<number, string> = new Map(),
    outer?: Scope,
  ) {
    this.#columns = columns;
    this.#outer = outer;
  }

  columnSql(column: ResolvedColumn): string {
    const sql = this.#columns.get(column.id) ?? this.#outer?.columnSql(column);
    if (sql === undefined)
      throw new TypeError(`The column ${column.tableName}.${column.name}#${column.id} is out of scope.`);
    return sql;
  }

  /** The scope of an expression over these columns, inside this one. */
  within(columns: ReadonlyMap<number, string>): Scope {
    return new Scope(this.statement, columns, this);
  }
}

/** The name under which a subquery gives a column: its id, so that no two can clash. */
export function columnAlias(column: ResolvedColumn): string {
  return `c${column.id}`;
}
