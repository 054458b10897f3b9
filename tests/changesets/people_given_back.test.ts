import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { agentEntityId } from '../../includes/src/agent_entity_id.ts';
import type { Changeset } from '../../scripts/changesets/changeset.ts';
import { KeptWarehouse } from '../fixtures/warehouse/kept_warehouse.ts';
import { BUILD_MILLISECONDS, type LocalWarehouse } from '../fixtures/warehouse/local_warehouse.ts';
import { HARBOR_NORTH, Importer, prepareProfiles } from './importer.ts';

const { tenantId, orgId } = HARBOR_NORTH;
const ADA = agentEntityId(tenantId, orgId, 'A1');
const NEW = agentEntityId(tenantId, orgId, 'A2');
const BEA = agentEntityId(tenantId, orgId, 'B1');

let kept: KeptWarehouse;
let local: LocalWarehouse;
let importer: Importer;

beforeAll(async () => {
  kept = await KeptWarehouse.prepared(async (fresh) => {
    await prepareProfiles(fresh, tenantId);
    await Importer.on(fresh).imported(
      ',A1,Ada,Stone,2024-01-01,ada@x.org,,',
      ',B1,Bea,Brook,2024-01-01,bea@x.org,,',
    );
  });
  local = kept.local;
  importer = Importer.on(local);
}, BUILD_MILLISECONDS);

beforeEach(() => kept.restore());

afterAll(() => kept.remove());

/** `[agent, other, from]` of each two. */
async function givenBack({ changeset_id }: Changeset): Promise<unknown> {
  return (await importer.steps.peopleGivenBack(changeset_id)).map((row) => [
    row.agent_entity_id,
    row.other_agent_entity_id,
    row.from_date,
  ]);
}

async function failures(): Promise<unknown> {
  return local.sql(
    'SELECT failing_key, issue_description FROM payroll_assertions.profile_versions_are_sound ORDER BY ALL',
  );
}

test('two agents whom a rollback makes one person are named before, after and by the control, until one is somebody else', async () => {
  const renamed = await importer.imported(`${ADA},,Ada,Rivers,2024-01-01,,,`);
  expect(await givenBack(renamed)).toEqual([]);
  await importer.imported(',A2,ADA,Stone,2025-02-01,ada@x.org,,');
  await local.run('+profile_versions_are_sound');
  expect(await failures()).toEqual([]);

  expect(await givenBack(renamed)).toEqual([[ADA, NEW, '2025-02-01']]);
  await importer.rollback(renamed);
  expect(await givenBack(renamed)).toEqual([[ADA, NEW, '2025-02-01']]);
  const [first, second] = [ADA, NEW].toSorted();
  expect(await failures()).toEqual([[first, `has the e-mail and the name of ${second} on 2025-02-01`]]);

  // From a later day on is too late: two people were one until then.
  await importer.imported(`${ADA},,Ada,Stone,2025-06-01,ada.stone@x.org,,`);
  expect(await failures()).toHaveLength(1);
  await importer.imported(`${ADA},,Ada,Stone,2025-02-01,ada.stone@x.org,,`);
  expect(await failures()).toEqual([]);
});

test('an address that was given back by the rollback of an earlier changeset is somebody else’s too', async () => {
  const freed = await importer.imported(`${BEA},,Bea,Brook,2024-01-01,bea@y.org,,`);
  // Ada is Bea for a while, and then not.
  await importer.imported(`${ADA},,Bea,Brook,2024-01-01,bea@x.org,,`);
  const left = await importer.imported(`${ADA},,Ada,Stone,2024-01-01,ada@x.org,,`);
  await importer.rollback(freed);

  expect(await givenBack(left)).toEqual([[ADA, BEA, '2024-01-01']]);
});

test.each([
  ['another name', ',A2,Adam,Stone,2025-02-01,ada@x.org,,'],
  ['another e-mail', ',A2,Ada,Stone,2025-02-01,ada@y.org,,'],
])('a later agent of %s is another person', async (_, row) => {
  const renamed = await importer.imported(`${ADA},,Ada,Rivers,2024-01-01,rivers@x.org,,`);
  await importer.imported(row);

  expect(await givenBack(renamed)).toEqual([]);
});

test.each([
  ['who has them after the other has not is another person', '2024-07-01', []],
  ['who has them while the other has, too, is the same one', '2024-04-01', [[ADA, NEW, '2024-04-01']]],
])('%s', async (_, day, pairs) => {
  // Ada has another address since June, and by the changeset that is taken back since March already.
  await importer.imported(`${ADA},,Ada,Stone,2024-06-01,stone@x.org,,`);
  const earlier = await importer.imported(`${ADA},,Ada,Stone,2024-03-01,march@x.org,,`);
  await importer.imported(`,A2,Ada,Stone,${day},ada@x.org,,`);

  expect(await givenBack(earlier)).toEqual(pairs);
});
