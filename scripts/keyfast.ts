import { CommanderError } from 'commander';
import { commandLine } from './commands/command_line.ts';
import type { Perform } from './commands/perform.ts';
import { Session, type GlobalOptions } from './commands/session.ts';
import { usageError } from './commands/usage_error.ts';
import { ExitCode, KeyfastError, WarehouseError } from './errors.ts';
import { Terminal } from './terminal/terminal.ts';

const terminal = new Terminal(process, process.env, process.argv.includes('--json'));
const interruption = new AbortController();

// Whoever reads the output may stop reading, as `head` does: that is no error, and there is nobody to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(ExitCode.done);
  process.exit(
    terminal.showError(
      new WarehouseError({ code: 'OUTPUT_FAILED', message: `The output can't be written: ${error.message}` }),
    ),
  );
});

process.once('SIGINT', () => {
  terminal.notice('Stopping after the statement that is running; once more stops at once.');
  interruption.abort();
  process.once('SIGINT', () => process.exit(ExitCode.interrupted));
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
  process.exitCode = exitCodeOf(interruption.signal.aborted ? interrupted(error) : error);
}

/** Whatever broke off after an interruption broke off because of it. */
function interrupted(error: unknown): KeyfastError {
  const fault = { code: 'INTERRUPTED', message: 'Interrupted; nothing is left half done' };
  return new KeyfastError(ExitCode.interrupted, [fault], 'the same command again', { cause: error });
}

function exitCodeOf(error: unknown): number {
  if (!(error instanceof CommanderError)) return terminal.showError(error);
  if (error.exitCode === 0) return ExitCode.done;
  return terminal.showError(usageError(error, program, process.argv.slice(2)));
}
