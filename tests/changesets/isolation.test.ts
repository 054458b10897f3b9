import { afterAll, beforeAll, expect, test } from 'vitest';
import { agentEntityId } from '../../includes/src/agent_entity_id.ts';
import type { Changeset } from '../../scripts/changesets/changeset.ts';
import type { Parameters } from '../../scripts/warehouse/values.ts';
import {
  BUILD_MILLISECONDS,
  LocalWarehouse,
  WarehouseDirectory,
} from '../fixtures/warehouse/local_warehouse.ts';
import { tableContents } from '../fixtures/warehouse/table_contents.ts';
import { Importer, prepareProfiles, refusal, windows } from './importer.ts';

const ROWS = [
  ',A1,Jane,Doe,2025-01-01,jane@x.org,111,North',
  ',,Max,Fourth,2025-01-01,max@x.org,,',
  ',A4,Ned,Wrong,soon,,,',
];
/** Whoever isn't harbor's north: another tenant, another organisation of the tenant, the same organisation's name elsewhere. */
/** Well formed, and no agent's. */
const NOBODYS_ID = '00000000-0000-5000-8000-000000000000';

const STRANGERS = [
  { tenantId: 'lakeshore', orgId: 'north' },
  { tenantId: 'harbor', orgId: 'south' },
  { tenantId: 'lakeshore', orgId: 'south' },
];

let directory: WarehouseDirectory;
let local: LocalWarehouse;
let importer: Importer;
let committed: Changeset;
let open: Changeset;

beforeAll(async () => {
  directory = await WarehouseDirectory.create();
  local = await LocalWarehouse.open(directory.newFile());
  await prepareProfiles(local, 'harbor', 'lakeshore');
  importer = Importer.on(local);
  committed = await importer.imported(...ROWS);
  open = await importer.validated(',A2,Kim,New,2025-01-01,kim@x.org,,');
}, BUILD_MILLISECONDS);

afterAll(async () => {
  await local.close();
  await directory.remove();
});

const BY_CHANGESET: readonly (readonly [string, Parameters])[] = [
  ['validate_changeset', { rules_digest: 'r' }],
  ['commit_changeset_writes', { plan_hash: 'p', accept_rejected: null, rules_digest: 'r' }],
  ['reject_changeset', { reason: 'not mine' }],
  ['rollback_changeset', { reason: 'not mine' }],
  ['preview_rollback', {}],
  ['list_people_given_back', {}],
  ['show_changeset', {}],
  ['summarise_changeset_issues', {}],
  ['list_changeset_issues', { severity: null, after_row: 0n }],
  ['review_changeset_rows', { only: null, after_row: 0n }],
  ['list_rejected_rows', { after_row: 0n }],
];

test('these are all the procedures that take the id of a changeset that is there', () => {
  const procedures = (local.graph.operations ?? []).filter(
    ({ tags, queries, fileName }) =>
      tags?.includes('procedure') === true &&
      fileName.startsWith('definitions/changesets/') &&
      queries.join().includes('@changeset_id'),
  );
  const others = ['upload_changeset', 'discard_upload', 'find_changesets'];
  expect(procedures.map(({ target }) => target.name).toSorted()).toEqual(
    [...BY_CHANGESET.map(([name]) => name), ...others].toSorted(),
  );
});

test.each(BY_CHANGESET)(
  '%s answers to strangers as if there were no such changeset, and does nothing',
  async (name, parameters) => {
    const before = await tableContents(local);
    const answers: string[] = [];
    for (const { tenantId, orgId } of STRANGERS) {
      for (const id of [committed.changeset_id, open.changeset_id, '00000000-0000-4000-8000-000000000000']) {
        const call = { tenant_id: tenantId, org_id: orgId, changeset_id: id, actor: 'eve', ...parameters };
        const { code, message } = await refusal(importer.call(name, call));
        answers.push(code);
        expect(message).toBe(`Organisation ${orgId} of ${tenantId} has no changeset ${id}`);
      }
    }
    expect(answers).toEqual(Array.from({ length: 9 }, () => 'UNKNOWN_CHANGESET'));
    expect(await tableContents(local)).toEqual(before);
  },
);

