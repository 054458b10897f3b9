import { Command, InvalidArgumentError, Option } from 'commander';
import { ExitCode } from '../scripts/errors.ts';
import { Terminal } from '../scripts/terminal/terminal.ts';
import type { Listener } from './bench_steps.ts';
import * as changeset from './changeset/benchmark.ts';
import { benchmarkReport as changesetReport } from './changeset/report.ts';
import * as evidence from './evidence/benchmark.ts';
import { benchmarkReport as evidenceReport } from './evidence/report.ts';
import * as identity from './identity/benchmark.ts';
import { benchmarkReport as identityReport } from './identity/report.ts';
import { COMPONENTS_PER_LINE } from './identity/synthetic_warehouse.ts';

const SMALLEST = 1000;
const GROWTH = [10_000, 100_000, 1_000_000, 5_000_000];

interface IdentityOptions {
  readonly rows?: number;
  readonly runs?: number;
  readonly only?: identity.Part;
}

interface ChangesetOptions {
  readonly rows: number;
  readonly runs: number;
  readonly growth?: true;
}

function identityPlan({ rows, runs, only }: IdentityOptions): identity.Plan {
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

function multipleOf(divisor: number): (text: string) => number {
  return (text) => {
    const rows = wholeNumber(text);
    if (rows < SMALLEST || rows % divisor !== 0) {
      throw new InvalidArgumentError(`It is a multiple of ${divisor} from ${SMALLEST}.`);
    }
    return rows;
  };
}

const terminal = new Terminal(process, process.env, process.argv.includes('--json'));
const listener: Listener = {
  onStart: (step) => {
    terminal.progress.update(step);
  },
  onEnd: (step, costs) => {
    terminal.notice(`${step}: ${costs}`);
  },
};

const program = new Command('npm run bench --')
  .description('How fast the project is, beside the same work as DuckDB SQL by hand.')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? ExitCode.done : ExitCode.wrongCall));
program
  .command('identity')
  .description('a first run of the graph, and the view of traced commissions')
  .option(
    '--rows <number>',
    'stage-3 rows (default: 1,000,000 for the run, 10,000,000 for the view)',
    multipleOf(COMPONENTS_PER_LINE),
  )
  .option(
    '--runs <number>',
    'how often each is measured (default: 3 for the run, 1 for the view)',
    wholeNumber,
  )
  .addOption(new Option('--only <part>', 'one of the two').choices(['run', 'view']))
  .option('--json', 'one JSON document on standard output')
  .action(async (options: IdentityOptions) => {
    terminal.show(identityReport(await identity.benchmark(identityPlan(options), listener)));
  });
program
  .command('changeset')
  .description('upload, validation, commit and rollback of a file of agent profiles')
  .option('--rows <number>', 'rows of the file', multipleOf(2), 1_000_000)
  .option('--runs <number>', 'how often each side is measured', wholeNumber, 3)
  .option('--growth', 'also 10,000, 100,000, 1,000,000 and 5,000,000 rows, by the project alone')
  .option('--json', 'one JSON document on standard output')
  .action(async ({ rows, runs, growth }: ChangesetOptions) => {
    const plan = { rowCount: rows, repetitions: runs, growth: growth ? GROWTH : [] };
    terminal.show(changesetReport(await changeset.benchmark(plan, listener)));
  });
program
  .command('evidence')
  .description('all controls and all digests of a run, beside one scan of the same tables')
  .option('--rows <number>', 'stage-3 rows', multipleOf(COMPONENTS_PER_LINE), 1_000_000)
  .option('--json', 'one JSON document on standard output')
  .action(async ({ rows }: { readonly rows: number }) => {
    const findings = await evidence.benchmark(rows, (step) => {
      terminal.progress.update(step);
    });
    terminal.show(evidenceReport(findings));
  });

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = terminal.showError(error);
}
