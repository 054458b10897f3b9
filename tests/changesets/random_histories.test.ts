import fc from 'fast-check';
import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { agentEntityId } from '../../includes/src/agent_entity_id.ts';
import { idempotencyKey } from '../../includes/src/idempotency_key.ts';
import type { Changeset } from '../../scripts/changesets/changeset.ts';
import { KeptState } from '../fixtures/warehouse/kept_state.ts';
import {
  BUILD_MILLISECONDS,
  LocalWarehouse,
  WarehouseDirectory,
} from '../fixtures/warehouse/local_warehouse.ts';
import { expectSoundHistory, SIDES, windowsOf } from './history_invariants.ts';
import { HARBOR_NORTH, Importer, prepareProfiles, refusal } from './importer.ts';
import { byText, columnsOf, ProfileModel, type SentRow, type Side, type Version } from './profile_model.ts';

const { tenantId, orgId } = HARBOR_NORTH;
const idOf = (agentId: string): string => agentEntityId(tenantId, orgId, agentId);

/** An agent whom a migration brought: known from 2020 on, gone from 2022 to 2023. */
const MIGRATED = '11111111-1111-4111-8111-111111111111';
const MIGRATED_VERSIONS: readonly Version[] = (['2020-01-01', '2022-01-01', '2023-01-01'] as const).flatMap(
  (date) => {
    const written = { entityId: MIGRATED, date, seq: 0, changeset: 'migrated' };
    const isGone = date === '2022-01-01';
    const identity = { agent_id: 'M1', first_name: 'Mo', last_name: 'Old', agency_name: null };
    const contact = { email: 'mo@x.org', phone: null };
    return [
      { ...written, side: 'identity', fields: isGone ? null : identity },
      { ...written, side: 'contact', fields: isGone ? null : contact },
    ];
  },
);

const DATES = ['1969-12-31', '2022-06-01', '2024-01-01', '2024-01-02', '2025-06-01'] as const;
const date = fc.constantFrom(...DATES);
const cell = (...values: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant('') }, { weight: 3, arbitrary: fc.constantFrom(...values) });

const create = fc.record({
  entityId: fc.constant(''),
  agentId: fc.constantFrom('A1', 'A2', 'M1'),
  first: fc.constant('Ada'),
  last: fc.constantFrom('Stone', 'Rivers'),
  date,
  email: cell('ada@x.org', 'pat@x.org', '\\N'),
  phone: cell('111', '222'),
  agency: cell('North', '\\N'),
});
const createPerson = fc.record({
  entityId: fc.constant(''),
  agentId: fc.constant(''),
  first: fc.constant('Pat'),
  last: fc.constantFrom('Stone', 'Rivers'),
  date,
  email: fc.constantFrom('pat@x.org', 'ada@x.org'),
  phone: cell('111', '\\N'),
  agency: cell('North'),
});
/** `person:…` stands for the id that is reserved for the person without agent_id. */
const update = fc.record({
  entityId: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(idOf('A1'), idOf('A2'), MIGRATED) },
    {
      weight: 4,
      arbitrary: fc
        .record({ last: fc.constantFrom('Stone', 'Rivers'), date })
        .map((key) => `person:${JSON.stringify(key)}`),
    },
  ),
  agentId: fc.oneof(
    { weight: 6, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.constantFrom('A2', '\\N') },
  ),
  first: fc.constantFrom('Ada', 'Pat', 'Mo'),
  last: fc.constantFrom('Stone', 'Rivers', 'Old'),
  date,
  email: cell('ada@x.org', 'pat@x.org', 'mo@x.org', '\\N'),
  phone: cell('111', '222', '\\N'),
  agency: cell('North', 'South', '\\N'),
});
const row = fc.oneof(
  { weight: 2, arbitrary: create },
  { weight: 1, arbitrary: createPerson },
  { weight: 4, arbitrary: update },
);

