import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { EMULATOR_SOURCES, installEmulator } from './install_emulator.ts';

/** An emulator on a port of its own. It ends with us, whichever way we end: it reads our end of its standard input. */
export class EmulatorProcess {
  private constructor(
    readonly origin: string,
    private readonly process: ChildProcess & { stdin: NodeJS.WritableStream },
  ) {}

  /** With its known gaps closed, or bare, as it comes. */
  static async start(gaps: 'closed' | 'open'): Promise<EmulatorProcess> {
    const python = await installEmulator();
    const flags = gaps === 'open' ? ['--bare'] : [];
    const emulator = spawn(python, ['-B', join(EMULATOR_SOURCES, 'run.py'), ...flags], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    return new EmulatorProcess(`http://127.0.0.1:${await announcedPort(emulator)}`, emulator);
  }

  /** For the client's `BIGQUERY_EMULATOR_HOST`. */
  get apiEndpoint(): string {
    return `${this.origin}/bigquery/v2`;
  }

  async stop(): Promise<void> {
    const ended = once(this.process, 'exit');
    this.process.stdin.end();
    await ended;
  }
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
