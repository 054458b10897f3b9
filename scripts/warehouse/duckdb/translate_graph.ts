import type { CompiledGraph } from '../../dataform/compiled_graph.ts';
import type { GraphAction } from '../../dataform/graph_action.ts';
import type { AnalysedScript } from '../../googlesql/analyse.ts';
import { type ActionScript, analyseGraph } from '../../googlesql/analyse_graph.ts';
import { GoogleSqlClient } from '../../googlesql/client.ts';
import type { QueryStmt, ResolvedStatement } from '../../googlesql/resolved_statements.ts';
import { SourceMap } from '../../googlesql/source_map.ts';
import { Refusal } from './generator/refusal.ts';
import { translateStatement } from './generator/statements.ts';
import type { PlacedFault, PlacedStatement, TranslatedGraph, TranslatedScript } from './translation.ts';

/** Translates every statement of a graph, with Google's analyser, which is started for it and stopped. */
export async function translateGraph(graph: CompiledGraph, projectRoot: string): Promise<TranslatedGraph> {
  const project = graph.projectConfig.defaultDatabase;
  const client = await GoogleSqlClient.start();
  try {
    const analysed = await analyseGraph(graph, client, new SourceMap(projectRoot));
    const actions = analysed.actions.map(({ action, scripts }) => {
      const written = (script: ActionScript): readonly (readonly ResolvedStatement[])[] =>
        script.statements.map(({ tree }) => (script.role === 'query' ? asCreated(tree, action) : [tree]));
      return [action.key, translateScripts(scripts, written, action.compiled.fileName, project)] as const;
    });
    const tests = analysed.tests.map(({ name, fileName, ...sides }) => {
      const translate = (script: AnalysedScript): TranslatedScript =>
        translateScripts(
          [script],
          ({ statements }) => statements.map(({ tree }) => [tree]),
          fileName,
          project,
        );
      return [name, { actual: translate(sides.actual), expected: translate(sides.expected) }] as const;
    });
    return { actions: Object.fromEntries(actions), tests: Object.fromEntries(tests) };
  } finally {
    await client.stop();
  }
}

/** What Dataform makes of the SELECT of a table, view or assertion. */
function asCreated(tree: ResolvedStatement, action: GraphAction): readonly ResolvedStatement[] {
  if (tree.kind !== 'QueryStmt') return [tree];
  const isTable = action.kind === 'table' && action.compiled.type !== 'view';
  const create = isTable ? createTable(tree, action.key) : createView(tree, action.key);
  return action.kind === 'assertion' ? [create, tree] : [create];
}

function createView(query: QueryStmt, name: string): ResolvedStatement {
  return { ...query, kind: 'CreateViewStmt', namePath: [name], ...REPLACING };
}

function createTable(query: QueryStmt, name: string): ResolvedStatement {
  return {
    ...query,
    kind: 'CreateTableAsSelectStmt',
    namePath: [name],
    columnDefinitionList: [],
    ...REPLACING,
  };
}

const REPLACING = { createScope: 'CREATE_DEFAULT_SCOPE', createMode: 'CREATE_OR_REPLACE' } as const;

function translateScripts<Script extends AnalysedScript>(
  scripts: readonly Script[],
  written: (script: Script) => readonly (readonly ResolvedStatement[])[],
  fileName: string,
  project: string,
): TranslatedScript {
  const statements: PlacedStatement[] = [];
  const faults: PlacedFault[] = [];
  for (const [text, script] of scripts.entries()) {
    for (const { message, index } of script.errors) {
      faults.push({ code: 'SQL_ERROR', message, place: { text, index } });
    }
    for (const [position, trees] of written(script).entries()) {
      const index = script.statements[position]?.range.start ?? 0;
      try {
        for (const tree of trees) {
          statements.push({ statement: translateStatement(tree, project), place: { text, index } });
        }
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const place = { text, index: error.location?.start ?? index };
        faults.push({ code: 'UNSUPPORTED_SQL', message: error.message, place });
      }
    }
  }
  return { fileName, texts: scripts.map((script) => script.text), statements, faults };
}