type Command =
  | { readonly kind: 'import'; readonly rows: readonly SentRow[]; readonly commits: boolean }
  | { readonly kind: 'validate' | 'commit' | 'rollback'; readonly which: number };

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('import' as const),
      rows: fc.array(row, { minLength: 1, maxLength: 5 }),
      commits: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('commit' as const, 'rollback' as const, 'validate' as const),
      which: fc.nat(20),
    }),
  },
);

const ADA: SentRow = {
  entityId: '',
  agentId: 'A1',
  first: 'Ada',
  last: 'Stone',
  date: '2024-01-01',
  email: '',
  phone: '111',
  agency: '',
};
const PAT: SentRow = { ...ADA, agentId: '', first: 'Pat', email: 'pat@x.org' };
const ADA_AGAIN: SentRow = { ...ADA, entityId: idOf('A1'), agentId: '', date: '2024-01-02', phone: '222' };
const MO: SentRow = {
  ...ADA,
  entityId: MIGRATED,
  agentId: '',
  first: 'Mo',
  last: 'Old',
  date: '2022-06-01',
  phone: '',
};

/** Meets everything that a history can meet. */
const WHOLE_STORY: readonly Command[] = [
  { kind: 'import', commits: true, rows: [ADA, PAT] },
  { kind: 'import', commits: false, rows: [{ ...ADA_AGAIN, date: '2025-06-01' }] },
  { kind: 'import', commits: true, rows: [ADA_AGAIN] },
  // What was planned on the version before is stale now.
  { kind: 'commit', which: 0 },
  // The first is blocked by the third, the third by nothing.
  { kind: 'rollback', which: 0 },
  { kind: 'rollback', which: 1 },
  { kind: 'commit', which: 0 },
  { kind: 'import', commits: true, rows: [ADA, { ...PAT, phone: '' }] },
  { kind: 'import', commits: true, rows: [{ ...ADA_AGAIN, entityId: idOf('A2') }] },
  // Nothing but what was so before Mo went, on a day on which Mo is gone: the identity is opened again, then the contact.
  { kind: 'import', commits: true, rows: [MO] },
  { kind: 'import', commits: true, rows: [{ ...MO, email: 'mo@x.org' }] },
];

let directory: WarehouseDirectory;
let local: LocalWarehouse;
let empty: KeptState;

beforeAll(async () => {
  directory = await WarehouseDirectory.create();
  local = await LocalWarehouse.open(directory.newFile());
  await prepareProfiles(local, tenantId);
  for (const { side, entityId, date: day, fields } of MIGRATED_VERSIONS) {
    const columns = columnsOf(side);
    const values = columns.map((column) => sqlText(fields?.[column] ?? null));
    await local.sql(
      `INSERT INTO payroll_config.agent_profile_${side}_versions
       (tenant_id, org_id, agent_entity_id, effective_start_date, is_tombstone, operation, ${columns.join(', ')}, changeset_id, changeset_seq, created_by, created_at)
       VALUES ('${tenantId}', '${orgId}', '${entityId}', '${day}', ${fields === null}, 'MIGRATE', ${values.join(', ')}, 'migrated', 0, 'ann', now())`,
    );
  }
  empty = await KeptState.of(local);
}, BUILD_MILLISECONDS);

afterAll(async () => {
  await local.close();
  await directory.remove();
});

function sqlText(value: string | null): string {
  return value === null ? 'NULL' : `'${value}'`;
}

interface Sent {
  readonly changeset: Changeset;
  readonly rows: readonly SentRow[];
  readonly plannedOn: readonly string[];
  readonly status: string;
  /** The windows of its agents before its commit. */
  readonly windowsBefore?: readonly unknown[];
}

/** A warehouse and its model, taken through the same commands. */
class Run {
  readonly importer = Importer.on(local);
  readonly model = new ProfileModel(
    HARBOR_NORTH,
    (sent) => this.reserved.get(keyOf(sent)),
    MIGRATED_VERSIONS,
  );
  /** Ids of people without agent_id, by idempotency key: once reserved they stay. */
  readonly reserved = new Map<string, string>();
  readonly sent: Sent[] = [];
  readonly story: string[] = [];

