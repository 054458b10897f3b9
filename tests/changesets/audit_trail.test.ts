import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Changeset } from '../../scripts/changesets/changeset.ts';
import { BUILD_MILLISECONDS } from '../fixtures/warehouse/local_warehouse.ts';
import { Organisation } from './organisation.ts';

vi.setConfig({ hookTimeout: BUILD_MILLISECONDS });

let organisation: Organisation;
let committed: Changeset;

beforeAll(async () => {
  organisation = await Organisation.create();
  const before = await organisation.import(
    ',A1,Ada,Known,2024-01-01,ada@x.org,111',
    ',A2,Bob,Bare,2024-01-01,,',
    ',A3,Cy,Known,2024-01-01,cy@x.org,',
  );
  await organisation.commit(before);
  const [[ada = ''] = [], [bob = ''] = []] = await organisation.local.sql(
    'SELECT agent_entity_id FROM payroll_config.agent_profile_identity_versions ORDER BY agent_id',
  );
  const changeset = await organisation.import(
    `${ada},,Ada,Married,2025-01-01,,222`,
    `${bob},,Bob,Bare,2025-01-01,bob@x.org,`,
    ',A4,Dee,New,2025-01-01,,',
    ',,Rejected,Row,soon,r@x.org,',
    ',,Max, Fourth ,2025-01-01,MAX@x.org,444',
  );
  committed = await organisation.commit(changeset, 'carl');
});

afterAll(async () => {
  await organisation.remove();
});

test('counts, ids and who wrote them are those of the tables', async () => {
  const { changeset_id: id, ...counts } = committed;
  expect(counts).toMatchObject({
    committed_by: 'carl',
    created_count: 2n,
    updated_count: 1n,
    contact_created_count: 2n,
    contact_updated_count: 1n,
  });
  const written = (side: string): Promise<unknown> =>
    organisation.local.sql(
      `SELECT resolved.first_name, operation, version.created_by
         FROM payroll_config.agent_profile_${side}_versions AS version
         JOIN payroll_config.bulk_import_resolutions AS resolved USING (changeset_id, agent_entity_id)
        WHERE changeset_id = '${id}' ORDER BY source_row`,
    );
  expect(await written('identity')).toEqual([
    ['Ada', 'UPDATE', 'carl'],
    ['Dee', 'CREATE', 'carl'],
    ['Max', 'CREATE', 'carl'],
  ]);
  expect(await written('contact')).toEqual([
    ['Ada', 'UPDATE', 'carl'],
    ['Bob', 'CREATE', 'carl'],
    ['Max', 'CREATE', 'carl'],
  ]);
});

test('a create without agent_id has its key, as the format has it, in the table of keys and in the changeset', async () => {
  const key = createHash('sha256').update('harbor|o1|max@x.org|2025-01-01|Max|Fourth').digest('hex');
  const { changeset_id: id } = committed;
  const [kept, ...others] = await organisation.local.sql(
    `SELECT idempotency_key, agent_entity_id, reserved_by FROM payroll_config.bulk_import_idempotency_keys`,
  );
  expect(others).toEqual([]);
  expect(kept).toEqual([
    key,
    expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    id,
  ]);
  const [[metadata] = []] = await organisation.local.sql(
    `SELECT metadata FROM payroll_config.config_bulk_import_changesets WHERE changeset_id = '${id}'`,
  );
  expect(metadata).toContain(key);
});
