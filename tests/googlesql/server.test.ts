import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, watch } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GoogleSqlClient } from '../../scripts/googlesql/client.ts';
import { GoogleSqlServer } from '../../scripts/googlesql/server.ts';

// Each starts processes of its own.
vi.setConfig({ testTimeout: 30_000 });

const CLIENT = new URL('../../scripts/googlesql/client.ts', import.meta.url).href;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'keyfast-server-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

/** Starts a server in a process of its own, whose temporary files stand in `directory`, and waits until it answers. */
async function startElsewhere(andThen: string): Promise<ChildProcess> {
  const program = `import { GoogleSqlClient } from ${JSON.stringify(CLIENT)};
    await GoogleSqlClient.start(); process.stdout.write('started'); ${andThen}`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    env: { ...process.env, TMPDIR: directory },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

/** Resolves once no server is left: the supervisor removes the server's directory when the server has ended. */
async function noServerIsLeft(): Promise<void> {
  const watcher = watch(directory);
  while (serversIn(directory) > 0) await once(watcher, 'change');
  watcher.close();
}

function serversIn(parent: string): number {
  return readdirSync(parent).filter((name) => name.startsWith('keyfast-')).length;
}

test('a process that is killed leaves no server behind', async () => {
  const child = await startElsewhere('setInterval(() => {}, 1000);');
  expect(serversIn(directory)).toBe(1);
  child.kill('SIGKILL');
  await noServerIsLeft();
});

test('a process that forgets to stop its server ends, and the server with it', async () => {
  const child = await startElsewhere('');
  if (child.exitCode === null) await once(child, 'exit');
  expect(child.exitCode).toBe(0);
  await noServerIsLeft();
});

test('two clients have servers of their own: what one registers, the other does not know', async () => {
  const [one, other] = await Promise.all([GoogleSqlClient.start(), GoogleSqlClient.start()]);
  const select = { input: 'SELECT a FROM t', bytePosition: 0, allowResume: true } as const;
  const table = { name: 't', serializationId: 1, column: [{ name: 'a', type: { typeKind: 'TYPE_INT64' } }] };
  const known = await one.registerCatalog({ table: [table], customFunction: [] });
  const empty = await other.registerCatalog({ table: [], customFunction: [] });
  expect(await one.analyseNext(select, known, [])).toMatchObject({ ok: true });
  expect(await other.analyseNext(select, empty, [])).toEqual({
    ok: false,
    error: { message: 'Table not found: t', position: { line: 1, column: 15 } },
  });
  await Promise.all([one.stop(), other.stop()]);
});

test('a platform without a server is refused by name', () => {
  const platform = Object.getOwnPropertyDescriptor(process, 'platform')!;
  Object.defineProperty(process, 'platform', { ...platform, value: 'win32' });
  try {
    expect(() => GoogleSqlServer.start()).toThrow(
      "[PLATFORM_UNSUPPORTED] Google's GoogleSQL analyser isn't built",
    );
  } finally {
    Object.defineProperty(process, 'platform', platform);
  }
});
