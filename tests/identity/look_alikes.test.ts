import { distance } from 'fastest-levenshtein';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  BUILD_MILLISECONDS,
  LocalWarehouse,
  WarehouseDirectory,
} from '../fixtures/warehouse/local_warehouse.ts';

let directory: WarehouseDirectory;
let local: LocalWarehouse;

beforeAll(async () => {
  directory = await WarehouseDirectory.create();
  local = await LocalWarehouse.open(directory.newFile());
  await local.run('+look_alikes');
}, BUILD_MILLISECONDS);

afterAll(async () => {
  await local.close();
  await directory.remove();
});

beforeEach(() => local.sql('DELETE FROM payroll_analytics.identity_ledger'));

/** Assigns an id to each name that a DuckDB query gives. */
async function assign(names: string): Promise<void> {
  await local.sql(
    `INSERT INTO payroll_analytics.identity_ledger
     SELECT 'acme', NULL, 'business', 'id of ' || name, name, name, name, 'MINTED', 1, 'digest', now(), 'test'
     FROM (${names}) AS given(name)`,
  );
}

async function comparedCount(): Promise<number> {
  const [[count] = []] = await local.sql('SELECT count(*) FROM payroll_analytics.look_alike_candidates');
  return Number(count);
}

async function listed(): Promise<unknown[]> {
  const rows = await local.procedure('list_lookalikes', { tenant_id: null });
  return rows.map((row) => [row.resemblance, row.shared_letters, row.identity_count, row.normalized_name]);
}

test('the names that are listed as few edits apart are all that are, and no others', async () => {
  // Few letters and short changes, so that many are near each other, edits at either end and names of every length.
  const letters = fc.string({ unit: fc.constantFrom('A', 'B', 'C'), minLength: 6, maxLength: 18 });
  const changes = fc.array(fc.tuple(fc.nat(17), fc.constantFrom('', 'A', 'BC')), { maxLength: 3 });
  const names = fc
    .sample(fc.tuple(letters, changes), { numRuns: 1000, seed: 1 })
    .flatMap(([name, edits]) => [
      name,
      edits.reduce((text, [at, by]) => text.slice(0, at) + by + text.slice(at + 1), name),
    ]);
  const distinct = [...new Set(names)].sort();
  const near = distinct.flatMap((one, place) =>
    distinct.slice(place + 1).flatMap((other) => {
      const shorter = Math.min(one.length, other.length);
      const few = shorter >= 14 ? 2 : shorter >= 8 ? 1 : 0;
      return distance(one, other) <= few ? [[one, other]] : [];
    }),
  );
  expect(near.length).toBeGreaterThan(100);

  await assign(`SELECT unnest([${distinct.map((name) => `'${name}'`).join(', ')}])`);
  expect(
    await local.sql(
      `SELECT normalized_name, other_normalized_name FROM payroll_analytics.look_alikes
       WHERE resemblance = 'FEW_EDITS' ORDER BY ALL`,
    ),
  ).toEqual(near);
});

describe.each([3000, 5000])('of %i names', (count) => {
  test('that share one skeleton none are compared, and one row says that they do', async () => {
    await assign(
      `SELECT 'ACME SUPPLY' || repeat(' ', number % 50) || repeat('.', number // 50) FROM range(${count}) AS every(number)`,
    );
    expect(await comparedCount()).toBe(0);
    expect(await listed()).toEqual([['SAME_SKELETON', 'ACMESUPPLY', BigInt(count), 'ACME SUPPLY']]);
  });

  test('that share two of three pieces none are compared, and a row for each piece says that they are too many', async () => {
    await assign(`SELECT format('STORE OF THE NORTH {:04d}', number) FROM range(${count}) AS every(number)`);
    expect(await comparedCount()).toBe(0);
    expect(await listed()).toEqual([
      ['TOO_MANY_TO_COMPARE', 'FTHENO', BigInt(count), 'STORE OF THE NORTH 0000'],
      ['TOO_MANY_TO_COMPARE', 'STOREO', BigInt(count), 'STORE OF THE NORTH 0000'],
    ]);
  });

  test('in families of the most that are compared, each is compared with its family alone', async () => {
    await assign(
      `SELECT substr(md5((number // 200)::VARCHAR), 1, 12) || substr(md5(number::VARCHAR), 1, 12)
       FROM range(${count}) AS every(number)`,
    );
    expect(await comparedCount()).toBe((count * 199) / 2);
    expect(await listed()).toEqual([]);
  });
});