test('strangers find, list, export and update nothing of it; the same file is another changeset of theirs', async () => {
  const [jane] = (await local.procedure('list_profiles', {
    tenant_id: 'harbor',
    org_id: 'north',
    after_id: '',
  })) as { agent_entity_id: string }[];
  const mine = await windows(local);
  for (const who of STRANGERS) {
    const stranger = importer.as({ ...who, actor: 'eve' });
    const scope = { tenant_id: who.tenantId, org_id: who.orgId };
    expect(
      await stranger.call('find_changesets', { ...scope, changeset_id: committed.changeset_id.slice(0, 8) }),
    ).toEqual([]);
    expect(await stranger.steps.list()).toEqual([]);
    expect(await stranger.call('list_profiles', { ...scope, after_id: '' })).toEqual([]);

    const update = await stranger.validated(`${jane!.agent_entity_id},,Jane,Taken,2025-02-01,,,`);
    expect(update).toMatchObject({ status: 'INVALID', rejected_count: 1n });
    const theirs = await stranger.validated(...ROWS);
    expect(theirs).toMatchObject({ status: 'VALIDATED', created_count: 2n, warning_count: 0n });
    expect(theirs.changeset_hash).not.toBe(committed.changeset_hash);
  }
  const unknown = await local.sql(
    `SELECT tenant_id, json_extract_string(details, '$.unknown_agents') FROM payroll_config.audit_events
     WHERE event_type = 'CHANGESET_VALIDATED' AND actor = 'eve' ORDER BY tenant_id, sequence`,
  );
  expect(unknown).toEqual([
    ['harbor', '1'],
    ['harbor', '0'],
    ['lakeshore', '1'],
    ['lakeshore', '0'],
    ['lakeshore', '1'],
    ['lakeshore', '0'],
  ]);
  // Somebody else's id and nobody's leave the same in the asker's chain; that of the graph tells them apart.
  const stranger = importer.as({ ...STRANGERS[0]!, actor: 'mallory' });
  await stranger.validated(`${jane!.agent_entity_id},,Jane,Taken,2025-02-01,,,`);
  await stranger.validated(`${NOBODYS_ID},,Jane,Taken,2025-02-01,,,`);
  const told = await local.sql(
    `SELECT json_extract_string(details, '$.unknown_agents'), json_keys(details) FROM payroll_config.audit_events
     WHERE event_type = 'CHANGESET_VALIDATED' AND actor = 'mallory' ORDER BY sequence`,
  );
  expect(told[0]).toEqual(told[1]);
  const foreign = await local.sql(
    `SELECT actor, json_extract_string(details, '$.tenant_id'), json_extract_string(details, '$.rows')
     FROM payroll_config.audit_events WHERE event_type = 'FOREIGN_AGENTS_NAMED' AND tenant_id = '*' ORDER BY sequence`,
  );
  expect(foreign).toEqual([
    ['eve', 'lakeshore', '1'],
    ['eve', 'harbor', '1'],
    ['eve', 'lakeshore', '1'],
    ['mallory', STRANGERS[0]!.tenantId, '1'],
  ]);
  expect(await windows(local)).toEqual(mine);
});

test('the same file creates other agents elsewhere, and neither rollback touches the other', async () => {
  const mine = await windows(local);
  const elsewhere = importer.as({ tenantId: 'lakeshore', orgId: 'east' });
  const theirs = await elsewhere.imported(...ROWS);
  const ids = await local.sql(
    `SELECT tenant_id, agent_entity_id FROM payroll_config.agent_profile_identity WHERE agent_id = 'A1' ORDER BY tenant_id`,
  );
  expect(ids).toEqual([
    ['harbor', agentEntityId('harbor', 'north', 'A1')],
    ['lakeshore', agentEntityId('lakeshore', 'east', 'A1')],
  ]);
  expect(
    (await local.sql('SELECT count(DISTINCT agent_entity_id) FROM payroll_config.agent_profile_identity'))[0],
  ).toEqual(['4']);
  await elsewhere.rollback(theirs);
  expect(await windows(local)).toEqual(mine);
});

test('an unknown id leaves a security event with who asked; the chains stay unbroken', async () => {
  const eve = importer.as({ tenantId: 'lakeshore', orgId: 'north', actor: 'eve' });
  const events = async (): Promise<unknown> =>
    local.sql(
      `SELECT tenant_id, event_type, actor, subject FROM payroll_config.audit_events WHERE event_type = 'ACCESS_REFUSED' ORDER BY sequence`,
    );
  expect(await events()).toEqual([]);
  await refusal(eve.rollback(committed));
  await refusal(eve.steps.show(open.changeset_id));
  expect(await events()).toEqual([
    ['lakeshore', 'ACCESS_REFUSED', 'eve', committed.changeset_id],
    ['lakeshore', 'ACCESS_REFUSED', 'eve', open.changeset_id],
  ]);

  await local.run('+record_audit_chain_is_unbroken');
  const results = await local.procedure('list_control_results');
  const chain = results.find(({ control_id }) => control_id === 'AUDIT_CHAIN');
  const eventCount = await local.sql('SELECT count(*) FROM payroll_config.audit_events');
  expect(chain).toMatchObject({ status: 'PASS', failure_count: 0n });
  expect(Number(eventCount[0]?.[0])).toBeGreaterThan(20);

  await local.sql(
    `UPDATE payroll_config.audit_events SET details = '{}' WHERE event_type = 'ACCESS_REFUSED' AND subject = '${open.changeset_id}'`,
  );
  const verified = await local.procedure('verify_events', { tenant_id: null });
  expect(verified.map(({ tenant_id, fault_count }) => [tenant_id, Number(fault_count) > 0])).toEqual([
    ['*', false],
    ['harbor', false],
    ['lakeshore', true],
  ]);
});
