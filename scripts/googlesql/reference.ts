import type { Column, GoogleSqlType, ResultSet, Row, Value } from '../warehouse/values.ts';
import { Catalog } from './catalog.ts';
import type { GoogleSqlClient, NamedType, NamedValue, Outcome } from './client.ts';
import type { TypeProto } from './protocol.ts';
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
    const catalog = new Catalog();
    for (const { name, columns } of tables) catalog.define(name, columns);
    const contents = tables.map(({ name, columns, rows }) => {
      const row = rows.map((values) => ({
        cell: columns.map((column) => valueToProto(values[column.name] ?? null, column.type)),
      }));
      return [name, { tableData: { row } }] as const;
    });
    const outcome = await this.client.evaluateQuery(
      sql,
      catalog.toProto(),
      Object.fromEntries(contents),
      bound(parameters),
    );
    if (!outcome.ok) return outcome;
    const columns = outcome.value.columns.map(({ name, type }) => ({ name, type: supported(type) }));
    const rows = (outcome.value.content.tableData?.row ?? []).map(({ cell }) =>
      Object.fromEntries(
        columns.map((column, index) => [column.name, valueFromProto(cell[index] ?? {}, column.type)]),
      ),
    );
    return { ok: true, value: { columns, rows } };
  }
}
