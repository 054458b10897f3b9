import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { agentEntityId } from '../../includes/src/agent_entity_id.ts';
import type { Changeset } from '../../scripts/changesets/changeset.ts';
import { KeyfastError } from '../../scripts/errors.ts';
import { KeptWarehouse } from '../fixtures/warehouse/kept_warehouse.ts';
import { BUILD_MILLISECONDS, type LocalWarehouse } from '../fixtures/warehouse/local_warehouse.ts';
import { HARBOR_NORTH, Importer, prepareProfiles, refusal, windows } from './importer.ts';

const { tenantId, orgId } = HARBOR_NORTH;
const JANE = agentEntityId(tenantId, orgId, 'A1');
const ROWS = [
  `${JANE},,Jane,Miller,2025-02-01,,222,`,
  ',A3,Lee,Third,2025-02-01,lee@x.org,,',
  ',,Max,Fourth,2025-02-01,max@x.org,,',
];

let kept: KeptWarehouse;
let local: LocalWarehouse;
let importer: Importer;

beforeAll(async () => {
  kept = await KeptWarehouse.prepared(async (fresh) => {
    await prepareProfiles(fresh, tenantId);
    await Importer.on(fresh).imported(',A1,Jane,Doe,2025-01-01,jane@x.org,111,North');
  });
  local = kept.local;
  importer = Importer.on(local);
}, BUILD_MILLISECONDS);

beforeEach(() => kept.restore());

afterAll(() => kept.remove());

async function count(table: string, condition = 'TRUE'): Promise<number> {
  const [[found] = []] = await local.sql(`SELECT count(*) FROM payroll_config.${table} WHERE ${condition}`);
  return Number(found);
}

/** What each of several calls came to: its status or the code of its refusal, sorted. */
async function heard(calls: readonly Promise<Changeset>[]): Promise<string[]> {
  const results = await Promise.allSettled(calls);
  return results
    .map((result) => {
      if (result.status === 'fulfilled') return result.value.status;
      if (result.reason instanceof KeyfastError) return result.reason.faults[0].code;
      throw result.reason as Error;
    })
    .toSorted();
}

test('six uploads of one file at once give one changeset, and its rows once', async () => {
  const file = await importer.rows(...ROWS);
  const uploads = await Promise.all(Array.from({ length: 6 }, () => importer.steps.upload(file)));
  expect(new Set(uploads.map(({ changeset }) => changeset.changeset_id)).size).toBe(1);
  expect(uploads.filter(({ wasOpen }) => !wasOpen)).toHaveLength(1);
  expect(await count('config_bulk_import_changesets', `status = 'UPLOADED'`)).toBe(1);
  expect(await count('bulk_import_rows', `changeset_id = '${uploads[0]!.changeset.changeset_id}'`)).toBe(3);
  const rowsBefore = 1;
  expect(await count('bulk_import_rows')).toBe(rowsBefore + 3);
  expect(await count('audit_events', `event_type = 'CHANGESET_UPLOADED'`)).toBe(2);
});

test('six commits at once give one commit and five answers that it is committed, by whom and when', async () => {
  const reviewed = await importer.validated(...ROWS);
  const people = ['bob', 'cleo', 'dan', 'eve', 'fay', 'gus'].map((actor) => importer.as({ actor }));
  expect(await heard(people.map((person) => person.commit(reviewed)))).toEqual([
    'ALREADY_COMMITTED',
    'ALREADY_COMMITTED',
    'ALREADY_COMMITTED',
    'ALREADY_COMMITTED',
    'ALREADY_COMMITTED',
    'COMMITTED',
  ]);
  expect((await refusal(importer.commit(reviewed))).message).toMatch(
    /^The changeset is COMMITTED by (bob|cleo|dan|eve|fay|gus) at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC; this step takes one that is VALIDATED$/,
  );
  expect(await count('agent_profile_identity_versions', `changeset_id = '${reviewed.changeset_id}'`)).toBe(3);
  expect(
    await count(
      'audit_events',
      `event_type = 'CHANGESET_COMMITTED' AND subject = '${reviewed.changeset_id}'`,
    ),
  ).toBe(1);
});

