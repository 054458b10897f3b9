import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ChangesetSteps } from '../../scripts/changesets/changeset_steps.ts';
import { migrate, type MigrationRequest } from '../../scripts/migrations/migrate.ts';
import type { Row } from '../../scripts/warehouse/values.ts';
import {
  BUILD_MILLISECONDS,
  LocalWarehouse,
  WarehouseDirectory,
} from '../fixtures/warehouse/local_warehouse.ts';
import { HARBOR, LEGACY } from '../fixtures/warehouse/small_warehouse.ts';
import { tableContents } from '../fixtures/warehouse/table_contents.ts';
import {
  COMMITTED,
  GAP,
  JANE,
  leaveLegacyTables,
  LEFT,
  LEFT_BEHIND,
  type LegacyRows,
  MARKED,
  OPEN,
  OTHER,
  TWICE,
} from './legacy_warehouse.ts';

const IDENTITY_WINDOWS = `
  SELECT tenant_id, agent_entity_id, last_name, CAST(effective_start_date AS VARCHAR), CAST(effective_end_date AS VARCHAR), is_current
  FROM payroll_config.agent_profile_identity ORDER BY ALL`;
const CONTACT_WINDOWS = `
  SELECT agent_entity_id, email, CAST(effective_start_date AS VARCHAR), CAST(effective_end_date AS VARCHAR), is_current
  FROM payroll_config.agent_profile_contact ORDER BY ALL`;

const MIGRATED_IDENTITIES = [
  [LEGACY, OTHER, 'Doe', '2024-01-01', '2024-01-02', 'false'],
  [HARBOR, JANE, 'Doe', '2024-01-01', '2024-06-01', 'false'],
  [HARBOR, JANE, 'Roe', '2024-06-01', null, 'true'],
  [HARBOR, GAP, 'Doe', '2024-01-01', '2024-04-01', 'false'],
  [HARBOR, GAP, 'Doe', '2024-06-01', '2024-09-01', 'false'],
  [HARBOR, TWICE, 'Twice', '2024-02-01', null, 'true'],
];
const MIGRATED_CONTACTS = [
  [JANE, 'Jane@Example.com', '2024-01-01', '2024-02-01', 'false'],
  [JANE, 'jane@example.org', '2024-02-01', null, 'true'],
  [GAP, null, '2024-01-01', '2024-04-01', 'false'],
];

let directory: WarehouseDirectory;
let registered: string;

beforeAll(async () => {
  directory = await WarehouseDirectory.create();
  registered = directory.newFile();
  await LocalWarehouse.with(registered, async (local) => {
    for (const tenant of [LEGACY, HARBOR]) await local.addTenant(tenant);
  });
}, BUILD_MILLISECONDS);

afterAll(() => directory.remove());

/** A warehouse of its own with both tenants registered and these tables of an earlier version. */
async function onWarehouse<T>(rows: LegacyRows, work: (local: LocalWarehouse) => Promise<T>): Promise<T> {
  return LocalWarehouse.with(await directory.copyOf(registered), async (local) => {
    await leaveLegacyTables(local, rows);
    return work(local);
  });
}

function migrated(
  local: LocalWarehouse,
  legacyEnds: MigrationRequest['legacyEnds'] = null,
): Promise<readonly Row[]> {
  return migrate({ legacyEnds, actor: 'mia' }, local.graph, local.warehouse);
}

