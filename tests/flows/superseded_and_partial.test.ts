import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DuckDbConnection } from '../../scripts/warehouse/duckdb/connection.ts';
import { Workplace } from './keyfast_process.ts';

// Each step is a process of its own, and the first one of a changed project translates its SQL.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let workplace: Workplace;

beforeAll(() => {
  workplace = new Workplace();
});

afterAll(() => {
  workplace.remove();
});

const components = (amount: string): string =>
  `business_name,product_code,agent_name,component_type,commission_amount\nAcme,MEDICAL,Ann Lee,BASE,${amount}\n`;

test('a selected control records under a run of its own, not into what an earlier run found', async () => {
  await workplace.keyfast('tenant', 'add', 'acme');
  const period = ['--tenant', 'acme', '--period', '2025-01'];
  await workplace.keyfast(
    'load',
    'stage1',
    workplace.file('stage1.csv', 'business_name,product_code,gross_commission\nAcme,MEDICAL,100.00\n'),
    ...period,
  );
  await workplace.keyfast('load', 'stage3', workplace.file('wrong.csv', components('90.00')), ...period);
  expect((await workplace.keyfast('run')).exitCode).toBe(1);

  await workplace.keyfast('load', 'stage3', workplace.file('mended.csv', components('100.00')), ...period);
  const partial = await workplace.keyfast('run', '--select', 'commission_traceability+');
  expect(partial.exitCode).toBe(0);
  expect(partial.stdout).toMatch(
    /^A partial run: \d+ actions were left out; what they write is as it was\.$/m,
  );
  // With all that it depends on it opens a run as well, and answers for what is selected alone.
  for (const selection of ['+dim_agent_identity', '+agent_key_is_stable', 'evidence_begin'])
    expect((await workplace.keyfast('run', '--select', selection)).exitCode).toBe(0);
  expect((await workplace.keyfast('run')).exitCode).toBe(0);
});

test('a file that was superseded says so when it is sent again, and the later one stays in force', async () => {
  await workplace.keyfast('tenant', 'add', 'birch');
  const load = (file: string): ReturnType<Workplace['keyfast']> =>
    workplace.keyfast('load', 'stage3', file, '--tenant', 'birch', '--period', '2025-01');
  const first = workplace.file('first.csv', components('1.00'));
  const second = workplace.file('second.csv', components('2.00'));
  await load(first);
  await load(second);
  expect((await load(first)).stdout).toContain('loaded already, superseded since');
  expect((await load(second)).stdout).not.toContain('superseded');
});

/** Reads or changes the database past the project. */
async function change(sql: string): Promise<unknown> {
  const connection = await DuckDbConnection.open(join(workplace.directory, 'keyfast.duckdb'));
  try {
    return await connection.query(sql);
  } finally {
    connection.close();
  }
}

/** One story: each test goes on where the one before it ended. */
describe('controls after a load and before a run', () => {
  const period = ['--tenant', 'cedar', '--period', '2025-01'];

  test('say that what they look at is from before, and what to run', async () => {
    await workplace.keyfast('tenant', 'add', 'cedar');
    const stage1 = 'business_name,product_code,gross_commission\nAcme,MEDICAL,1.00\n';
    await workplace.keyfast('load', 'stage1', workplace.file('cedar.csv', stage1), ...period);
    await workplace.keyfast('run');
    expect((await workplace.keyfast('controls')).stdout).not.toContain('after the last run');

    await workplace.keyfast('load', 'stage3', workplace.file('cedar3.csv', components('1.00')), ...period);
    const { exitCode, stdout } = await workplace.keyfast('controls');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /\n1 snapshot came after the last run \(.* UTC\): the controls look at what it left\.\n/,
    );
    expect(stdout).toMatch(/\nnext: .*keyfast\.js run\n$/);
    // A run that says that all was computed, and computed nothing, takes nothing back.
    await workplace.keyfast('run', '--select', 'record_*');
    expect((await workplace.keyfast('controls')).stdout).toContain('1 snapshot came after the last run');
  });

  test('leave to the next run what a registration releases from quarantine', async () => {
    for (const table of ['stage1_snapshots', 'stage3_snapshots']) {
      await change(
        `INSERT INTO payroll_processed.${table} SELECT * REPLACE ('elm' AS tenant_id)
         FROM payroll_processed.${table} WHERE tenant_id = 'cedar'`,
      );
    }
    // Upstream writes what time it likes: one of before the last run.
    expect((await workplace.keyfast('controls')).stdout).toMatch(/\n3 snapshots came after the last run/);
    expect((await workplace.keyfast('run')).exitCode).toBe(0);
    await workplace.keyfast('tenant', 'add', 'elm');
    expect((await workplace.keyfast('controls')).exitCode).toBe(0);
    expect((await workplace.keyfast('run')).exitCode).toBe(0);
    expect(await workplace.json('ids', 'explain', 'business', 'Acme', '--tenant', 'elm')).toMatchObject({
      document: { assigned_source: 'MINTED' },
    });
  });

  test('find what the last run did see, although more came after it', async () => {
    await change(
      `UPDATE payroll_analytics.commission_traceability SET gross_commission = 2 WHERE tenant_id = 'cedar'`,
    );
    const { exitCode, stdout } = await workplace.keyfast('controls');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('FAIL assert_rows_and_money_are_conserved: 1 failing, control 4\n');
  });

  test('have nothing left to say of it once the run has seen all', async () => {
    const names = ['Bolt', 'Cog', 'Dot'].map((name) => `${name},MEDICAL,Ann Lee,BASE,1.00\n`).join('');
    await workplace.keyfast(
      'load',
      'stage3',
      workplace.file('cedar4.csv', components('1.00') + names),
      ...period,
    );
    expect((await workplace.keyfast('run')).exitCode).toBe(0);
    const { exitCode, stdout } = await workplace.keyfast('controls');
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain('after the last run');
  });

  test('a failing assertion is told by how many failed of its control, not by its one row', async () => {
    await change(
      `DELETE FROM payroll_analytics.dim_business_mapping WHERE tenant_id = 'cedar' AND normalized_name != 'ACME'`,
    );
    const { stdout } = await workplace.keyfast('controls');
    expect(stdout).toContain('FAIL assert_dimensions_are_complete: 3 failing, control DIMENSION\n');
  });

  test('one control is evaluated with what it needs, and nothing else', async () => {
    await workplace.keyfast('load', 'stage3', workplace.file('cedar5.csv', components('1.50')), ...period);
    expect(await workplace.json('controls', '4')).toMatchObject({
      exitCode: 0,
      document: { control_id: '4', status: 'PASS', newer_sources: { snapshot_count: 1 } },
    });
    const recorded = await change(
      'SELECT control_id FROM payroll_assertions.control_results JOIN payroll_assertions.current_run USING (run_id)',
    );
    expect(recorded).toEqual([['4']]);
  });

  test('what came after the run is not reconciled with what the run saw', async () => {
    expect(await workplace.json('controls', '6')).toMatchObject({
      exitCode: 0,
      document: { control_id: '6', status: 'PASS', newer_sources: { snapshot_count: 1 } },
    });
  });
});
