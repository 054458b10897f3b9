import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { WarehouseError } from '../errors.ts';

/** Where the npm package keeps Google's server and the protocol's definition. */
export const GOOGLESQL_ROOT = join(
  dirname(createRequire(import.meta.url).resolve('@fivetrandevelopers/zetasql/package.json')),
  'lib/zetasql',
);

const BINARIES: Readonly<Record<string, string>> = {
  'linux-x64': 'remote_server.so',
  'linux-arm64': 'remote_server_arm.so',
  'darwin-x64': 'remote_server',
  'darwin-arm64': 'remote_server_arm',
};

/**
 * Runs the server and ends it when this process ends, however that happens: a kernel closes the pipe of a process that
 * was killed, and `read` returns. The shell is the parent of both, so the id that it kills can't belong to anyone else.
 * Nobody may be left to read what it says, so it says nothing: writing to a closed pipe would end it too early.
 */
const SUPERVISOR = `
exec 3<&0
"$1" "unix:$2/socket" 1 </dev/null &
server=$!
exec 2>/dev/null
( read -r _ <&3; kill -9 $server ) &
watcher=$!
wait $server
status=$?
kill $watcher
rm -rf "$2"
exit $status
`;

/** How much of the server's last words an error quotes. */
const LAST_WORDS = 2000;

/**
 * Google's GoogleSQL service as a child process. It listens on a Unix socket in a directory that only this user can
 * enter: no port that a second server would silently share, nothing for another user to call.
 */
export class GoogleSqlServer {
  #ended: Promise<string>;

  private constructor(
    readonly address: string,
    private readonly directory: string,
    private readonly supervisor: ChildProcess,
  ) {
    let lastWords = '';
    supervisor.stderr?.on('data', (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString()).slice(-LAST_WORDS);
    });
    this.#ended = new Promise((resolve) => {
      supervisor.once('error', (error) => {
        resolve(error.message);
      });
      supervisor.once('exit', (status, signal) => {
        resolve(lastWords.trim() || `it ended with ${signal ?? `status ${String(status)}`}`);
      });
    });
  }

  /** Starts a server; `GoogleSqlClient.connect` waits until it answers. Throws `WarehouseError` on a platform that Google's server isn't built for. */
  static start(): GoogleSqlServer {
    const platform = `${process.platform}-${process.arch}`;
    const binary = BINARIES[platform];
    if (binary === undefined) {
      throw new WarehouseError(
        {
          code: 'PLATFORM_UNSUPPORTED',
          message: "Google's GoogleSQL analyser isn't built for this platform.",
          value: platform,
          allowed: Object.keys(BINARIES).join(', '),
        },
        'Use Linux or macOS (on Windows: WSL), or run against BigQuery with --warehouse bigquery.',
      );
    }
    const directory = mkdtempSync(join(tmpdir(), 'keyfast-'));
    const supervisor = spawn('/bin/sh', ['-c', SUPERVISOR, 'sh', join(GOOGLESQL_ROOT, binary), directory], {
      stdio: ['pipe', 'ignore', 'pipe'],
      // A group of its own: Ctrl-C in the terminal reaches us first, and the pipe ends the server in order.
      detached: true,
    });
    // A command that forgets to stop the server still ends, and the server with it.
    supervisor.unref();
    for (const stream of [supervisor.stdin, supervisor.stderr]) {
      if (stream instanceof Socket) stream.unref();
    }
    return new GoogleSqlServer(`unix:${directory}/socket:1`, directory, supervisor);
  }

  /** Resolves when the server has ended, with its last words. */
  get ended(): Promise<string> {
    return this.#ended;
  }

  /** Ends the server and waits until it is gone. Calling it again changes nothing. */
  async stop(): Promise<void> {
    // Else a process that has nothing more to do would end while it waits.
    this.supervisor.ref();
    this.supervisor.stdin?.end();
    await this.#ended;
    rmSync(this.directory, { recursive: true, force: true });
  }
}
