import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { agentEntityId } from '../../includes/src/agent_entity_id.ts';
import { bootstrapProfiles } from '../../scripts/changesets/bootstrap_profiles.ts';
import type { Changeset } from '../../scripts/changesets/changeset.ts';
import { rulesDigest } from '../../scripts/changesets/rules_digest.ts';
import { compileProject } from '../../scripts/dataform/compile.ts';
import type { CompiledGraph } from '../../scripts/dataform/compiled_graph.ts';
import { PROJECT_ROOT } from '../../scripts/dataform/project.ts';
import { DuckDbWarehouse } from '../../scripts/warehouse/duckdb/duckdb_warehouse.ts';
import { KeptWarehouse } from '../fixtures/warehouse/kept_warehouse.ts';
import { BUILD_MILLISECONDS, type LocalWarehouse } from '../fixtures/warehouse/local_warehouse.ts';
import { tableContents } from '../fixtures/warehouse/table_contents.ts';
import { HARBOR_NORTH, Importer, prepareProfiles, refusal } from './importer.ts';

const { tenantId, orgId } = HARBOR_NORTH;
const JANE = agentEntityId(tenantId, orgId, 'A1');
const KIM = agentEntityId(tenantId, orgId, 'A2');
const ROWS = [`${JANE},,Jane,Miller,2025-02-01,,222,`, ',A3,Lee,Third,2025-02-01,lee@x.org,,'];

let kept: KeptWarehouse;
let local: LocalWarehouse;
let importer: Importer;

beforeAll(async () => {
  kept = await KeptWarehouse.prepared(async (fresh) => {
    await prepareProfiles(fresh, tenantId);
    await Importer.on(fresh).imported(
      ',A1,Jane,Doe,2025-01-01,jane@x.org,111,North',
      ',A2,Kim,New,2025-01-01,kim@x.org,,',
    );
  });
  local = kept.local;
  importer = Importer.on(local);
}, BUILD_MILLISECONDS);

beforeEach(() => kept.restore());

afterAll(() => kept.remove());

/** Its refusal; nothing is written but the refusal's event. */
async function refusedCommit(
  changeset: Changeset,
): Promise<{ readonly code: string; readonly message: string }> {
  const before = await tableContents(local, { outTables: ['audit_events', 'tenants'] });
  const events = (await tableContents(local)).audit_events?.length ?? 0;
  const fault = await refusal(importer.commit(changeset));
  const after = await tableContents(local);
  expect(await tableContents(local, { outTables: ['audit_events', 'tenants'] })).toEqual(before);
  expect(after.audit_events).toHaveLength(events + 1);
  expect(after.audit_events?.some((event) => event.includes('COMMIT_REFUSED'))).toBe(true);
  return fault;
}

test('of a file with one other byte the plan is another; it is refused here, and the message says whose it is', async () => {
  const reviewed = await importer.validated(...ROWS);
  const other = await importer.validated(ROWS[0]!, ROWS[1]!.replace('Third', 'Thirf'));
  expect(other.changeset_id).not.toBe(reviewed.changeset_id);
  expect(other.changeset_hash).not.toBe(reviewed.changeset_hash);
  expect(await refusedCommit({ ...reviewed, plan_hash: other.plan_hash })).toEqual({
    code: 'STALE_PLAN',
    message:
      `No validation of this changeset came to the plan ${other.plan_hash!}; ` +
      `the one given is of changeset ${other.changeset_id}`,
  });
});

test('the plan of the same file in another changeset is another plan, though it asks for the same', async () => {
  const first = await importer.validated(...ROWS);
  await importer.steps.reject(first.changeset_id, 'not yet');
  const second = await importer.validated(...ROWS);
  expect(second.changeset_hash).toBe(first.changeset_hash);
  expect(await refusedCommit({ ...second, plan_hash: first.plan_hash })).toMatchObject({
    code: 'STALE_PLAN',
    message: expect.stringContaining(`the one given is of changeset ${first.changeset_id}`) as string,
  });
});

test('a plan that was another organisation’s is told like one that never was', async () => {
  const south = await importer.as({ orgId: 'south' }).validated(ROWS[1]!);
  const mine = await importer.validated(...ROWS);
  expect(await refusedCommit({ ...mine, plan_hash: south.plan_hash })).toEqual({
    code: 'STALE_PLAN',
    message: `No validation of this changeset came to the plan ${south.plan_hash!}`,
  });
});

