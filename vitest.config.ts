import { configDefaults, defineConfig } from 'vitest/config';

/** `npm test`. What needs the BigQuery emulator is `npm run test:bigquery`. */
export default defineConfig({ test: { exclude: [...configDefaults.exclude, 'tests/bigquery/**'] } });
