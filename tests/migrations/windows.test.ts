import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../scripts/migrations/migrate.ts';
import {
  BUILD_MILLISECONDS,
  LocalWarehouse,
  WarehouseDirectory,
} from '../fixtures/warehouse/local_warehouse.ts';
import { HARBOR, LEGACY } from '../fixtures/warehouse/small_warehouse.ts';
import { leaveLegacyTables, type LegacyWindow } from './legacy_warehouse.ts';

/** A window in days, half-open; null: open. */
interface Window {
  readonly tenant: string;
  readonly agent: string;
  readonly from: number;
  readonly until: number | null;
  readonly lastName: string;
  readonly createdAt: number;
}

const FIRST_DAY = Date.parse('2024-01-01');
const date = (day: number): string => new Date(FIRST_DAY + day * 86_400_000).toISOString().slice(0, 10);

/** A few windows an agent in few days, so that they touch, leave gaps and overlap; many agents, as a migration takes its time. */
const windows = fc.array(
  fc.record({
    tenant: fc.constantFrom(HARBOR, LEGACY),
    agent: fc.integer({ min: 1, max: 25 }).map((number) => `agent ${number}`),
    from: fc.integer({ min: 0, max: 12 }),
    until: fc.option(fc.integer({ min: 0, max: 12 }), { nil: null, freq: 4 }),
    lastName: fc.constantFrom('Doe', 'Roe'),
    createdAt: fc.integer({ min: 0, max: 2 }),
  }),
  { minLength: 150, maxLength: 250 },
);

/** Two windows that touch, in an agent of their own: they tell how the ends of their table are meant. */
const TELLING: readonly Window[] = [
  { tenant: LEGACY, agent: 'told', from: 0, until: 5, lastName: 'Doe', createdAt: 0 },
  { tenant: LEGACY, agent: 'told', from: 5, until: null, lastName: 'Doe', createdAt: 0 },
];

const sameAgent = (one: Window, other: Window): boolean =>
  one.tenant === other.tenant && one.agent === other.agent;
const end = ({ until }: Window): number => until ?? Infinity;

/** What of an earlier version's rows survives, told the slow way: a window that no later row of its agent begins within. */
function surviving(rows: readonly Window[]): Window[] {
  const sound = rows.filter((row) => end(row) > row.from);
  const isLater = (one: Window, other: Window): boolean => {
    const order = (row: Window): readonly (number | string)[] => [
      row.from,
      row.createdAt,
      end(row),
      row.lastName,
    ];
    const [mine, its] = [order(one), order(other)];
    const place = mine.findIndex((value, index) => value !== its[index]);
    return place < 0 ? sound.indexOf(one) > sound.indexOf(other) : (mine[place] ?? 0) > (its[place] ?? 0);
  };
  return sound.filter(
    (row) =>
      !sound.some(
        (other) => other !== row && sameAgent(row, other) && isLater(other, row) && other.from < end(row),
      ),
  );
}

const line = (row: Window): string =>
  [row.tenant, row.agent, row.lastName, date(row.from), row.until === null ? null : date(row.until)].join(
    ' ',
  );

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

async function shown(local: LocalWarehouse, table: string): Promise<string[]> {
  const rows = await local.sql(
    `SELECT tenant_id, agent_entity_id, last_name, effective_start_date, effective_end_date FROM payroll_config.${table}`,
  );
  return rows.map((row) => row.join(' ')).sort();
}

test.each([
  ['half-open', 0],
  ['inclusive', 1],
])(
  'whatever rows an earlier version left, with %s ends, each is a window as it was or in the quarantine',
  async (_, lastDay) => {
    const legacy = (row: Window): LegacyWindow => ({
      tenant: row.tenant,
      agent: row.agent,
      lastName: row.lastName,
      start: date(row.from),
      end: row.until === null ? (row.createdAt === 0 ? '9999-12-31' : null) : date(row.until - lastDay),
      createdAt: `2024-01-0${row.createdAt + 1} 00:00:00`,
    });
    await fc.assert(
      fc.asyncProperty(windows, async (random) => {
        const rows = [...random, ...TELLING];
        await LocalWarehouse.with(await directory.copyOf(registered), async (local) => {
          await leaveLegacyTables(local, { identities: rows.map(legacy), contacts: [] });
          const request = {
            legacyEnds: lastDay === 0 ? ('EXCLUSIVE' as const) : ('INCLUSIVE' as const),
            actor: 'mia',
          };
          await migrate(request, local.graph, local.warehouse);
          const survivors = surviving(rows);
          expect(await shown(local, 'agent_profile_identity')).toEqual(survivors.map(line).sort());
          // Nothing is lost: as many rows as there were.
          const quarantined = await shown(local, 'migration_quarantine');
          expect(quarantined.length + survivors.length).toBe(rows.length);
          expect(await migrate(request, local.graph, local.warehouse)).toEqual([]);
        });
      }),
      { numRuns: 5 },
    );
  },
  BUILD_MILLISECONDS,
);
