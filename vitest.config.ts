import { statfsSync } from 'node:fs';
import { configDefaults, defineConfig } from 'vitest/config';
import { ClosingLineReporter } from './tests/closing_line_reporter.ts';
import { LongestFirst } from './tests/longest_first.ts';

const MEMORY_FILES = '/dev/shm';
/** More than the databases of all tests. */
const ENOUGH_MEMORY = 4 * 1024 ** 3;

/** Where the machine has room for files in memory, the tests' databases don't wait for its disk at each COMMIT. */
function temporaryFiles(): Record<string, string> {
  try {
    const { bavail, bsize } = statfsSync(MEMORY_FILES);
    return bavail * bsize > ENOUGH_MEMORY ? { TMPDIR: MEMORY_FILES } : {};
  } catch {
    return {};
  }
}

/** `npm test`. What needs the BigQuery emulator is `npm run test:bigquery`. */
export default defineConfig({
  test: {
    exclude: [...configDefaults.exclude, 'tests/bigquery/**'],
    reporters: [new ClosingLineReporter()],
    globalSetup: './tests/fixtures/shared_directory.ts',
    sequence: { sequencer: LongestFirst },
    env: temporaryFiles(),
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
