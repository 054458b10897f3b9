import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Parameters, Row } from '../../scripts/warehouse/values.ts';
import { KeptState } from '../fixtures/warehouse/kept_state.ts';
import {
  BUILD_MILLISECONDS,
  LocalWarehouse,
  WarehouseDirectory,
} from '../fixtures/warehouse/local_warehouse.ts';
import { HARBOR, LEGACY, loadSmallFiles } from '../fixtures/warehouse/small_warehouse.ts';
import { tableContents } from '../fixtures/warehouse/table_contents.ts';

const JANE = 'AGENT:c5974e2b4ded850d';
const J_DOE = 'AGENT:db213c05bbf1770e';
const TELEDATA = '6cd1a713faf7c2ba';
const ACME = '43a17d32169bd7e3';

let directory: WarehouseDirectory;
let local: LocalWarehouse;
let kept: KeptState;

beforeAll(async () => {
  directory = await WarehouseDirectory.create();
  local = await LocalWarehouse.open(directory.newFile());
  await loadSmallFiles(local);
  await local.run('+commission_traceability');
  kept = await KeptState.of(local);
}, BUILD_MILLISECONDS);

afterAll(async () => {
  await local.close();
  await directory.remove();
});

beforeEach(async () => {
  await kept.restore();
});

function add(alias: string, canonical: string, other: Parameters = {}): Promise<readonly Row[]> {
  return local.procedure('alias_add', {
    tenant_id: LEGACY,
    kind: 'agent',
    alias_name: alias,
    canonical_name: canonical,
    reason: 'one person',
    actor: 'ann',
    ...other,
  });
}

function end(alias: string, other: Parameters = {}): Promise<readonly Row[]> {
  return local.procedure('alias_end', {
    tenant_id: LEGACY,
    kind: 'agent',
    alias_name: alias,
    reason: 'two people after all',
    actor: 'bob',
    ...other,
  });
}

function openAliases(): Promise<(string | null)[][]> {
  return local.sql(
    `SELECT alias_normalized_name, canonical_normalized_name, canonical_id
     FROM payroll_analytics.identity_aliases WHERE ended_at IS NULL ORDER BY ALL`,
  );
}

function rowHashes(): Promise<(string | null)[][]> {
  return local.sql(
    `SELECT stage1_row_id, stage3_component_id, content_fingerprint
     FROM payroll_analytics.semantic_view_commission_traceability ORDER BY ALL`,
  );
}

