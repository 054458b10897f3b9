import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { digestedTables } from '../../includes/src/digested_tables.ts';
import { KeptWarehouse } from '../fixtures/warehouse/kept_warehouse.ts';
import { BUILD_MILLISECONDS, type LocalWarehouse } from '../fixtures/warehouse/local_warehouse.ts';
import { buildSmallWarehouse, HARBOR, LEGACY } from '../fixtures/warehouse/small_warehouse.ts';
import { bindLastRun } from './bound_warehouse.ts';

let local: LocalWarehouse;
let kept: KeptWarehouse;

beforeAll(async () => {
  kept = await KeptWarehouse.prepared(async (fresh) => {
    await bindLastRun(fresh);
  }, buildSmallWarehouse);
  local = kept.local;
}, BUILD_MILLISECONDS);

afterAll(() => kept.remove());

beforeEach(() => kept.restore());

const LAST_RUN = `(SELECT max_by(run_id, started_at) FROM payroll_assertions.control_runs)`;

function recorded(table: string): Promise<(string | null)[][]> {
  return local.sql(
    `SELECT bucket, row_count, digest FROM payroll_assertions.table_digests
     WHERE table_name = '${table}' AND run_id = ${LAST_RUN} ORDER BY bucket`,
  );
}

async function recomputed(table: string): Promise<(string | null)[][]> {
  const [[run_id = null] = []] = await local.sql(`SELECT ${LAST_RUN}`);
  const rows = await local.procedure(`recompute_${table}`, { run_id });
  return rows.map(({ bucket, row_count, digest }) =>
    [bucket, row_count, digest].map((value) => value as string | bigint).map(String),
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

test('a leaf, a bucket and a root are these digests', async () => {
  // SHA-256 of `19:dim_agent_hierarchy6:harbor3:H-1N1:1NN`: the table, the tenant, the agent, no parent, level 1, no dates.
  const leaf = '59b392e0f5d99ffc09254457635a29182cd7766964800131cb1bed9dcb8bf873';
  expect(
    await local.sql(
      `SELECT bucket, row_key, leaf FROM payroll_assertions.row_digests WHERE row_key = 'harbor H-1 -'`,
    ),
  ).toEqual([['d9', 'harbor H-1 -', leaf]]);
  // Of its one leaf, of those that begin alike, of all that do: three digests, one in another.
  const buckets = (await recorded('dim_agent_hierarchy')).slice(1);
  expect(buckets).toContainEqual([
    'd9',
    '1',
    '973e5e3adaf058125fe60a803207c22ed6f65323487c67d575d6ee911e4eb317',
  ]);
  // The root covers each bucket's name and digest, in the order of the names.
  const root = sha256(buckets.map(([bucket, , digest]) => `${bucket ?? ''}${digest ?? ''}`).join(''));
  expect((await recorded('dim_agent_hierarchy'))[0]).toEqual(['', '4', root]);
});

test('a table without rows has the digest of nothing', async () => {
  expect(await recorded('identity_quarantine')).toEqual([
    ['', '0', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ]);
});

test('the order of rows moves no digest', async () => {
  const before = await recomputed('commission_traceability');
  await local.sql(
    `CREATE TABLE turned AS SELECT * FROM payroll_analytics.commission_traceability ORDER BY random();
     DELETE FROM payroll_analytics.commission_traceability;
     INSERT INTO payroll_analytics.commission_traceability FROM turned; DROP TABLE turned`,
  );

  expect(await recomputed('commission_traceability')).toEqual(before);
});

test('what a run adds to the digests of the run before equals what is computed in full', async () => {
  await local.load({
    kind: 'stage1',
    tenant: HARBOR,
    name: '2025-04.harbor.stage1.csv',
    period: '2025-04',
    lines: ['business_name,product_code,employee_count,gross_commission', 'Fresh Water Ltd,MED,3,0.00'],
  });
  await local.run();
  await bindLastRun(local);

  for (const { name } of digestedTables) {
    expect([name, await recorded(name)]).toEqual([name, await recomputed(name)]);
  }
});

test('a bucket of a table that grows keeps the digest that it had: a change in it is not taken over', async () => {
  const before = await recorded('stage1_snapshots');
  await local.sql(
    `UPDATE payroll_processed.stage1_snapshots SET employee_count = 99 WHERE tenant_id = '${LEGACY}'`,
  );
  await local.run();

  expect(await recorded('stage1_snapshots')).toEqual(before);
  expect(await recomputed('stage1_snapshots')).not.toEqual(before);
});
