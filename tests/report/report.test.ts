import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Workplace } from '../flows/keyfast_process.ts';

// A process a command, and a whole run at first.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const TENANT = 'blue_river';
let workplace: Workplace;

beforeAll(() => {
  workplace = new Workplace();
});

afterAll(() => {
  workplace.remove();
});

async function filesOf(directory: string): Promise<Record<string, string>> {
  const path = join(workplace.directory, directory);
  const files = (await readdir(path)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(path, file), 'utf8')));
  return Object.fromEntries(files.map((file, index) => [file, texts[index]!]));
}

/** Loads a month with an agent whose name can't have an id, so that QUARANTINE has something to say. */
async function load(period: string): Promise<void> {
  const stage1 = workplace.file(
    `${period}.stage1.csv`,
    'business_name,product_code,gross_commission\nTeledata Contractors Inc,MED,100.00\n',
  );
  const stage3 = workplace.file(
    `${period}.stage3.csv`,
    'business_name,product_code,agent_name,component_type,commission_amount\n' +
      'Teledata Contractors Inc,MED,Maria Dolores,WRITING,60.00\n' +
      'Teledata Contractors Inc,MED,Yael Cohen\u200f,WRITING,40.00\n',
  );
  for (const [kind, file] of [
    ['stage1', stage1],
    ['stage3', stage3],
  ] as const) {
    const { exitCode, stderr } = await workplace.keyfast(
      'load',
      kind,
      file,
      '--tenant',
      TENANT,
      '--period',
      period,
    );
    if (exitCode !== 0) throw new Error(stderr);
  }
}

describe('keyfast report', () => {
  test('where nothing was run there is nothing to report', async () => {
    await workplace.keyfast('tenant', 'add', TENANT, '--name', 'Blue River');
    expect(await workplace.json('report')).toMatchObject({
      exitCode: 1,
      document: { error: { faults: [{ code: 'NOT_RUN_YET' }] } },
    });
  });

  test('of an empty warehouse it says at the top that nothing was tested, and exits 1', async () => {
    await workplace.keyfast('run', '--warehouse', 'duckdb:empty.duckdb');
    const { exitCode, document } = await workplace.json(
      'report',
      '--warehouse',
      'duckdb:empty.duckdb',
      '--out',
      'empty',
    );
    expect([exitCode, document.outcome]).toEqual([1, 'NOTHING_TESTED']);
    const { 'report.html': page = '', 'report.json': json = '' } = await filesOf(String(document.directory));
    expect(page).toMatch(/<h1[^>]*>Nothing was tested, so nothing is proved<\/h1>/);
    const { controls } = JSON.parse(json) as { controls: { status: string }[] };
    expect(new Set(controls.map(({ status }) => status))).toEqual(new Set(['VACUOUS']));
  });

  test('it stays so when nothing but our own record has grown: by a report, by a tenant', async () => {
    const empty = ['--warehouse', 'duckdb:empty.duckdb'];
    expect((await workplace.keyfast('run', ...empty)).exitCode).toBe(1);
    expect((await workplace.json('report', ...empty, '--out', 'empty')).document.outcome).toBe(
      'NOTHING_TESTED',
    );

    // There is no tenant yet: the chain of the graph tells of it.
    expect((await workplace.keyfast('report', '--unmask', ...empty, '--out', 'empty')).exitCode).toBe(1);
    const { document: events } = await workplace.json('events', ...empty);
    expect(JSON.stringify(events)).toContain('"REPORT_UNMASKED"');

    await workplace.keyfast('tenant', 'add', 'acme', '--name', 'Acme', ...empty);
    const { exitCode, stdout } = await workplace.keyfast('run', ...empty);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('No data was there to test, so nothing is proved.');
    expect((await workplace.json('report', ...empty, '--out', 'empty')).document.outcome).toBe(
      'NOTHING_TESTED',
    );
  });

  let first: { readonly run: string; readonly files: Record<string, string> };

  test('of a run it tells what was tested, by whom, and masks who can’t be named', async () => {
    await load('2025-01');
    await workplace.keyfast('run');
    const { exitCode, document } = await workplace.json('report');
    expect([exitCode, document.outcome, document.is_masked]).toEqual([0, 'HOLDS', true]);
    first = { run: String(document.run_id), files: await filesOf(String(document.directory)) };
    expect(document.directory).toBe(`reports/${first.run}`);
    expect(first.files['failures.csv']).toContain('Y••• C•••,the agent is quarantined: INVISIBLE_CHARACTER');
    for (const text of Object.values(first.files)) expect(text).not.toContain('Yael');
    expect(first.files['money.csv']!.split('\r\n')[1]).toBe(
      `${TENANT},2025-01-01,1,100,100,0,2,100,100,0,0,2,1,`,
    );
    expect(first.files['identities.csv']).toContain(`${TENANT},agent,1,1,0,0,0,1,0,0,`);
  });

  test('the same run gives the same bytes, whatever came after it', async () => {
    await load('2025-02');
    await workplace.keyfast('run');
    const { document } = await workplace.json('report', '--run', first.run, '--out', 'again');
    expect(await filesOf(String(document.directory))).toEqual(first.files);

    const later = await workplace.json('report');
    const { 'report.json': json = '' } = await filesOf(String(later.document.directory));
    expect(JSON.parse(json)).toMatchObject({
      run: { previous_run_id: first.run },
      changes: { newly_failing: [], new_id_count: 0, row_count: 4, previous_row_count: 2 },
      events: {
        rows: [
          { tenant_id: '*', event_type: 'REPORT_WRITTEN', actor: 'ann', event_count: 1 },
          { tenant_id: TENANT, event_type: 'FILE_LOADED', actor: 'ann', event_count: 2 },
        ],
      },
    });
  });

  test('in full it leaves an event, and goes to a directory of its own', async () => {
    const { exitCode, document } = await workplace.json('report', '--run', first.run, '--unmask');
    expect([exitCode, document.directory]).toEqual([0, `reports/${first.run}.unmasked`]);
    const { 'failures.csv': failures } = await filesOf(String(document.directory));
    expect(failures).toContain('Yael Cohen\u200f');
    const events = await workplace.json('events', '--tenant', TENANT);
    expect(JSON.stringify(events.document)).toContain('REPORT_UNMASKED');
    expect((await workplace.json('controls', 'AUDIT_CHAIN')).document.status).toBe('PASS');
  });

  test('a run that isn’t known is a wrong call', async () => {
    expect(await workplace.json('report', '--run', 'no-such-run')).toMatchObject({
      exitCode: 2,
      document: { error: { faults: [{ code: 'UNKNOWN_RUN' }] } },
    });
  });

  test('where nothing can be written it says so', async () => {
    workplace.file('taken', '');
    for (const out of ['taken', join('taken', 'in it'), '/proc/nowhere/at all']) {
      expect(await workplace.json('report', '--out', out)).toMatchObject({
        exitCode: 2,
        document: { error: { faults: [{ code: 'NOT_WRITABLE' }] } },
      });
    }
  });
});