test('of a commit and a rejection at once one is done; of two rollbacks too', async () => {
  const reviewed = await importer.validated(...ROWS);
  const id = reviewed.changeset_id;
  const { steps } = importer;
  const done = await heard([importer.commit(reviewed), steps.reject(id, 'no')]);
  expect([
    ['ALREADY_COMMITTED', 'COMMITTED'],
    ['REJECTED', 'WRONG_STATUS'],
  ]).toContainEqual(done);
  expect(await count('agent_profile_identity_versions', `changeset_id = '${id}'`)).toBe(
    done.includes('REJECTED') ? 0 : 3,
  );

  const committed = await importer.imported(ROWS[1]!, ROWS[0]!);
  const rollbacks = [1, 2].map(() => importer.rollback(committed));
  expect(await heard(rollbacks)).toEqual(['ALREADY_ROLLED_BACK', 'ROLLED_BACK']);
});

test.each([
  ['with an agent_id', ',A3,Lee,Third,2025-02-01,lee@x.org,,', 'is UNCHANGED'],
  ['without one', ',,Max,Fourth,2025-02-01,max@x.org,,', 'is UNCHANGED'],
  [
    'without one, from another day',
    ',,Max,Fourth,2025-03-01,max@x.org,,',
    'is REJECTED (AGENT_EXISTS email)',
  ],
  [
    'with an agent_id, with another name',
    ',A3,Lea,Third,2025-02-01,lee@x.org,,',
    'is REJECTED (AGENT_EXISTS agent_id)',
  ],
])('two plans that would create one person %s give one person and one refusal', async (_name, row, now) => {
  const [one, other] = [await importer.validated(...ROWS), await importer.validated(row)];
  expect([one.created_count, other.created_count]).toEqual([2n, 1n]);
  expect(await heard([importer.commit(one), importer.commit(other)])).toEqual(['COMMITTED', 'STALE_PLAN']);
  expect((await refusal(importer.commit(other))).message).toContain(
    `1 row means something else now: line 2 was CREATE and ${now}`,
  );
  expect(await count('agent_profile_identity', `last_name IN ('Third', 'Fourth')`)).toBe(2);
});

test('the same CSV after its commit changes nothing, and can be committed with zero counts', async () => {
  const first = await importer.imported(...ROWS);
  const written = await windows(local);
  const again = await importer.validated(...ROWS);
  expect(again).toMatchObject({
    created_count: 0n,
    updated_row_count: 0n,
    unchanged_count: 3n,
    rejected_count: 0n,
    warning_count: 0n,
  });
  expect(again.changeset_id).not.toBe(first.changeset_id);
  expect(await importer.commit(again)).toMatchObject({
    created_count: 0n,
    updated_count: 0n,
    contact_created_count: 0n,
  });
  expect(await windows(local)).toEqual(written);
});

test('an upload whose answer was lost and that is sent once more is one upload with one event', async () => {
  const call = await importer.staged(...ROWS);
  const first = await importer.call('upload_changeset', call);
  expect(await importer.call('upload_changeset', call)).toEqual(first);
  expect(await count('bulk_import_rows', `changeset_id = '${call.changeset_id}'`)).toBe(3);
  expect(await count('audit_events', `subject = '${call.changeset_id}'`)).toBe(1);
});

test('rows of an upload that never became a changeset go with an upload two days later, and no others', async () => {
  const left = await importer.staged(...ROWS);
  const recent = await importer.staged(...ROWS);
  const id = left.changeset_id;
  await local.sql(
    `UPDATE payroll_config.bulk_import_rows SET uploaded_on = current_date WHERE changeset_id != '${id}'`,
  );
  await local.sql(
    `UPDATE payroll_config.bulk_import_rows SET uploaded_on = current_date - 3 WHERE changeset_id = '${id}'`,
  );
  await importer.uploaded(ROWS[1]!);
  expect(await count('bulk_import_rows', `changeset_id = '${id}'`)).toBe(0);
  expect(await count('bulk_import_rows', `changeset_id = '${recent.changeset_id}'`)).toBe(3);
  expect(await count('bulk_import_rows')).toBe(1 + 3 + 1);
});
