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

/** As long as for a DuckDB file that another process holds. */
const PATIENCE_MILLISECONDS = 600_000;
/** Half a second, then twice that, up to half a minute; each up to twice as long, so that two writers don't meet again. */
const RETRIES = {
  retries: Number.POSITIVE_INFINITY,
  minTimeout: 500,
  factor: 2,
  maxTimeout: 30_000,
  randomize: true,
};

export interface Patience {
  /** How long a transaction that others abort is tried again: ten minutes when left out. */
  readonly patienceMilliseconds?: number;
  /** Called once, with a sentence for the person who waits, when another transaction was faster. */
  readonly onWait?: (message: string) => void;
  /** Aborted: waiting ends. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a script as one job and gives the rows of its last SELECT. A transaction that BigQuery aborted because another wrote
 * first runs again from its beginning, its guards evaluated afresh; no other error is tried again.
 */
export async function runScript(
  client: BigQuery,
  query: string,
  parameters: readonly WireParameter[],
  { patienceMilliseconds = PATIENCE_MILLISECONDS, onWait, signal }: Patience = {},
): Promise<ResultSet> {
  return await pRetry(() => runOnce(client, query, parameters), {
    ...RETRIES,
    maxRetryTime: patienceMilliseconds,
    ...(signal && { signal }),
    onFailedAttempt: ({ error, attemptNumber }) => {
      if (attemptNumber === 1 && isAbortedTransaction(error))
        onWait?.('Waiting for another transaction, which writes to the same tables');
    },
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
