import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  BUILD_MILLISECONDS,
  LocalWarehouse,
  type SentFile,
  WarehouseDirectory,
} from '../fixtures/warehouse/local_warehouse.ts';
import { HARBOR, LEGACY } from '../fixtures/warehouse/small_warehouse.ts';
import { RUN_EVIDENCE, tableContents, type TableContents } from '../fixtures/warehouse/table_contents.ts';

/**
 * What may differ between two orders: when and by which run something was written, the spelling that was the latest when an
 * id was assigned, and where the lines of one month stand if it came twice (below).
 */
const FREE_TO_DIFFER = {
  outTables: [
    ...RUN_EVIDENCE,
    'audit_events',
    'business_id_mapping',
    'snapshots',
    'stage1_snapshots',
    'stage3_snapshots',
    'tenants',
  ],
  outColumns: [
    'assigned_at',
    'assigned_by',
    'created_at',
    'updated_at',
    'quarantined_at',
    'identity_ledger.raw_name',
  ],
};

const STAGE1 = 'business_name,product_code,employee_count,gross_commission';
const STAGE3 = 'business_name,product_code,agent_id,agent_name,component_type,split_rate,commission_amount';

/** Loaded first in every order: an id that is carried in counts only if the name has none yet. */
const CARRIED: SentFile = {
  kind: 'business-mapping',
  tenant: LEGACY,
  name: 'carried.csv',
  lines: ['business_name,business_id', 'Acme Widgets Inc,B-1'],
};

const JANUARY: SentFile = {
  kind: 'stage3',
  tenant: LEGACY,
  name: 'january.csv',
  period: '2025-01',
  lines: [
    STAGE3,
    // The only sighting of Gary, and of Acme's first day.
    'ACME WIDGETS INC,DEN,A-7,Gary Gone,WRITING,1,10.00',
    'Teledata Contractors Inc,MED,A-1,JANE DOE,WRITING,0.5,50.00',
    // Equal in all that a component's id is made of.
    'Teledata Contractors Inc,MED,A-1,JANE DOE,WRITING,0.5,50.00',
  ],
};

const JANUARY_CORRECTED: SentFile = {
  ...JANUARY,
  name: 'january.corrected.csv',
  lines: [STAGE3, 'Teledata Contractors Inc,MED,A-1,Jane Doe,WRITING,1,100.00'],
};

/** The pool: every spelling, date and upstream id comes with one of them alone. */
const POOL: readonly SentFile[] = [
  {
    kind: 'business-mapping',
    tenant: LEGACY,
    name: 'mapping.csv',
    lines: [
      'business_name,is_active,first_seen_date',
      'Teledata Contractors Inc,,2024-06-01',
      'Zenith Freight,false,2023-01-01',
    ],
  },
  {
    kind: 'stage1',
    tenant: LEGACY,
    name: 'lines.csv',
    period: '2025-01',
    lines: [STAGE1, 'Teledata Contractors Inc,MED,12,100.00', ' Acme Widgets Inc,DEN,4,10.00'],
  },
  JANUARY,
  JANUARY_CORRECTED,
  {
    kind: 'stage3',
    tenant: LEGACY,
    name: 'march.csv',
    period: '2025-03',
    lines: [
      STAGE3,
      // The latest spelling, another upstream id, and names that get none.
      'teledata contractors INC,MED,A-9,Jane  Doe,WRITING,1,5.00',
      'Tele\u{200b}data,MED,,Owner,OVERRIDE,1,5.00',
    ],
  },
  {
    kind: 'stage3',
    tenant: HARBOR,
    name: 'harbor.csv',
    period: '2025-02',
    lines: [STAGE3, 'Teledata Contractors Inc,MED,,Jane Doe,WRITING,1,7.00'],
  },
];

let directory: WarehouseDirectory;
let empty: string;

beforeAll(async () => {
  directory = await WarehouseDirectory.create();
  empty = directory.newFile();
  await LocalWarehouse.with(empty, async (local) => {
    for (const tenant of [LEGACY, HARBOR]) await local.addTenant(tenant);
    await local.load(CARRIED);
  });
}, BUILD_MILLISECONDS);

afterAll(async () => {
  await directory.remove();
});

/** Loads the files in an order, with a run after each of the given places, and one at the end. */
async function outcome(files: readonly SentFile[], runsAfter: readonly number[]): Promise<TableContents> {
  return LocalWarehouse.with(await directory.copyOf(empty), async (local) => {
    for (const [place, file] of files.entries()) {
      await local.load(file);
      if (runsAfter.includes(place)) await local.run('+dim_agent_identity');
    }
    await local.run('+commission_traceability');
    return tableContents(local, FREE_TO_DIFFER);
  });
}

