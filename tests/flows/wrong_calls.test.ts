import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ended, Workplace } from './keyfast_process.ts';

vi.setConfig({ testTimeout: 120_000 });

let workplace: Workplace;

beforeAll(() => {
  workplace = new Workplace();
  workplace.file('stage1.csv', 'business_name,product_code,gross_commission\nAcme,P1,1\n');
  execFileSync('mkfifo', [join(workplace.directory, 'pipe')]);
});

afterAll(() => {
  workplace.remove();
});

const LOAD = ['load', 'stage1', 'stage1.csv', '--tenant', 'acme'];

test.each([
  {
    words: ['lod'],
    exitCode: 2,
    code: 'BAD_CALL',
    says: 'error Unknown command \'lod\' [BAD_CALL]\n      value:   "lod"\n      allowed: load\n',
  },
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
    words: ['tenant', 'add', 'acme', '--warehouse', 'duckdb::memory:'],
    exitCode: 2,
    code: 'BAD_WAREHOUSE',
    says: 'allowed: duckdb:FILE or bigquery',
  },
  {
    words: ['tenant', 'list', '--warehouse', 'duckdb:.'],
    exitCode: 2,
    code: 'NOT_A_FILE',
    says: 'error . It is a directory',
  },
  {
    words: ['tenant', 'add', 'acme', '--warehouse', 'duckdb:pipe'],
    exitCode: 2,
    code: 'NOT_A_FILE',
    says: 'error pipe It is a pipe, a socket or a device, not a file',
  },
  {
    words: [...LOAD.with(2, 'pipe'), '--period', '2025-01'],
    exitCode: 2,
    code: 'NOT_A_FILE',
    says: 'error pipe It is a pipe, a socket or a device, not a file',
  },
  {
    words: [...LOAD.with(2, '/dev/null'), '--period', '2025-01'],
    exitCode: 2,
    code: 'NOT_A_FILE',
    says: 'error /dev/null It is a pipe, a socket or a device, not a file',
  },
  {
    words: ['verify', '.', '--anchor', 'pipe'],
    exitCode: 2,
    code: 'NOT_A_FILE',
    says: 'allowed: an anchor file',
  },
  {
    words: ['tenant', 'list', '--warehouse', 'duckdb:no/such/dir.duckdb'],
    exitCode: 2,
    code: 'FILE_NOT_FOUND',
    says: 'no/such/dir.duckdb',
  },
  {
    words: ['tenant', 'add', 'acme', '--warehouse', 'duckdb:no/such/dir.duckdb'],
    exitCode: 3,
    code: 'WAREHOUSE_UNREADABLE',
    says: 'no/such/dir.duckdb',
  },
  { words: ['tenant', 'add', 'Acme'], exitCode: 2, code: 'BAD_TENANT_ID', says: 'lower-case' },
  {
    words: ['tenant', 'list', '--wait', 'soon'],
    exitCode: 2,
    code: 'BAD_CALL',
    says: 'whole number of seconds',
  },
  {
    words: ['tenant', 'list', '--memory', '4'],
    exitCode: 2,
    code: 'BAD_CALL',
    says: 'whole number of MB or GB, from 100MB',
  },
  {
    words: ['run', '--select', 'commission_traceability', '--warehouse', 'duckdb:fresh.duckdb'],
    exitCode: 1,
    code: 'NOT_RUN_YET',
    says: 'run --select +commission_traceability',
  },
  {
    words: ['run', '--select', 'commission_traceability', '--warehouse', 'duckdb:fresh.duckdb'],
    exitCode: 1,
    code: 'NOT_RUN_YET',
    says: "commission_traceability needs semantic_view_commission_traceability, which isn't there yet",
  },
])('$words is refused with $code', async ({ words, exitCode, code, says }) => {
  const call = await workplace.keyfast(...words);
  expect([call.exitCode, call.stdout]).toEqual([exitCode, '']);
  expect(call.stderr).toContain(`[${code}]`);
  expect(call.stderr).toContain(says);
  expect(call.stderr).not.toMatch(/^ +at /m);
});

