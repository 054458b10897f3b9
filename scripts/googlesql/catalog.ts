import type { Column } from '../warehouse/values.ts';
import type { CatalogProto } from './client.ts';
import type { Message } from './protocol.ts';
import { typeToProto } from './types.ts';

const required = (typeKind: string): Message => ({
  kind: 'ARG_TYPE_FIXED',
  type: { typeKind },
  numOccurrences: 1,
  options: { cardinality: 'REQUIRED' },
});

/**
 * Functions that BigQuery has and this older analyser lacks.
 * `EDIT_DISTANCE(a, b [, max_distance => n])`: the Levenshtein distance in code points, at most n.
 */
const DECLARED_FUNCTIONS: readonly Message[] = [
  {
    namePath: ['edit_distance'],
    group: 'keyfast',
    mode: 'SCALAR',
    signature: [
      {
        argument: [
          required('TYPE_STRING'),
          required('TYPE_STRING'),
          {
            kind: 'ARG_TYPE_FIXED',
            type: { typeKind: 'TYPE_INT64' },
            options: {
              cardinality: 'OPTIONAL',
              argumentName: 'max_distance',
              namedArgumentKind: 'NAMED_ONLY',
            },
          },
        ],
        returnType: required('TYPE_INT64'),
      },
    ],
  },
];

/** The tables that the analyser knows, each at the root under its full dotted name, as Dataform writes it. */
export class Catalog {
  readonly #tables = new Map<string, readonly Column[]>();

  /** Adds a table or replaces one. */
  define(table: string, columns: readonly Column[]): void {
    this.#tables.set(table, columns);
  }

  drop(table: string): void {
    this.#tables.delete(table);
  }

  columns(table: string): readonly Column[] | undefined {
    return this.#tables.get(table);
  }

  toProto(): CatalogProto {
    return {
      table: [...this.#tables].map(([name, columns], index) => ({
        name,
        serializationId: index + 1,
        column: columns.map((column) => ({ name: column.name, type: typeToProto(column.type) })),
      })),
      customFunction: DECLARED_FUNCTIONS,
    };
  }
}
