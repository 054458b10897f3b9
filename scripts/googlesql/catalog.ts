import type { Column } from '../warehouse/values.ts';
import type { CatalogProto } from './client.ts';
import type { Message } from './protocol.ts';
import { typeToProto } from './types.ts';

const fixed = (typeKind: string, options: Message = {}): Message => ({
  kind: 'ARG_TYPE_FIXED',
  type: { typeKind },
  numOccurrences: 1,
  options: { cardinality: 'REQUIRED', ...options },
});

const MAX_DISTANCE = fixed('TYPE_INT64', { argumentName: 'max_distance', namedArgumentKind: 'NAMED_ONLY' });

/**
 * Functions that BigQuery has and this older analyser lacks.
 * `EDIT_DISTANCE(a, b [, max_distance => n])`: the Levenshtein distance in code points, at most n.
 */
const DECLARED_FUNCTIONS: readonly Message[] = [
  {
    namePath: ['edit_distance'],
    group: 'keyfast',
    mode: 'SCALAR',
    // Two signatures: of an optional argument that isn't given, the analyser would make a NULL.
    signature: [[], [MAX_DISTANCE]].map((more) => ({
      argument: [fixed('TYPE_STRING'), fixed('TYPE_STRING'), ...more],
      returnType: fixed('TYPE_INT64'),
    })),
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