test.each([
  [
    'an option that is not there',
    ['tenant', 'list', '--nope'],
    [{ message: "Unknown option '--nope'", value: '--nope', allowed: null }],
    'keyfast tenant list --help',
  ],
  [
    'an option that is nearly there',
    ['tenant', 'list', '--jsn'],
    [{ message: "Unknown option '--jsn'", value: '--jsn', allowed: '--json' }],
    'keyfast tenant list --help',
  ],
  [
    'an option without its value',
    ['lookalikes', '--tenant'],
    [{ message: "Option '--tenant <id>' argument missing", value: null, allowed: null }],
    'keyfast lookalikes --help',
  ],
  [
    'an option with a value that is not allowed',
    ['tenant', 'list', '--wait', 'soon'],
    [
      {
        message: "Option '--wait <seconds>' argument 'soon' is invalid",
        value: 'soon',
        allowed: 'a whole number of seconds, 0 or more',
      },
    ],
    'keyfast --help',
  ],
  [
    'a required option that is missing',
    ['ids', 'explain', 'agent', 'Ann'],
    [{ message: '--tenant <id> is missing: the tenant', value: null, allowed: null }],
    'keyfast ids explain --help',
  ],
  [
    'all that is missing',
    ['ids', 'explain'],
    [
      { message: '<kind> is missing: what the name is of', allowed: 'business, agent' },
      { message: '<name> is missing: as a source writes it' },
      { message: '--tenant <id> is missing: the tenant' },
    ],
    'keyfast ids explain --help',
  ],
  [
    'a choice that is not there',
    ['load', 'stage2', 'a.csv', '--tenant', 'acme'],
    [
      {
        message: "Command-argument value 'stage2' is invalid for argument 'kind'",
        value: 'stage2',
        allowed: 'business-mapping, stage1, stage3, hierarchy',
      },
    ],
    'keyfast load --help',
  ],
  [
    'a group without a command',
    ['alias'],
    [{ message: 'A command is missing', allowed: 'add, end, list' }],
    'keyfast alias --help',
  ],
])('%s is one JSON document on standard output too', async (_, words, faults, next_step) => {
  expect(await workplace.json(...words)).toMatchObject({
    exitCode: 2,
    document: { error: { exit_code: 2, faults, next_step } },
  });
});

test.each([
  ['an argument', ['tenant', 'add', 'm\ufffdller'], '<id> holds U+FFFD'],
  ['a name', ['ids', 'explain', 'agent', 'M\ufffdller', '--tenant', 'acme'], '<name> holds U+FFFD'],
  ['a tenant', ['lookalikes', '--tenant', '\ufffd'], '--tenant holds U+FFFD'],
  ['an actor', ['tenant', 'add', 'acme', '--actor', 'J\ufffdrg'], '--actor holds U+FFFD'],
  ['a reason', ['alias', 'end', 'agent', 'Ann', '--tenant', 'acme', '--reason', '\ufffd'], '--reason holds'],
  ['one of many files', [...LOAD, 'stage1\ufffd.csv'], '<files> holds U+FFFD'],
])('bytes that are not UTF-8, which arrive as U+FFFD, are refused in %s', async (_, words, says) => {
  const { exitCode, stderr } = await workplace.keyfast(...words);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(says) as unknown]);
  expect(stderr).toContain('[BAD_TEXT]');
});

test('what a command must be given is marked in its help', async () => {
  const { stdout } = await workplace.keyfast('ids', 'explain', '--help');
  expect(stdout).toMatch(/--tenant <id> +the tenant \(env: KEYFAST_TENANT\) \(required\)\n/);
});

test('a mistyped database is not made, and the one that is there is named', async () => {
  await workplace.keyfast('tenant', 'add', 'acme', '--warehouse', 'duckdb:river.duckdb');
  expect(await workplace.json('quarantine', '--warehouse', 'duckdb:rivr.duckdb')).toMatchObject({
    exitCode: 2,
    document: {
      error: {
        faults: [{ code: 'FILE_NOT_FOUND', file: 'rivr.duckdb', allowed: '--warehouse duckdb:river.duckdb' }],
      },
    },
  });
  expect(readdirSync(workplace.directory)).not.toContain('rivr.duckdb');
});

test.each([
  ['events', '--json'],
  ['events', 'verify'],
  ['profiles', 'export', '--org', 'east'],
])('a tenant that nobody registered is refused by %s %s', async (...words) => {
  await workplace.keyfast('tenant', 'add', 'acme', '--warehouse', 'duckdb:river.duckdb');
  const { exitCode, stdout, stderr } = await workplace.keyfast(
    ...words,
    '--tenant',
    'acmee',
    '--warehouse',
    'duckdb:river.duckdb',
  );
  expect(exitCode).toBe(2);
  expect(stdout).not.toContain('Every link holds');
  expect(stdout + stderr).toContain('Tenant acmee is not registered');
});

test('the unit tests of the SQL need no database and make none', async () => {
  const { exitCode } = await workplace.keyfast('test', '--warehouse', 'duckdb:nowhere.duckdb');
  expect(exitCode).toBe(0);
  expect(readdirSync(workplace.directory)).not.toContain('nowhere.duckdb');
});

describe('a reader that stops reading', () => {
  test('is no error', async () => {
    const process = workplace.start('--help');
    process.stdout?.destroy();
    expect(await ended(process)).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('of a long output, as head does, leaves the command its own exit code and no stack trace', async () => {
    const process = workplace.start('controls', '--warehouse', 'duckdb:river.duckdb', '--json');
    process.stdout?.destroy();
    expect(await ended(process)).toMatchObject({ exitCode: 1, stderr: '' });
  });

  test('of the errors takes nothing from the exit code either', async () => {
    const process = workplace.start('lod');
    process.stderr?.destroy();
    expect(await ended(process)).toMatchObject({ exitCode: 2, stdout: '' });
  });
});
