import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DuckDbConnection } from '../../../scripts/warehouse/duckdb/connection.ts';
import { DuckDbWarehouse } from '../../../scripts/warehouse/duckdb/duckdb_warehouse.ts';
import { Threads } from '../../../scripts/warehouse/duckdb/threads.ts';
import { RowBatch } from '../../../scripts/warehouse/row_batch.ts';
import { graphOf } from './script_fixture.ts';

let directory: string;
let connection: DuckDbConnection;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'keyfast-threads-'));
  connection = await DuckDbConnection.open(join(directory, 'one.duckdb'));
  // Not what any machine has by itself.
  await connection.run('SET threads = 3');
  await connection.run('CREATE SCHEMA s');
  await connection.run('CREATE TABLE s.short AS FROM range(10)');
});

afterEach(() => {
  connection.close();
  rmSync(directory, { recursive: true });
});

async function threadCount(): Promise<unknown> {
  const [[count] = []] = await connection.query(`SELECT current_setting('threads')`);
  return count;
}

test('short tables are worked on by one thread', async () => {
  await Threads.for(connection);
  expect(await threadCount()).toBe(1n);
});

test('a table that is longer than a row group has all threads', async () => {
  await connection.run('CREATE TABLE s.long AS FROM range(122881)');
  await Threads.for(connection);
  expect(await threadCount()).toBe(3n);
});

test('tables that grow beyond a row group get all threads back, once', async () => {
  const threads = await Threads.for(connection);
  await connection.run('RESET threads');
  const everyone = await threadCount();
  await connection.run('SET threads = 1');
  await threads.grown(122_870);
  expect(await threadCount()).toBe(1n);
  await threads.grown(1);
  expect(await threadCount()).toBe(everyone);

  await connection.run('SET threads = 2');
  await threads.grown(1);
  expect(await threadCount()).toBe(2n);
});

test('a warehouse begins with one thread and has all of them for a long table that is staged', async () => {
  const path = join(directory, 'one.duckdb');
  const warehouse = await DuckDbWarehouse.open(path, graphOf({}), { cacheDirectory: directory });
  expect(await threadCount()).toBe(1n);
  async function* sent(): AsyncGenerator<RowBatch> {
    for (let number = 0; number < 61; number++) {
      const rows = Array.from({ length: 2048 }, (_, index) => ({ range: BigInt(index) }));
      yield await Promise.resolve(RowBatch.of(rows));
    }
  }
  await warehouse.stage({ database: 'p', schema: 's', name: 'short' }, sent());
  const raised = await threadCount();
  await connection.run('RESET threads');
  expect(raised).toBe(await threadCount());
  await warehouse.close();
});
