import { BigQuery } from '@google-cloud/bigquery';
import type {
  CompiledAssertion,
  CompiledGraph,
  CompiledOperation,
  CompiledTable,
  CompiledTest,
  Target,
} from '../../dataform/compiled_graph.ts';
import { PROJECT_ROOT } from '../../dataform/project.ts';
import type { Fault, Location } from '../../errors.ts';
import { ByteOffsets } from '../../googlesql/byte_offsets.ts';
import { SourceMap } from '../../googlesql/source_map.ts';
import { eachRow, type RowBatch } from '../row_batch.ts';
import type { Parameters, ResultSet, Row } from '../values.ts';
import type { Relation, Warehouse } from '../warehouse.ts';
import { requireCredentials } from './credentials.ts';
import { createMissingDatasets } from './datasets.ts';
import { engineError, type ScriptPosition } from './engine_error.ts';
import { loadRows } from './load_job.ts';
import { queryParameters } from './query_parameters.ts';
import { runScript, type Patience } from './script_job.ts';
import { assertionScript, operationScript, queryScript, tableScript, type Script } from './statements.ts';

const NOT_FOUND = 404;

/** What `tables.get` gives, as far as it is read. */
interface TableMetadata {
  readonly type?: string;
  readonly view?: { readonly query?: string };
  readonly schema?: { readonly fields?: readonly { readonly name: string }[] };
}

function isNotFound(error: unknown): boolean {
  return (error as { code?: unknown }).code === NOT_FOUND;
}

/** BigQuery keeps a view's query as it was written, but for what stands around it. */
function isQueryOf(kept: string, compiled: string): boolean {
  return bare(kept) === bare(compiled);
}

const AROUND = /^(?:\s|--[^\n]*\n)+|[\s;]+$/g;

function bare(query: string): string {
  return query.replace(AROUND, '');
}

/**
 * BigQuery itself. Credentials and project are those of the client's defaults (Application Default Credentials) and of
 * `dataform.json`; `BIGQUERY_EMULATOR_HOST` is respected by the client.
 */
export class BigQueryWarehouse implements Warehouse {
  readonly engine = 'bigquery';

  private readonly sourceMap = new SourceMap(PROJECT_ROOT);

  private constructor(
    private readonly client: BigQuery,
    private readonly graph: CompiledGraph,
    private readonly patience: Patience,
  ) {}

  /** Creates the datasets that the graph writes to, where they are missing. */
  static async open(graph: CompiledGraph, patience: Patience = {}): Promise<BigQueryWarehouse> {
    const { defaultDatabase, defaultLocation } = graph.projectConfig;
    const client = new BigQuery({
      projectId: defaultDatabase,
      ...(defaultLocation !== undefined && { location: defaultLocation }),
    });
    await requireCredentials(client);
    try {
      await createMissingDatasets(client, graph);
    } catch (error) {
      throw engineError(error, () => undefined);
    }
    return new BigQueryWarehouse(client, graph, patience);
  }

  async runOperation(operation: CompiledOperation, parameters: Parameters = {}): Promise<ResultSet> {
    return await this.run(operationScript(operation), operation.fileName, parameters);
  }

  async createTable(table: CompiledTable): Promise<void> {
    await this.run(tableScript(table), table.fileName);
  }

  async runAssertion(assertion: CompiledAssertion): Promise<ResultSet> {
    return await this.run(assertionScript(assertion), assertion.fileName);
  }

  /** By Google's analyser on this machine: BigQuery itself would analyse no statement whose tables aren't there yet. */
  async sqlFaults(): Promise<readonly Fault[]> {
    const { graphFaults } = await import('../../googlesql/graph_faults.ts');
    return graphFaults(this.graph, PROJECT_ROOT);
  }

  async runTest(test: CompiledTest): Promise<{ readonly actual: ResultSet; readonly expected: ResultSet }> {
    const [actual, expected] = await Promise.all([
      this.run(queryScript(test.testQuery), test.fileName),
      this.run(queryScript(test.expectedOutputQuery), test.fileName),
    ]);
    return { actual, expected };
  }

  async stage(target: Target, rows: AsyncIterable<Row | RowBatch>): Promise<number> {
    return await loadRows(this.client, target, eachRow(rows));
  }

  async relation({ database, schema, name }: Target): Promise<Relation | undefined> {
    const found = await this.metadata({ database, schema, name });
    if (found === undefined) return undefined;
    const { type, schema: columns } = found;
    if (type === 'VIEW' || type === 'MATERIALIZED_VIEW') return { kind: 'view' };
    return { kind: 'table', columnNames: (columns?.fields ?? []).map((field) => field.name) };
  }

  async differingViews(views: readonly CompiledTable[]): Promise<readonly Target[]> {
    const differing: Target[] = [];
    for (const { target, query } of views) {
      const found = await this.metadata(target);
      if (found !== undefined && !isQueryOf(found.view?.query ?? '', query)) differing.push(target);
    }
    return differing;
  }

  private async metadata({ database, schema, name }: Target): Promise<TableMetadata | undefined> {
    try {
      const table = this.client.dataset(schema, { projectId: database }).table(name);
      const [found] = (await table.getMetadata()) as [TableMetadata, unknown];
      return found;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw engineError(error, () => undefined);
    }
  }

  async close(): Promise<void> {
    // The client holds no connection: each request is one of its own.
  }

  private async run(script: Script, fileName: string, parameters: Parameters = {}): Promise<ResultSet> {
    const typed = queryParameters(parameters);
    try {
      return await runScript(this.client, script.text, typed, this.patience);
    } catch (error) {
      throw engineError(error, (position) => this.locate(fileName, script, position));
    }
  }

  private locate(fileName: string, { text, parts }: Script, position: ScriptPosition | undefined): Location {
    if (!position) return { file: fileName };
    const index = new ByteOffsets(text).indexOfPosition(position);
    const part = parts.findLast(({ at }) => at <= index);
    if (!part || index > part.at + part.compiled.length) return { file: fileName };
    return this.sourceMap.locate(fileName, part.compiled, index - part.at);
  }
}
