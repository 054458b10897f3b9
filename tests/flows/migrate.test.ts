import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { LocalWarehouse } from '../fixtures/warehouse/local_warehouse.ts';
import { leaveLegacyTables, LEFT_BEHIND } from '../migrations/legacy_warehouse.ts';
import { Workplace } from './keyfast_process.ts';

// The first process of a changed project translates its SQL.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let workplace: Workplace;

beforeAll(async () => {
  workplace = new Workplace();
  await LocalWarehouse.with(join(workplace.directory, 'keyfast.duckdb'), (local) =>
    leaveLegacyTables(local, LEFT_BEHIND),
  );
});

afterAll(() => {
  workplace.remove();
});

test('an administrator meets an older warehouse, and is led through to the end', async () => {
  const list = ['changeset', 'list', '--tenant', 'harbor', '--org', 'west'];
  expect(await workplace.json('run')).toMatchObject({
    exitCode: 1,
    document: { error: { faults: [{ code: 'NOT_MIGRATED' }, {}, {}] } },
  });
  // Each step names the tenants of its own rows.
  for (const tenant of ['harbor', 'creative_benefit_strategies']) {
    const refused = await workplace.keyfast('migrate');
    expect(refused).toMatchObject({ exitCode: 1 });
    expect(refused.stderr).toContain(`tenant add ${tenant}, then`);
    expect((await workplace.keyfast('tenant', 'add', tenant)).exitCode).toBe(0);
  }
  // The changesets are migrated by now, the profiles are not.
  const refused = await workplace.keyfast('profiles', 'export', '--tenant', 'harbor', '--org', 'west');
  expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
  expect(refused.stderr).toMatch(/next: .*keyfast.* migrate/);

  const migrated = await workplace.keyfast('migrate');
  expect(migrated).toMatchObject({ exitCode: 0, stderr: '' });
  expect(migrated.stdout).toContain('Set aside in migration_quarantine, for a person to decide on');
  expect(await workplace.json('migrate')).toEqual({
    exitCode: 0,
    document: { migrations: [], quarantine: [], agents: [] },
  });

  const listed = await workplace.json(...list);
  expect(listed.exitCode).toBe(0);
  expect(listed.document.changesets).toMatchObject([
    { status: 'INVALID', created_count: null },
    { status: 'INVALID' },
    { status: 'COMMITTED', committed_by: 'carl' },
  ]);
  const [, , committed] = listed.document.changesets as readonly { changeset_id: string }[];
  const scope = ['--tenant', 'harbor', '--org', 'west'];
  const shown = await workplace.json('changeset', 'show', committed!.changeset_id, ...scope);
  expect(shown.document.next_step).toBe(`keyfast import FILE ${scope.join(' ')}`);
});

test('how ends are meant is one of two words', async () => {
  expect(await workplace.json('migrate', '--legacy-ends', 'sometimes')).toMatchObject({
    exitCode: 2,
    document: { error: { faults: [{ code: 'BAD_CALL' }] } },
  });
});