  async take(next: Command): Promise<void> {
    if (next.kind === 'import') {
      const place = await this.#import(next.rows.map((sent) => this.#withIds(sent)));
      if (next.commits) await this.#commit(place);
    } else {
      const place = this.#choose(next);
      if (place === undefined) return;
      if (next.kind === 'commit') await this.#commit(place);
      else if (next.kind === 'validate') await this.#validate(place);
      else await this.#rollback(place);
    }
    for (const side of SIDES) {
      expect(await this.#windows(side)).toEqual(this.model.windows(side));
    }
    await expectSoundHistory(local);
  }

  /** One that can take the step, if there is any. */
  #choose({ kind, which }: Exclude<Command, { readonly kind: 'import' }>): number | undefined {
    const wanted = kind === 'rollback' ? 'COMMITTED' : 'VALIDATED';
    const all = this.sent.map((_, place) => place);
    const fitting = all.filter((place) => this.sent[place]!.status === wanted);
    const candidates = fitting.length > 0 ? fitting : all;
    return candidates[which % candidates.length];
  }

  #withIds(sent: SentRow): SentRow {
    if (!sent.entityId.startsWith('person:')) return sent;
    const key = JSON.parse(sent.entityId.slice('person:'.length)) as Pick<SentRow, 'last' | 'date'>;
    const known = this.reserved.get(keyOf({ ...sent, first: 'Pat', email: 'pat@x.org', ...key }));
    return { ...sent, entityId: known ?? v4() };
  }

  async #import(rows: readonly SentRow[]): Promise<number> {
    const lines = rows.map((sent) =>
      [
        sent.entityId,
        sent.agentId,
        sent.first,
        sent.last,
        sent.date,
        sent.email,
        sent.phone,
        sent.agency,
      ].join(','),
    );
    const { changeset, wasOpen } = await this.importer.steps.upload(await this.importer.rows(...lines));
    const place = this.sent.findIndex((known) => known.changeset.changeset_id === changeset.changeset_id);
    expect(wasOpen).toBe(place >= 0);
    if (place < 0) this.sent.push({ changeset, rows, plannedOn: [], status: 'UPLOADED' });
    const at = place < 0 ? this.sent.length - 1 : place;
    await this.#validate(at);
    return at;
  }

  async #validate(place: number): Promise<void> {
    const { changeset, rows, status } = this.sent[place]!;
    const id = changeset.changeset_id;
    if (!['UPLOADED', 'VALIDATED', 'INVALID'].includes(status)) {
      expect((await refusal(this.importer.steps.validate(id))).code).toBe(STATUS_CODES[status]);
      return;
    }
    const validated = await this.importer.steps.validate(id);
    await this.#learnReservedIds();
    const meanings = this.model.resolve(rows);
    const resolved = await local.sql(
      `SELECT outcome, agent_entity_id,
         coalesce(array_to_string(list_sort(regexp_extract_all(errors, '([A-Z_]+):', 1)), ' '), '')
       FROM payroll_config.bulk_import_resolutions WHERE changeset_id = '${id}' ORDER BY source_row`,
    );
    expect(resolved).toEqual(
      meanings.map(({ outcome, entityId, errors }) => [outcome, entityId, errors.join(' ')]),
    );
    const isUsable = meanings.some(({ outcome }) => outcome !== 'REJECTED');
    expect(validated.status).toBe(isUsable ? 'VALIDATED' : 'INVALID');
    const plannedOn = meanings.map(({ boundTo }) => boundTo);
    this.sent[place] = { changeset: validated, rows, plannedOn, status: validated.status };
    this.story.push(validated.status, ...meanings.map(({ outcome }) => outcome));
  }

  async #commit(place: number): Promise<void> {
    const { changeset, rows, plannedOn, status } = this.sent[place]!;
    if (status !== 'VALIDATED') {
      expect((await refusal(this.importer.commit(changeset))).code).toBe(STATUS_CODES[status]);
      return;
    }
    const meanings = this.model.resolve(rows);
    const isStale = meanings.some(({ boundTo }, at) => boundTo !== plannedOn[at]);
    if (isStale) {
      expect((await refusal(this.importer.commit(changeset))).code).toBe('STALE_PLAN');
      this.story.push('STALE_PLAN');
      return;
    }
    const agents = await this.#agentsOf(changeset);
    const windowsBefore = await windowsOf(local, agents);
    const committed = await this.importer.commit(changeset);
    this.model.commit(changeset.changeset_id, meanings);
    expect(committed).toMatchObject({ status: 'COMMITTED', changeset_seq: BigInt(this.model.newestSeq) });
    this.sent[place] = { changeset, rows, plannedOn, status: 'COMMITTED', windowsBefore };
    this.story.push('COMMITTED');
  }

  async #rollback(place: number): Promise<void> {
    const sent = this.sent[place]!;
    const id = sent.changeset.changeset_id;
    const refuse = async (): Promise<unknown> => refusal(this.importer.rollback(sent.changeset));
    if (sent.status !== 'COMMITTED') {
      expect(await refuse()).toMatchObject({
        code: sent.status === 'ROLLED_BACK' ? 'ALREADY_ROLLED_BACK' : 'WRONG_STATUS',
      });
      return;
    }
    const blockers = this.model.blockers(id);
    if (blockers.length > 0) {
      const fault = await refusal(this.importer.rollback(sent.changeset));
      expect(fault.code).toBe('ROLLBACK_BLOCKED');
      expect(fault.message.match(/[0-9a-f-]{36}(?= \()/g)).toEqual(blockers);
      this.story.push('ROLLBACK_BLOCKED');
      return;
    }
    await this.importer.rollback(sent.changeset);
    this.model.rollback(id);
    expect(await windowsOf(local, await this.#agentsOf(sent.changeset))).toEqual(sent.windowsBefore);
    this.sent[place] = { ...sent, status: 'ROLLED_BACK' };
    this.story.push('ROLLED_BACK');
  }

  /** Whom the changeset writes: a rollback gives them back as they were, whatever became of others in between. */
  async #agentsOf({ changeset_id }: Changeset): Promise<readonly string[]> {
    const found = await local.sql(
      `SELECT agent_entity_id FROM payroll_config.bulk_import_resolutions
       WHERE changeset_id = '${changeset_id}' AND outcome IN ('CREATE', 'UPDATE')`,
    );
    return found.map(([id]) => String(id));
  }

  async #learnReservedIds(): Promise<void> {
    const keys = await local.sql(
      'SELECT idempotency_key, agent_entity_id FROM payroll_config.bulk_import_idempotency_keys',
    );
    for (const [key, id] of keys) {
      expect(id).toBe(this.reserved.get(key ?? '') ?? id);
      this.reserved.set(key ?? '', id ?? '');
    }
    expect(this.reserved.size).toBe(keys.length);
  }

  async #windows(side: Side): Promise<readonly (readonly (string | null)[])[]> {
    const rows = await local.sql(
      `SELECT agent_entity_id, ${columnsOf(side).join(', ')}, effective_start_date, effective_end_date, is_current, changeset_id
       FROM payroll_config.agent_profile_${side}`,
    );
    return rows.toSorted(byText);
  }
}

