import { dottedName } from '../../scripts/dataform/compiled_graph.ts';
import type { AnalysedGraph } from '../../scripts/googlesql/analyse_graph.ts';
import type { ResolvedNode } from '../../scripts/googlesql/node_fields.ts';
import type { FunctionCall, TextRange } from '../../scripts/googlesql/resolved_expressions.ts';
import type { ResolvedStatement } from '../../scripts/googlesql/resolved_statements.ts';
import type { GoogleSqlType } from '../../scripts/warehouse/values.ts';
import { isSupported } from '../../scripts/googlesql/types.ts';
import { nodesOf } from './tree_walk.ts';

/** A SELECT of the compiled graph that gives the same whenever it runs over the same rows. */
export interface CompiledQuery {
  /** The action, and which of its SELECTs. */
  readonly name: string;
  readonly sql: string;
  /** What it reads: by each table's full name, the types of the columns that are read. */
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, GoogleSqlType>>;
  readonly parameters: ReadonlyMap<string, GoogleSqlType>;
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
  session_user: () => "'someone@example.com'",
  edit_distance: ({ argumentList: [left, right] }, textOf) =>
    `ABS(CHAR_LENGTH(${textOf(left!)}) - CHAR_LENGTH(${textOf(right!)}))`,
};

/** The statement's SELECT: of a query itself, of a view, CTAS, MERGE or INSERT the rows that it stores. */
function selectOf(
  statement: ResolvedStatement,
  range: TextRange,
): readonly [ResolvedNode, TextRange] | undefined {
  switch (statement.kind) {
    case 'QueryStmt':
      return [statement, range];
    case 'CreateTableAsSelectStmt':
    case 'CreateViewStmt':
      return [statement.query, { start: statement.query.location!.start, end: range.end }];
    case 'InsertStmt':
      return statement.query && [statement.query, { start: statement.query.location!.start, end: range.end }];
    case 'MergeStmt':
      return statement.fromScan.kind === 'TableScan'
        ? undefined
        : [statement.fromScan, statement.fromScan.location!];
    default:
      return undefined;
  }
}

function withStandIns(text: string, range: TextRange, nodes: readonly ResolvedNode[]): string {
  const textOf = (node: ResolvedNode): string => text.slice(node.location!.start, node.location!.end);
  const calls = nodes.flatMap((node) =>
    node.kind === 'FunctionCall' && node.function in STAND_INS && node.location
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

function tablesIn(nodes: readonly ResolvedNode[]): CompiledQuery['tables'] {
  const tables = new Map<string, Map<string, GoogleSqlType>>();
  for (const node of nodes) {
    if (node.kind !== 'TableScan') continue;
    const columns = tables.get(node.table) ?? new Map<string, GoogleSqlType>();
    for (const { name, type } of node.columnList) if (isSupported(type)) columns.set(name, type);
    tables.set(node.table, columns);
  }
  return tables;
}

function parametersIn(nodes: readonly ResolvedNode[]): CompiledQuery['parameters'] {
  return new Map(
    nodes.flatMap((node) =>
      node.kind === 'Parameter' && isSupported(node.type) ? [[node.name, node.type] as const] : [],
    ),
  );
}

/** Every SELECT of the graph: of views, controls, assertions and procedures, and the sources of MERGE, INSERT and CTAS. */
export function compiledQueries(graph: AnalysedGraph): CompiledQuery[] {
  const scripts = [
    ...graph.actions.flatMap(({ action, scripts }) =>
      scripts.map((script) => ({
        name: dottedName(action.compiled.target).replace(/^[^.]*\./, ''),
        ...script,
      })),
    ),
    ...graph.tests.flatMap(({ name, actual, expected }) => [
      { name: `test ${name}, actual`, ...actual },
      { name: `test ${name}, expected`, ...expected },
    ]),
  ];
  return scripts.flatMap(({ name, text, statements }) =>
    statements.flatMap(({ tree, range }, index) => {
      const select = selectOf(tree, range);
      if (select === undefined) return [];
      const [root, place] = select;
      const nodes = [...nodesOf(root)];
      return {
        name: `${name}, statement ${index + 1} (${tree.kind})`,
        sql: withStandIns(text, place, nodes),
        tables: tablesIn(nodes),
        parameters: parametersIn(nodes),
        nodes,
      };
    }),
  );
}
