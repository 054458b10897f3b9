import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { agentEntityId } from '../../includes/src/agent_entity_id.ts';
import { bootstrapProfiles } from '../../scripts/changesets/bootstrap_profiles.ts';
import { KeyfastError } from '../../scripts/errors.ts';
import type { Parameters, Row } from '../../scripts/warehouse/values.ts';
import type { StatementEvent } from '../../scripts/warehouse/warehouse.ts';
import { KeptState } from '../fixtures/warehouse/kept_state.ts';
import {
  BUILD_MILLISECONDS,
  LocalWarehouse,
  WarehouseDirectory,
} from '../fixtures/warehouse/local_warehouse.ts';
import { tableContents } from '../fixtures/warehouse/table_contents.ts';
import { HARBOR_NORTH, Importer, prepareProfiles, windows } from './importer.ts';

// A script is run once for each of its statements, and again, on a machine that may be busy.
vi.setConfig({ testTimeout: BUILD_MILLISECONDS });

/** What differs between two runs of one thing: times, the ids that a validation draws, and what is made of them. */
const OWN_TO_EACH_RUN = {
  outColumns: [
    'locked_at',
    'occurred_at',
    'uploaded_at',
    'validated_at',
    'committed_at',
    'rejected_at',
    'rolled_back_at',
    'created_at',
    'reserved_at',
    'assigned_at',
    'previous_hash',
    'event_hash',
    'details',
    'written_digest',
    'bulk_import_idempotency_keys.agent_entity_id',
    'bulk_import_resolutions.agent_entity_id',
    'row_digest',
    'changeset_hash',
    'plan_hash',
  ],
};

const HARBOR = { tenant_id: HARBOR_NORTH.tenantId, org_id: HARBOR_NORTH.orgId, actor: HARBOR_NORTH.actor };

interface Job {
  readonly name: string;
  readonly procedure: string;
  /** Brings the warehouse to where the procedure is next, and gives what it is called with. */
  readonly prepare: (importer: Importer, rows: readonly string[]) => Promise<Parameters>;
  /** What a caller hears who calls once more, not knowing that it is done: the refusal's code or the result's status. */
  readonly again: string;
}

const RULES = 'r'.repeat(64);

async function validated(importer: Importer, rows: readonly string[]): Promise<Parameters> {
  const { changeset_id } = await importer.uploaded(...rows);
  const call = { ...HARBOR, changeset_id };
  const [row] = await importer.call('validate_changeset', { ...call, rules_digest: RULES });
  return { ...call, rules_digest: RULES, plan_hash: row!.plan_hash!, accept_rejected: 1n, actor: 'bob' };
}

async function withReason(call: Promise<Parameters>): Promise<Parameters> {
  return { ...(await call), reason: 'wrong file' };
}

const JOBS: readonly Job[] = [
  {
    name: 'an upload',
    procedure: 'upload_changeset',
    prepare: (importer, rows) => importer.staged(...rows),
    again: 'UPLOADED',
  },
  {
    name: 'a validation',
    procedure: 'validate_changeset',
    prepare: async (importer, rows) => {
      const { changeset_id } = await importer.uploaded(...rows);
      return { ...HARBOR, changeset_id, rules_digest: RULES };
    },
    again: 'VALIDATED',
  },
  { name: 'a second validation', procedure: 'validate_changeset', prepare: validated, again: 'VALIDATED' },
  { name: 'a commit', procedure: 'commit_changeset_writes', prepare: validated, again: 'ALREADY_COMMITTED' },
  {
    name: 'a commit after others, which resolves again',
    procedure: 'commit_changeset_writes',
    prepare: async (importer, rows) => {
      const call = await validated(importer, rows);
      await importer.imported(',A9,Other,Agent,2025-03-01,other@x.org,,');
      return call;
    },
    again: 'ALREADY_COMMITTED',
  },
  {
    name: 'a rollback',
    procedure: 'rollback_changeset',
    prepare: async (importer, rows) => {
      const call = await validated(importer, rows);
      await importer.call('commit_changeset_writes', call);
      return withReason(Promise.resolve(call));
    },
    again: 'ALREADY_ROLLED_BACK',
  },
  {
    name: 'a rejection',
    procedure: 'reject_changeset',
    prepare: (importer, rows) => withReason(validated(importer, rows)),
    again: 'WRONG_STATUS',
  },
  {
    name: "a refusal's event",
    procedure: 'record_refusal',
    prepare: () =>
      Promise.resolve({
        ...HARBOR,
        event_type: 'COMMIT_REFUSED',
        subject: 'a changeset',
        details: '{"code":"STALE_PLAN"}',
      }),
    again: 'nothing',
  },
];

class BrokenOff extends Error {}

let directory: WarehouseDirectory;
let base: string;
let rows: readonly string[];

beforeAll(async () => {
  directory = await WarehouseDirectory.create();
  base = directory.newFile();
  await LocalWarehouse.with(base, async (local) => {
    await prepareProfiles(local, HARBOR.tenant_id);
    const importer = Importer.on(local);
    await importer.imported(',A1,Jane,Doe,2025-01-01,jane@x.org,111,North');
    const jane = agentEntityId(HARBOR.tenant_id, HARBOR.org_id, 'A1');
    await importer.imported(`${jane},,Jane,Doe,2025-06-01,,999,South`);
    rows = [
      // Both sides of Jane, before a version that is there.
      `${jane},,Jane,Miller,2025-02-01,jane.miller@x.org,,`,
      ',A2,Kim,New,2025-02-01,kim@x.org,222,',
      ',,Lee,Person,2025-02-01,lee@x.org,,',
      // Rejected: its date is none.
      ',A4,Max,Wrong,soon,max@x.org,333,',
      // Warned of: its telephone number is odd.
      ',A5,Ned,Odd,2025-02-01,,call me,',
    ];
  });
}, BUILD_MILLISECONDS);

