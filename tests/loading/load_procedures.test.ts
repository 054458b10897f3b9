import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DataError } from '../../scripts/errors.ts';
import {
  BUILD_MILLISECONDS,
  LocalWarehouse,
  WarehouseDirectory,
} from '../fixtures/warehouse/local_warehouse.ts';
import { KeptState } from '../fixtures/warehouse/kept_state.ts';
import { outcomesOf, SentFiles, TENANT } from './sent_files.ts';

const STAGE1 = 'business_name,product_code,gross_commission';
const STAGE3 = 'business_name,product_code,agent_name,component_type,commission_amount';
const MAPPING = 'business_name,business_id';
const HIERARCHY = 'agent_id,parent_agent_id,hierarchy_level';

let directory: WarehouseDirectory;
let local: LocalWarehouse;
let files: SentFiles;
let empty: KeptState;

beforeAll(async () => {
  directory = await WarehouseDirectory.create();
  local = await LocalWarehouse.open(directory.newFile());
  await local.addTenant(TENANT);
  files = new SentFiles(local.graph, local.warehouse);
  await files.load('stage1', 'all tables.csv', [STAGE1, 'Acme,MED,1']);
  await files.load('stage3', 'all tables.csv', [STAGE3, 'Acme,MED,Ann,BASE,1']);
  await files.load('business-mapping', 'all tables.csv', [MAPPING, 'Acme,A-1']);
  await files.load('hierarchy', 'all tables.csv', [HIERARCHY, 'TOP,,1']);
  await local.sql(
    `DELETE FROM payroll_processed.snapshots; DELETE FROM payroll_processed.stage1_snapshots;
     DELETE FROM payroll_processed.stage3_snapshots; DELETE FROM payroll_processed.business_id_mapping;
     DELETE FROM payroll_analytics.dim_agent_hierarchy`,
  );
  empty = await KeptState.of(local);
}, BUILD_MILLISECONDS);

beforeEach(() => empty.restore());

afterAll(async () => {
  files.remove();
  await local.close();
  await directory.remove();
});

async function faultsOf(load: Promise<unknown>): Promise<string[]> {
  const error = await load.then(
    () => ({ faults: [] }),
    (reason: unknown) => reason as DataError,
  );
  return error.faults.map(
    ({ code, location, allowed }) => `${location?.line}:${location?.column} ${code}: ${allowed}`,
  );
}

describe('a snapshot that was superseded', () => {
  const FIRST = [STAGE1, 'Acme,MED,1.00', 'Bolt,MED,1.00'];
  const SECOND = [STAGE1, 'Acme,MED,2.00'];
  const inForce = (): Promise<(string | null)[][]> =>
    local.sql(
      `SELECT source_file, CAST(gross_commission AS INTEGER) FROM payroll_processed.stage1_snapshots
       SEMI JOIN payroll_processed.current_snapshots USING (tenant_id, period_label, snapshot_id) ORDER BY ALL`,
    );

  test('comes back when the load says so, as a new snapshot of the same rows, and once', async () => {
    const first = await files.load('stage1', 'first.csv', FIRST);
    await files.load('stage1', 'second.csv', SECOND);
    expect(outcomesOf(await files.load('stage1', 'first.csv', FIRST))).toEqual(['ALREADY_LOADED']);
    expect(await inForce()).toEqual([['second.csv', '2']]);

    const again = await files.load('stage1', 'first.csv', FIRST, { reinstates: true });
    expect(again.outcomes).toMatchObject([{ outcome: 'LOADED', is_in_force: true, row_count: 2n }]);
    expect(again.outcomes[0]?.snapshot_id).not.toBe(first.outcomes[0]?.snapshot_id);
    expect(await inForce()).toEqual([
      ['first.csv', '1'],
      ['first.csv', '1'],
    ]);

    const onceMore = await files.load('stage1', 'first.csv', FIRST, { reinstates: true });
    expect(onceMore.outcomes).toMatchObject([{ outcome: 'ALREADY_LOADED', is_in_force: true }]);
    expect(await local.sql('SELECT COUNT(*) FROM payroll_processed.snapshots')).toEqual([['3']]);
    expect(
      await local.sql(
        `SELECT COUNT(*) FROM payroll_config.audit_events WHERE subject = '${first.fileDigest}'`,
      ),
    ).toEqual([['2']]);
  });

  test('comes back as often as it was superseded, each time under another id', async () => {
    for (const round of [1, 2, 3]) {
      for (const [name, lines] of [
        ['first.csv', FIRST],
        ['second.csv', SECOND],
      ] as const) {
        expect([round, ...outcomesOf(await files.load('stage1', name, lines, { reinstates: true }))]).toEqual(
          [round, 'LOADED'],
        );
      }
    }
    expect(
      await local.sql('SELECT COUNT(*), COUNT(DISTINCT snapshot_id) FROM payroll_processed.snapshots'),
    ).toEqual([['6', '6']]);
  });

  test('of a file of several periods those come back that are not in force', async () => {
    const header = `${STAGE1},period_label`;
    const both = [header, 'Acme,MED,1,2025-01-01', 'Acme,MED,1,2025-02-01'];
    await files.load('stage1', 'both.csv', both);
    await files.load('stage1', 'february.csv', [header, 'Acme,MED,9,2025-02-01']);
    expect(outcomesOf(await files.load('stage1', 'both.csv', both, { reinstates: true }))).toEqual([
      'ALREADY_LOADED',
      'LOADED',
    ]);
  });

  test('says how it can come back', async () => {
    await files.load('stage3', 'first.csv', [STAGE3, 'Acme,MED,Ann,BASE,1']);
    await files.load('stage3', 'second.csv', [STAGE3, 'Acme,MED,Ann,BASE,2']);
    const sent = await files.load('stage3', 'first.csv', [STAGE3, 'Acme,MED,Ann,BASE,1']);
    expect(sent.notes).toEqual(['a later file superseded it; with --again it is in force again']);
  });
});

