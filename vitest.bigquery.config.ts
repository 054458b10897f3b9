import { defineConfig } from 'vitest/config';

/** The tests against the BigQuery emulator: `npm run test:bigquery`. */
export default defineConfig({
  test: {
    include: ['tests/bigquery/**/*.test.ts'],
    globalSetup: 'tests/bigquery/start_emulator.ts',
    // The emulator runs one job at a time.
    fileParallelism: false,
  },
});
