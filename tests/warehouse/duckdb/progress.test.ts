import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { DuckDbConnection } from '../../../scripts/warehouse/duckdb/connection.ts';

test('a connection that is asked to tells how far its statement is', async () => {
  const connection = await DuckDbConnection.open(':memory:', { tellsProgress: true });
  try {
    await connection.run('CREATE TABLE t AS SELECT i FROM range(1000000) AS s(i)');
    const told: (typeof connection.progress)[] = [];
    const query = connection.query('SELECT max(sha256(i::VARCHAR)) FROM t').then(() => 'done');
    while ((await Promise.race([query, setImmediate('under way')])) === 'under way') {
      told.push(connection.progress);
    }
    expect(told.some(({ rowCount, share }) => rowCount > 0 && share > 0 && share < 1)).toBe(true);
    expect(Math.max(...told.map(({ rowCount }) => rowCount))).toBeLessThanOrEqual(1_100_000);
  } finally {
    connection.close();
  }
});

test('one that is not asked tells nothing', async () => {
  const connection = await DuckDbConnection.open(':memory:');
  expect(connection.progress).toEqual({ rowCount: 0, share: 0 });
  connection.close();
});
