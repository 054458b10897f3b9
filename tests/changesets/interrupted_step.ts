/**
 * A process of its own that takes a step of a changeset on a DuckDB file, and stops in the middle of it:
 * `interrupted_step.ts FILE STEP ARGUMENT PLAN PROCEDURE INDEX`. After that statement of that procedure (from the end when it is
 * negative: -1 is the last) it says `reached` and goes no further until somebody kills it.
 */
import { writeSync } from 'node:fs';
import { LocalWarehouse } from '../fixtures/warehouse/local_warehouse.ts';
import { Importer } from './importer.ts';

const [file = '', step, argument = '', planHash = '', procedure, place] = process.argv.slice(2);
const local = await LocalWarehouse.open(file, {
  onStatement: ({ target, index, count }) => {
    if (target.name !== procedure || (index !== Number(place) && index - count !== Number(place))) return;
    writeSync(1, 'reached\n');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
});
const { steps } = Importer.on(local);
if (step === 'upload') await steps.upload(argument);
else if (step === 'validate') await steps.validate(argument);
else if (step === 'commit') await steps.commit(argument, { planHash, acceptRejected: undefined });
else await steps.rollback(argument, 'wrong file');
writeSync(1, 'never reached\n');
