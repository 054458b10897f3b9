import { Readable } from 'node:stream';
import type { BigQuery, TableSchema } from '@google-cloud/bigquery';
import type { Target } from '../../dataform/compiled_graph.ts';
import type { Row } from '../values.ts';
import { engineError } from './engine_error.ts';
import { newlineJson } from './newline_json.ts';
import { uploadJob } from './upload_job.ts';

/**
 * Appends rows by one load job, streamed: never by `insertAll`, whose rows resist DML for half an hour. All rows arrive, or
 * none: when `rows` throws, there is no job, and what it threw comes out as it is. Gives their number.
 */
export async function loadRows(
  client: BigQuery,
  { database, schema: dataset, name }: Target,
  rows: AsyncIterable<Row>,
): Promise<number> {
  const source = new RowSource(rows);
  try {
    const table = client.dataset(dataset, { projectId: database }).table(name);
    const [{ schema, location }] = (await table.getMetadata()) as [TableMetadata, unknown];
    const load = {
      destinationTable: { projectId: database, datasetId: dataset, tableId: name },
      sourceFormat: 'NEWLINE_DELIMITED_JSON',
      schema,
      createDisposition: 'CREATE_NEVER',
      writeDisposition: 'WRITE_APPEND',
    };
    const job = await uploadJob(client, { load }, location, Readable.from(source.lines()));
    await job.promise();
  } catch (error) {
    source.throwIfFailed();
    throw engineError(error, () => undefined);
  }
  return source.count;
}

interface TableMetadata {
  readonly schema: TableSchema;
  readonly location?: string;
}

/** Tells a failure of the rows, a fault in a file or a person's Ctrl-C, from one of BigQuery. */
class RowSource {
  count = 0;
  private failure: { readonly error: unknown } | undefined;

  constructor(private readonly rows: AsyncIterable<Row>) {}

  async *lines(): AsyncGenerator<string> {
    for await (const row of this.watchedRows()) {
      this.count += 1;
      yield newlineJson(row);
    }
  }

  throwIfFailed(): void {
    if (this.failure) throw this.failure.error;
  }

  /** A generator of its own: a stream that is given up throws into the one that it reads, and this one only returns. */
  private async *watchedRows(): AsyncGenerator<Row> {
    try {
      yield* this.rows;
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }
}