test('a plan that was reviewed before another validation is refused, with what was then and is now', async () => {
  const reviewed = await importer.validated(...ROWS);
  await importer.imported(',A3,Lee,Third,2025-02-01,lee@x.org,,');
  await importer.as({ actor: 'cleo' }).steps.validate(reviewed.changeset_id);
  expect(await refusedCommit(reviewed)).toEqual({
    code: 'STALE_PLAN',
    message:
      'The changeset was validated again by cleo since that review, after other changesets were committed or rolled back. ' +
      'Then: 1 created, 1 updated, 0 unchanged, 0 rejected, 0 warnings. Now: 0 created, 1 updated, 1 unchanged, 0 rejected, 0 warnings',
  });
});

test.each([
  [
    'the row’s agent has a version on that very day',
    [`${JANE},,Jane,Doe,2025-02-01,,,South`],
    `1 row means something else now: line 2 is still UPDATE but meets other versions of its agent, agent ${JANE}`,
  ],
  [
    'the row’s agent has a later version, before which the row’s would end',
    [`${JANE},,Jane,Doe,2025-06-01,,999,`],
    `1 row means something else now: line 2 is still UPDATE but meets other versions of its agent, agent ${JANE}`,
  ],
  [
    'the row’s agent is there already',
    [',A3,Lee,Third,2025-02-01,lee@x.org,,'],
    `1 row means something else now: line 3 was CREATE and is UNCHANGED, agent ${agentEntityId(tenantId, orgId, 'A3')}`,
  ],
  [
    'both rows’ agents have moved',
    [`${JANE},,Jane,Miller,2025-02-01,,222,`, ',A3,Lee,Other,2025-02-01,lee@x.org,,'],
    `2 rows mean something else now: line 2 was UPDATE and is UNCHANGED, agent ${JANE}; ` +
      `line 3 was CREATE and is REJECTED (AGENT_EXISTS agent_id), agent ${agentEntityId(tenantId, orgId, 'A3')}`,
  ],
])('a commit is refused when since the review %s, and names the line', async (_name, rows, moved) => {
  const reviewed = await importer.validated(...ROWS);
  await importer.imported(...rows);
  expect(await refusedCommit(reviewed)).toEqual({
    code: 'STALE_PLAN',
    message: `Other changesets were committed or rolled back since the review, and ${moved}`,
  });

  const again = await importer.steps.validate(reviewed.changeset_id);
  expect(await importer.commit(again)).toMatchObject({ status: 'COMMITTED' });
});

test('a commit is refused when somebody changed in the stored rows what would be written since the review', async () => {
  const reviewed = await importer.validated(...ROWS);
  await local.sql(
    `UPDATE payroll_config.bulk_import_resolutions SET email = 'mallory@x.org'
     WHERE source_row = 3 AND changeset_id = '${reviewed.changeset_id}'`,
  );
  expect(await refusedCommit(reviewed)).toEqual({
    code: 'PLAN_TAMPERED',
    message:
      'The rows that the validation left were changed in the warehouse since, past the project: they no longer give the plan',
  });

  const again = await importer.steps.validate(reviewed.changeset_id);
  expect(again.plan_hash).toBe(reviewed.plan_hash);
  expect(await importer.commit(again)).toMatchObject({ status: 'COMMITTED' });
});

test('so it is when a row was taken out, or put in', async () => {
  const reviewed = await importer.validated(...ROWS);
  const rows = 'payroll_config.bulk_import_resolutions';
  await local.sql(
    `INSERT INTO ${rows} SELECT * REPLACE ('00' || substr(row_digest, 3) AS row_digest, 4 AS source_row) FROM ${rows} WHERE source_row = 3 AND changeset_id = '${reviewed.changeset_id}'`,
  );
  expect(await refusedCommit(reviewed)).toMatchObject({ code: 'PLAN_TAMPERED' });
  await local.sql(`DELETE FROM ${rows} WHERE source_row > 2 AND changeset_id = '${reviewed.changeset_id}'`);
  expect(await refusedCommit(reviewed)).toMatchObject({ code: 'PLAN_TAMPERED' });
});

/** By type: another value than the one that is there, NULL included; and of that one again the first. */
const CHANGED: Readonly<Record<string, (column: string) => string>> = {
  VARCHAR: (column) =>
    `CASE WHEN ${column} IS NULL THEN '-' WHEN ${column} = '-' THEN NULL
      WHEN ${column} LIKE '~%' THEN ${column}[2:] ELSE '~' || ${column} END`,
  BIGINT: (column) => `CASE WHEN ${column} IS NULL THEN 0 WHEN ${column} = 0 THEN NULL ELSE -${column} END`,
  DATE: (column) =>
    `CASE WHEN ${column} IS NULL THEN DATE '1900-01-01' WHEN ${column} = DATE '1900-01-01' THEN NULL
      WHEN year(${column}) > 2500 THEN ${column} - 300000 ELSE ${column} + 300000 END`,
  BOOLEAN: (column) => `NOT ${column}`,
};

