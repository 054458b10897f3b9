import type { CompiledGraph } from '../dataform/compiled_graph.ts';
import { graphActions, type GraphAction } from '../dataform/graph_action.ts';
import { inDependencyOrder } from '../dataform/order.ts';
import { PARAMETER_TYPES } from '../dataform/parameters.ts';
import type { Fault } from '../errors.ts';
import type { Column } from '../warehouse/values.ts';
import { Analyser, columnsOf, type AnalysedScript } from './analyse.ts';
import { Catalog } from './catalog.ts';
import type { GoogleSqlClient } from './client.ts';
import { UnsupportedNode } from './resolved.ts';
import type { SourceMap } from './source_map.ts';

export interface ActionScript extends AnalysedScript {
  /** An operation's statements; of a table or assertion, its one SELECT and what runs before and after it. */
  readonly role: 'statements' | 'query' | 'preOperation' | 'postOperation';
}

export interface AnalysedAction {
  readonly action: GraphAction;
  /** In the order in which they run. */
  readonly scripts: readonly ActionScript[];
  /** Of the last SELECT; absent when there is none. */
  readonly columns?: readonly Column[];
}

export interface AnalysedTest {
  readonly name: string;
  readonly fileName: string;
  readonly actual: AnalysedScript;
  readonly expected: AnalysedScript;
}

export interface AnalysedGraph {
  /** In an order in which every table is created before it is read. */
  readonly actions: readonly AnalysedAction[];
  readonly tests: readonly AnalysedTest[];
  /** Every error of every statement, at its place in the `.sqlx` file. */
  readonly faults: readonly Fault[];
}

/** Analyses every statement of a compiled graph, procedures included, against a catalog made from the graph's own DDL. */
export async function analyseGraph(
  graph: CompiledGraph,
  client: GoogleSqlClient,
  sourceMap: SourceMap,
): Promise<AnalysedGraph> {
  const analyser = new Analyser(client, new Catalog());
  const faults: Fault[] = [];

  const analyse = async (text: string, fileName: string): Promise<AnalysedScript> => {
    const script = await analyser.analyseScript(text, PARAMETER_TYPES);
    for (const { message, index } of script.errors) {
      faults.push({ code: 'SQL_ERROR', message, location: sourceMap.locate(fileName, text, index) });
    }
    return script;
  };

  const actions: AnalysedAction[] = [];
  for (const action of sourcesFirst(graph)) {
    const scripts: ActionScript[] = [];
    for (const { role, text } of scriptsOf(action)) {
      scripts.push({ role, ...(await analyse(text, action.compiled.fileName)) });
    }
    let columns: Column[] | undefined;
    try {
      columns = resultColumns(scripts);
    } catch (error) {
      if (!(error instanceof UnsupportedNode)) throw error;
      faults.push({
        code: 'SQL_ERROR',
        message: error.message,
        location: { file: action.compiled.fileName },
      });
    }
    if (action.kind !== 'operation' && columns !== undefined) analyser.define(action.key, columns);
    actions.push({ action, scripts, ...(columns && { columns }) });
  }

  const tests: AnalysedTest[] = [];
  for (const { name, fileName, testQuery, expectedOutputQuery } of graph.tests ?? []) {
    const actual = await analyse(testQuery, fileName);
    tests.push({ name, fileName, actual, expected: await analyse(expectedOutputQuery, fileName) });
  }
  return { actions, tests, faults };
}

/** A declaration has no columns: its `create_<source>` operation, on which nothing depends, tells them. */
function sourcesFirst(graph: CompiledGraph): readonly GraphAction[] {
  const creators = new Set((graph.declarations ?? []).map(({ target }) => `create_${target.name}`));
  const ordered = inDependencyOrder(graphActions(graph));
  return [
    ...ordered.filter(({ name }) => creators.has(name)),
    ...ordered.filter(({ name }) => !creators.has(name)),
  ];
}

function scriptsOf(
  action: GraphAction,
): readonly { readonly role: ActionScript['role']; readonly text: string }[] {
  switch (action.kind) {
    case 'operation':
      return action.compiled.queries.map((text) => ({ role: 'statements', text }));
    case 'assertion':
      return [{ role: 'query', text: action.compiled.query }];
    case 'table':
      return [
        ...(action.compiled.preOps ?? []).map((text) => ({ role: 'preOperation' as const, text })),
        { role: 'query', text: action.compiled.query },
        ...(action.compiled.postOps ?? []).map((text) => ({ role: 'postOperation' as const, text })),
      ];
  }
}

function resultColumns(scripts: readonly ActionScript[]): Column[] | undefined {
  const queries = scripts
    .filter(({ role }) => role === 'statements' || role === 'query')
    .flatMap(({ statements }) => statements)
    .flatMap(({ tree }) => (tree.kind === 'QueryStmt' ? [tree] : []));
  const last = queries.at(-1);
  return last && columnsOf(last.outputColumnList);
}