describe('names that can have no id', () => {
  test('are taken and said', async () => {
    const one = await files.load('stage1', 'one.csv', [STAGE1, ',MED,1', 'Acme,MED,1', '  ,DEN,1']);
    expect(one.notes).toEqual([
      '2 rows have a name that can have no id; the next run quarantines it: keyfast quarantine',
    ]);
    const three = await files.load('stage3', 'three.csv', [
      STAGE3,
      'Acme,MED,An\u200bn,BASE,1',
      'Acme,MED,,BASE,1',
    ]);
    expect(three.notes).toEqual([
      '1 row has a name that can have no id; the next run quarantines it: keyfast quarantine',
    ]);
  });

  test('are not spoken of where there are none', async () => {
    expect((await files.load('stage1', 'one.csv', [STAGE1, 'Acme,MED,1'])).notes).toEqual([]);
  });
});

describe('a hierarchy', () => {
  const rows = (): Promise<(string | null)[][]> =>
    local.sql(
      'SELECT tenant_id, agent_id, parent_agent_id FROM payroll_analytics.dim_agent_hierarchy ORDER BY ALL',
    );
  const WHOLE = [HIERARCHY, 'TOP,,1', 'A-1,TOP,2', 'A-2,TOP,2'];

  test('is merged: a row that the file does not hold stays', async () => {
    await files.load('hierarchy', 'whole.csv', WHOLE);
    const { outcomes } = await files.load('hierarchy', 'part.csv', [HIERARCHY, 'A-1,A-2,3']);
    expect(outcomes).toMatchObject([{ outcome: 'LOADED', changed_count: 1n, removed_count: 0n }]);
    expect(await rows()).toEqual([
      [TENANT, 'A-1', 'A-2'],
      [TENANT, 'A-2', 'TOP'],
      [TENANT, 'TOP', null],
    ]);
  });

  test('is replaced when the load says so: what the file does not hold goes, of this tenant alone', async () => {
    await local.sql(
      `INSERT INTO payroll_analytics.dim_agent_hierarchy VALUES ('other', 'A-1', NULL, 1, NULL, NULL)`,
    );
    await files.load('hierarchy', 'whole.csv', WHOLE);
    const part = [HIERARCHY, 'TOP,,1', 'A-1,,1'];
    const { outcomes } = await files.load('hierarchy', 'part.csv', part, { replacesAll: true });
    expect(outcomes).toMatchObject([{ outcome: 'LOADED', changed_count: 1n, removed_count: 1n }]);
    expect(await rows()).toEqual([
      [TENANT, 'A-1', null],
      [TENANT, 'TOP', null],
      ['other', 'A-1', null],
    ]);
    expect(
      await local.sql(
        `SELECT details->>'kind', details->>'changed', details->>'removed'
         FROM payroll_config.audit_events ORDER BY occurred_at DESC LIMIT 1`,
      ),
    ).toEqual([['hierarchy', '1', '1']]);
    expect(outcomesOf(await files.load('hierarchy', 'part.csv', part, { replacesAll: true }))).toEqual([
      'ALREADY_LOADED',
    ]);
  });

  test('of which nothing but the removal of a row is new leaves an event', async () => {
    await files.load('hierarchy', 'whole.csv', WHOLE);
    const { outcomes } = await files.load('hierarchy', 'part.csv', WHOLE.slice(0, 3), { replacesAll: true });
    expect(outcomes).toMatchObject([{ outcome: 'LOADED', changed_count: 0n, removed_count: 1n }]);
  });
});

