import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  BUILD_MILLISECONDS,
  LocalWarehouse,
  WarehouseDirectory,
} from '../fixtures/warehouse/local_warehouse.ts';
import { loadSmallFiles } from '../fixtures/warehouse/small_warehouse.ts';
import { RUN_EVIDENCE, tableContents } from '../fixtures/warehouse/table_contents.ts';

const INTERRUPTED_RUN = fileURLToPath(new URL('interrupted_run.ts', import.meta.url));
const EVIDENCE = {
  outTables: RUN_EVIDENCE,
  outColumns: ['locked_at'],
};
const LEDGER = `SELECT tenant_id, kind, normalized_name, identity_id FROM payroll_analytics.identity_ledger ORDER BY ALL`;

let directory: WarehouseDirectory;
let loaded: string;
let ids: (string | null)[][];
const children: ChildProcessWithoutNullStreams[] = [];

beforeAll(async () => {
  directory = await WarehouseDirectory.create();
  loaded = directory.newFile();
  await LocalWarehouse.with(loaded, loadSmallFiles);
  ids = await LocalWarehouse.with(await directory.copyOf(loaded), async (local) => {
    await local.run('+commission_traceability');
    return local.sql(LEDGER);
  });
  expect(ids).toHaveLength(9);
}, BUILD_MILLISECONDS);

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

afterAll(async () => {
  await directory.remove();
});

function start(...callArguments: string[]): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, ['--import', 'tsx', INTERRUPTED_RUN, ...callArguments]);
  children.push(child);
  return child;
}

async function said(child: ChildProcessWithoutNullStreams): Promise<string> {
  const [bytes] = (await once(child.stdout, 'data')) as [Buffer];
  return bytes.toString().trim();
}

test(
  'a process that is killed between the ledger and the dimension leaves neither; the next run finishes',
  async () => {
    const file = await directory.copyOf(loaded);
    const before = await LocalWarehouse.with(file, (local) => tableContents(local, EVIDENCE));

    // 0 CREATE TABLE, 1 BEGIN, 2 the lock, 3 the quarantine, 4 the ledger, 5 the dimension, 6 COMMIT.
    const child = start(file, 'dim_business_mapping', '4');
    expect(await said(child)).toBe('reached');
    child.kill('SIGKILL');
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect([code, signal]).toEqual([null, 'SIGKILL']);

    await LocalWarehouse.with(file, async (local) => {
      expect(await tableContents(local, EVIDENCE)).toEqual(before);
      const actions = await local.run();
      expect(actions.map(({ status }) => status)).not.toContain('ERROR');
      expect(await local.sql(LEDGER)).toEqual(ids);
    });
  },
  BUILD_MILLISECONDS,
);

test(
  'of two processes on one file the second waits, says for whom, and both end well',
  async () => {
    const file = await directory.copyOf(loaded);
    const first = start(file);
    expect(await said(first)).toBe('open');

    const waits: string[] = [];
    const firstIsDone = once(first, 'exit');
    let answer = '';
    first.stdout.on('data', (bytes: Buffer) => (answer += bytes.toString()));
    const second = await LocalWarehouse.open(file, {
      onWait: (message) => {
        waits.push(message);
        first.stdin.write('go on\n');
      },
    });
    try {
      await firstIsDone;
      expect(answer).toBe('done\n');
      expect(waits).toHaveLength(1);
      expect(waits[0]).toContain(`process ${first.pid} is using it`);

      const afterFirst = await tableContents(second, EVIDENCE);
      const actions = await second.run();
      expect(actions.filter(({ status }) => status !== 'SUCCESS')).toEqual([]);
      expect(await tableContents(second, EVIDENCE)).toEqual(afterFirst);
      expect(await second.sql(LEDGER)).toEqual(ids);
    } finally {
      await second.close();
    }
  },
  BUILD_MILLISECONDS,
);