const STATUS_CODES: Readonly<Record<string, string>> = {
  INVALID: 'WRONG_STATUS',
  COMMITTED: 'ALREADY_COMMITTED',
  ROLLED_BACK: 'ALREADY_ROLLED_BACK',
};

function keyOf({ email, date: day, first, last }: SentRow): string {
  return idempotencyKey(tenantId, orgId, email, day, first, last);
}

const RUN_COUNT = 8;

test(
  'after whatever uploads, validations, commits and rollbacks the windows are those of the committed versions',
  async () => {
    const met = new Set<string>();
    let runCount = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 12, size: 'max' }), async (commands) => {
        await empty.restore();
        const run = new Run();
        for (const next of commands) await run.take(next);
        for (const event of run.story) met.add(event);
        runCount += 1;
      }),
      // On a busy machine looking for a shorter counterexample ends before the test's own time does.
      { numRuns: RUN_COUNT, examples: [[[...WHOLE_STORY]]], interruptAfterTimeLimit: BUILD_MILLISECONDS / 2 },
    );
    // Nor does it end before all were tried, and pass for that.
    expect(runCount).toBe(RUN_COUNT);
    expect([...met].toSorted()).toEqual([
      'COMMITTED',
      'CREATE',
      'INVALID',
      'REJECTED',
      'ROLLBACK_BLOCKED',
      'ROLLED_BACK',
      'STALE_PLAN',
      'UNCHANGED',
      'UPDATE',
      'VALIDATED',
    ]);
  },
  BUILD_MILLISECONDS,
);

