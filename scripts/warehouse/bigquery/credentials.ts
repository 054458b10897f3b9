import type { BigQuery } from '@google-cloud/bigquery';
import { WarehouseError } from '../../errors.ts';

/**
 * Asks for the Application Default Credentials before the first request: without any the client would send that request
 * all the same, and say only how it failed. An emulator asks for none.
 *
 * @throws WarehouseError saying what to do.
 */
export async function requireCredentials(
  client: BigQuery,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  if (environment.BIGQUERY_EMULATOR_HOST !== undefined) return;
  try {
    await client.authClient.getClient();
  } catch (error) {
    throw new WarehouseError(
      {
        code: 'NO_CREDENTIALS',
        message: `There are no credentials for BigQuery: ${reasonOf(error)}`,
        allowed: 'application-default credentials, or GOOGLE_APPLICATION_CREDENTIALS=FILE',
      },
      'gcloud auth application-default login, then the same command again',
      { cause: error },
    );
  }
}

/** Without the advertisement that the client puts behind it. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\. Browse to [\s\S]*$/, '');
}
