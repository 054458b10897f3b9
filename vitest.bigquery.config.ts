import { defineConfig } from 'vitest/config';
import { ClosingLineReporter } from './tests/closing_line_reporter.ts';

/** The tests against the BigQuery emulator: `npm run test:bigquery`. */
export default defineConfig({
  test: {
    include: ['tests/bigquery/**/*.test.ts'],
    globalSetup: 'tests/bigquery/start_emulator.ts',
    reporters: [new ClosingLineReporter()],
    // The emulator runs one job at a time.
    fileParallelism: false,
    // It translates in Python: a script takes up to a second, and several on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
