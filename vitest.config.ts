import { configDefaults, defineConfig } from 'vitest/config';
import { ClosingLineReporter } from './tests/closing_line_reporter.ts';
import { LongestFirst } from './tests/longest_first.ts';

/** `npm test`. What needs the BigQuery emulator is `npm run test:bigquery`, what goes over every query, function and definition `npm run test:oracle`. */
export default defineConfig({
  test: {
    exclude: [
      ...configDefaults.exclude,
      'tests/bigquery/**',
      'tests/googlesql/differential.test.ts',
      'tests/googlesql/signatures.test.ts',
      'tests/build/laid_out_anew.test.ts',
    ],
    reporters: [new ClosingLineReporter()],
    globalSetup: './tests/fixtures/run_directory.ts',
    sequence: { sequencer: LongestFirst },
    pool: 'forks',
    // The modules, the compiled graph and its translation are loaded once a core, not once a file.
    isolate: false,
    // Vitest would leave one core of two idle.
    maxWorkers: '100%',
    // Compiling the project or starting the analyser takes seconds on a busy machine.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
