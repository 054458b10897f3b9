import { defineConfig } from 'vitest/config';
import { ClosingLineReporter } from './tests/closing_line_reporter.ts';

/** Every query of the graph on DuckDB and on Google's reference implementation: `npm run test:oracle`. */
export default defineConfig({
  test: {
    include: ['tests/googlesql/differential.test.ts'],
    globalSetup: './tests/fixtures/run_directory.ts',
    reporters: [new ClosingLineReporter()],
    testTimeout: 30_000,
    // It analyses the whole graph first, and tells a story in which each statement runs.
    hookTimeout: 120_000,
  },
});