describe('faults of two rows', () => {
  test('name both, each with the line of the other', async () => {
    expect(
      await faultsOf(files.load('business-mapping', 'a.csv', [MAPPING, 'Acme,S-1', 'Bolt,S-1', 'ACME,S-3'])),
    ).toEqual([
      '2:business_id DUPLICATE_ID: one row an id, in whatever case; line 3 has it too',
      '2:business_name DUPLICATE_NAME: one row a name; line 4 has it too, as ACME when it is normalised',
      '3:business_id DUPLICATE_ID: one row an id, in whatever case; line 2 has it too',
      '4:business_name DUPLICATE_NAME: one row a name; line 2 has it too',
    ]);
    expect(
      await faultsOf(files.load('business-mapping', 'b.csv', [MAPPING, '" Straße",S-4', 'STRASSE,S-5'])),
    ).toEqual([
      '2:business_name DUPLICATE_NAME: one row a name; line 3 has it too, as STRASSE when it is normalised',
      '3:business_name DUPLICATE_NAME: one row a name; line 2 has it too',
    ]);
    expect(
      await faultsOf(files.load('hierarchy', 'a.csv', [HIERARCHY, 'A-1,,1', 'TOP,,1', 'A-1,TOP,2'])),
    ).toEqual([
      '2:agent_id DUPLICATE_ROW: one row an agent and start date; line 4 has it too',
      '4:agent_id DUPLICATE_ROW: one row an agent and start date; line 2 has it too',
    ]);
  });

  describe('of a hierarchy', () => {
    const WINDOWS = `${HIERARCHY},effective_start_date,effective_end_date`;
    const cases: readonly (readonly [what: string, rows: readonly string[], faults: readonly string[]])[] = [
      [
        'an agent who is their own parent, in another case too',
        ['A-1,A-1,1,,', 'A-2,a-2,1,,'],
        [
          '2:parent_agent_id OWN_PARENT: another agent, or nothing at the top',
          '3:parent_agent_id DIFFERS_IN_CASE: A-2, as line 3 writes it: one spelling of an id',
          '3:parent_agent_id OWN_PARENT: another agent, or nothing at the top',
        ],
      ],
      [
        'a cycle of two and one of three; who is below one is not in it',
        ['A-1,A-2,2,,', 'A-2,A-1,2,,', 'A-3,A-1,3,,', 'B-1,B-2,1,,', 'B-2,B-3,1,,', 'B-3,B-1,1,,'],
        [
          '2:parent_agent_id CYCLE: an agent who is never below A-1',
          '3:parent_agent_id CYCLE: an agent who is never below A-2',
          '5:parent_agent_id CYCLE: an agent who is never below B-1',
          '6:parent_agent_id CYCLE: an agent who is never below B-2',
          '7:parent_agent_id CYCLE: an agent who is never below B-3',
        ],
      ],
      [
        'a cycle that holds for one day alone',
        [
          'TOP,,1,,',
          'A-1,A-2,2,,2025-06-02',
          'A-1,TOP,2,2025-06-02,',
          'A-2,TOP,2,,2025-06-01',
          'A-2,A-1,2,2025-06-01,',
        ],
        [
          '3:parent_agent_id CYCLE: an agent who is never below A-1',
          '6:parent_agent_id CYCLE: an agent who is never below A-2',
        ],
      ],
      [
        'no cycle: two who change places on a day',
        [
          'TOP,,1,,',
          'A-1,A-2,2,,2025-06-01',
          'A-1,TOP,2,2025-06-01,',
          'A-2,TOP,2,,2025-06-01',
          'A-2,A-1,2,2025-06-01,',
        ],
        [],
      ],
      [
        'windows that overlap, by a day, by an open end, and not only with the next one',
        [
          'A-1,,1,2025-01-01,2025-06-02',
          'A-1,,1,2025-06-01,',
          'A-2,,1,2025-01-01,',
          'A-2,,1,2025-02-01,2025-03-01',
          'A-2,,1,2025-04-01,',
          'A-3,,1,2025-01-01,2025-06-01',
          'A-3,,1,2025-06-01,',
        ],
        [
          '2:effective_end_date OVERLAP: not after 2025-06-01, when line 3 begins for the same agent',
          '4:effective_end_date OVERLAP: not after 2025-02-01, when line 5 begins for the same agent',
        ],
      ],
      [
        'ids that differ in nothing but case',
        ['A-1,,1,,', 'A-2,a-1,2,,', 'a-2,A-1,2,2025-01-01,2025-02-01'],
        [
          '3:effective_end_date OVERLAP: not after 2025-01-01, when line 4 begins for the same agent',
          '3:parent_agent_id DIFFERS_IN_CASE: A-1, as line 2 writes it: one spelling of an id',
          '4:agent_id DIFFERS_IN_CASE: A-2, as line 3 writes it: one spelling of an id',
        ],
      ],
    ];
    test.each(cases)('%s', async (_, rows, faults) => {
      const load = files.load('hierarchy', 'a.csv', [WINDOWS, ...rows], { replacesAll: true });
      if (faults.length > 0) expect(await faultsOf(load)).toEqual(faults);
      else expect(outcomesOf(await load)).toEqual(['LOADED']);
    });
  });

  test('a hierarchy is judged with the rows that it leaves of the one before', async () => {
    const windows = `${HIERARCHY},effective_start_date,effective_end_date`;
    const load = (rows: readonly string[], replace = false) =>
      files.load('hierarchy', 'k.csv', [windows, ...rows], replace ? { replacesAll: true } : {});
    await load(['K-1,,1,,', 'K-2,K-1,2,,', 'K-3,K-2,3,2025-01-01,2025-06-01', 'K-4,,1,2025-06-01,'], true);
    expect(await faultsOf(load(['K-1,K-3,4,,']))).toEqual([
      '2:parent_agent_id CYCLE: an agent who is never below K-1, as the hierarchy has it of K-3',
    ]);
    expect(await faultsOf(load(['K-2,K-1,2,2025-03-01,', 'K-3,K-1,2,2025-05-01,', 'K-4,K-1,2,,']))).toEqual([
      '2:effective_start_date OVERLAP: a file that also ends the row that the hierarchy has of the agent from the beginning',
      '3:effective_start_date OVERLAP: not before 2025-06-01, the end of the row that the hierarchy has of the agent from 2025-01-01',
      '4:effective_end_date OVERLAP: not after 2025-06-01, when a row of the hierarchy begins for the same agent',
    ]);
    expect(await faultsOf(load(['k-9,k-1,2,,']))).toEqual([
      '2:parent_agent_id DIFFERS_IN_CASE: K-1, as the hierarchy writes it: one spelling of an id',
    ]);
    // What the file writes anew is not left, and under --replace nothing is.
    expect(outcomesOf(await load(['K-2,K-1,2,,2025-03-01', 'K-2,,1,2025-03-01,']))).toEqual(['LOADED']);
    expect(outcomesOf(await load(['K-1,K-3,4,,', 'K-3,,3,2025-01-01,'], true))).toEqual(['LOADED']);
  });

  test('names that are empty are empty, not the same', async () => {
    expect(await faultsOf(files.load('business-mapping', 'a.csv', [MAPPING, ',S-1', ',S-2']))).toEqual([
      '2:business_name EMPTY_NAME: a name of visible characters that Unicode 12.1 knows',
      '3:business_name EMPTY_NAME: a name of visible characters that Unicode 12.1 knows',
    ]);
  });

  test('ids that differ in nothing but case are one id, in the file and beside what is known', async () => {
    expect(
      await faultsOf(files.load('business-mapping', 'a.csv', [MAPPING, 'Acme,S-a', 'Bolt,s-A'])),
    ).toEqual([
      '2:business_id DUPLICATE_ID: one row an id, in whatever case; line 3 has it too',
      '3:business_id DUPLICATE_ID: one row an id, in whatever case; line 2 has it too',
    ]);
    await files.load('business-mapping', 'a.csv', [MAPPING, 'Acme,S-a']);
    expect(await faultsOf(files.load('business-mapping', 'b.csv', [MAPPING, 'Bolt,s-A']))).toEqual([
      '2:business_id ID_TAKEN: an id that is free; S-a is "ACME"',
    ]);
  });

  test('a date that would leave the name last seen before it was first seen is refused with what is held', async () => {
    const dated = 'business_name,first_seen_date,last_seen_date';
    await files.load('business-mapping', 'a.csv', [dated, 'Acme,,2020-01-01', 'Bolt,2024-01-01,']);
    expect(
      await faultsOf(
        files.load('business-mapping', 'b.csv', [dated, 'ACME,2020-01-02,', 'Bolt,,2023-12-31']),
      ),
    ).toEqual([
      '2:first_seen_date BEFORE_FIRST: not after 2020-01-01, the last date that the mapping has of it',
      '3:last_seen_date BEFORE_FIRST: not before 2024-01-01, the first date that the mapping has of it',
    ]);
    // On the very day, and with both dates, which widen what is held.
    expect(
      outcomesOf(
        await files.load('business-mapping', 'c.csv', [
          dated,
          'Acme,2020-01-01,',
          'Bolt,2020-01-01,2021-01-01',
        ]),
      ),
    ).toEqual(['LOADED']);
    expect(
      await local.sql(
        `SELECT business_name, first_seen_date::VARCHAR, last_seen_date::VARCHAR
         FROM payroll_processed.business_id_mapping ORDER BY business_name`,
      ),
    ).toEqual([
      ['Acme', '2020-01-01', '2020-01-01'],
      ['Bolt', '2020-01-01', '2021-01-01'],
    ]);
  });

  test('an id of the same name in another case is the same id, and stays as it was written first', async () => {
    await files.load('business-mapping', 'a.csv', [MAPPING, 'Acme,S-a']);
    expect(outcomesOf(await files.load('business-mapping', 'b.csv', [MAPPING, 'Acme,s-A']))).toEqual([
      'ALREADY_LOADED',
    ]);
    await files.load('business-mapping', 'c.csv', [MAPPING, 'ACME,s-A']);
    expect(
      await local.sql('SELECT business_name, business_id FROM payroll_processed.business_id_mapping'),
    ).toEqual([['ACME', 'S-a']]);
  });
});

