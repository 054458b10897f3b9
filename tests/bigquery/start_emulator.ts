import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmulatorProcess } from './emulator_process.ts';

/** The emulator for one run of the tests, with the default credentials of the client pointing at it. */
export default async function startEmulator(): Promise<() => Promise<void>> {
  const emulator = await EmulatorProcess.start('closed');
  const credentials = await mkdtemp(join(tmpdir(), 'keyfast-credentials-'));
  process.env.GOOGLE_APPLICATION_CREDENTIALS = await writeCredentials(credentials, emulator.origin);
  process.env.BIGQUERY_EMULATOR_HOST = emulator.apiEndpoint;
  return async () => {
    await emulator.stop();
    await rm(credentials, { recursive: true });
  };
}

/** Application Default Credentials that exchange a token at the emulator, as a workload outside Google Cloud does at Google. */
async function writeCredentials(directory: string, origin: string): Promise<string> {
  const subject = join(directory, 'subject_token');
  await writeFile(subject, 'a token that the emulator takes');
  const file = join(directory, 'application_default_credentials.json');
  await writeFile(
    file,
    JSON.stringify({
      type: 'external_account',
      audience:
        '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/emulator/providers/emulator',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      token_url: `${origin}/token`,
      credential_source: { file: subject },
    }),
  );
  return file;
}
