/**
 * A process of its own that runs the graph on a DuckDB file: `interrupted_run.ts FILE ACTION INDEX`. After that statement of that
 * action it says `reached` and goes no further until somebody kills it; without the action it waits, the file open, for a
 * line, and then runs to the end and says `done`.
 */
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { LocalWarehouse } from '../fixtures/warehouse/local_warehouse.ts';

const [file = '', action, index] = process.argv.slice(2);
const local = await LocalWarehouse.open(file, {
  onStatement: (event) => {
    if (event.target.name !== action || event.index !== Number(index)) return;
    writeSync(1, 'reached\n');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
});
if (action === undefined) {
  writeSync(1, 'open\n');
  await once(process.stdin, 'data');
}
const results = await local.run();
await local.close();
writeSync(1, results.every(({ status }) => status === 'SUCCESS') ? 'done\n' : 'failed\n');
process.exit();