describe('an id that would be read as one of ours', () => {
  const KEY = 'an upstream id; those that begin with AGENT:, in whatever case, are agent keys';
  const RESERVED = 'OWNER or UNASSIGNED, written so, or the id of somebody in particular';

  test('is refused as the agent_id of a component', async () => {
    const rows = [
      ['AGENT:31343b689097c6a2', 'Ann'],
      ['\u00a0agent:31343B689097C6A2', 'Ann'],
      ['OWNER', 'Owner'],
      ['UNASSIGNED', ''],
      ['owner', 'OWNER'],
      ['UNASSIGNED\u00a0', ''],
      ['OWNER', 'Ann  Lee'],
      ['OWNERS', 'AGENT:31343b689097c6a2'],
    ].map(([id, name]) => `Acme,MED,${name},BASE,1,${id}`);
    expect(await faultsOf(files.load('stage3', 'a.csv', [`${STAGE3},agent_id`, ...rows]))).toEqual([
      `2:agent_id BAD_ID: ${KEY}`,
      `3:agent_id BAD_ID: ${KEY}`,
      `6:agent_id RESERVED_ID: ${RESERVED}`,
      `7:agent_id RESERVED_ID: ${RESERVED}`,
      '8:agent_id RESERVED_ID: an id of "Ann  Lee"; OWNER stands for nobody in particular',
    ]);
  });

  test('is refused on both sides of the hierarchy', async () => {
    const rows = ['Agent:1,OWNER,2', 'A-1,\u00a0AGENT:1,2', 'Unassigned,,1', 'A-2,owner ,2'];
    expect(await faultsOf(files.load('hierarchy', 'a.csv', [HIERARCHY, ...rows]))).toEqual([
      `2:agent_id BAD_ID: ${KEY}`,
      `3:parent_agent_id BAD_ID: ${KEY}`,
      `4:agent_id RESERVED_ID: ${RESERVED}`,
      `5:parent_agent_id RESERVED_ID: ${RESERVED}`,
    ]);
  });

  test('is refused as the id of a business', async () => {
    const rows = ['Acme,AGENT:1', 'Bolt,agent:2', 'Cog,OWNER', 'Dot,Unassigned', 'Eve,OWNERS'];
    const allowed =
      'the id of a business; AGENT: and what follows it, OWNER and UNASSIGNED are keys of agents';
    expect(await faultsOf(files.load('business-mapping', 'a.csv', [MAPPING, ...rows]))).toEqual([
      `2:business_id RESERVED_ID: ${allowed}`,
      `3:business_id RESERVED_ID: ${allowed}`,
      `4:business_id RESERVED_ID: ${allowed}`,
      `5:business_id RESERVED_ID: ${allowed}`,
    ]);
  });
});

