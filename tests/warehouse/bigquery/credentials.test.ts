import { BigQuery } from '@google-cloud/bigquery';
import { expect, test } from 'vitest';
import { requireCredentials } from '../../../scripts/warehouse/bigquery/credentials.ts';

function clientWith(getClient: () => Promise<unknown>): BigQuery {
  const client = new BigQuery({ projectId: 'acme' });
  Object.assign(client, { authClient: { getClient } });
  return client;
}

const NONE = (): Promise<never> =>
  Promise.reject(new Error('Could not load the default credentials. Browse to https://x.y for more.'));

test('without credentials it says what is missing and what to do', async () => {
  await expect(requireCredentials(clientWith(NONE), {})).rejects.toMatchObject({
    exitCode: 3,
    faults: [
      {
        code: 'NO_CREDENTIALS',
        message: 'There are no credentials for BigQuery: Could not load the default credentials',
      },
    ],
    nextStep: 'gcloud auth application-default login, then the same command again',
  });
});

test('with credentials, or on an emulator, it lets the call pass', async () => {
  await requireCredentials(
    clientWith(() => Promise.resolve({})),
    {},
  );
  await requireCredentials(clientWith(NONE), { BIGQUERY_EMULATOR_HOST: 'http://127.0.0.1:9050' });
});
