import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../scripts/dataform/project.ts';
import { runDirectory } from '../fixtures/run_directory.ts';

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How long a call takes is a matter of the machine: the lines that say so are left out. */
const PROGRESS = /^\[\d+ s\] .*\n/gm;

/** A directory with a database of its own, in which the real command line is called as a person calls it. */
export class Workplace {
  readonly directory = mkdtempSync(join(tmpdir(), 'keyfast-flow-'));

  constructor(private readonly projectRoot = PROJECT_ROOT) {}

  file(name: string, content: string): string {
    writeFileSync(join(this.directory, name), content);
    return name;
  }

  start(...words: string[]): ChildProcess {
    return spawn(process.execPath, [join(this.projectRoot, 'bin', 'keyfast.js'), ...words], {
      cwd: this.directory,
      // Without the checkout that the tests are of: what is being edited there is nothing to them.
      env: { PATH: process.env.PATH, HOME: process.env.HOME, KEYFAST_ACTOR: 'ann', GIT_DIR: '/nowhere' },
    });
  }

  keyfast(...words: string[]): Promise<Ended> {
    return ended(this.start(...words));
  }

  /** Calls with `--json`, and reads the one document on standard output. */
  async json(...words: string[]): Promise<{ readonly exitCode: number | null; readonly document: Document }> {
    const { exitCode, stdout, stderr } = await this.keyfast(...words, '--json');
    if (stderr !== '') throw new Error(`--json leaves standard error empty, it says: ${stderr}`);
    return { exitCode, document: JSON.parse(stdout) as Document };
  }

  /** Keeps what stands here for the other test files of this run. */
  share(name: string): void {
    const shared = sharedPlace(name);
    if (shared === undefined || existsSync(shared)) return;
    const copying = `${shared}.${randomUUID()}`;
    cpSync(this.directory, copying, { recursive: true });
    renameSync(copying, shared);
  }

  /** Takes a copy of what another test file shared, in this empty place; false where none did yet. */
  take(name: string): boolean {
    const shared = sharedPlace(name);
    if (shared === undefined || !existsSync(shared)) return false;
    cpSync(shared, this.directory, { recursive: true });
    return true;
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function sharedPlace(name: string): string | undefined {
  const directory = runDirectory();
  return directory && join(directory, `workplace-${name}`);
}

export type Document = Readonly<Record<string, unknown>>;

export function ended(process: ChildProcess): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    process.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    process.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    process.once('error', reject);
    process.once('close', (exitCode) => {
      resolve({ exitCode, stdout, stderr: stderr.replace(PROGRESS, '') });
    });
  });
}
