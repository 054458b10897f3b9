import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChangesetSteps } from '../../scripts/changesets/changeset_steps.ts';
import { profilesCsv } from '../../scripts/changesets/profiles_file.ts';
import { migrate } from '../../scripts/migrations/migrate.ts';
import {
  BUILD_MILLISECONDS,
  LocalWarehouse,
  WarehouseDirectory,
} from '../fixtures/warehouse/local_warehouse.ts';
import { HARBOR } from '../fixtures/warehouse/small_warehouse.ts';
import { JANE, leaveLegacyTables, type LegacyRows, OTHER } from './legacy_warehouse.ts';

const LETTERS = 'abcdefab-1111-4111-8111-111111111111';

let directory: WarehouseDirectory;
let registered: string;

beforeAll(async () => {
  directory = await WarehouseDirectory.create();
  registered = directory.newFile();
  await LocalWarehouse.with(registered, (local) => local.addTenant(HARBOR));
}, BUILD_MILLISECONDS);

afterAll(() => directory.remove());

async function onMigrated(
  rows: Pick<LegacyRows, 'identities' | 'contacts'>,
  work: (local: LocalWarehouse) => Promise<void>,
): Promise<void> {
  await LocalWarehouse.with(await directory.copyOf(registered), async (local) => {
    await leaveLegacyTables(local, { identities: [], contacts: [], ...rows });
    await migrate({ legacyEnds: 'EXCLUSIVE', actor: 'mia' }, local.graph, local.warehouse);
    await work(local);
  });
}

/** What the rows of a file mean, as `[outcome, agent_entity_id, errors]`; where none is rejected the file is committed. */
async function imported(
  local: LocalWarehouse,
  orgId: string,
  ...rows: readonly string[]
): Promise<readonly unknown[]> {
  const file = `${local.path}.csv`;
  await writeFile(
    file,
    `agent_entity_id,agent_id,first_name,last_name,effective_start_date\n${rows.join('\n')}\n`,
  );
  const steps = new ChangesetSteps(local.graph, local.warehouse, { tenantId: HARBOR, orgId, actor: 'ann' });
  const { changeset } = await steps.upload(file);
  const validated = await steps.validate(changeset.changeset_id);
  if (validated.rejected_count === 0n) {
    await steps.commit(changeset.changeset_id, {
      planHash: String(validated.plan_hash),
      acceptRejected: undefined,
    });
  }
  return local.sql(
    `SELECT outcome, agent_entity_id, errors FROM payroll_config.bulk_import_resolutions
     WHERE changeset_id = '${changeset.changeset_id}' ORDER BY source_row`,
  );
}

const agents = (local: LocalWarehouse): Promise<unknown> =>
  local.sql(
    `SELECT org_id, agent_entity_id, agent_id, last_name, CAST(effective_start_date AS VARCHAR)
     FROM payroll_config.agent_profile_identity ORDER BY 1, 2, 5`,
  );

test('an agent whose id is no UUID is updated by that id, letter for letter', () =>
  onMigrated({ identities: [{ agent: 'Agent 7', start: '2024-01-01', end: null }] }, async (local) => {
    expect(await imported(local, 'west', 'Agent 7,,Jo,Roe,2025-01-01')).toEqual([['UPDATE', 'Agent 7', '']]);
    expect(await imported(local, 'west', 'AGENT 7,,Jo,Poe,2025-01-01')).toEqual([
      ['REJECTED', null, 'BAD_UUID:agent_entity_id'],
    ]);
    const foreign = (): Promise<unknown> =>
      local.sql(`SELECT json_extract_string(details, '$.rows') FROM payroll_config.audit_events
        WHERE tenant_id = '*' AND event_type = 'FOREIGN_AGENTS_NAMED'`);
    expect(await foreign()).toEqual([]);
    // Another organisation's answers as nobody's, and the graph's own chain tells them apart.
    expect(
      await imported(local, 'east', 'Agent 7 ,,Jo,Poe,2025-01-01', 'Agent 8,,Jo,Foe,2025-01-01'),
    ).toEqual([
      ['REJECTED', null, 'BAD_UUID:agent_entity_id'],
      ['REJECTED', null, 'BAD_UUID:agent_entity_id'],
    ]);
    expect(await foreign()).toEqual([['1']]);
    expect(await agents(local)).toEqual([
      ['west', 'Agent 7', null, 'Doe', '2024-01-01'],
      ['west', 'Agent 7', null, 'Roe', '2025-01-01'],
    ]);
  }));