test('a period to come and one of long ago are loaded, and noted', async () => {
  const header = `${STAGE1},period_label`;
  const years = ['2199-12-01', '1999-01-01', '2024-12-01'];
  const { notes, outcomes } = await files.load('stage1', 'a.csv', [
    header,
    ...years.map((period) => `Acme,MED,1,${period}`),
  ]);
  expect(
    outcomes.map(({ outcome, period_label, is_timely, is_recent }) => [
      outcome,
      period_label,
      is_timely,
      is_recent,
    ]),
  ).toEqual([
    ['LOADED', '1999-01-01', true, false],
    ['LOADED', '2024-12-01', true, true],
    ['LOADED', '2199-12-01', false, true],
  ]);
  expect(notes).toEqual([
    "2199-12: a period to come, loaded all the same; it doesn't decide who is active",
    '1999-01: a period of more than ten years ago, loaded all the same',
  ]);
});

test('a fault stands on the line on which its cell begins, the row on its own', async () => {
  const rows = ['"Acme', 'Ltd",MED,1', '"Bolt', '', 'Ltd","ME', 'D","1,5"', 'Cog,MED,x'];
  expect(await faultsOf(files.load('stage1', 'a.csv', [STAGE1, ...rows]))).toEqual([
    '7:gross_commission BAD_NUMBER: a decimal number with a point and at most 15 digits before it and 9 after',
    '8:gross_commission BAD_NUMBER: a decimal number with a point and at most 15 digits before it and 9 after',
  ]);
  await files.load('stage1', 'a.csv', [STAGE1, ...rows.slice(0, 5), 'D",1']);
  expect(await local.sql('SELECT source_row FROM payroll_processed.stage1_snapshots ORDER BY 1')).toEqual([
    ['2'],
    ['4'],
  ]);
});

