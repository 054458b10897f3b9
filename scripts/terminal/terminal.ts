import { pipeline } from 'node:stream/promises';
import { errorReport } from './error_report.ts';
import { jsonText } from './json_document.ts';
import { ProgressLine } from './progress_line.ts';
import type { Report } from './report.ts';
import { styleFor, type Style } from './style.ts';

export interface TerminalStreams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** The one place that prints. Results go to standard output, everything else to standard error. */
export class Terminal {
  readonly progress: ProgressLine;

  constructor(
    private readonly streams: TerminalStreams,
    private readonly environment: NodeJS.ProcessEnv,
    /** One JSON document on standard output, and nothing on standard error. */
    private readonly json: boolean,
    /** What a person types to call this program. */
    private readonly program = 'keyfast',
  ) {
    const form = streams.stderr.isTTY ? 'drawn' : 'logged';
    this.progress = new ProgressLine(streams.stderr, json ? 'none' : form);
  }

  show(report: Report): void {
    this.progress.clear();
    const { stdout } = this.streams;
    stdout.write(this.json ? jsonText(report.document) : report.text(this.#styleFor(stdout)));
  }

  /** Gives the exit code. */
  showError(error: unknown): number {
    this.progress.clear();
    const { stdout, stderr } = this.streams;
    const report = errorReport(error);
    if (this.json) stdout.write(jsonText(report.document));
    else stderr.write(report.text(this.#styleFor(stderr)));
    if (error instanceof Error) this.debug(error);
    return report.exitCode;
  }

  /** Where it comes from, for who asked to see such things. */
  debug(error: Error): void {
    if (this.environment.KEYFAST_DEBUG === '1') this.streams.stderr.write(`${traceOf(error)}\n`);
  }

  /** A sentence for the person who waits. */
  notice(sentence: string): void {
    this.progress.clear();
    if (!this.json) this.streams.stderr.write(`${sentence}\n`);
  }

  /** What a person sends on to a file or a pipe, however much it is; whoever reads it may stop reading. */
  async stream(text: AsyncIterable<string>): Promise<void> {
    this.progress.clear();
    await pipeline(text, this.streams.stdout, { end: false }).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
    });
  }

  /** What commander says by itself: help and the version. */
  plain(text: string): void {
    this.streams.stdout.write(text);
  }

  #styleFor(stream: NodeJS.WriteStream): Style {
    return styleFor(stream, this.environment, this.program);
  }
}

function traceOf(error: Error): string {
  const trace = error.stack ?? error.message;
  return error.cause instanceof Error ? `${trace}\ncaused by: ${traceOf(error.cause)}` : trace;
}
