import type {
  BigQuery,
  Job,
  JobMetadata,
  QueryResultsOptions,
  QueryRowsResponse,
} from '@google-cloud/bigquery';
import pRetry from 'p-retry';
import type { ResultSet } from '../values.ts';
import { isAbortedTransaction } from './engine_error.ts';
import type { WireParameter } from './query_parameters.ts';
import { resultSet, type WireRow } from './result_rows.ts';
import type { WireField } from './wire_schema.ts';

/** Half a minute in all, with the client's own time: longer than any of our transactions holds a lock row. */
const RETRIES = { retries: 6, minTimeout: 500, factor: 2, randomize: true };

/**
 * Runs a script as one job and gives the rows of its last SELECT. A transaction that BigQuery aborted because another wrote
 * first runs again from its beginning, its guards evaluated afresh; no other error is tried again.
 */
export async function runScript(
  client: BigQuery,
  query: string,
  parameters: readonly WireParameter[],
): Promise<ResultSet> {
  return await pRetry(() => runOnce(client, query, parameters), {
    ...RETRIES,
    shouldRetry: ({ error }) => isAbortedTransaction(error),
  });
}

async function runOnce(
  client: BigQuery,
  query: string,
  parameters: readonly WireParameter[],
): Promise<ResultSet> {
  const [job] = await client.createQueryJob({
    query,
    ...(parameters.length > 0 && { parameterMode: 'NAMED', queryParameters: [...parameters] }),
  });
  const { fields, rows } = await readResults(job);
  // The results of a script may look well although its job failed: only the job itself knows.
  const [{ status }] = (await job.getMetadata()) as [JobMetadata, unknown];
  if (status?.errorResult) throw new Error(status.errorResult.message ?? 'The job failed without a message.');
  return resultSet(fields, rows);
}

/** BigQuery cuts pages by their size; an unfinished job gives an empty page and asks for it again. */
async function readResults(job: Job): Promise<{ fields: readonly WireField[]; rows: readonly WireRow[] }> {
  const rows: WireRow[] = [];
  let fields: readonly WireField[] = [];
  let request: QueryResultsOptions | undefined = {};
  while (request) {
    const page: QueryRowsResponse = await job.getQueryResults({
      ...request,
      autoPaginate: false,
      skipParsing: true,
    });
    for (const row of page[0] as WireRow[]) rows.push(row);
    fields = page[2]?.schema?.fields ?? fields;
    request = page[1] ?? undefined;
  }
  return { fields, rows };
}
