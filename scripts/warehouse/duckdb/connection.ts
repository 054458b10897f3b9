import {
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBAppender,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WarehouseError } from '../../errors.ts';
import { keepLeadingByteOrderMarks } from './exact_text.ts';
import { registerJavaScriptFunctions } from './javascript_functions.ts';

export const IN_MEMORY = ':memory:';

/**
 * Unless somebody gives it more. Beyond this DuckDB spills to its temporary directory; JavaScript and what DuckDB doesn't count come on top: about 1.4 GB in all.
 * With 750 MB an import of a million rows stays below 1.2 GB, but one of two million doesn't get through.
 */
const MEMORY_LIMIT = '1GB';
const PATIENCE_MILLISECONDS = 600_000;
/** Half of it up to one and a half: those who wait for one file don't come all at once. */
const LOCK_RETRY_MILLISECONDS = 200;

export interface OpenOptions {
  /** Called once, with a sentence for the person who waits, when another process holds the file. */
  readonly onWait?: (message: string) => void;
  /** How long to wait for that process: ten minutes when left out. */
  readonly patienceMilliseconds?: number;
  /** Aborted: waiting ends. */
  readonly signal?: AbortSignal;
  /** As DuckDB writes it, `4GB`; 1 GB when left out. */
  readonly memoryLimit?: string;
  /** Whether somebody will ask how far a statement is: the engine counts its rows only then. */
  readonly tellsProgress?: boolean;
}

export interface BoundParameter {
  readonly value: DuckDBValue;
  readonly type: DuckDBType;
}

/** One connection to one database file. Whoever opens a file a second time in this process shares the database. */
export class DuckDbConnection {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  /** Opens the file, which is created when it isn't there; `:memory:` is a database of this connection's own. */
  static async open(path: string, options: OpenOptions = {}): Promise<DuckDbConnection> {
    keepLeadingByteOrderMarks();
    const instance = await openInstance(path, options);
    const connection = await instance.connect();
    registerJavaScriptFunctions(connection);
    await connection.run(`SET TimeZone = 'UTC'`);
    if (options.tellsProgress === true) {
      await connection.run('SET enable_progress_bar = true');
      await connection.run('SET enable_progress_bar_print = false');
    }
    return new DuckDbConnection(instance, connection);
  }

  async run(sql: string, parameters: Readonly<Record<string, BoundParameter>> = {}): Promise<void> {
    await this.query(sql, parameters);
  }

  /** Gives all rows, each in the order of the columns. */
  async query(
    sql: string,
    parameters: Readonly<Record<string, BoundParameter>> = {},
  ): Promise<DuckDBValue[][]> {
    const bound = Object.entries(parameters);
    if (bound.length === 0) return (await this.#connection.runAndReadAll(sql)).getRows();
    const reader = await this.#connection.runAndReadAll(
      sql,
      Object.fromEntries(bound.map(([name, { value }]) => [name, value])),
      Object.fromEntries(bound.map(([name, { type }]) => [name, type])),
    );
    return reader.getRows();
  }

  /** Of the statement that is running: the rows that it has gone through, and the share of all, 0 to 1. 0 where DuckDB doesn't tell. */
  get progress(): { readonly rowCount: number; readonly share: number } {
    const { percentage, rows_processed } = this.#connection.progress;
    return { rowCount: Number(rows_processed), share: Math.max(0, percentage / 100) };
  }

  appender(schema: string, table: string): Promise<DuckDBAppender> {
    return this.#connection.createAppender(table, schema);
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}

async function openInstance(path: string, options: OpenOptions): Promise<DuckDBInstance> {
  const settings = {
    memory_limit: options.memoryLimit ?? MEMORY_LIMIT,
    // What is freed goes back to the system, and isn't kept for later beside all that.
    allocator_flush_threshold: '8MB',
    allocator_bulk_deallocation_flush_threshold: '16MB',
    // A file of another format would make DuckDB fetch an extension over the network.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    temp_directory: path === IN_MEMORY ? join(tmpdir(), `keyfast-${process.pid}.duckdb.tmp`) : `${path}.tmp`,
  };
  if (path === IN_MEMORY) return DuckDBInstance.create(path, settings);
  const start = performance.now();
  for (let attempt = 0; ; attempt++) {
    try {
      // Not `create`: the operating system's lock keeps other processes out, but not a second instance of this one.
      return await DuckDBInstance.fromCache(path, settings);
    } catch (error) {
      const holder = lockHolder(error);
      if (holder === undefined) throw cannotOpen(path, error);
      const waited = performance.now() - start;
      if (waited >= (options.patienceMilliseconds ?? PATIENCE_MILLISECONDS))
        throw stillLocked(path, holder, waited, error);
      if (attempt === 0) options.onWait?.(`Waiting for ${path}: ${holder} is using it`);
      await sleep(LOCK_RETRY_MILLISECONDS * (0.5 + Math.random()), undefined, { signal: options.signal });
    }
  }
}

/** Who holds the file: DuckDB says `Conflicting lock is held in /usr/bin/node (PID 4711)`. */
function lockHolder(error: unknown): string | undefined {
  const message = error instanceof Error ? error.message : '';
  if (!message.includes('Could not set lock on file')) return undefined;
  const pid = /Conflicting lock is held in .+? \(PID (\d+)\)/.exec(message)?.[1];
  return pid === undefined ? 'another process' : `process ${pid}`;
}

function stillLocked(path: string, holder: string, waited: number, cause: unknown): WarehouseError {
  const patience = waited < 1000 ? '' : `, after ${Math.round(waited / 1000)} seconds of waiting`;
  return new WarehouseError(
    {
      code: 'WAREHOUSE_LOCKED',
      message: `${path} is in use: ${holder} holds it${patience}`,
      allowed: 'one process at a time',
    },
    'let that process finish or end it, then the same command again, with --wait SECONDS to wait longer',
    { cause },
  );
}

/** DuckDB names the file once more, in full, and puts its own kind before each message. */
function cannotOpen(path: string, cause: unknown): WarehouseError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const text = reason.replace(/^[A-Z][\w ]* Error: /, '').replace(` "${resolve(path)}"`, '');
  return new WarehouseError(
    { code: 'WAREHOUSE_UNREADABLE', message: `It can't be opened: ${text}`, location: { file: path } },
    existsSync(path)
      ? 'put a copy of the file in its place, or name another with --warehouse duckdb:FILE'
      : 'the same command with --warehouse duckdb:FILE, in a directory that is there',
    { cause },
  );
}
