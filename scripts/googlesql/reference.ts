import type { Column, GoogleSqlType, ResultSet, Row, Value } from '../warehouse/values.ts';
import { Catalog } from './catalog.ts';
import type { GoogleSqlClient, NamedType, NamedValue, Outcome, PreparedQuery } from './client.ts';
import type { SimpleColumnProto, TypeProto } from './protocol.ts';
import { isSupported, typeFromProto, typeName, typeToProto } from './types.ts';
import { valueFromProto, valueToProto } from './values.ts';

export interface TypedValue {
  readonly type: GoogleSqlType;
  readonly value: Value;
}

/** A table by its full dotted name, with its rows. */
export interface ReferenceTable {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

function supported(proto: TypeProto): GoogleSqlType {
  const type = typeFromProto(proto);
  if (!isSupported(type)) throw new TypeError(`A result of the type ${typeName(type)} isn't supported.`);
  return type;
}

function bound(parameters: Readonly<Record<string, TypedValue>>): (NamedType & NamedValue)[] {
  return Object.entries(parameters).map(([name, { type, value }]) => ({
    name,
    type: typeToProto(type),
    value: valueToProto(value, type),
  }));
}

/** A column without a name is `f0_`, `f1_` … as on BigQuery; a name that is taken already gets its position behind it. */
function namedColumns(protos: readonly SimpleColumnProto[]): Column[] {
  const taken = new Set<string>();
  let anonymous = 0;
  return protos.map(({ name: given, type }, index) => {
    let name = given === '' || given.startsWith('$') ? `f${anonymous++}_` : given;
    if (taken.has(name)) name = `${name}_${index}`;
    taken.add(name);
    return { name, type: supported(type) };
  });
}

/**
 * Google's reference implementation of GoogleSQL: slow, and right by definition. An error that it raises, such as a
 * division by zero, is a value.
 */
export class Reference {
  constructor(private readonly client: GoogleSqlClient) {}

  async evaluate(
    expression: string,
    parameters: Readonly<Record<string, TypedValue>> = {},
  ): Promise<Outcome<TypedValue>> {
    const outcome = await this.client.evaluate(expression, bound(parameters));
    if (!outcome.ok) return outcome;
    const type = supported(outcome.value.type);
    return { ok: true, value: { type, value: valueFromProto(outcome.value.value, type) } };
  }

  async query(
    sql: string,
    tables: readonly ReferenceTable[],
    parameters: Readonly<Record<string, TypedValue>> = {},
  ): Promise<Outcome<ResultSet>> {
    const types = Object.entries(parameters).map(([name, { type }]) => [name, type] as const);
    const query = await this.prepare(sql, tables, Object.fromEntries(types));
    if (!query.ok) return query;
    const outcome = await query.value.run(parameters);
    await query.value.close();
    return outcome;
  }

  /** For a query that runs several times over the same rows: preparing takes ten times as long as running. */
  async prepare(
    sql: string,
    tables: readonly ReferenceTable[],
    parameterTypes: Readonly<Record<string, GoogleSqlType>>,
  ): Promise<Outcome<ReferenceQuery>> {
    const catalog = new Catalog();
    for (const { name, columns } of tables) catalog.define(name, columns);
    const contents = tables.map(({ name, columns, rows }) => {
      const row = rows.map((values) => ({
        cell: columns.map((column) => valueToProto(values[column.name] ?? null, column.type)),
      }));
      return [name, { tableData: { row } }] as const;
    });
    const parameters = Object.entries(parameterTypes).map(([name, type]) => ({
      name,
      type: typeToProto(type),
    }));
    const prepared = await this.client.prepareQuery(
      sql,
      catalog.toProto(),
      Object.fromEntries(contents),
      parameters,
    );
    return prepared.ok ? { ok: true, value: new ReferenceQuery(this.client, prepared.value) } : prepared;
  }
}

export class ReferenceQuery {
  readonly #columns: readonly Column[];

  constructor(
    private readonly client: GoogleSqlClient,
    private readonly prepared: PreparedQuery,
  ) {
    this.#columns = namedColumns(prepared.columns);
  }

  async run(parameters: Readonly<Record<string, TypedValue>> = {}): Promise<Outcome<ResultSet>> {
    const values = bound(parameters).map(({ name, value }) => ({ name, value }));
    const outcome = await this.client.evaluateQuery(this.prepared, values);
    if (!outcome.ok) return outcome;
    const rows = (outcome.value.tableData?.row ?? []).map(({ cell }) =>
      Object.fromEntries(
        this.#columns.map((column, index) => [column.name, valueFromProto(cell[index] ?? {}, column.type)]),
      ),
    );
    return { ok: true, value: { columns: this.#columns, rows } };
  }

  async close(): Promise<void> {
    await this.client.unprepareQuery(this.prepared);
  }
}
