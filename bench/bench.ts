import { Command, InvalidArgumentError, Option } from 'commander';
import { ExitCode } from '../scripts/errors.ts';
import { Terminal } from '../scripts/terminal/terminal.ts';
import { benchmark, type Part, type Plan } from './identity/benchmark.ts';
import { benchmarkReport, costsText } from './identity/report.ts';
import { COMPONENTS_PER_LINE } from './identity/synthetic_warehouse.ts';

const SMALLEST = 1000;

interface Options {
  readonly rows?: number;
  readonly runs?: number;
  readonly only?: Part;
}

function planOf({ rows, runs, only }: Options): Plan {
  return {
    parts: only === undefined ? ['run', 'view'] : [only],
    componentCounts: { run: rows ?? 1_000_000, view: rows ?? 10_000_000 },
    repetitions: { run: runs ?? 3, view: runs ?? 1 },
  };
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It is a whole number from 1.');
  return Number(text);
}

function rowCount(text: string): number {
  const rows = wholeNumber(text);
  if (rows < SMALLEST || rows % COMPONENTS_PER_LINE !== 0) {
    throw new InvalidArgumentError(`It is a multiple of ${COMPONENTS_PER_LINE} from ${SMALLEST}.`);
  }
  return rows;
}

const terminal = new Terminal(process, process.env, process.argv.includes('--json'));

const program = new Command('npm run bench --')
  .description('How fast the project is, beside the same work as DuckDB SQL by hand.')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? ExitCode.done : ExitCode.wrongCall));
program
  .command('identity')
  .description('a first run of the graph, and the view of traced commissions')
  .option(
    '--rows <number>',
    'stage-3 rows (default: 1,000,000 for the run, 10,000,000 for the view)',
    rowCount,
  )
  .option(
    '--runs <number>',
    'how often each is measured (default: 3 for the run, 1 for the view)',
    wholeNumber,
  )
  .addOption(new Option('--only <part>', 'one of the two').choices(['run', 'view']))
  .option('--json', 'one JSON document on standard output')
  .action(async (options: Options) => {
    const findings = await benchmark(planOf(options), {
      onStart: (step) => {
        terminal.progress.update(step);
      },
      onEnd: (step, measurement) => {
        terminal.notice(`${step}: ${costsText(measurement)}`);
      },
    });
    terminal.show(benchmarkReport(findings));
  });

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = terminal.showError(error);
}
