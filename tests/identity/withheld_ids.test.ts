import { afterAll, beforeAll, expect, test } from 'vitest';
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
  await local.addTenant('acme');
}, BUILD_MILLISECONDS);

afterAll(async () => {
  await local.close();
  await directory.remove();
});

/** As upstream may write it, past `keyfast load`, which refuses it. */
async function mapUpstream(...rows: readonly (readonly [name: string, id: string])[]): Promise<void> {
  await local.load({
    kind: 'business-mapping',
    tenant: 'acme',
    name: 'any.csv',
    lines: ['business_name', 'Any'],
  });
  for (const [name, id] of rows) {
    await local.sql(
      `INSERT INTO payroll_processed.business_id_mapping (tenant_id, business_id, business_name, normalized_name, loaded_at)
       VALUES ('acme', '${id}', '${name}', upper('${name}'), now())`,
    );
  }
  await local.run('+dim_business_mapping');
}

async function explained(name: string): Promise<unknown> {
  const [row] = await local.procedure('explain_identity', { tenant_id: 'acme', kind: 'business', name });
  return [row?.assigned_id, row?.withheld_reason, row?.withheld_because];
}

test.each([
  {
    what: 'an id that is another business of the tenant',
    rows: [['First', 'S-1']],
    late: [['Second', 'S-1']],
    because: 'the business would get S-1, which is the id of "FIRST"',
    reason: 'ID_COLLISION',
    name: 'Second',
  },
  {
    what: 'an id that two new names come with',
    rows: [],
    late: [
      ['Third', 'S-3'],
      ['Fourth', 'S-3'],
    ],
    because: 'the business would get S-3, which another new name would get too',
    reason: 'ID_COLLISION',
    name: 'Fourth',
  },
  {
    what: 'an id that is another business of the tenant, written in another case',
    rows: [['Sixth', 'S-six']],
    late: [['Seventh', 's-SIX']],
    because: 'the business would get s-SIX, which is the id of "SIXTH"',
    reason: 'ID_COLLISION',
    name: 'Seventh',
  },
  {
    what: 'an id that two new names come with, each in its own case',
    rows: [],
    late: [
      ['Eighth', 's-8'],
      ['Ninth', 'S-8'],
    ],
    because: 'the business would get S-8, which another new name would get too',
    reason: 'ID_COLLISION',
    name: 'Ninth',
  },
  {
    what: 'the ids of a name that comes with two',
    rows: [],
    late: [
      ['Fifth', 'S-5'],
      ['FIFTH', 'S-6'],
    ],
    because: 'the reference mapping carries several ids for the business',
    reason: 'ID_AMBIGUOUS',
    name: 'Fifth',
  },
] as const)('$what: explained, and a mapping with an id of its own is the way out', async (story) => {
  const { rows, late, name, reason, because } = story;
  await mapUpstream(...rows);
  await mapUpstream(...late);
  expect(await explained(name)).toEqual([null, reason, because]);

  const ownId = `OWN-${name}`;
  const lines = ['business_name,business_id', `${name},${ownId}`];
  await local.load({ kind: 'business-mapping', tenant: 'acme', name: `${name}.csv`, lines });
  await local.run('+dim_business_mapping');
  expect(await explained(name)).toEqual([ownId, null, null]);
});

test('an id that a name comes with in several cases is one id, and stays as it was assigned', async () => {
  await mapUpstream(['Tenth', 's-10'], ['TENTH', 'S-10']);
  expect(await explained('Tenth')).toEqual(['S-10', null, null]);

  const lines = ['business_name,business_id', 'Tenth,s-10'];
  await local.load({ kind: 'business-mapping', tenant: 'acme', name: 'again.csv', lines });
  await local.run('+dim_business_mapping');
  expect(await explained('Tenth')).toEqual(['S-10', null, null]);
  const differing = `SELECT reason FROM payroll_analytics.identity_quarantine WHERE raw_name ILIKE 'tenth'`;
  expect(await local.sql(differing)).toEqual([]);
});

test('a name is released at the time of the run that released it, also when the clock was set back', async () => {
  await local.load({
    kind: 'stage3',
    tenant: 'acme',
    name: 'unusable.csv',
    period: '2025-01',
    lines: [
      'business_name,product_code,agent_name,component_type,commission_amount',
      'Eleventh\u200b,MED,Ann\u200b,BASE,1',
    ],
  });
  await local.run('+dim_agent_identity');
  await local.sql(
    `UPDATE payroll_processed.stage3_snapshots SET business_name = 'Eleventh', agent_name = 'Ann';
     UPDATE payroll_config.tenants SET locked_at = TIMESTAMPTZ '2999-01-01 00:00:00+00' WHERE tenant_id = '*'`,
  );
  await local.run('+dim_agent_identity');
  expect(
    await local.sql(
      `SELECT kind, released_at > TIMESTAMPTZ '2999-01-01 00:00:00+00' FROM payroll_analytics.identity_quarantine
       WHERE raw_name IN ('Eleventh' || chr(8203), 'Ann' || chr(8203)) ORDER BY kind`,
    ),
  ).toEqual([
    ['agent', 'true'],
    ['business', 'true'],
  ]);
});

test('a name that nothing withholds, and a reserved one, are explained without a word of it', async () => {
  expect(await explained('Nobody knows it')).toEqual([null, null, null]);
  const [owner] = await local.procedure('explain_identity', {
    tenant_id: 'acme',
    kind: 'agent',
    name: 'Owner',
  });
  expect([owner?.withheld_reason, owner?.way_out]).toEqual([null, null]);
});