/** What a commit reads nothing from. */
const UNREAD = ['tenant_id', 'source_row', 'last_row', 'mode', 'id_source', 'notes', 'partner_row'];

test('every column of the stored rows that a commit reads is bound to the plan', async () => {
  const reviewed = await importer.validated(...ROWS);
  const columns = await local.sql(
    `SELECT column_name, data_type FROM duckdb_columns()
    WHERE schema_name = 'payroll_config' AND table_name = 'bulk_import_resolutions'`,
  );
  const changes = new Map(
    columns.map(([name, type]) => [
      String(name),
      `${String(name)} = ${CHANGED[String(type)]!(String(name))}`,
    ]),
  );
  const change = (names: readonly string[]): Promise<unknown> =>
    local.sql(
      `UPDATE payroll_config.bulk_import_resolutions SET ${names.map((name) => changes.get(name)!).join(', ')}
      WHERE abs(source_row) = 2 AND changeset_id LIKE '%${reviewed.changeset_id}'`,
    );

  const read = [...changes.keys()].filter((name) => !UNREAD.includes(name));
  expect(read).toHaveLength(32);
  for (const name of read) {
    await change([name]);
    expect([name, (await refusal(importer.commit(reviewed))).code]).toEqual([name, 'PLAN_TAMPERED']);
    await change([name]);
  }

  await change(UNREAD);
  expect(await importer.commit(reviewed)).toMatchObject({ status: 'COMMITTED' });
  expect(
    await local.sql(
      `SELECT tenant_id, org_id, agent_entity_id, last_name FROM payroll_config.agent_profile_identity_versions
      WHERE changeset_id = '${reviewed.changeset_id}' AND operation = 'UPDATE'`,
    ),
  ).toEqual([[tenantId, orgId, JANE, 'Miller']]);
});

test('a rollback moves what a row builds on too; and back again it is the reviewed plan', async () => {
  const moved = await importer.imported(`${JANE},,Jane,Doe,2025-02-01,,,South`);
  const reviewed = await importer.validated(...ROWS);
  await importer.rollback(moved);
  expect(await refusedCommit(reviewed)).toMatchObject({
    code: 'STALE_PLAN',
    message: expect.stringContaining(
      '1 row means something else now: line 2 is still UPDATE but meets other versions of its agent',
    ) as string,
  });
});

test('commits and rollbacks of other agents in between refuse nothing', async () => {
  const reviewed = await importer.validated(...ROWS);
  const other = await importer.imported(
    `${KIM},,Kim,Newer,2025-02-01,,,`,
    ',A9,Ned,Ninth,2025-02-01,ned@x.org,,',
  );
  await importer.imported(',A8,Oda,Eighth,2025-02-01,oda@x.org,,');
  await importer.rollback(other);
  expect(await importer.commit(reviewed)).toMatchObject({
    status: 'COMMITTED',
    plan_hash: reviewed.plan_hash,
    created_count: 1n,
    updated_count: 1n,
    validation_count: 2n,
  });
});

test.each([
  ['moved to another organisation', `org_id = 'west'`],
  ['told to have fewer rejected rows', 'rejected_count = 0'],
])('a changeset that was %s past the project is refused', async (_, change) => {
  const reviewed = await importer.validated(...ROWS, ',A4,Max,Wrong,soon,max@x.org,,');
  await local.sql(
    `UPDATE payroll_config.config_bulk_import_changesets SET ${change} WHERE changeset_id = '${reviewed.changeset_id}'`,
  );
  const there = change.includes('org_id') ? importer.as({ orgId: 'west' }) : importer;
  const { rejected_count: left } = await there.steps.show(reviewed.changeset_id);
  expect(
    await refusal(
      there.steps.commit(reviewed.changeset_id, {
        planHash: reviewed.plan_hash!,
        acceptRejected: Number(left),
      }),
    ),
  ).toMatchObject({ code: 'PLAN_TAMPERED' });
});

test('another number of rejected rows than there are is refused, more as well as fewer', async () => {
  const reviewed = await importer.validated(...ROWS, ',A4,Max,Wrong,soon,max@x.org,,');
  expect(await refusedCommit({ ...reviewed, rejected_count: 0n })).toEqual({
    code: 'REJECTED_ROWS',
    message: '1 of 3 rows is rejected and would be left behind, 0 were accepted',
  });
  expect(await refusedCommit({ ...reviewed, rejected_count: 2n })).toMatchObject({ code: 'REJECTED_ROWS' });
  expect(await importer.commit(reviewed)).toMatchObject({ status: 'COMMITTED', rejected_count: 1n });
});

