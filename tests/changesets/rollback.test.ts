import { afterAll, beforeAll, expect, test } from 'vitest';
import { agentEntityId } from '../../includes/src/agent_entity_id.ts';
import { text, type Changeset } from '../../scripts/changesets/changeset.ts';
import { KeptWarehouse } from '../fixtures/warehouse/kept_warehouse.ts';
import { BUILD_MILLISECONDS, type LocalWarehouse } from '../fixtures/warehouse/local_warehouse.ts';
import { HARBOR_NORTH, Importer, prepareProfiles, refusal, windows, type Windows } from './importer.ts';

const { tenantId, orgId } = HARBOR_NORTH;
const JANE = agentEntityId(tenantId, orgId, 'A1');
const KIM = agentEntityId(tenantId, orgId, 'A2');

let kept: KeptWarehouse;
let local: LocalWarehouse;
let importer: Importer;
let before: Windows;

beforeAll(async () => {
  kept = await KeptWarehouse.prepared(async (fresh) => {
    await prepareProfiles(fresh, tenantId);
    await Importer.on(fresh).imported(
      // Jane has two identity windows and two contact windows, Kim no contact.
      ',A1,Jane,Doe,2024-01-01,jane@x.org,111,North',
      ',A2,Kim,New,2024-01-01,,,',
    );
    await Importer.on(fresh).imported(`${JANE},,Jane,Doe,2025-01-01,,222,South`);
  });
  local = kept.local;
  importer = Importer.on(local);
  before = await windows(local);
  expect([before.identity.length, before.contact.length]).toEqual([3, 2]);
}, BUILD_MILLISECONDS);

afterAll(() => kept.remove());

test.each([
  [
    'creates, with agent_id and without',
    [',A3,Lee,Third,2024-05-01,lee@x.org,333,', ',,Max,Fourth,2024-05-01,max@x.org,,'],
  ],
  ['updates of both sides', [`${JANE},,Jane,Miller,2025-02-01,jane.miller@x.org,,West`]],
  ['an update of the identity alone', [`${JANE},,Jane,Miller,2025-02-01,,,`]],
  ['an update of the contact alone', [`${JANE},,Jane,Doe,2025-02-01,,333,`]],
  ['a first contact', [`${KIM},,Kim,New,2024-06-01,kim@x.org,,`]],
  ['an agent_id for ever', [`${KIM},,Kim,New,2024-06-01,,,`, `${JANE},A1,Jane,Doe,2025-03-01,,,East`]],
  ['an update that is back-dated between two windows', [`${JANE},,Jane,Miller,2024-06-01,,333,`]],
  ['an update of the day on which a window starts', [`${JANE},,Jane,Miller,2025-01-01,\\N,333,\\N`]],
  ['an update of the first day of all', [`${JANE},,Jane,Miller,2024-01-01,first@x.org,,`]],
  ['an update far ahead', [`${JANE},,Jane,Miller,2199-12-31,,333,`]],
  [
    'updates beside creates, and rows that change nothing or are rejected',
    [
      `${JANE},,Jane,Miller,2025-02-01,,,`,
      ',A5,Ned,Fifth,2024-05-01,ned@x.org,,',
      `${KIM},,Kim,New,2024-06-01,,,`,
      ',A6,Oda,Sixth,someday,,,',
    ],
  ],
])('%s: a rollback gives every window back as it was', async (_name, rows) => {
  await kept.restore();
  const changeset = await importer.imported(...rows);
  expect(await windows(local)).not.toEqual(before);

  const versionCount = async (): Promise<number> => {
    const [[found] = []] = await local.sql(
      `SELECT (SELECT count(*) FROM payroll_config.agent_profile_identity_versions)
            + (SELECT count(*) FROM payroll_config.agent_profile_contact_versions)`,
    );
    return Number(found);
  };
  const versionsBefore = await versionCount();
  const rolledBack = await importer.rollback(changeset);
  expect(Number(rolledBack.removed_count)).toBe(versionsBefore - (await versionCount()));
  expect(await windows(local)).toEqual(before);
});

test('four changesets on top of each other, each taken back, give back what was there under each', async () => {
  await kept.restore();
  const files = [
    [`${JANE},,Jane,One,2025-02-01,,,`, ',A3,Lee,Third,2024-05-01,lee@x.org,,'],
    [`${JANE},,Jane,Two,2024-06-01,,444,`],
    [`${JANE},,Jane,Three,2025-02-01,three@x.org,,`, `${KIM},,Kim,Three,2024-01-01,kim@x.org,,`],
    [`${KIM},,Kim,Four,2026-01-01,,555,`],
  ];
  const seen: Windows[] = [before];
  const changesets: Changeset[] = [];
  for (const rows of files) {
    changesets.push(await importer.imported(...rows));
    seen.push(await windows(local));
  }
  expect(new Set(seen.map((state) => JSON.stringify(state))).size).toBe(5);
  for (const [place, changeset] of [...changesets.entries()].reverse()) {
    await importer.rollback(changeset);
    expect(await windows(local)).toEqual(seen[place]);
  }
});