describe('an alias', () => {
  test('joins two agents in the view at once, moves no row hash, and parts them when it is ended', async () => {
    const shown = (): Promise<(string | null)[][]> =>
      local.sql(
        `SELECT agent_name, agent_key FROM payroll_analytics.semantic_view_commission_traceability
         WHERE tenant_id = '${LEGACY}' AND agent_id = 'A-1' ORDER BY ALL`,
      );
    const hashes = await rowHashes();

    expect(await add('j.  doe', 'JANE DOE')).toMatchObject([
      { outcome: 'ADDED', alias_name: 'j.  doe', alias_normalized_name: 'J. DOE', canonical_id: JANE },
    ]);
    expect(await shown()).toEqual([
      ['J. Doe', JANE],
      ['Jane  Doe', JANE],
      ['Jane Doe', JANE],
    ]);
    expect(await rowHashes()).toEqual(hashes);

    expect(await end('J. Doe')).toMatchObject([{ outcome: 'ENDED', ended_by: 'bob' }]);
    expect(await shown()).toEqual([
      ['J. Doe', J_DOE],
      ['Jane  Doe', JANE],
      ['Jane Doe', JANE],
    ]);
    expect(await rowHashes()).toEqual(hashes);
  });

  test('joins two businesses in the view, and no row hash moves', async () => {
    const shown = (): Promise<(string | null)[][]> =>
      local.sql(
        `SELECT DISTINCT business_name, business_id FROM payroll_analytics.semantic_view_commission_traceability
         WHERE tenant_id = '${LEGACY}' AND business_name LIKE 'Acme%'`,
      );
    const hashes = await rowHashes();
    expect(await shown()).toEqual([['Acme Widgets Inc', ACME]]);

    await add('ACME Widgets Inc', 'Teledata Contractors Inc', { kind: 'business' });
    expect(await shown()).toEqual([['Acme Widgets Inc', TELEDATA]]);
    expect(await rowHashes()).toEqual(hashes);
  });

  test("brings the agent's spellings and upstream ids to the canonical one, which keeps its own name", async () => {
    await add('Gary Gone', 'Jane Doe');
    await local.run('dim_agent_identity');
    expect(
      await local.sql(
        `SELECT display_name, array_to_string(aliases, '; '), array_to_string(upstream_agent_ids, '; '), upstream_agent_id
         FROM payroll_analytics.dim_agent_identity WHERE agent_key = '${JANE}'`,
      ),
    ).toEqual([['Jane Doe', 'Gary Gone; Jane  Doe; Jane Doe', 'A-1; A-7', null]]);
  });

  test('that is added again changes nothing but the time of the lock', async () => {
    await add('J. Doe', 'Jane Doe');
    const before = await tableContents(local, { outColumns: ['locked_at'] });
    expect(await add('J. DOE', ' jane doe')).toMatchObject([{ outcome: 'ALREADY_ADDED' }]);
    expect(await tableContents(local, { outColumns: ['locked_at'] })).toEqual(before);
  });

  test('that was ended can be added anew, to another owner too; both stay on record', async () => {
    await add('J. Doe', 'Jane Doe');
    await end('J. Doe');
    expect(await add('J. Doe', 'Gary Gone')).toMatchObject([{ outcome: 'ADDED' }]);
    expect(await openAliases()).toEqual([['J. DOE', 'GARY GONE', 'AGENT:9e38bbd9e4fa132f']]);
    expect(
      await local.sql(
        `SELECT canonical_normalized_name, ended_by, end_reason
         FROM payroll_analytics.identity_aliases ORDER BY added_at`,
      ),
    ).toEqual([
      ['JANE DOE', 'bob', 'two people after all'],
      ['GARY GONE', null, null],
    ]);
  });

  test('may stand for a name in one tenant and another in the other', async () => {
    await add('The Boss', 'Jane Doe');
    await add('The Boss', 'Jane Doe', { tenant_id: HARBOR });
    expect(await openAliases()).toEqual([
      ['THE BOSS', 'JANE DOE', 'AGENT:bd7b76f2d274ba4a'],
      ['THE BOSS', 'JANE DOE', JANE],
    ]);
  });

  test('leaves an event that holds the id and a digest, and no name', async () => {
    await add('J. Doe', 'Jane Doe');
    await end('J. Doe');
    const events = await local.sql(
      `SELECT event_type, actor, subject, json_merge_patch(details, '{"call_id":null}') FROM payroll_config.audit_events
       WHERE tenant_id = '${LEGACY}' AND event_type LIKE 'ALIAS%' ORDER BY sequence`,
    );
    const details =
      '{"kind":"agent","alias_digest":"110dc65b5a7fe558bd60672096efa59b2d0e7a2e09598275dcdb6b2d85136e19"}';
    expect(events).toEqual([
      ['ALIAS_ADDED', 'ann', JANE, details],
      ['ALIAS_ENDED', 'bob', JANE, details],
    ]);
  });
});

interface Refusal {
  readonly when: string;
  /** The alias that is there already, and its owner. */
  readonly given?: readonly [alias: string, canonical: string];
  readonly ask: () => Promise<unknown>;
  readonly code: string;
  readonly message: string;
}

