import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  BUILD_MILLISECONDS,
  LocalWarehouse,
  type SentFile,
  WarehouseDirectory,
} from '../fixtures/warehouse/local_warehouse.ts';

let directory: WarehouseDirectory;

beforeAll(async () => {
  directory = await WarehouseDirectory.create();
}, BUILD_MILLISECONDS);

afterAll(() => directory.remove());

function components(period: string, name: string, ...rows: readonly string[]): SentFile {
  return {
    kind: 'stage3',
    tenant: 'acme',
    name,
    period,
    lines: [
      'business_name,product_code,agent_id,agent_name,component_type,split_rate,commission_amount',
      ...rows.map((names) => `${names},WRITING,1,10.00`),
    ],
  };
}

/** Whether each business and agent is active, and when it was last seen, after loads and a run. */
async function activityAfter(...files: readonly SentFile[]): Promise<unknown> {
  return LocalWarehouse.with(directory.newFile(), async (local) => {
    await local.addTenant('acme');
    for (const file of files) await local.load(file);
    await local.run('+dim_agent_identity');
    return local.sql(
      `SELECT business_name AS name, is_active, last_seen_date::VARCHAR AS seen FROM payroll_analytics.dim_business_mapping
       UNION ALL SELECT display_name, is_active, effective_end_date::VARCHAR FROM payroll_analytics.dim_agent_identity
       ORDER BY name`,
    );
  });
}

const JANUARY = components('2025-01', 'january.csv', 'Birch,MED,A-1,Ann One', 'Cedar,MED,A-2,Bob Two');

test('a file of a period that is years away makes nobody inactive', async () => {
  expect(await activityAfter(JANUARY, components('2099-01', 'slip.csv', 'Birch,MED,A-1,Ann One'))).toEqual([
    ['Ann One', 'true', null],
    ['Birch', 'true', '2099-01-01'],
    ['Bob Two', 'true', null],
    ['Cedar', 'true', '2025-01-01'],
  ]);
});

test('who stands in the latest period only by a snapshot that was superseded is inactive, and was seen', async () => {
  const february = components('2025-02', 'february.csv', 'Birch,MED,A-1,Ann One', 'Cedar,MED,A-2,Bob Two');
  const corrected = components('2025-02', 'corrected.csv', 'Birch,MED,A-1,Ann One');
  expect(await activityAfter(JANUARY, february, corrected)).toEqual([
    ['Ann One', 'true', null],
    ['Birch', 'true', '2025-02-01'],
    ['Bob Two', 'false', '2025-03-01'],
    ['Cedar', 'false', '2025-02-01'],
  ]);
});

test('a name that stands in the last month of the calendar alone breaks nobody’s identity', async () => {
  expect(await activityAfter(JANUARY, components('9999-12', 'slip.csv', 'Birch,MED,A-3,Zed Last'))).toEqual([
    ['Ann One', 'true', null],
    ['Birch', 'true', '9999-12-01'],
    ['Bob Two', 'true', null],
    ['Cedar', 'true', '2025-01-01'],
    ['Zed Last', 'false', null],
  ]);
});