describe('a warehouse as an earlier version left it', () => {
  test('has every window that it had, gaps too, and what can’t be one is in the quarantine with its reason', () =>
    onWarehouse(LEFT_BEHIND, async (local) => {
      const journal = await migrated(local);

      expect(await local.sql(IDENTITY_WINDOWS)).toEqual(MIGRATED_IDENTITIES);
      expect(await local.sql(CONTACT_WINDOWS)).toEqual(MIGRATED_CONTACTS);
      expect(
        await local.sql(
          `SELECT legacy_table, reason, agent_entity_id, CAST(effective_start_date AS VARCHAR), CAST(next_start_date AS VARCHAR)
           FROM payroll_config.migration_quarantine ORDER BY ALL`,
        ),
      ).toEqual([
        ['agent_profile_identity_legacy', 'BAD_TENANT_ID', OTHER, '2024-01-01', null],
        ['agent_profile_identity_legacy', 'DUPLICATE_ROW', TWICE, '2024-02-01', '2024-02-01'],
        ['agent_profile_identity_legacy', 'EMPTY_WINDOW', LEFT, '2024-03-01', null],
        ['agent_profile_identity_legacy', 'MISSING_KEY', null, '2024-01-01', null],
        ['agent_profile_identity_legacy', 'OVERLAP', TWICE, '2024-01-01', '2024-02-01'],
      ]);
      expect(journal).toMatchObject([
        { migration_number: 1n, legacy_row_count: 3n, migrated_row_count: 3n, migrated_by: 'mia' },
        {
          legacy_table: 'agent_profile_contact_legacy',
          legacy_ends: 'EXCLUSIVE',
          half_open_pair_count: 1n,
          inclusive_pair_count: 0n,
          legacy_row_count: 3n,
          migrated_row_count: 3n,
          tombstone_count: 1n,
          quarantined_count: 0n,
        },
        {
          legacy_table: 'agent_profile_identity_legacy',
          legacy_ends: 'INCLUSIVE',
          half_open_pair_count: 0n,
          inclusive_pair_count: 1n,
          legacy_row_count: 11n,
          migrated_row_count: 6n,
          tombstone_count: 3n,
          quarantined_count: 5n,
        },
      ]);
    }));

  test('has versions that say who wrote them and that they were migrated', () =>
    onWarehouse(LEFT_BEHIND, async (local) => {
      await migrated(local);

      expect(
        await local.sql(
          `SELECT DISTINCT operation, changeset_id, changeset_seq, created_by, created_at > '2026-01-01'
           FROM payroll_config.agent_profile_identity_versions ORDER BY ALL`,
        ),
      ).toEqual([
        ['MIGRATE', 'migrated', '0', 'carl', 'false'],
        // The row of nobody and no time.
        ['MIGRATE', 'migrated', '0', 'mia', 'true'],
      ]);
    }));

  test('has its agents in the ledger, quarantined ones too, and an event a tenant without names', () =>
    onWarehouse(LEFT_BEHIND, async (local) => {
      await migrated(local);

      expect(
        await local.sql(
          `SELECT tenant_id, identity_id, natural_key, raw_name, source, assigned_by
           FROM payroll_analytics.identity_ledger WHERE kind = 'agent_profile' ORDER BY ALL`,
        ),
      ).toEqual([
        [LEGACY, OTHER, 'agent_id:A-1', 'Jo Doe', 'MIGRATED', 'migrated'],
        [HARBOR, JANE, 'agent_id:A-1', 'Jo Roe', 'MIGRATED', 'migrated'],
        [HARBOR, GAP, `agent_entity_id:${GAP}`, 'Jo Doe', 'MIGRATED', 'migrated'],
        [HARBOR, TWICE, 'agent_id:A-3', 'Jo Twice', 'MIGRATED', 'migrated'],
        [HARBOR, LEFT, 'agent_id:A-4', 'Jo Doe', 'MIGRATED', 'migrated'],
      ]);
      expect(
        await local.sql(
          `SELECT sequence, event_type, actor, regexp_replace(details, '"call_id":"[^"]*",', '')
           FROM payroll_config.audit_events WHERE tenant_id = '${HARBOR}' AND subject = 'migrated' ORDER BY sequence`,
        ),
      ).toEqual([
        ['2', 'CHANGESETS_MIGRATED', 'mia', '{"changesets":3,"quarantined":0}'],
        ['3', 'PROFILES_MIGRATED', 'mia', '{"identities":5,"contacts":3,"quarantined":4}'],
      ]);
    }));

  test('lists its changesets, without counts, and no step takes them further', () =>
    onWarehouse(LEFT_BEHIND, async (local) => {
      await migrated(local);
      const steps = new ChangesetSteps(local.graph, local.warehouse, {
        tenantId: HARBOR,
        orgId: 'west',
        actor: 'ann',
      });

      expect(
        (await steps.list()).map((changeset) => [
          changeset.changeset_id,
          changeset.status,
          changeset.file_notes,
          changeset.committed_by,
          changeset.created_count,
          changeset.plan_hash,
        ]),
      ).toEqual([
        [MARKED, 'INVALID', 'made by an earlier version', null, null, null],
        [
          OPEN,
          'INVALID',
          'made by an earlier version, where it was VALIDATED: upload the file again',
          null,
          null,
          null,
        ],
        [COMMITTED, 'COMMITTED', 'made by an earlier version', 'carl', null, null],
      ]);
      expect(await steps.show(OPEN)).toMatchObject({ uploaded_by: 'uma' });
      const before = await tableContents(local, { outTables: ['tenants', 'audit_events'] });
      for (const step of [
        () => steps.validate(OPEN),
        () => steps.commit(OPEN, { planHash: 'f'.repeat(64), acceptRejected: undefined }),
        () => steps.reject(OPEN, 'no longer wanted'),
        () => steps.rollback(COMMITTED, 'a mistake'),
        () => steps.previewRollback(COMMITTED),
      ]) {
        await expect(step()).rejects.toMatchObject({ faults: [{ code: 'MIGRATED_CHANGESET' }] });
      }
      expect(await tableContents(local, { outTables: ['tenants', 'audit_events'] })).toEqual(before);
    }));

  test('migrated again, is left as it is', () =>
    onWarehouse(LEFT_BEHIND, async (local) => {
      await migrated(local);
      const before = await tableContents(local);

      expect(await migrated(local)).toEqual([]);
      expect(await tableContents(local)).toEqual(before);
    }));

  test('keeps its rows under another name', () =>
    onWarehouse(LEFT_BEHIND, async (local) => {
      const before = await local.sql('FROM payroll_config.agent_profile_identity ORDER BY ALL');
      await migrated(local);

      expect(await local.sql('FROM payroll_config.agent_profile_identity_legacy ORDER BY ALL')).toEqual(
        before,
      );
    }));

  test('takes an import’s update of a migrated agent, and a rollback restores every window', () =>
    onWarehouse(LEFT_BEHIND, async (local) => {
      await migrated(local);
      const windows = [await local.sql(IDENTITY_WINDOWS), await local.sql(CONTACT_WINDOWS)];
      const file = `${local.path}.csv`;
      await writeFile(
        file,
        [
          'agent_entity_id,agent_id,first_name,last_name,effective_start_date,email',
          // Back-dated, into the first window; then into the gap; then on the very day of a migrated version.
          `${JANE},,Jo,Poe,2024-03-01,`,
          `${GAP},,Jo,Back,2024-05-01,jo@example.com`,
          `${TWICE},,Jo,Same,2024-02-01,`,
          // By upstream's id alone: the agent is known.
          `,A-4,Jo,Again,2024-01-01,again@example.com`,
          '',
        ].join('\n'),
      );
      const scope = { tenantId: HARBOR, orgId: 'west', actor: 'ann' };
      const steps = new ChangesetSteps(local.graph, local.warehouse, scope);
      const { changeset } = await steps.upload(file);
      const validated = await steps.validate(changeset.changeset_id);
      expect(validated).toMatchObject({ created_count: 1n, updated_row_count: 3n, rejected_count: 0n });
      await steps.commit(changeset.changeset_id, {
        planHash: String(validated.plan_hash),
        acceptRejected: undefined,
      });

      expect(await local.sql(IDENTITY_WINDOWS)).toEqual([
        [LEGACY, OTHER, 'Doe', '2024-01-01', '2024-01-02', 'false'],
        [HARBOR, JANE, 'Doe', '2024-01-01', '2024-03-01', 'false'],
        [HARBOR, JANE, 'Poe', '2024-03-01', '2024-06-01', 'false'],
        [HARBOR, JANE, 'Roe', '2024-06-01', null, 'true'],
        [HARBOR, GAP, 'Back', '2024-05-01', '2024-06-01', 'false'],
        [HARBOR, GAP, 'Doe', '2024-01-01', '2024-04-01', 'false'],
        [HARBOR, GAP, 'Doe', '2024-06-01', '2024-09-01', 'false'],
        [HARBOR, TWICE, 'Same', '2024-02-01', null, 'true'],
        [HARBOR, LEFT, 'Again', '2024-01-01', null, 'true'],
      ]);
      await steps.rollback(changeset.changeset_id, 'wrong file');
      expect([await local.sql(IDENTITY_WINDOWS), await local.sql(CONTACT_WINDOWS)]).toEqual(windows);
    }));

  test('runs green of errors, and says what a person has to look at', () =>
    onWarehouse(LEFT_BEHIND, async (local) => {
      await migrated(local);
      expect((await local.run()).filter(({ status }) => status === 'ERROR')).toEqual([]);
    }));
});