test('blanks around ids hide no agent from an import, and an id of blanks is none', () =>
  onMigrated(
    {
      identities: [
        { agent: JANE, agentId: ' A-1\t', start: '2024-01-01', end: null },
        { agent: '  Agent 7 ', agentId: '  ', start: '2024-01-01', end: null },
        { agent: ' ', agentId: 'A-3', start: '2024-01-01', end: null },
      ],
      contacts: [{ agent: ' Agent 7', email: 'jo@example.com', start: '2024-01-01', end: null }],
    },
    async (local) => {
      expect(
        await imported(local, 'west', ',A-1,Jo,Doe,2024-01-01', 'Agent 7,A-7,Jo,Doe,2025-01-01'),
      ).toEqual([
        ['UNCHANGED', JANE, ''],
        ['UPDATE', 'Agent 7', ''],
      ]);
      expect(await agents(local)).toEqual([
        ['west', JANE, 'A-1', 'Doe', '2024-01-01'],
        ['west', 'Agent 7', null, 'Doe', '2024-01-01'],
        ['west', 'Agent 7', 'A-7', 'Doe', '2025-01-01'],
      ]);
      expect(await local.sql('SELECT agent_entity_id FROM payroll_config.agent_profile_contact')).toEqual([
        ['Agent 7'],
      ]);
      expect(await local.sql('SELECT reason, agent_id FROM payroll_config.migration_quarantine')).toEqual([
        ['MISSING_KEY', 'A-3'],
      ]);
    },
  ));

test('of identities whose ids an import reads alike the last one has the id, and what is of the other waits for a person', () =>
  onMigrated(
    {
      identities: [
        { agent: '7', lastName: 'Roe', start: '2024-03-01', end: null },
        { agent: ' 7', lastName: 'Doe', start: '2024-01-01', end: '2024-02-01' },
        // A UUID is one in whatever case, and with blanks around it.
        { agent: ` ${LETTERS.toUpperCase()}`, start: '2024-01-01', end: '2024-02-01' },
        { agent: LETTERS, start: '2024-02-01', end: null },
      ],
      contacts: [
        { agent: ' 7', email: 'doe@example.com', start: '2024-01-01', end: null },
        { agent: '7', email: 'roe@example.com', start: '2024-03-01', end: null },
      ],
    },
    async (local) => {
      expect(await agents(local)).toEqual([
        ['west', '7', null, 'Roe', '2024-03-01'],
        ['west', LETTERS, null, 'Doe', '2024-01-01'],
        ['west', LETTERS, null, 'Doe', '2024-02-01'],
      ]);
      expect(await local.sql('SELECT email FROM payroll_config.agent_profile_contact')).toEqual([
        ['roe@example.com'],
      ]);
      expect(
        await local.sql(
          'SELECT reason, agent_entity_id, last_name, email FROM payroll_config.migration_quarantine ORDER BY ALL',
        ),
      ).toEqual([
        ['MERGED_ID', ' 7', 'Doe', null],
        ['MERGED_ID', ' 7', null, 'doe@example.com'],
      ]);
      expect(
        await local.sql(
          `SELECT identity_id, raw_name FROM payroll_analytics.identity_ledger WHERE kind = 'agent_profile' ORDER BY 1`,
        ),
      ).toEqual([
        ['7', 'Jo Roe'],
        [LETTERS, 'Jo Doe'],
      ]);
    },
  ));

test('a contact of nobody waits for a person, and turns no control red', () =>
  onMigrated(
    {
      identities: [{ agent: JANE, start: '2024-01-01', end: null }],
      contacts: [{ agent: OTHER, email: 'jo@example.com', start: '2024-01-01', end: null }],
    },
    async (local) => {
      expect(
        await local.sql('SELECT reason, agent_entity_id, email FROM payroll_config.migration_quarantine'),
      ).toEqual([['NO_IDENTITY', OTHER, 'jo@example.com']]);
      expect(await local.sql('SELECT * FROM payroll_config.agent_profile_contact')).toEqual([]);
      await local.run('+profile_versions_are_sound');
      expect(await local.sql('SELECT * FROM payroll_assertions.profile_versions_are_sound')).toEqual([]);
    },
  ));

test('what is exported changes nothing when it is sent again, whatever an earlier version left', () =>
  onMigrated(
    {
      identities: [
        { agent: JANE, agentId: ' A-1\t', lastName: ' Doe\u00a0', start: '0001-01-01', end: null },
        { agent: OTHER, lastName: 'Zoe\u0308', start: '2024-01-01', end: null },
        { agent: 'Agent 7', lastName: 'R\u0001oe', start: '2024-01-01', end: null },
        { agent: 'Agent 8', start: '2200-01-01', end: null },
      ],
      contacts: [
        { agent: JANE, email: String.raw`\N`, start: '0001-01-01', end: null },
        { agent: OTHER, email: ' Zoe@Example.com ', start: '2024-01-01', end: null },
        { agent: 'Agent 7', email: 'a\u009f@x.org', start: '2024-01-01', end: null },
      ],
    },
    async (local) => {
      expect(
        (await local.procedure('summarise_migrated_agents')).map((told) => [told.note, told.first_id]),
      ).toEqual([
        ['CONTROL_CHARACTER', 'Agent 7'],
        ['LATE_START', 'Agent 8'],
      ]);
      const scope = { tenantId: HARBOR, orgId: 'west', actor: 'ann' };
      const file = `${local.path}.csv`;
      await writeFile(file, profilesCsv(local.graph, local.warehouse, scope));
      const steps = new ChangesetSteps(local.graph, local.warehouse, scope);
      const { changeset } = await steps.upload(file);
      await steps.validate(changeset.changeset_id);
      expect(
        await local.sql(
          `SELECT outcome, agent_entity_id, errors, warnings FROM payroll_config.bulk_import_resolutions ORDER BY source_row`,
        ),
      ).toEqual([
        ['UNCHANGED', JANE, '', ''],
        ['UNCHANGED', OTHER, '', ''],
        // A name that no file can hold, and a day that none can name.
        ['REJECTED', 'Agent 7', 'MISSING_VALUE:last_name', ''],
        ['REJECTED', 'Agent 8', 'BAD_DATE:effective_start_date', ''],
      ]);
    },
  ));