test(
  'any order of loading and any runs in between give the same ids, dates, names and row ids',
  async () => {
    const expected = await outcome(POOL, []);
    const { dim_agent_identity: agents, dim_business_mapping: businesses } = expected;
    expect(
      agents?.map(
        fields('agent_key', 'display_name', 'aliases', 'upstream_agent_ids', 'effective_start_date'),
      ),
    ).toEqual([
      ['AGENT:9e38bbd9e4fa132f', 'Gary Gone', ['Gary Gone'], ['A-7'], '2025-01-01'],
      [
        'AGENT:c5974e2b4ded850d',
        'Jane  Doe',
        ['JANE DOE', 'Jane  Doe', 'Jane Doe'],
        ['A-1', 'A-9'],
        '2025-01-01',
      ],
      ['OWNER', 'Owner', ['Owner'], [], '2025-03-01'],
      ['AGENT:bd7b76f2d274ba4a', 'Jane Doe', ['Jane Doe'], [], '2025-02-01'],
    ]);
    expect(
      businesses?.map(
        fields('business_id', 'business_name', 'first_seen_date', 'last_seen_date', 'is_active'),
      ),
    ).toEqual([
      ['6cd1a713faf7c2ba', 'teledata contractors INC', '2024-06-01', '2025-03-01', true],
      ['B-1', 'Acme Widgets Inc', '2025-01-01', '2025-01-01', false],
      ['de23e2abb1d1e35a', 'Zenith Freight', '2023-01-01', null, false],
      ['cb11ce173b7c1ef2', 'Teledata Contractors Inc', '2025-02-01', '2025-02-01', true],
    ]);
    expect(Object.keys(expected).sort()).toEqual([
      'commission_traceability',
      'dim_agent_identity',
      'dim_business_mapping',
      'identity_ledger',
      'identity_quarantine',
    ]);
    // The month that came last counts: where the correction comes first, its components are the other ones.
    const withoutCorrection = POOL.filter((file) => file !== JANUARY_CORRECTED);
    const otherWayRound = await outcome([JANUARY_CORRECTED, ...withoutCorrection], []);
    expect(otherWayRound.commission_traceability).not.toEqual(expected.commission_traceability);

    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...POOL], { minLength: POOL.length }),
        fc.uniqueArray(fc.nat({ max: POOL.length - 2 }), { minLength: 1, maxLength: 2 }),
        async (files, runsAfter) => {
          const corrected = files.indexOf(JANUARY) < files.indexOf(JANUARY_CORRECTED);
          expect(await outcome(files, runsAfter)).toEqual({
            ...expected,
            commission_traceability: (corrected ? expected : otherWayRound).commission_traceability,
          });
        },
      ),
      { numRuns: 6 },
    );
  },
  BUILD_MILLISECONDS,
);

/** Rows of the traceability table, by the columns given, in an order of their own. */
async function traced(files: readonly SentFile[], columns: string): Promise<unknown[]> {
  return LocalWarehouse.with(await directory.copyOf(empty), async (local) => {
    for (const file of files) await local.load(file);
    await local.run('+commission_traceability');
    return local.sql(`SELECT ${columns} FROM payroll_analytics.commission_traceability ORDER BY ALL`);
  });
}

function january(name: string, ...lines: readonly string[]): SentFile {
  return { kind: 'stage3', tenant: LEGACY, name, period: '2025-01', lines: [STAGE3, ...lines] };
}

describe('rows that are equal in all that an id is made of', () => {
  const FIFTY = 'Teledata Contractors Inc,MED,A-1,Jane Doe,WRITING,0.5,50.00';
  const FORTY = 'Teledata Contractors Inc,MED,A-1,Jane Doe,WRITING,0.5,40.00';
  const GARY = 'Acme Widgets Inc,DEN,A-7,Gary Gone,WRITING,1,10.00';

  test('and in content too are interchangeable: wherever they stand, each id has the same content', async () => {
    const columns = 'stage3_component_id, content_fingerprint';
    const expected = await traced([january('a.csv', FIFTY, FIFTY, GARY)], columns);
    expect(new Set(expected.map((row) => (row as string[])[0])).size).toBe(3);
    expect(await traced([january('b.csv', FIFTY, GARY, FIFTY)], columns)).toEqual(expected);
    expect(await traced([january('a.csv', GARY), january('z.csv', GARY, FIFTY, FIFTY)], columns)).toEqual(
      expected,
    );
  });

  test('but differ in content have the same ids in any order, and the order decides which content has which', async () => {
    const ids = 'stage3_component_id';
    const contents = 'commission_amount, content_fingerprint';
    const both = `${ids}, ${contents}`;
    const one = [january('a.csv', FIFTY, FORTY)];
    const other = [january('b.csv', FORTY, FIFTY)];
    expect(await traced(other, ids)).toEqual(await traced(one, ids));
    expect(await traced(other, contents)).toEqual(await traced(one, contents));
    // The limit that docs/architecture.md tells, under "Formulas".
    expect(await traced(other, both)).not.toEqual(await traced(one, both));
  });
});

describe('an id that two names come with', () => {
  const carry = (name: string, id: string) => (local: LocalWarehouse) =>
    local.sql(
      `INSERT INTO payroll_processed.business_id_mapping (tenant_id, business_id, business_name, normalized_name, loaded_at)
       VALUES ('${LEGACY}', '${id}', '${name}', upper('${name}'), now())`,
    );
  const run = (local: LocalWarehouse): Promise<unknown> => local.run('+dim_business_mapping');
  const assigned = async (...steps: readonly ((local: LocalWarehouse) => Promise<unknown>)[]) =>
    LocalWarehouse.with(await directory.copyOf(empty), async (local) => {
      for (const step of steps) await step(local);
      return local.sql(
        `SELECT normalized_name, identity_id FROM payroll_analytics.identity_ledger
         WHERE identity_id ILIKE 's-1' ORDER BY ALL`,
      );
    });
  const first = carry('First', 'S-1');
  const second = carry('Second', 's-1');

  test('in one run is neither’s, in whatever order they came, and in any run after it', async () => {
    expect(await assigned(first, second, run, run)).toEqual([]);
    expect(await assigned(second, first, run, run)).toEqual([]);
  });

  // An assigned id is never taken back, so here, and here alone, the order of runs matters.
  test('in two runs stays with the one that the first run met', async () => {
    expect(await assigned(first, run, second, run)).toEqual([['FIRST', 'S-1']]);
    expect(await assigned(second, run, first, run)).toEqual([['SECOND', 's-1']]);
  });
});

function fields(...columns: string[]): (text: string) => unknown[] {
  return (text) => {
    const row = JSON.parse(text) as Record<string, unknown>;
    return columns.map((column) => row[column]);
  };
}