describe('before it is migrated', () => {
  test.each([
    [
      'list_changesets',
      { changesets: [] },
      'config_bulk_import_changesets is as an earlier version of Keyfast left it',
    ],
    [
      'list_profiles',
      { identities: [], contacts: [] },
      'agent_profile_contact is as an earlier version of Keyfast left it',
    ],
  ])('%s says what to do', (name, rows, message) =>
    onWarehouse(rows, async (local) => {
      const parameters = { tenant_id: HARBOR, org_id: 'west', after_id: '' };
      await expect(local.procedure(name, parameters)).rejects.toMatchObject({
        exitCode: 1,
        nextStep: 'keyfast migrate',
        faults: expect.arrayContaining([{ code: 'NOT_MIGRATED', message }]) as unknown,
      });
    }),
  );

  test('a run of the graph says what to do, and changes nothing', () =>
    onWarehouse(LEFT_BEHIND, async (local) => {
      const before = await tableContents(local);
      await expect(local.run()).rejects.toMatchObject({
        nextStep: 'keyfast migrate',
        faults: [{ code: 'NOT_MIGRATED' }, { code: 'NOT_MIGRATED' }, { code: 'NOT_MIGRATED' }],
      });
      expect(await tableContents(local)).toEqual(before);
    }));

  test('what touches none of its tables goes on', () =>
    onWarehouse(LEFT_BEHIND, async (local) => {
      expect(await local.procedure('tenant_list')).toHaveLength(2);
      expect((await local.run('+dim_agent_identity')).filter(({ status }) => status !== 'SUCCESS')).toEqual(
        [],
      );
    }));

  test('a table that is only set aside is asked for still', () =>
    onWarehouse({ identities: [], contacts: [] }, async (local) => {
      await local.procedure('set_aside_identities');
      await local.procedure('set_aside_contacts');
      await expect(
        local.procedure('list_profiles', { tenant_id: HARBOR, org_id: 'west', after_id: '' }),
      ).rejects.toMatchObject({ nextStep: 'keyfast migrate' });
    }));
});