const REFUSALS: readonly Refusal[] = [
  {
    when: 'the canonical name is an alias of this one: a cycle',
    given: ['J. Doe', 'Jane Doe'],
    ask: () => add('Jane Doe', 'J. Doe'),
    code: 'ALIAS_CYCLE',
    message: '"J. DOE" is an alias of "JANE DOE" already',
  },
  {
    when: 'the canonical name is an alias of a third: a chain',
    given: ['J. Doe', 'Jane Doe'],
    ask: () => add('Gary Gone', 'J. Doe'),
    code: 'ALIAS_CHAIN',
    message: '"J. DOE" is itself an alias of "JANE DOE": name that one',
  },
  {
    when: 'this name is the canonical one of a third: a chain from the other end',
    given: ['J. Doe', 'Jane Doe'],
    ask: () => add('Jane Doe', 'Gary Gone'),
    code: 'ALIAS_CHAIN',
    message: '"J. DOE" is an alias of "JANE DOE": end that alias first',
  },
  {
    when: 'the alias has an owner',
    given: ['J. Doe', 'Jane Doe'],
    ask: () => add('J. Doe', 'Gary Gone'),
    code: 'SECOND_OWNER',
    message: 'The name is an alias of "JANE DOE" already',
  },
  {
    when: 'only another tenant knows the canonical name',
    ask: () => add('Jay', 'J. Doe', { tenant_id: HARBOR }),
    code: 'UNKNOWN_NAME',
    message: 'No agent of harbor has an id under "J. DOE"',
  },
  {
    when: 'the canonical name is of the other kind',
    ask: () => add('Jay', 'Teledata Contractors Inc'),
    code: 'UNKNOWN_NAME',
    message: `No agent of ${LEGACY} has an id under "TELEDATA CONTRACTORS INC"`,
  },
  {
    when: 'Both names are one',
    ask: () => add(' jane\u{a0}DOE', 'Jane Doe'),
    code: 'SAME_NAME',
    message: 'Both names have one normalised form already: no alias is needed',
  },
  {
    when: 'the alias is reserved',
    ask: () => add('owner', 'Jane Doe'),
    code: 'RESERVED_NAME',
    message: "OWNER stands for nobody in particular and can't be an alias",
  },
  {
    when: 'the canonical name is reserved',
    ask: () => add('J. Doe', 'Unassigned'),
    code: 'RESERVED_NAME',
    message: "UNASSIGNED stands for nobody in particular and can't have one",
  },
  {
    when: 'the alias can be no name',
    ask: () => add('J.\u{200b}Doe', 'Jane Doe'),
    code: 'BAD_NAME',
    message: "The alias can't be a name: INVISIBLE_CHARACTER",
  },
  {
    when: 'no reason is given',
    ask: () => add('J. Doe', 'Jane Doe', { reason: ' ' }),
    code: 'MISSING_REASON',
    message: 'An alias needs a reason that an auditor can read',
  },
  {
    when: 'the tenant is not registered',
    ask: () => add('J. Doe', 'Jane Doe', { tenant_id: 'ghost' }),
    code: 'UNKNOWN_TENANT',
    message: 'Tenant ghost is not registered',
  },
  {
    when: 'the tenant is the row that graph writers lock',
    ask: () => add('J. Doe', 'Jane Doe', { tenant_id: '*' }),
    code: 'UNKNOWN_TENANT',
    message: 'Tenant * is not registered',
  },
  {
    when: 'an alias is ended that is not open',
    ask: () => end('J. Doe'),
    code: 'UNKNOWN_ALIAS',
    message: `"J. Doe" is no open agent alias of ${LEGACY}`,
  },
  {
    when: 'an alias is ended by another tenant',
    given: ['J. Doe', 'Jane Doe'],
    ask: () => end('J. Doe', { tenant_id: HARBOR }),
    code: 'UNKNOWN_ALIAS',
    message: '"J. Doe" is no open agent alias of harbor',
  },
];

describe('is refused, and nothing changes, when', () => {
  test.each(REFUSALS.map((refusal) => [refusal.when, refusal] as const))('%s', async (_when, refusal) => {
    const { given, ask, code, message } = refusal;
    if (given) await add(...given);
    const before = await tableContents(local);
    await expect(ask()).rejects.toMatchObject({ faults: [{ code, message }] });
    expect(await tableContents(local)).toEqual(before);
  });
});
