import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../scripts/migrations/migrate.ts';
import type { StatementEvent } from '../../scripts/warehouse/warehouse.ts';
import {
  BUILD_MILLISECONDS,
  LocalWarehouse,
  WarehouseDirectory,
} from '../fixtures/warehouse/local_warehouse.ts';
import { HARBOR, LEGACY } from '../fixtures/warehouse/small_warehouse.ts';
import { tableContents, type TableContents } from '../fixtures/warehouse/table_contents.ts';
import { leaveLegacyTables, LEFT_BEHIND } from './legacy_warehouse.ts';

const INTERRUPTED_MIGRATION = fileURLToPath(new URL('interrupted_migration.ts', import.meta.url));

/** Times, and what is made of them and of a call's own id. A row that nobody signed has the time of the migration. */
const OWN_TO_EACH_RUN = {
  outColumns: [
    'locked_at',
    'occurred_at',
    'details',
    'event_hash',
    'previous_hash',
    'migrated_at',
    'quarantined_at',
    'assigned_at',
    'agent_profile_identity_versions.created_at',
  ],
};

let directory: WarehouseDirectory;
let leftBehind: string;
let wholly: TableContents;
let events: StatementEvent[];

class BrokenOff extends Error {}

beforeAll(async () => {
  directory = await WarehouseDirectory.create();
  leftBehind = directory.newFile();
  await LocalWarehouse.with(leftBehind, async (local) => {
    for (const tenant of [LEGACY, HARBOR]) await local.addTenant(tenant);
    await leaveLegacyTables(local, LEFT_BEHIND);
  });
  events = [];
  wholly = await migrated(await directory.copyOf(leftBehind), (event) => events.push(event));
}, BUILD_MILLISECONDS);

afterAll(() => directory.remove());

/** After its COMMIT a migration only reads what it gives: broken off there it is done, and isn't begun again. */
function isBeforeItsEnd({ target, index, count }: StatementEvent): boolean {
  return !/^(migrate|list)_/.test(target.name) || index < count - 1;
}

const REQUEST = { legacyEnds: null, actor: 'mia' } as const;

function relations(local: LocalWarehouse): Promise<unknown> {
  return local.sql(
    `SELECT table_name, table_type, string_agg(column_name, ' ' ORDER BY ordinal_position)
     FROM information_schema.tables JOIN information_schema.columns USING (table_schema, table_name)
     GROUP BY ALL ORDER BY ALL`,
  );
}

/** What the tables hold after a migration, and after another one. */
async function migrated(file: string, onStatement?: (event: StatementEvent) => void): Promise<TableContents> {
  const local = await LocalWarehouse.open(file, onStatement && { onStatement });
  try {
    await migrate(REQUEST, local.graph, local.warehouse);
    return await tableContents(local, OWN_TO_EACH_RUN);
  } finally {
    await local.close();
  }
}

test(
  'broken off after any statement, it goes on to the same when it is run again',
  async () => {
    let breakAfter: StatementEvent | undefined;
    const file = await directory.copyOf(leftBehind);
    const local = await LocalWarehouse.open(file, {
      onStatement: ({ target, index }) => {
        if (target.name === breakAfter?.target.name && index === breakAfter.index) throw new BrokenOff();
      },
    });
    const states = new Map<string, string>();
    const others: string[] = [];
    try {
      for (const event of events.filter(isBeforeItsEnd)) {
        breakAfter = event;
        const place = `${event.target.name} ${event.index}`;
        await expect(migrate(REQUEST, local.graph, local.warehouse), place).rejects.toThrow(BrokenOff);
        const state = JSON.stringify([await relations(local), await tableContents(local, OWN_TO_EACH_RUN)]);
        // Most statements stand in a transaction and leave what the one before them left.
        if (states.has(state)) continue;
        states.set(state, place);
        await local.sql('CHECKPOINT');
        const rest = await migrated(await directory.copyOf(file));
        if (JSON.stringify(rest) !== JSON.stringify(wholly)) others.push(place);
      }
    } finally {
      await local.close();
    }
    expect(others).toEqual([]);
    expect([...states.values()]).toEqual(
      expect.arrayContaining([
        'set_aside_changesets 0',
        'set_aside_changesets 1',
        'migrations 0',
        'set_aside_identities 1',
        'agent_profile_identity 0',
      ]),
    );
    expect(states.size).toBeLessThan(events.length);
  },
  BUILD_MILLISECONDS,
);

test.each([
  ['set_aside_identities', 0],
  ['set_aside_identities', 1],
  ['migrate_profiles', 8],
])(
  'a process that is killed in %s, after its statement %i, leaves what the next one finishes',
  async (action, index) => {
    const file = await directory.copyOf(leftBehind);
    const child = spawn(process.execPath, [
      '--import',
      'tsx',
      INTERRUPTED_MIGRATION,
      file,
      action,
      String(index),
    ]);
    try {
      const [bytes] = (await once(child.stdout, 'data')) as [Buffer];
      expect(bytes.toString().trim()).toBe('reached');
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    expect(await migrated(file)).toEqual(wholly);
  },
  BUILD_MILLISECONDS,
);