test('a warehouse without an earlier version’s tables has nothing to migrate, and nothing is made', () =>
  onWarehouse({}, async (local) => {
    const before = await local.sql('SELECT table_name FROM information_schema.tables ORDER BY ALL');
    expect(await migrated(local)).toEqual([]);
    expect(await local.sql('SELECT table_name FROM information_schema.tables ORDER BY ALL')).toEqual(before);
  }));

test('tables without rows, or one alone, are migrated too', async () => {
  await onWarehouse({ identities: [] }, async (local) => {
    expect(await migrated(local)).toMatchObject([
      { legacy_table: 'agent_profile_contact_legacy', legacy_row_count: 0n },
      { legacy_table: 'agent_profile_identity_legacy', legacy_row_count: 0n },
    ]);
    expect(await local.sql(IDENTITY_WINDOWS)).toEqual([]);
  });
  await onWarehouse({ changesets: [] }, async (local) => {
    expect(await migrated(local)).toMatchObject([{ migration_number: 1n, legacy_row_count: 0n }]);
  });
});

describe('how ends are meant', () => {
  const contacts: LegacyRows['contacts'] = [];
  const halfOpen = [
    { agent: JANE, start: '2024-01-01', end: '2024-02-01' },
    { agent: JANE, start: '2024-02-01', end: null },
  ];
  const inclusive = [
    { agent: GAP, start: '2024-01-01', end: '2024-01-31' },
    { agent: GAP, start: '2024-02-01', end: null },
  ];
  const closed = [{ agent: TWICE, start: '2024-01-01', end: '2024-01-31' }];

  const endsOf = (rows: LegacyRows['identities'] & object, told: MigrationRequest['legacyEnds']) =>
    onWarehouse({ identities: rows, contacts }, async (local) => {
      await migrated(local, told);
      return (
        await local.sql(
          `SELECT CAST(effective_end_date AS VARCHAR) FROM payroll_config.agent_profile_identity
           WHERE effective_end_date IS NOT NULL ORDER BY ALL`,
        )
      ).flat();
    });

  test.each([
    ['half-open pairs', halfOpen, null, ['2024-02-01']],
    ['half-open pairs, as a person says', halfOpen, 'EXCLUSIVE', ['2024-02-01']],
    ['inclusive pairs', inclusive, null, ['2024-02-01']],
    ['half-open pairs and a window apart', [...halfOpen, ...closed], null, ['2024-01-31', '2024-02-01']],
    ['inclusive pairs and a window apart', [...inclusive, ...closed], null, ['2024-02-01', '2024-02-01']],
    ['no pair, by a person’s word', closed, 'INCLUSIVE', ['2024-02-01']],
    ['no pair, by a person’s word to the contrary', closed, 'EXCLUSIVE', ['2024-01-31']],
    [
      'pairs of both kinds, as half-open',
      [...halfOpen, ...inclusive],
      'EXCLUSIVE',
      ['2024-01-31', '2024-02-01'],
    ],
    // The half-open window goes on into the next one: quarantined.
    ['pairs of both kinds, as inclusive', [...halfOpen, ...inclusive], 'INCLUSIVE', ['2024-02-01']],
    ['open windows alone', [{ agent: JANE, start: '2024-01-01', end: '9999-12-31' }], null, []],
  ] as const)('is told by %s', async (_, rows, told, ends) => {
    expect(await endsOf(rows, told)).toEqual(ends);
  });

  test('and 9999-12-31 is no end in either table, also where ends are inclusive', () => {
    const rows = [
      { agent: JANE, start: '2024-01-01', end: '2024-01-31' },
      { agent: JANE, start: '2024-02-01', end: '9999-12-31' },
    ];
    return onWarehouse({ identities: rows, contacts: rows }, async (local) => {
      await migrated(local);
      expect(await local.sql(IDENTITY_WINDOWS)).toEqual([
        [HARBOR, JANE, 'Doe', '2024-01-01', '2024-02-01', 'false'],
        [HARBOR, JANE, 'Doe', '2024-02-01', null, 'true'],
      ]);
      expect(await local.sql(CONTACT_WINDOWS)).toEqual([
        [JANE, null, '2024-01-01', '2024-02-01', 'false'],
        [JANE, null, '2024-02-01', null, 'true'],
      ]);
    });
  });

  test.each([
    [
      'can’t be told without a pair',
      closed,
      null,
      'LEGACY_ENDS_UNDECIDED',
      "of 1 ends in agent_profile_identity_legacy, 0 are the day on which the agent's next window begins, 0 the day before it",
    ],
    [
      'can’t be told by pairs of both kinds',
      [...halfOpen, ...inclusive],
      null,
      'LEGACY_ENDS_UNDECIDED',
      `of 2 ends in agent_profile_identity_legacy, 1 are the day on which the agent's next window begins (such as of agent ${JANE}), 1 the day before it (such as of agent ${GAP})`,
    ],
    [
      'isn’t for a person to say against all pairs',
      halfOpen,
      'INCLUSIVE',
      'LEGACY_ENDS_CONTRADICTED',
      `1 are the day on which the agent's next window begins (such as of agent ${JANE}), 0 the day before it`,
    ],
  ] as const)('%s, and the evidence is shown', (_, rows, told, code, evidence) =>
    onWarehouse({ identities: rows, contacts }, async (local) => {
      await expect(migrated(local, told)).rejects.toMatchObject({
        faults: [{ code, message: expect.stringContaining(evidence) as unknown }],
      });
      expect(await local.sql('FROM payroll_config.agent_profile_identity_versions')).toEqual([]);
      expect(await local.sql('FROM payroll_config.migrations')).toEqual([]);
    }),
  );
});

