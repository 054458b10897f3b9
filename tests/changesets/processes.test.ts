import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { setTimeout as elapsed } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Changeset } from '../../scripts/changesets/changeset.ts';
import { PROJECT_ROOT } from '../../scripts/dataform/project.ts';
import { LocalWarehouse, WarehouseDirectory } from '../fixtures/warehouse/local_warehouse.ts';
import { type Leaving, tableContents, type TableContents } from '../fixtures/warehouse/table_contents.ts';
import { type Document, ended, type Ended } from '../flows/keyfast_process.ts';
import { HARBOR_NORTH, Importer, prepareProfiles } from './importer.ts';

// Many processes on a machine that may be busy, each with its turn.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const ROWS = [',A1,Jane,Doe,2025-01-01,jane@x.org,111,North', ',,Max,Fourth,2025-01-01,max@x.org,,'];

/** What differs between two runs of one step: times, the id that a validation draws, and what is made of them. */
const OWN_TO_EACH_RUN: Leaving = {
  outColumns: [
    'locked_at',
    'occurred_at',
    'validated_at',
    'committed_at',
    'rolled_back_at',
    'created_at',
    'reserved_at',
    'assigned_at',
    'details',
    'previous_hash',
    'event_hash',
    'written_digest',
    'bulk_import_idempotency_keys.agent_entity_id',
    'bulk_import_resolutions.agent_entity_id',
    'row_digest',
    'changeset_hash',
    'plan_hash',
  ],
};

/** The warehouse as it is before each step of one changeset, and after the last. */
const STATES = ['upload', 'validate', 'commit', 'rollback', 'nothing'] as const;
type Step = Exclude<(typeof STATES)[number], 'nothing'>;

let directory: WarehouseDirectory;
let file: string;
const before: Partial<Record<(typeof STATES)[number], string>> = {};
let reviewed: Changeset;
const children: ChildProcess[] = [];

beforeAll(async () => {
  directory = await WarehouseDirectory.create();
  let path = directory.newFile();
  await LocalWarehouse.with(path, async (local) => {
    await prepareProfiles(local, HARBOR_NORTH.tenantId);
    file = await Importer.on(local).rows(...ROWS);
  });
  for (const step of STATES) {
    before[step] = path;
    path = await directory.copyOf(path);
    if (step !== 'nothing') await LocalWarehouse.with(path, (local) => take(step, Importer.on(local)));
  }
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

afterAll(async () => {
  await directory.remove();
});

async function take(step: Step, { steps }: Importer): Promise<void> {
  if (step === 'upload') reviewed = (await steps.upload(file)).changeset;
  else if (step === 'validate') reviewed = await steps.validate(reviewed.changeset_id);
  else if (step === 'rollback') await steps.rollback(reviewed.changeset_id, 'wrong file');
  else
    await steps.commit(reviewed.changeset_id, { planHash: reviewed.plan_hash!, acceptRejected: undefined });
}

function contentsOf(path: string, leaving: Leaving = {}): Promise<TableContents> {
  return LocalWarehouse.with(path, (local) => tableContents(local, leaving));
}

function start(
  script: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  const program = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...words], {
    env: { ...process.env, ...environment },
  });
  children.push(child);
  return child;
}

test.each<[string, Step, string, number, 'before' | 'done']>([
  ['a validation before its COMMIT', 'validate', 'validate_changeset', -3, 'before'],
  ['a commit before its COMMIT', 'commit', 'commit_changeset_writes', -3, 'before'],
  ['a commit after its COMMIT', 'commit', 'commit_changeset_writes', -2, 'done'],
  ['a rollback before its COMMIT', 'rollback', 'rollback_changeset', -3, 'before'],
])(
  '%s, killed, leaves every table exactly as before or as done, and is done then',
  async (_name, step, procedure, place, state) => {
    const path = await directory.copyOf(before[step]!);
    const words = [path, step, reviewed.changeset_id, reviewed.plan_hash!, procedure, String(place)];
    await killWhenReached(start('interrupted_step.ts', words));

    const done = await contentsOf(before[STATES[STATES.indexOf(step) + 1]!]!, OWN_TO_EACH_RUN);
    if (state === 'before') {
      expect(await contentsOf(path)).toEqual(await contentsOf(before[step]!));
      expect(await contentsOf(path, OWN_TO_EACH_RUN)).not.toEqual(done);
      await LocalWarehouse.with(path, async (local) => {
        const { changeset_id: id, plan_hash: planHash } = reviewed;
        const { steps } = Importer.on(local);
        if (step === 'validate') await steps.validate(id);
        else if (step === 'commit')
          await steps.commit(id, { planHash: planHash!, acceptRejected: undefined });
        else await steps.rollback(id, 'wrong file');
      });
    }
    expect(await contentsOf(path, OWN_TO_EACH_RUN)).toEqual(done);
  },
);

test.each([
  ['its rows and its changeset', 0],
  ['its changeset and COMMIT', -3],
])(
  'an upload, killed between %s, leaves no changeset, and the next upload makes one',
  async (_name, place) => {
    const path = await directory.copyOf(before.upload!);
    await killWhenReached(
      start('interrupted_step.ts', [path, 'upload', file, '', 'upload_changeset', String(place)]),
    );

    // What was staged is nobody's: a later upload takes it away.
    const leaving = { outTables: ['bulk_import_rows'] };
    expect(await contentsOf(path, leaving)).toEqual(await contentsOf(before.upload!, leaving));
    await LocalWarehouse.with(path, async (local) => {
      const { steps } = Importer.on(local);
      const { changeset, wasOpen } = await steps.upload(file);
      expect([changeset.status, changeset.row_count, wasOpen]).toEqual(['UPLOADED', 2n, false]);
      expect(await steps.validate(changeset.changeset_id)).toMatchObject({
        status: 'VALIDATED',
        created_count: 2n,
      });
    });
  },
);