test('one agent_id in two organisations is two agents, and an import finds its own', () =>
  onMigrated(
    {
      identities: [
        { agent: JANE, org: 'west', agentId: 'A-1', start: '2024-01-01', end: null },
        { agent: OTHER, org: 'east', agentId: 'A-1', start: '2024-01-01', end: null },
      ],
    },
    async (local) => {
      expect(await imported(local, 'west', ',A-1,Jo,Doe,2024-01-01')).toEqual([['UNCHANGED', JANE, '']]);
      expect(await imported(local, 'east', ',A-1,Jo,Doe,2024-01-01')).toEqual([['UNCHANGED', OTHER, '']]);
      expect(await local.procedure('summarise_migrated_agents')).toEqual([]);
    },
  ));

test('an agent_entity_id in two organisations is of that of its last identity; the other’s windows wait for a person', () =>
  onMigrated(
    {
      identities: [
        { agent: JANE, org: 'west', agentId: 'A-1', start: '2024-01-01', end: '2024-06-01' },
        { agent: JANE, org: 'east', agentId: 'A-1', start: '2024-03-01', end: null },
      ],
      contacts: [{ agent: JANE, org: 'west', email: 'jo@example.com', start: '2025-01-01', end: null }],
    },
    async (local) => {
      expect(await agents(local)).toEqual([['east', JANE, 'A-1', 'Doe', '2024-03-01']]);
      expect(
        await local.sql(
          'SELECT reason, org_id, legacy_table FROM payroll_config.migration_quarantine ORDER BY ALL',
        ),
      ).toEqual([
        ['OTHER_ORG', 'west', 'agent_profile_contact_legacy'],
        ['OTHER_ORG', 'west', 'agent_profile_identity_legacy'],
      ]);
      expect(
        await local.sql(`SELECT org_id FROM payroll_analytics.identity_ledger WHERE identity_id = '${JANE}'`),
      ).toEqual([['east']]);
      expect(await imported(local, 'east', `${JANE},,Jo,Roe,2025-01-01`)).toEqual([['UPDATE', JANE, '']]);
      expect(await imported(local, 'west', `${JANE},,Jo,Roe,2025-01-01`)).toEqual([
        ['REJECTED', JANE, 'UNKNOWN_AGENT:agent_entity_id'],
      ]);
    },
  ));

test('who has no last name, or another’s agent_id, is told with the way out, which leads out', () =>
  onMigrated(
    {
      identities: [
        { agent: JANE, agentId: 'A-1', lastName: null, start: '2024-01-01', end: null },
        { agent: OTHER, agentId: 'A-1', start: '2024-01-01', end: null },
      ],
    },
    async (local) => {
      expect(await local.procedure('summarise_migrated_agents')).toEqual([
        {
          tenant_id: HARBOR,
          org_id: 'west',
          note: 'NO_NAME',
          agent_count: 1n,
          first_id: JANE,
          way_out:
            'every row of an import names its agent: write the missing name into the file, profiles export leaves it empty',
        },
        {
          tenant_id: HARBOR,
          org_id: 'west',
          note: 'SHARED_AGENT_ID',
          agent_count: 1n,
          first_id: OTHER,
          way_out:
            'change it by its agent_entity_id, with an empty agent_id: of a row without agent_entity_id the other agent is meant',
        },
      ]);
      expect(
        await imported(local, 'west', `${JANE},,Jo,Named,2025-01-01`, `${OTHER},,Jo,Roe,2025-01-01`),
      ).toEqual([
        ['UPDATE', JANE, ''],
        ['UPDATE', OTHER, ''],
      ]);
      expect(await agents(local)).toEqual([
        ['west', JANE, 'A-1', null, '2024-01-01'],
        ['west', JANE, 'A-1', 'Named', '2025-01-01'],
        ['west', OTHER, 'A-1', 'Doe', '2024-01-01'],
        ['west', OTHER, 'A-1', 'Roe', '2025-01-01'],
      ]);
    },
  ));
