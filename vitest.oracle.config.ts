import { defineConfig } from 'vitest/config';
import { ClosingLineReporter } from './tests/closing_line_reporter.ts';

/**
 * What goes over the whole project: every query and function signature on DuckDB and on Google's reference implementation, and every definition as the
 * formatter lays it out anew. `npm run test:oracle`.
 */
export default defineConfig({
  test: {
    include: [
      'tests/googlesql/differential.test.ts',
      'tests/googlesql/signatures.test.ts',
      'tests/build/laid_out_anew.test.ts',
    ],
    globalSetup: './tests/fixtures/run_directory.ts',
    reporters: [new ClosingLineReporter()],
    testTimeout: 30_000,
    // It analyses the whole graph first, and tells a story in which each statement runs.
    hookTimeout: 120_000,
  },
});