describe('is refused, with what to do:', () => {
  test('rows of tenants that aren’t registered', () =>
    onWarehouse(
      {
        identities: [
          { agent: JANE, tenant: 'zeta', start: '2024-01-01', end: null },
          { agent: GAP, tenant: 'alpha', start: '2024-01-01', end: null },
        ],
      },
      async (local) => {
        await expect(migrated(local)).rejects.toMatchObject({
          nextStep: 'keyfast tenant add alpha, then keyfast migrate again',
          faults: [
            {
              code: 'UNREGISTERED_TENANTS',
              message: "The rows of the earlier version are of tenants that aren't registered: alpha, zeta",
            },
          ],
        });
        for (const tenant of ['alpha', 'zeta']) await local.addTenant(tenant);
        expect(await migrated(local)).toHaveLength(2);
      },
    ));

  test('a table without the columns that it takes, before anything is renamed', () =>
    onWarehouse(LEFT_BEHIND, async (local) => {
      await local.sql('ALTER TABLE payroll_config.agent_profile_contact DROP COLUMN effective_end_date');
      await expect(migrated(local)).rejects.toMatchObject({
        faults: [
          {
            code: 'LEGACY_COLUMN_MISSING',
            message:
              'agent_profile_contact has no column effective_end_date, without which its rows say nothing',
          },
        ],
      });
      expect(await local.sql('SELECT count(*) FROM payroll_config.config_bulk_import_changesets')).toEqual([
        ['3'],
      ]);
    }));

  test('two tables that both hold what an earlier version left', () =>
    onWarehouse(LEFT_BEHIND, async (local) => {
      await local.sql('CREATE TABLE payroll_config.agent_profile_identity_legacy (tenant_id VARCHAR)');
      await expect(migrated(local)).rejects.toMatchObject({ faults: [{ code: 'LEGACY_TABLE_TWICE' }] });
    }));
});

test('columns that an earlier version yet lacks are read as empty', () =>
  onWarehouse(LEFT_BEHIND, async (local) => {
    await local.sql('ALTER TABLE payroll_config.agent_profile_identity DROP COLUMN preferred_name');
    await local.sql('ALTER TABLE payroll_config.agent_profile_identity DROP COLUMN is_current');
    await local.sql('ALTER TABLE payroll_config.agent_profile_contact DROP COLUMN created_by');
    await local.sql('ALTER TABLE payroll_config.config_bulk_import_changesets DROP COLUMN validated_at');
    await migrated(local);
    expect(await local.sql(IDENTITY_WINDOWS)).toEqual(MIGRATED_IDENTITIES);
    expect(await local.sql(CONTACT_WINDOWS)).toEqual(MIGRATED_CONTACTS);
  }));
