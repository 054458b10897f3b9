import { CommanderError } from 'commander';
import { commandLine } from './commands/command_line.ts';
import type { Perform } from './commands/perform.ts';
import { Session, type GlobalOptions } from './commands/session.ts';
import { usageError } from './commands/usage_error.ts';
import { ExitCode } from './errors.ts';
import { Terminal } from './terminal/terminal.ts';

/** What a shell expects of a program that was interrupted: 128 and the number of SIGINT. */
const INTERRUPTED = 130;

const terminal = new Terminal(process, process.env, process.argv.includes('--json'));
const interruption = new AbortController();

// Whoever reads the output may stop reading, as `head` does: that is no error, and there is nobody to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(ExitCode.done);
  throw error;
});

process.once('SIGINT', () => {
  terminal.notice(
    'Stopping after the statement that is running; once more stops at once. Nothing is left half done.',
  );
  interruption.abort();
  process.once('SIGINT', () => process.exit(INTERRUPTED));
});

const perform: Perform = async (command, work) => {
  const session = new Session(command.optsWithGlobals<GlobalOptions>(), terminal, interruption.signal);
  try {
    const report = await work(session);
    terminal.show(report);
    process.exitCode = report.exitCode ?? ExitCode.done;
  } finally {
    await session.close();
  }
};

const program = commandLine(perform, terminal);
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = interruption.signal.aborted ? INTERRUPTED : exitCodeOf(error);
}

function exitCodeOf(error: unknown): number {
  if (!(error instanceof CommanderError)) return terminal.showError(error);
  if (error.exitCode === 0) return ExitCode.done;
  return terminal.showError(usageError(error, program, process.argv.slice(2)));
}
