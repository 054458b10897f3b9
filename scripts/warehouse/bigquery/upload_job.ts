import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { BigQuery, Job, JobMetadata } from '@google-cloud/bigquery';
import { request } from 'gaxios';

/**
 * Starts a job by BigQuery's multipart upload (https://cloud.google.com/bigquery/docs/reference/api-uploads). When `content` fails, the
 * connection is closed before the end of the upload, so BigQuery starts no job. The client's own `createWriteStream` can't do
 * that: it leaves such an upload open for ever, and the process with it.
 */
export async function uploadJob(
  client: BigQuery,
  configuration: NonNullable<JobMetadata['configuration']>,
  location: string | undefined,
  content: Readable,
): Promise<Job> {
  const { projectId, apiEndpoint } = client;
  const jobReference = { projectId, jobId: randomUUID(), location };
  const headers = await authorization(client);
  const { data: started } = await request<{ readonly jobReference: JobReference }>({
    url: `${apiEndpoint}/upload/bigquery/v2/projects/${projectId}/jobs`,
    params: { uploadType: 'multipart' },
    method: 'POST',
    headers,
    multipart: [
      {
        headers: new Headers({ 'content-type': 'application/json' }),
        content: JSON.stringify({ configuration, jobReference }),
      },
      { headers: new Headers({ 'content-type': 'application/octet-stream' }), content },
    ],
    responseType: 'json',
  });
  const { jobId, ...place } = started.jobReference;
  return client.job(jobId, place);
}

interface JobReference {
  readonly jobId: string;
  readonly projectId: string;
  readonly location?: string;
}

/** The headers that the client would send: none of credentials where it has an endpoint of its own, as the emulator's. */
async function authorization(client: BigQuery): Promise<Headers> {
  return await new Promise((resolve, reject) => {
    client.makeAuthenticatedRequest(
      { uri: client.apiEndpoint },
      {
        onAuthenticated: (error, authenticated) => {
          if (error) reject(error);
          else resolve(new Headers(authenticated?.headers));
        },
      },
    );
  });
}