afterAll(async () => {
  await directory.remove();
});

/** A warehouse whose scripts break off where they are told to. */
class BreakableWarehouse {
  seen: string[] = [];
  breaksAt: ((event: StatementEvent) => boolean) | undefined;
  #local: LocalWarehouse | undefined;

  get local(): LocalWarehouse {
    return this.#local!;
  }

  static async open(): Promise<BreakableWarehouse> {
    const breakable = new BreakableWarehouse();
    breakable.#local = await LocalWarehouse.open(await directory.copyOf(base), {
      onStatement: (event) => {
        breakable.seen.push(event.target.name);
        if (breakable.breaksAt?.(event) === true) throw new BrokenOff();
      },
    });
    return breakable;
  }
}

test.each(JOBS.map((job) => [job.name, job] as const))(
  '%s, broken off after any statement, is done wholly or not at all, and done by the next call',
  async (_name, { procedure, prepare, again }) => {
    const breakable = await BreakableWarehouse.open();
    const { local } = breakable;
    try {
      const parameters = await prepare(Importer.on(local), rows);
      const call = (): Promise<readonly Row[]> =>
        local.procedure(procedure, { ...parameters, call_id: 'one call' });
      const breakOffAfter = async (index: number): Promise<void> => {
        breakable.breaksAt = (event) => event.target.name === procedure && event.index === index;
        await expect(call()).rejects.toThrow(BrokenOff);
        breakable.breaksAt = undefined;
      };
      const untouched = await KeptState.of(local);
      const before = await tableContents(local);

      breakable.seen = [];
      await call();
      const statementCount = breakable.seen.filter((name) => name === procedure).length;
      const done = await tableContents(local, OWN_TO_EACH_RUN);
      await untouched.restore();
      expect(await tableContents(local)).toEqual(before);

      let index = -1;
      let after = before;
      while (JSON.stringify(after) === JSON.stringify(before) && index < statementCount - 1) {
        index += 1;
        await breakOffAfter(index);
        after = await tableContents(local);
      }
      // The first statement that leaves anything leaves all: COMMIT. Only a SELECT of the result may come after it.
      expect(await tableContents(local, OWN_TO_EACH_RUN)).toEqual(done);
      expect(statementCount - 1 - index).toBeLessThanOrEqual(1);
      expect(await heard(call())).toBe(again);

      await untouched.restore();
      await breakOffAfter(index - 1);
      await call();
      expect(await tableContents(local, OWN_TO_EACH_RUN)).toEqual(done);
    } finally {
      await local.close();
    }
  },
);

async function heard(call: Promise<readonly Row[]>): Promise<unknown> {
  try {
    return (await call)[0]?.status ?? 'nothing';
  } catch (error) {
    if (error instanceof KeyfastError) return error.faults[0].code;
    throw error;
  }
}

const BOOTSTRAP_STEPS = ['upload_changeset', 'validate_changeset', 'commit_changeset_writes'];

test('a bootstrap, broken off in or after any of its steps, has created nobody or everybody; the next call creates them once', async () => {
  const breakable = await BreakableWarehouse.open();
  const { local } = breakable;
  try {
    const importer = Importer.on(local);
    const file = await importer.rows(rows[1]!, rows[2]!);
    const untouched = await KeptState.of(local);
    const before = await windows(local, PROFILE);
    await bootstrapProfiles(importer.steps, file);
    const done = await windows(local, PROFILE);
    expect([
      done.identity.length - before.identity.length,
      done.contact.length - before.contact.length,
    ]).toEqual([2, 2]);

    for (const step of BOOTSTRAP_STEPS) {
      for (const breaksAt of [isLast, isInTheMiddle]) {
        await untouched.restore();
        breakable.breaksAt = (event) => event.target.name === step && breaksAt(event);
        await expect(bootstrapProfiles(importer.steps, file)).rejects.toThrow(BrokenOff);
        breakable.breaksAt = undefined;
        const isDone = step === 'commit_changeset_writes' && breaksAt === isLast;
        expect(await windows(local, PROFILE)).toEqual(isDone ? done : before);

        const finished = await bootstrapProfiles(importer.steps, file);
        expect(finished).toMatchObject({
          status: 'COMMITTED',
          created_count: isDone ? 0n : 2n,
          unchanged_count: isDone ? 2n : 0n,
        });
        expect(await windows(local, PROFILE)).toEqual(done);
      }
    }
  } finally {
    await local.close();
  }
});

/** A person without agent_id has another id in each of the runs, as none of them knows of the other. */
const PROFILE = `columns(column_name -> column_name NOT IN ('agent_entity_id', 'changeset_id', 'changeset_seq', 'created_at'))`;

function isLast({ index, count }: StatementEvent): boolean {
  return index === count - 1;
}

function isInTheMiddle({ index, count }: StatementEvent): boolean {
  return index === Math.floor(count / 2);
}
