import type { CompiledGraph } from '../dataform/compiled_graph.ts';
import type { Fault } from '../errors.ts';
import { analyseGraph } from './analyse_graph.ts';
import { GoogleSqlClient } from './client.ts';
import { SourceMap } from './source_map.ts';

/** What Google's analyser finds wrong with the statements of a graph; it is started for it and stopped. */
export async function graphFaults(graph: CompiledGraph, projectRoot: string): Promise<readonly Fault[]> {
  const client = await GoogleSqlClient.start();
  try {
    return (await analyseGraph(graph, client, new SourceMap(projectRoot))).faults;
  } finally {
    await client.stop();
  }
}