async function killWhenReached(child: ChildProcess): Promise<void> {
  const [said] = (await once(child.stdout!, 'data')) as [Buffer];
  expect(said.toString()).toBe('reached\n');
  child.kill('SIGKILL');
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
}

/** The real command line on a warehouse. */
function keyfast(path: string, ...words: readonly string[]): ChildProcess {
  const scope = [
    '--tenant',
    HARBOR_NORTH.tenantId,
    '--org',
    HARBOR_NORTH.orgId,
    '--warehouse',
    `duckdb:${path}`,
  ];
  const program = join(PROJECT_ROOT, 'bin', 'keyfast.js');
  const child = spawn(process.execPath, [program, ...words, ...scope, '--json'], {
    cwd: dirname(path),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, KEYFAST_ACTOR: 'ann' },
  });
  children.push(child);
  return child;
}

function documentOf({ stdout }: Ended): Document {
  return JSON.parse(stdout) as Document;
}

test('`keyfast changeset commit`, killed at whatever moment, leaves every table as before or as done; called again it is done', async () => {
  const words = ['changeset', 'commit', reviewed.changeset_id, '--plan', reviewed.plan_hash!];
  const unharmed = await directory.copyOf(before.commit!);
  const started = performance.now();
  expect((await ended(keyfast(unharmed, ...words))).exitCode).toBe(0);
  const duration = performance.now() - started;
  const done = await contentsOf(unharmed, OWN_TO_EACH_RUN);
  const untouched = await contentsOf(before.commit!);

  const path = await directory.copyOf(before.commit!);
  let isDone = false;
  for (const part of [0.4, 0.6, 0.7, 0.8, 0.9]) {
    const child = keyfast(path, ...words);
    const end = once(child, 'exit');
    await Promise.race([end, elapsed(duration * part)]);
    child.kill('SIGKILL');
    await end;
    isDone = (await contentsOf(path, OWN_TO_EACH_RUN)).agent_profile_identity_versions !== undefined;
    if (isDone) break;
    expect(await contentsOf(path)).toEqual(untouched);
  }
  if (!isDone) expect((await ended(keyfast(path, ...words))).exitCode).toBe(0);
  expect(await contentsOf(path, OWN_TO_EACH_RUN)).toEqual(done);
});

test('four processes that upload one file, and four that commit it, at once: one changeset, one commit, three clear answers', async () => {
  const path = await directory.copyOf(before.upload!);
  const four = async (...words: readonly string[]): Promise<Ended[]> =>
    Promise.all([1, 2, 3, 4].map(() => ended(keyfast(path, ...words))));

  const uploads = await four('changeset', 'upload', file);
  expect(uploads.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
  const documents = uploads.map(documentOf);
  expect(documents.map(({ outcome }) => outcome).toSorted()).toEqual([
    'ALREADY_OPEN',
    'ALREADY_OPEN',
    'ALREADY_OPEN',
    'UPLOADED',
  ]);
  const [id, ...others] = new Set(documents.map(({ changeset_id }) => String(changeset_id)));
  expect(others).toEqual([]);

  const { plan_hash } = await LocalWarehouse.with(path, (local) => Importer.on(local).steps.validate(id!));
  const commits = await four('changeset', 'commit', id!, '--plan', plan_hash!);
  expect(commits.map(({ exitCode }) => exitCode).toSorted()).toEqual([0, 1, 1, 1]);
  for (const refused of commits.filter(({ exitCode }) => exitCode === 1)) {
    expect(refused.stdout).toMatch(/ALREADY_COMMITTED/);
    expect(refused.stdout).toMatch(/The changeset is COMMITTED by ann at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
  }
  await LocalWarehouse.with(path, async (local) => {
    const counts = await local.sql(
      `SELECT (SELECT count(*) FROM payroll_config.config_bulk_import_changesets),
              (SELECT count(*) FROM payroll_config.bulk_import_rows),
              (SELECT count(*) FROM payroll_config.agent_profile_identity_versions),
              (SELECT count(*) FROM payroll_config.audit_events WHERE event_type = 'CHANGESET_COMMITTED')`,
    );
    expect(counts).toEqual([['1', '2', '2', '1']]);
  });
});

test('the windows are the same wherever the process runs, and the days of uploads are UTC', async () => {
  const zones = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'];
  const [east, west] = await Promise.all(
    zones.map(async (zone) => {
      const { stdout, stderr } = await ended(
        start('history_elsewhere.ts', [directory.newFile()], { TZ: zone }),
      );
      expect(stderr).toBe('');
      return JSON.parse(stdout) as Document;
    }),
  );
  const history = {
    identity: [
      '{"last_name":"Doe","effective_start_date":"2024-12-31","effective_end_date":"2025-01-01","is_current":false}',
      '{"last_name":"Fourth","effective_start_date":"2024-03-31","effective_end_date":null,"is_current":true}',
      '{"last_name":"Miller","effective_start_date":"2025-01-01","effective_end_date":null,"is_current":true}',
    ],
    contact: [
      '{"email":"jane@x.org","effective_start_date":"2024-12-31","effective_end_date":null,"is_current":true}',
      '{"email":"max@x.org","effective_start_date":"2024-03-31","effective_end_date":null,"is_current":true}',
    ],
    days: [['4', '0']],
  };
  expect(east).toEqual({ zone: zones[0], ...history });
  expect(west).toEqual({ zone: zones[1], ...history });
});