test('no two windows of an agent overlap, and no agent has two that are current, whatever order the versions came in', async () => {
  await empty.restore();
  const importer = Importer.on(local);
  await importer.imported(',A1,Ada,Stone,2024-01-01,ada@x.org,,');
  for (const [day, last] of [
    ['2025-01-01', 'Rivers'],
    ['2024-06-01', 'Hill'],
    ['2024-03-01', 'Lake'],
    ['2024-06-01', 'Moor'],
  ] as const) {
    await importer.imported(`${idOf('A1')},,Ada,${last},${day},,555 ${day},${last}`);
  }
  for (const view of ['agent_profile_identity', 'agent_profile_contact']) {
    const found = await local.sql(
      `SELECT count(*), count_if(is_current),
         (SELECT count(*) FROM payroll_config.${view} AS one JOIN payroll_config.${view} AS other USING (agent_entity_id)
          WHERE one.effective_start_date < other.effective_start_date
            AND coalesce(one.effective_end_date, DATE '9999-12-31') > other.effective_start_date),
         count_if(effective_end_date <= effective_start_date)
       FROM payroll_config.${view} WHERE agent_entity_id = '${idOf('A1')}'`,
    );
    expect(found).toEqual([['4', '1', '0', '0']]);
  }
});

test(
  'updates of different days give the same windows in whatever order they are committed',
  async () => {
    const runCount = 2;
    let ran = 0;
    const days = fc.uniqueArray(fc.integer({ min: 1, max: 27 }), { minLength: 2, maxLength: 4 });
    const orders = days.chain((picked) =>
      fc.tuple(
        fc.shuffledSubarray(picked, { minLength: picked.length }),
        fc.shuffledSubarray(picked, { minLength: picked.length }),
      ),
    );
    const shownAfter = async (order: readonly number[]): Promise<unknown> => {
      await empty.restore();
      const importer = Importer.on(local);
      await importer.imported(',A1,Ada,First,2024-01-01,ada@x.org,111,North');
      for (const day of order) {
        // Every cell is given, and is the day's own: nothing is kept from a window that another order has not.
        const date = `2024-02-${String(day).padStart(2, '0')}`;
        await importer.imported(`${idOf('A1')},,Ada,Of ${day},${date},ada${day}@x.org,${day},Agency ${day}`);
      }
      await expectSoundHistory(local);
      return Promise.all(
        SIDES.map((side) =>
          local.sql(
            `SELECT agent_entity_id, ${columnsOf(side).join(', ')}, effective_start_date, effective_end_date, is_current
             FROM payroll_config.agent_profile_${side} ORDER BY ALL`,
          ),
        ),
      );
    };
    await fc.assert(
      fc.asyncProperty(orders, async ([one, other]) => {
        expect(await shownAfter(one)).toEqual(await shownAfter(other));
        ran += 1;
      }),
      {
        numRuns: runCount,
        examples: [
          [
            [
              [1, 2, 3],
              [3, 1, 2],
            ],
          ],
        ],
        interruptAfterTimeLimit: BUILD_MILLISECONDS / 2,
      },
    );
    expect(ran).toBe(runCount);
  },
  BUILD_MILLISECONDS,
);