test('a bootstrap that broke off before its refusal leaves no rejected row behind, whatever is accepted', async () => {
  const file = await importer.rows(ROWS[1]!, ',A4,Bad,Day,someday,,,');
  const { changeset } = await importer.steps.upload(file, 'BOOTSTRAP');
  const { changeset_id: id, plan_hash: planHash } = await importer.steps.validate(changeset.changeset_id);
  expect(await refusal(importer.steps.commit(id, { planHash: planHash!, acceptRejected: 1 }))).toEqual({
    code: 'REJECTED_ROWS',
    message:
      '1 of 2 rows is rejected and would be left behind, 1 was accepted; a bootstrap leaves none behind',
  });
});

/** The project with another rule, compiled: two people for every commit. Without what nobody runs of it here, which is most of it. */
async function twoPersonGraph(cacheDirectory: string): Promise<CompiledGraph> {
  const project = await mkdtemp(join(tmpdir(), 'keyfast-variant-'));
  try {
    for (const part of ['definitions', 'includes', 'package.json', 'node_modules/@dataform/core']) {
      await cp(join(PROJECT_ROOT, part), join(project, part), { recursive: true });
    }
    const settings = await readFile(join(PROJECT_ROOT, 'dataform.json'), 'utf8');
    await writeFile(
      join(project, 'dataform.json'),
      settings.replace('"requireSecondApprover": "false"', '"requireSecondApprover": "true"'),
    );
    const { operations = [], ...graph } = await compileProject(project, cacheDirectory);
    const isEvidence = ({ target }: (typeof operations)[number]): boolean =>
      target.schema === 'payroll_assertions';
    return { ...graph, operations: operations.filter((operation) => !isEvidence(operation)), tests: [] };
  } finally {
    await rm(project, { recursive: true });
  }
}

describe('with vars.requireSecondApprover', () => {
  let graph: CompiledGraph;
  let strict: DuckDbWarehouse;
  let ann: Importer;
  let bob: Importer;

  beforeAll(async () => {
    const cacheDirectory = join(kept.directory.path, 'cache');
    await mkdir(cacheDirectory);
    graph = await twoPersonGraph(cacheDirectory);
    strict = await DuckDbWarehouse.open(local.path, graph, { cacheDirectory });
    ann = new Importer(kept.directory.path, graph, strict);
    bob = ann.as({ actor: 'bob' });
  }, BUILD_MILLISECONDS);

  afterAll(async () => {
    await strict.close();
  });

  test('the rules are others, so that a plan of before is stale; validated again it is another plan for the same', async () => {
    const reviewed = await importer.validated(...ROWS);
    expect(await refusal(bob.commit(reviewed))).toEqual({
      code: 'STALE_PLAN',
      message:
        `The rules have changed since the validation: the SQL had the digest ${rulesDigest(local.graph).slice(0, 16)} ` +
        `and has ${rulesDigest(graph).slice(0, 16)}`,
    });
    const again = await bob.steps.validate(reviewed.changeset_id);
    expect(again.plan_hash).not.toBe(reviewed.plan_hash);
    expect(again.changeset_hash).toBe(reviewed.changeset_hash);
    expect(await refusal(importer.as({ actor: 'bob' }).commit(again))).toMatchObject({ code: 'STALE_PLAN' });
  });

  test('who uploaded can’t commit, somebody else can', async () => {
    const reviewed = await ann.validated(...ROWS);
    expect(await refusal(ann.commit(reviewed))).toEqual({
      code: 'SECOND_APPROVER',
      message: 'The file was uploaded by ann, so somebody else has to commit it',
    });
    // The same person, however she writes her name.
    expect(await refusal(ann.as({ actor: ' Ann' }).commit(reviewed))).toMatchObject({
      code: 'SECOND_APPROVER',
    });
    expect(await bob.commit(reviewed)).toMatchObject({
      status: 'COMMITTED',
      uploaded_by: 'ann',
      committed_by: 'bob',
    });
  });

  test('who uploaded is whom the chain names, whatever the table says since', async () => {
    const reviewed = await ann.validated(...ROWS);
    await local.sql(
      `UPDATE payroll_config.config_bulk_import_changesets SET uploaded_by = 'zoe' WHERE changeset_id = '${reviewed.changeset_id}'`,
    );
    expect(await refusal(ann.commit(reviewed))).toMatchObject({ code: 'SECOND_APPROVER' });
  });

  test('nobody bootstraps', async () => {
    const before = await tableContents(local);
    expect(await refusal(bootstrapProfiles(bob.steps, await bob.rows(ROWS[1]!)))).toEqual({
      code: 'NO_BOOTSTRAP',
      message: 'A bootstrap has one person only, and vars.requireSecondApprover asks for two',
    });
    expect(await tableContents(local)).toEqual(before);
  });
});
