import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { EMULATOR_SOURCES, installEmulator } from './install_emulator.ts';

/**
 * The emulator for one run of the tests, on a port of its own, with the default credentials of the client pointing at it. It
 * ends with us, whichever way we end: it reads our end of its standard input.
 */
export default async function startEmulator(): Promise<() => Promise<void>> {
  const python = await installEmulator();
  const emulator = spawn(python, ['-B', join(EMULATOR_SOURCES, 'run.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const origin = `http://127.0.0.1:${await announcedPort(emulator)}`;
  const credentials = await mkdtemp(join(tmpdir(), 'keyfast-credentials-'));
  process.env.GOOGLE_APPLICATION_CREDENTIALS = await writeCredentials(credentials, origin);
  process.env.BIGQUERY_EMULATOR_HOST = `${origin}/bigquery/v2`;
  return async () => {
    const ended = once(emulator, 'exit');
    emulator.stdin.end();
    await ended;
    await rm(credentials, { recursive: true });
  };
}

async function announcedPort(emulator: ChildProcess & { stdout: NodeJS.ReadableStream }): Promise<number> {
  for await (const line of createInterface({ input: emulator.stdout })) {
    const port = /^\{"listening": (\d+)\}$/.exec(line)?.[1];
    if (port !== undefined) {
      // What it says later isn't read; an unread pipe would stop it in the end.
      emulator.stdout.resume();
      return Number(port);
    }
  }
  throw new Error('The BigQuery emulator ended before it listened: its messages stand above.');
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
