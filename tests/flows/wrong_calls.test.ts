import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ended, Workplace } from './keyfast_process.ts';

vi.setConfig({ testTimeout: 120_000 });

let workplace: Workplace;

beforeAll(() => {
  workplace = new Workplace();
  workplace.file('stage1.csv', 'business_name,product_code,gross_commission\nAcme,P1,1\n');
});

afterAll(() => {
  workplace.remove();
});

const LOAD = ['load', 'stage1', 'stage1.csv', '--tenant', 'acme'];

test.each([
  { words: ['lod'], exitCode: 2, code: 'BAD_CALL', says: "unknown command 'lod' (Did you mean load?)" },
  { words: ['tenant'], exitCode: 2, code: 'BAD_CALL', says: 'allowed: add, list' },
  {
    words: ['load', 'hierarchy', 'a.csv', '--tenant', 'acme', '--period', '2025-01'],
    exitCode: 2,
    code: 'UNEXPECTED_PERIOD',
    says: 'no --period',
  },
  { words: LOAD, exitCode: 2, code: 'MISSING_PERIOD', says: '--period YYYY-MM' },
  {
    words: ['load', 'stage1', 'none.csv', '--tenant', 'acme', '--period', '2025-01'],
    exitCode: 2,
    code: 'FILE_NOT_FOUND',
    says: 'error none.csv There is no such file',
  },
  {
    words: ['run', '--select', 'dim_agents_identity'],
    exitCode: 2,
    code: 'UNKNOWN_SELECTION',
    says: 'dim_agent_identity',
  },
  { words: ['controls', 'B'], exitCode: 2, code: 'UNKNOWN_CONTROL', says: 'allowed: 1, 2, 3' },
  {
    words: ['tenant', 'list', '--warehouse', 'oracle'],
    exitCode: 2,
    code: 'BAD_WAREHOUSE',
    says: 'duckdb:FILE or bigquery',
  },
  {
    words: ['tenant', 'list', '--warehouse', 'duckdb:no/such/dir.duckdb'],
    exitCode: 3,
    code: 'WAREHOUSE_UNREADABLE',
    says: 'no/such/dir.duckdb',
  },
  { words: ['tenant', 'add', 'Acme'], exitCode: 1, code: 'BAD_TENANT_ID', says: 'lower-case' },
])('$words is refused with $code', async ({ words, exitCode, code, says }) => {
  const call = await workplace.keyfast(...words);
  expect([call.exitCode, call.stdout]).toEqual([exitCode, '']);
  expect(call.stderr).toContain(`[${code}]`);
  expect(call.stderr).toContain(says);
  expect(call.stderr).not.toMatch(/^ +at /m);
});

test('a reader that stops reading is no error', async () => {
  const process = workplace.start('--help');
  process.stdout?.destroy();
  expect(await ended(process)).toMatchObject({ exitCode: 0, stderr: '' });
});