describe('what a load that was killed has staged', () => {
  const STAGING = {
    stage1: [STAGE1, 'New,MED,1'],
    stage3: [STAGE3, 'New,MED,Ann,BASE,1'],
    'business-mapping': [MAPPING, 'New,N-1'],
    hierarchy: [HIERARCHY, 'NEW,,1'],
  } as const;
  const tables = ['stage1', 'stage3', 'business_mapping', 'hierarchy'];
  const stagedLoads = async (): Promise<string[]> => {
    const selects = tables.map(
      (table) => `SELECT '${table} ' || load_id AS line FROM payroll_config.staged_${table}`,
    );
    return (await local.sql(`${selects.join(' UNION ALL ')} ORDER BY 1`)).map(([line]) => line ?? '');
  };

  beforeEach(async () => {
    for (const table of tables) {
      await local.sql(
        `INSERT INTO payroll_config.staged_${table} (load_id, staged_at, source_file, source_row) VALUES
           ('killed', now() AT TIME ZONE 'UTC' - INTERVAL 8 DAY, 'a.csv', 2),
           ('running', now() AT TIME ZONE 'UTC' - INTERVAL 6 DAY, 'b.csv', 2)`,
      );
    }
  });

  test.each(Object.entries(STAGING))('goes with the next load of %s, days later', async (kind, lines) => {
    await files.load(kind as keyof typeof STAGING, 'new.csv', lines);
    const table = kind.replace('-', '_');
    expect(await stagedLoads()).toEqual(
      tables
        .flatMap((other) =>
          other === table ? [`${other} running`] : [`${other} killed`, `${other} running`],
        )
        .sort(),
    );
  });

  test('goes with the next refusal too', async () => {
    expect(await faultsOf(files.load('stage1', 'new.csv', [STAGE1, 'New,MED,x']))).toHaveLength(1);
    expect(await stagedLoads()).toEqual(tables.map((table) => `${table} running`).sort());
  });

  test('may be missed by its load, which then takes nothing', async () => {
    for (const table of tables) {
      const load = local.procedure(`load_${table}`, {
        tenant_id: TENANT,
        load_id: 'running',
        row_count: 2n,
        source_file: 'b.csv',
        file_digest: 'd'.repeat(64),
        period_label: table.startsWith('stage') ? '2025-01-01' : null,
        reinstates: false,
        replaces_all: true,
        actor: 'ann',
      });
      await expect(load).rejects.toMatchObject({
        faults: [{ code: 'STAGED_ROWS_LOST', message: 'Of 2 staged rows 1 are there' }],
      });
    }
  });
});
