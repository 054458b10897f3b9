import { version } from '@duckdb/node-api';
import { dottedName } from '../../scripts/dataform/compiled_graph.ts';
import type { AnalysedScript } from '../../scripts/googlesql/analyse.ts';
import type { AnalysedGraph } from '../../scripts/googlesql/analyse_graph.ts';
import type { ResolvedNode } from '../../scripts/googlesql/node_fields.ts';
import type { FunctionCall, TextRange } from '../../scripts/googlesql/resolved_expressions.ts';
import { isSupported } from '../../scripts/googlesql/types.ts';
import type { Column, GoogleSqlType } from '../../scripts/warehouse/values.ts';
import { selectForms } from './select_forms.ts';
import { nodesOf } from './tree_walk.ts';

/** Where a statement stands in the compiled graph. */
export interface StatementPlace {
  /** The compiled text that it is part of. */
  readonly text: string;
  readonly index: number;
}

/** A SELECT of the compiled graph that gives the same whenever it runs over the same rows. */
export interface CompiledQuery {
  /** The action and what its statement does; of several that do the same, which one. */
  readonly name: string;
  /** Of the statement that it was made of. */
  readonly place: StatementPlace;
  readonly sql: string;
  /** What it reads: by each table's full name, the columns that are read. */
  readonly tables: ReadonlyMap<string, readonly Column[]>;
  readonly parameters: Readonly<Record<string, GoogleSqlType>>;
  readonly nodes: readonly ResolvedNode[];
}

/**
 * What stands for a call that gives another value in every run, or that the reference implementation lacks. Of
 * EDIT_DISTANCE it is the difference of the lengths: the query around it is what is compared here.
 */
const STAND_INS: Readonly<
  Record<string, (call: FunctionCall, textOf: (node: ResolvedNode) => string) => string>
> = {
  current_timestamp: () => "TIMESTAMP '2024-05-06 07:08:09.123456+00'",
  generate_uuid: () => "'2f1a8c1e-0d5b-4c37-9b1a-6f0e6d5c4b3a'",
  // As the embedded database says: what was recorded there is looked for by it.
  session_user: () => `'duckdb ${version()}'`,
  edit_distance: ({ argumentList: [left, right] }, textOf) =>
    `ABS(CHAR_LENGTH(${textOf(left!)}) - CHAR_LENGTH(${textOf(right!)}))`,
};

function withStandIns(text: string, range: TextRange, nodes: readonly ResolvedNode[]): string {
  const textOf = (node: ResolvedNode): string => text.slice(node.location!.start, node.location!.end);
  const calls = nodes.flatMap((node) =>
    node.kind === 'FunctionCall' &&
    node.function in STAND_INS &&
    node.location &&
    node.location.start >= range.start &&
    node.location.end <= range.end
      ? [[node, node.location] as const]
      : [],
  );
  // A function written once may be resolved twice, as in GROUP BY.
  const places = new Map(calls.map(([node, location]) => [location.start, [node, location] as const]));
  let sql = '';
  let at = range.start;
  for (const [node, location] of [...places.values()].sort(([, a], [, b]) => a.start - b.start)) {
    sql += text.slice(at, location.start) + STAND_INS[node.function]!(node, textOf);
    at = location.end;
  }
  return sql + text.slice(at, range.end);
}

/** A table of which nothing but the rows is read has this column here. */
export const UNREAD: Column = { name: 'unread', type: { kind: 'INT64' } };

function tablesIn(nodes: readonly ResolvedNode[]): CompiledQuery['tables'] {
  const tables = new Map<string, Map<string, Column>>();
  for (const node of nodes) {
    if (node.kind !== 'TableScan') continue;
    const columns = tables.get(node.table) ?? new Map<string, Column>();
    for (const { name, type } of node.columnList) {
      if (isSupported(type)) columns.set(name, { name, type });
    }
    tables.set(node.table, columns);
  }
  return new Map(
    [...tables].map(([table, columns]) => [table, columns.size === 0 ? [UNREAD] : inOrder(columns.values())]),
  );
}

/** By name, so that `*` means the same columns in the same order wherever the table is defined. */
export function inOrder(columns: Iterable<Column>): Column[] {
  return [...columns].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function parametersIn(nodes: readonly ResolvedNode[]): CompiledQuery['parameters'] {
  return Object.fromEntries(
    nodes.flatMap((node) =>
      node.kind === 'Parameter' && isSupported(node.type) ? [[node.name, node.type] as const] : [],
    ),
  );
}

interface NamedScript extends AnalysedScript {
  readonly name: string;
  /** It is one SELECT, which needs no name beside the script's. */
  readonly isQuery: boolean;
}

function scriptsOf(graph: AnalysedGraph): NamedScript[] {
  return [
    ...graph.actions.flatMap(({ action, scripts }) =>
      scripts.map((script) => ({
        ...script,
        name: dottedName(action.compiled.target).replace(/^[^.]*\./, ''),
        isQuery: script.role === 'query',
      })),
    ),
    ...graph.tests.flatMap(({ name, actual, expected }) => [
      { ...actual, name: `test ${name}, actual`, isQuery: true },
      { ...expected, name: `test ${name}, expected`, isQuery: true },
    ]),
  ];
}

/**
 * Every SELECT of the graph: of views, controls, assertions, unit tests and procedures, and those that all that writes
 * is made of.
 */
export function compiledQueries(graph: AnalysedGraph): CompiledQuery[] {
  const taken = new Map<string, number>();
  const unique = (name: string): string => {
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  };
  return scriptsOf(graph).flatMap(({ name, isQuery, text, statements }) =>
    statements.flatMap(({ tree, range }) =>
      selectForms(tree, text, range).map(({ label, pieces, root }) => {
        const nodes = [...nodesOf(root)];
        return {
          name: unique(isQuery ? name : `${name}: ${label}`),
          place: { text, index: range.start },
          sql: pieces
            .map((piece) => (typeof piece === 'string' ? piece : withStandIns(text, piece, nodes)))
            .join(''),
          tables: tablesIn(nodes),
          parameters: parametersIn(nodes),
          nodes,
        };
      }),
    ),
  );
}
