import type { BigQuery } from '@google-cloud/bigquery';
import type { CompiledGraph } from '../../dataform/compiled_graph.ts';

const ALREADY_EXISTS = 409;

/** Dataform creates the datasets of its own actions only; declared sources need theirs too where no upstream made them. */
export async function createMissingDatasets(client: BigQuery, graph: CompiledGraph): Promise<void> {
  const { tables = [], operations = [], assertions = [], declarations = [] } = graph;
  const actions = [...tables, ...operations, ...assertions, ...declarations];
  const missing = new Set(actions.map(({ target }) => target.schema));
  const [present] = await client.getDatasets();
  for (const { id } of present) missing.delete(id ?? '');
  await Promise.all([...missing].map((dataset) => create(client, dataset)));
}

async function create(client: BigQuery, dataset: string): Promise<void> {
  try {
    await client.createDataset(dataset);
  } catch (error) {
    // Another run was faster.
    if ((error as { code?: unknown }).code !== ALREADY_EXISTS) throw error;
  }
}