test('a rollback that later changesets block names them and the agents, the latest first; in that order it goes through', async () => {
  await kept.restore();
  const first = await importer.imported(`${JANE},,Jane,One,2025-02-01,,,`, `${KIM},,Kim,One,2025-02-01,,,`);
  const underneath = await windows(local);
  const jane = await importer.imported(`${JANE},,Jane,One,2025-03-01,,444,`);
  const stranger = await importer.imported(',A3,Lee,Third,2024-05-01,lee@x.org,,');
  const both = await importer.imported(`${JANE},,Jane,Two,2024-02-01,,,`, `${KIM},,Kim,Two,2026-01-01,,,`);
  const all = await windows(local);

  expect(await refusal(importer.rollback(first))).toEqual({
    code: 'ROLLBACK_BLOCKED',
    message:
      `2 later changesets wrote to the same agents; roll back first, in this order: ` +
      `${both.changeset_id} (2 agents, such as ${[JANE, KIM].sort()[0]!}), ${jane.changeset_id} (1 agent, such as ${JANE})`,
  });
  expect(await windows(local)).toEqual(all);
  const preview = await importer.steps.previewRollback(first.changeset_id);
  expect(preview.map((row) => [row.blocking_changeset_id, row.blocking_agent_count])).toEqual([
    [both.changeset_id, 2n],
    [jane.changeset_id, 1n],
  ]);

  for (const row of preview) await importer.steps.rollback(text(row, 'blocking_changeset_id'), 'as named');
  await importer.rollback(first);
  await importer.rollback(stranger);
  expect(await windows(local)).toEqual(before);
  expect(await windows(local)).not.toEqual(underneath);
});

test.each([
  [
    'removed',
    (id: string) => `DELETE FROM payroll_config.agent_profile_contact_versions WHERE changeset_id = '${id}'`,
    '1 and 0',
  ],
  [
    'added',
    (id: string) =>
      `INSERT INTO payroll_config.agent_profile_contact_versions
       SELECT * REPLACE (DATE '2025-03-01' AS effective_start_date)
       FROM payroll_config.agent_profile_contact_versions WHERE changeset_id = '${id}'`,
    '1 and 2',
  ],
])(
  'a version that somebody %s behind the back of its changeset stops the rollback',
  async (_name, statement, counts) => {
    await kept.restore();
    const changeset = await importer.imported(`${JANE},,Jane,Miller,2025-02-01,,333,`);
    await local.sql(statement(changeset.changeset_id));
    const tampered = await windows(local);
    expect(await refusal(importer.rollback(changeset))).toEqual({
      code: 'VERSIONS_TAMPERED',
      message:
        'The version rows of this changeset are not as many as its commit wrote. Written and found: ' +
        `created 0 and 0, updated 1 and 1, contacts created 0 and 0, contacts updated ${counts}`,
    });
    expect((await importer.steps.show(changeset.changeset_id)).status).toBe('COMMITTED');
    expect(await windows(local)).toEqual(tampered);
  },
);

test('what was rolled back is created again under the same ids, with agent_id and without', async () => {
  await kept.restore();
  const rows = [',A3,Lee,Third,2024-05-01,lee@x.org,333,', ',,Max,Fourth,2024-05-01,max@x.org,,'];
  const ids = async (): Promise<unknown> =>
    local.sql(
      `SELECT last_name, agent_entity_id FROM payroll_config.agent_profile_identity WHERE last_name IN ('Third', 'Fourth') ORDER BY last_name`,
    );
  const first = await importer.imported(...rows);
  const created = await ids();
  expect(created).toEqual([
    [
      'Fourth',
      expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    ],
    ['Third', agentEntityId(tenantId, orgId, 'A3')],
  ]);
  await importer.rollback(first);
  expect(await ids()).toEqual([]);

  const second = await importer.imported(...rows);
  expect(second).toMatchObject({ created_count: 2n, changeset_hash: first.changeset_hash });
  expect(second.changeset_id).not.toBe(first.changeset_id);
  expect(await ids()).toEqual(created);
  const ledger = await local.sql(
    `SELECT count(*) FROM payroll_analytics.identity_ledger WHERE kind = 'agent_profile' AND raw_name IN ('Lee Third', 'Max Fourth')`,
  );
  expect(ledger).toEqual([['2']]);

  const third = await importer.validated(...rows);
  expect(third).toMatchObject({
    status: 'VALIDATED',
    created_count: 0n,
    unchanged_count: 2n,
    changeset_hash: first.changeset_hash,
  });
});
