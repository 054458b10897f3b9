import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { DuckDbConnection } from '../../scripts/warehouse/duckdb/connection.ts';
import { join } from 'node:path';
import { ended, Workplace } from './keyfast_process.ts';

// Many processes at once on a machine that may be busy, each with its turn.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

let workplace: Workplace;

beforeAll(async () => {
  workplace = new Workplace();
  await workplace.keyfast('tenant', 'add', 'acme');
  const rows = 'business_name,product_code,gross_commission\nAcme,MEDICAL,1.00\n';
  const period = ['--tenant', 'acme', '--period', '2025-01'];
  await workplace.keyfast('load', 'stage1', workplace.file('stage1.csv', rows), ...period);
});

afterAll(() => {
  workplace.remove();
});

test('six runs at once each wait for their turn, and all are done', async () => {
  const runs = await Promise.all(Array.from({ length: 6 }, () => workplace.json('run')));
  expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(runs.filter(({ document }) => document.nothing_changed === false)).toHaveLength(1);
});

test('who waits is told for whom, and --wait says how long', async () => {
  // This very process holds the file until it lets go.
  const holder = await DuckDbConnection.open(join(workplace.directory, 'keyfast.duckdb'));
  const impatient = await workplace.keyfast('tenant', 'list', '--wait', '0');
  expect(impatient.exitCode).toBe(3);
  expect(impatient.stderr).toContain(
    `keyfast.duckdb is in use: process ${process.pid} holds it [WAREHOUSE_LOCKED]`,
  );

  const patient = workplace.start('tenant', 'list');
  patient.stderr?.once('data', () => {
    holder.close();
  });
  const { exitCode, stdout, stderr } = await ended(patient);
  expect([exitCode, stderr]).toEqual([0, `Waiting for keyfast.duckdb: process ${process.pid} is using it\n`]);
  expect(stdout).toContain('acme');
});
