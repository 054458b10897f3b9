/**
 * A process of its own that migrates a DuckDB file: `interrupted_migration.ts FILE ACTION INDEX`. After that statement of that
 * action it says `reached` and goes no further until somebody kills it.
 */
import { writeSync } from 'node:fs';
import { migrate } from '../../scripts/migrations/migrate.ts';
import { LocalWarehouse } from '../fixtures/warehouse/local_warehouse.ts';

const [file = '', action, index] = process.argv.slice(2);
const local = await LocalWarehouse.open(file, {
  onStatement: (event) => {
    if (event.target.name !== action || event.index !== Number(index)) return;
    writeSync(1, 'reached\n');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
});
await migrate({ legacyEnds: null, actor: 'mia' }, local.graph, local.warehouse);
await local.close();
writeSync(1, 'done\n');
process.exit();
