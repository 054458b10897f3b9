import type { Command } from 'commander';
import { runTest, type TestResult } from '../dataform/run_tests.ts';
import { DataError, ExitCode } from '../errors.ts';
import { printable } from '../terminal/printable.ts';
import type { Report } from '../terminal/report.ts';
import type { Perform } from './perform.ts';

export function addTestCommand(program: Command, perform: Perform): void {
  program
    .command('test')
    .description('analyse all SQL, procedures included, and run its unit tests; they read no table')
    .action((_options: object, command: Command) =>
      perform(
        command,
        async (session) => {
          const { tests = [] } = await session.graph();
          const warehouse = await session.warehouse();
          session.terminal.progress.update('Analysing the SQL');
          const [first, ...others] = await warehouse.sqlFaults();
          if (first !== undefined) throw new DataError([first, ...others]);
          const results: TestResult[] = [];
          for (const test of tests) {
            session.signal.throwIfAborted();
            session.terminal.progress.update(`Test ${test.name}`);
            results.push(await runTest(test, warehouse));
          }
          return testReport(results);
        },
        'none',
      ),
    );
}

function testReport(results: readonly TestResult[]): Report {
  const failed = results.filter((result) => !result.passed).length;
  return {
    exitCode: failed === 0 ? ExitCode.done : ExitCode.wrongData,
    document: {
      passed_count: results.length - failed,
      failed_count: failed,
      tests: results.map((result) => ({ ...result, milliseconds: Math.round(result.milliseconds) })),
    },
    text: (style) =>
      [
        ...results.map(
          (result) =>
            `${result.passed ? style.green('pass') : style.red('FAIL')}  ${result.name} ${style.dim(result.file)}\n` +
            result.differences.map((difference) => `      ${printable(difference)}\n`).join(''),
        ),
        failed === 0
          ? style.green(`All ${results.length} tests pass.\n`)
          : style.red(`${failed} of ${results.length} tests fail.\n`),
      ].join(''),
  };
}
