import { type Command, CommanderError } from 'commander';
import { refuseBrokenText } from './commands/broken_text.ts';
import { commandLine } from './commands/command_line.ts';
import type { Perform } from './commands/perform.ts';
import { Session, type GlobalOptions } from './commands/session.ts';
import { withSuggestion, type CalledNames } from './commands/suggestion.ts';
import { usageError } from './commands/usage_error.ts';
import { ExitCode, KeyfastError, WarehouseError } from './errors.ts';
import { programName } from './terminal/program_name.ts';
import { Terminal } from './terminal/terminal.ts';

const words = process.argv.slice(2);
const called = programName(process.env, process.argv[1], process.cwd());
const terminal = new Terminal(process, process.env, optionsOf(words).includes('--json'), called);
const interruption = new AbortController();

/** What follows `--` is no option. */
function optionsOf(words: readonly string[]): readonly string[] {
  const end = words.indexOf('--');
  return end < 0 ? words : words.slice(0, end);
}

// Whoever reads may stop reading, as `head` does: that is no error, and the work goes on to its end and to its own exit code.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    const fault = { code: 'OUTPUT_FAILED', message: `The output can't be written: ${error.message}` };
    process.exit(terminal.showError(new WarehouseError(fault)));
  });
}

// Node's own warnings are for who looks into a fault of ours.
process.removeAllListeners('warning');
process.on('warning', (warning) => {
  terminal.debug(warning);
});

process.once('SIGINT', () => {
  terminal.notice('Stopping after the statement that is running; once more stops at once.');
  interruption.abort();
  process.once('SIGINT', () => process.exit(ExitCode.interrupted));
});

function namesIn(command: Command): CalledNames {
  const given = command.registeredArguments.map((argument, index) => [
    argument.name(),
    command.processedArgs[index] as unknown,
  ]);
  return { ...command.opts(), ...Object.fromEntries(given) } as CalledNames;
}

const perform: Perform = async (command, work, use = 'existing') => {
  refuseBrokenText(command);
  const options = command.optsWithGlobals<GlobalOptions>();
  const session = new Session(options, terminal, use, interruption.signal);
  try {
    const report = await work(session);
    terminal.show(report);
    process.exitCode = report.exitCode ?? ExitCode.done;
  } catch (error) {
    throw await withSuggestion(error, session, namesIn(command));
  } finally {
    await session.close();
  }
};

const program = commandLine(perform, terminal, called);
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
  return terminal.showError(usageError(error, program));
}
