import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Workplace } from './keyfast_process.ts';

// Each step is a process of its own, and the first one of a changed project translates its SQL.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const STAGE1 =
  'business_name,product_code,gross_commission\nAcme Ltd,MEDICAL,100.00\n Zürich AG,DENTAL,50.50\n';
const STAGE3 =
  'business_name,product_code,agent_id,agent_name,component_type,commission_amount\n' +
  'ACME LTD,MEDICAL,A1,Ann Lee,BASE,100.00\n' +
  'Zürich AG,DENTAL,A1,Ann  Lee,BASE,40.50\n' +
  'Zürich AG,DENTAL,,Bob\u200bby,BASE,10.00\n';

let workplace: Workplace;

beforeAll(() => {
  workplace = new Workplace();
});

afterAll(() => {
  workplace.remove();
});

function outcomes(document: Readonly<Record<string, unknown>>): unknown[] {
  return (document.files as { outcomes: { outcome: string }[] }[]).flatMap((file) =>
    file.outcomes.map(({ outcome }) => outcome),
  );
}

/** One story: each test goes on where the one before it ended. */
describe('a tenant, its files and a run', () => {
  test('nothing can be loaded for a tenant that is not registered', async () => {
    workplace.file('stage1.csv', STAGE1);
    workplace.file('stage3.csv', STAGE3);
    const { exitCode, document } = await workplace.json(
      'load',
      'stage1',
      'stage1.csv',
      '--tenant',
      'acme',
      '--period',
      '2025-01',
    );
    expect([exitCode, document]).toEqual([
      2,
      {
        error: {
          exit_code: 2,
          faults: [
            expect.objectContaining({ code: 'UNKNOWN_TENANT', message: 'Tenant acme is not registered' }),
          ],
          next_step: 'keyfast tenant list, then keyfast tenant add ID',
        },
      },
    ]);
  });

  test('a tenant is registered once, by the actor', async () => {
    expect(await workplace.json('tenant', 'add', 'acme', '--name', 'Acme Brokers')).toMatchObject({
      exitCode: 0,
      document: {
        tenant_id: 'acme',
        tenant_name: 'Acme Brokers',
        registered_by: 'ann',
        outcome: 'REGISTERED',
      },
    });
    const again = await workplace.keyfast('tenant', 'add', 'acme', '--name', 'Acme Brokers');
    expect(again).toEqual({
      exitCode: 0,
      stdout: 'acme was registered already; nothing changed.\n',
      stderr: '',
    });
  });

  test('a file with faults is refused whole, with every fault of shape and value', async () => {
    workplace.file(
      'bad.csv',
      'business_name,product_code,gross_commission,tenant_id\n"Acme\nLtd",MEDICAL,"1,5",acme\nBolt,,3,other\nCog,P1\n',
    );
    const { exitCode, stderr, stdout } = await workplace.keyfast(
      ...['load', 'stage1', 'bad.csv', '--tenant', 'acme', '--period', '2025-01'],
    );
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr.split('\n').filter((line) => line.startsWith('error'))).toEqual([
      'error bad.csv:3:gross_commission Not a number that is allowed here [BAD_NUMBER]',
      'error bad.csv:4:product_code The value is missing [MISSING_VALUE]',
      'error bad.csv:4:tenant_id The row is of another tenant than the load [FOREIGN_TENANT]',
      'error bad.csv:5 The row has 2 cells: too few [TOO_FEW_CELLS]',
    ]);
    expect(stderr).toContain(
      '\n4 faults on 3 lines; nothing was loaded\nnext: mend bad.csv, then the same command again\n',
    );
  });

  test('files are loaded as snapshots, and the same file again changes nothing', async () => {
    const stage1 = ['load', 'stage1', 'stage1.csv', '--tenant', 'acme', '--period', '2025-01'];
    const first = await workplace.json(...stage1);
    expect([first.exitCode, outcomes(first.document)]).toEqual([0, ['LOADED']]);
    expect(first.document).toMatchObject({
      files: [{ file: 'stage1.csv', row_count: 2, blank_line_count: 0 }],
    });
    expect(outcomes((await workplace.json(...stage1)).document)).toEqual(['ALREADY_LOADED']);
    const stage3 = await workplace.json(
      'load',
      'stage3',
      'stage3.csv',
      '--tenant',
      'acme',
      '--period',
      '2025-01-01',
    );
    expect(outcomes(stage3.document)).toEqual(['LOADED']);
  });

  test('the controls have nothing to say before a run', async () => {
    expect(await workplace.json('controls')).toMatchObject({
      exitCode: 1,
      document: { error: { faults: [{ code: 'NOT_RUN_YET' }], next_step: 'keyfast run' } },
    });
  });

  test('a run mints ids, quarantines what cannot have one, traces the money and passes its controls', async () => {
    const { exitCode, document } = await workplace.json('run');
    expect(exitCode).toBe(0);
    expect(document.nothing_changed).toBe(false);
    expect(document.identities).toEqual([
      expect.objectContaining({ tenant_id: 'acme', kind: 'agent', minted_count: 1, quarantined_count: 1 }),
      expect.objectContaining({ tenant_id: 'acme', kind: 'business', minted_count: 2, quarantined_count: 0 }),
    ]);
    expect(document.quarantine).toEqual([
      expect.objectContaining({ kind: 'agent', raw_name: 'Bob\u200bby', reason: 'INVISIBLE_CHARACTER' }),
    ]);
    expect(document.traceability).toEqual([
      expect.objectContaining({ trace_status: 'QUARANTINED', row_count: 1, commission_amount: '10' }),
      expect.objectContaining({ trace_status: 'TRACED', row_count: 2, commission_amount: '140.5' }),
    ]);
    const actions = document.actions as { status: string }[];
    expect(new Set(actions.map((action) => action.status))).toEqual(new Set(['SUCCESS']));
  });

  test('a second run, under --full-refresh, mints nothing and says so', async () => {
    const { exitCode, stdout, stderr } = await workplace.keyfast('run', '--full-refresh');
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Nothing was minted and no identity changed: every id is what it was.');
    expect(stdout).toContain('"Bob\\u{200b}by"  it holds an invisible character');
  });

  test('an id is explained: both forms of the name, the scope, the digest, and since when', async () => {
    const { document } = await workplace.json(
      'ids',
      'explain',
      'business',
      ' Zu\u0308rich AG',
      '--tenant',
      'acme',
    );
    expect(document).toMatchObject({
      raw_name: ' Zu\u0308rich AG',
      raw_code_points: [
        'U+0020',
        'U+005A',
        'U+0075',
        'U+0308',
        'U+0072',
        'U+0069',
        'U+0063',
        'U+0068',
        'U+0020',
        'U+0041',
        'U+0047',
      ],
      normalized_name: 'ZÜRICH AG',
      scope_text: 'acme|ZÜRICH AG',
      digest_algorithm: 'MD5',
      assigned_source: 'MINTED',
      quarantine_reason: null,
    });
    expect(document.assigned_id).toBe((document.full_digest as string).slice(0, 16));
    const text = await workplace.keyfast(
      'ids',
      'explain',
      'business',
      ' Zu\u0308rich AG',
      '--tenant',
      'acme',
    );
    expect(text.stdout).toContain('U+0020 Z u U+0308 r i c h U+0020 A G\n');
    expect(text.stdout).toContain('Z U+00DC R I C H U+0020 A G\n');
  });

  test('a mistyped tenant or name is answered with what was most likely meant', async () => {
    const explain = ['ids', 'explain', 'business', 'Acme Lmt', '--tenant'];
    expect(await workplace.json(...explain, 'acne')).toMatchObject({
      exitCode: 2,
      document: { error: { faults: [{ code: 'UNKNOWN_TENANT', allowed: 'acme' }] } },
    });
    expect((await workplace.json(...explain, 'acme')).document).toMatchObject({
      assigned_id: null,
      similar_name: 'ACME LTD',
    });
    expect((await workplace.keyfast(...explain, 'acme')).stdout).toContain(
      'similar     "ACME LTD" has one: was that meant?\n',
    );
    const add = ['alias', 'add', 'business', 'Acme', 'Zurich AG', '--tenant', 'acme', '--reason', 'one'];
    expect(await workplace.json(...add)).toMatchObject({
      exitCode: 2,
      document: { error: { faults: [{ code: 'UNKNOWN_NAME', allowed: ' Zürich AG' }] } },
    });
  });

  test('of a name in plain ASCII and normalised, its explanation says so', async () => {
    const { stdout } = await workplace.keyfast('ids', 'explain', 'business', 'ACME LTD', '--tenant', 'acme');
    expect(stdout).toContain('            the same: plain ASCII, normalised already\n');
  });

  test('an alias joins two names, once, and refuses a circle', async () => {
    const add = [
      'alias',
      'add',
      'business',
      'Zürich AG',
      'Acme Ltd',
      '--tenant',
      'acme',
      '--reason',
      'bought in May',
    ];
    expect((await workplace.json(...add)).document).toMatchObject({ outcome: 'ADDED', added_by: 'ann' });
    expect((await workplace.json(...add)).document).toMatchObject({ outcome: 'ALREADY_ADDED' });
    const circle = [
      'alias',
      'add',
      'business',
      'Acme Ltd',
      'Zürich AG',
      '--tenant',
      'acme',
      '--reason',
      'no',
    ];
    expect(await workplace.json(...circle)).toMatchObject({
      exitCode: 1,
      document: { error: { faults: [{ code: 'ALIAS_CYCLE' }] } },
    });
    expect((await workplace.json('alias', 'list')).document).toMatchObject({
      aliases: [{ tenant_id: 'acme', alias_name: 'Zürich AG', reason: 'bought in May', ended_at: null }],
    });
    const end = ['alias', 'end', 'business', 'Zürich AG', '--tenant', 'acme', '--reason', 'sold again'];
    expect((await workplace.json(...end)).document).toMatchObject({ outcome: 'ENDED', ended_by: 'ann' });
  });

  test('an alias that was ended is not known any more, and one that is near is named', async () => {
    const add = [
      'alias',
      'add',
      'business',
      'Zürich AG',
      'Acme Ltd',
      '--tenant',
      'acme',
      '--reason',
      'again',
    ];
    await workplace.keyfast(...add);
    const end = (name: string): ReturnType<Workplace['json']> =>
      workplace.json('alias', 'end', 'business', name, '--tenant', 'acme', '--reason', 'done');
    expect(await end('Zurich AG')).toMatchObject({
      exitCode: 2,
      document: { error: { faults: [{ code: 'UNKNOWN_ALIAS', allowed: 'Zürich AG' }] } },
    });
    expect((await end('Zürich AG')).exitCode).toBe(0);
    expect(await end('Zürich AG')).toMatchObject({
      exitCode: 2,
      document: { error: { faults: [{ code: 'UNKNOWN_ALIAS', allowed: null }] } },
    });
  });

  test('one control is shown in full, with its failing keys', async () => {
    expect(await workplace.json('controls', 'quarantine')).toMatchObject({
      exitCode: 0,
      document: {
        control_id: 'QUARANTINE',
        severity: 'reports',
        status: 'FAIL',
        failures: [{ failing_key: 'Bob\u200bby' }],
        newer_sources: null,
      },
    });
  });

  test('a control alone with nothing to test turns nothing red, as in a run, and proves nothing', async () => {
    const { exitCode, stdout } = await workplace.keyfast('controls', 'HIERARCHY');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('  VACUOUS\n');
    expect(stdout).toContain('Nothing was there to test, so nothing is proved.\n');
  });

  test('what the quarantine holds is said in words, and in codes for programs', async () => {
    expect((await workplace.keyfast('quarantine')).stdout).toMatch(
      /"Bob\\u\{200b\}by" +it holds an invisible character/,
    );
  });

  test('a run of some actions tells of these actions', async () => {
    const { exitCode, document } = await workplace.json('run', '--select', '+look_alikes', 'identity_drift');
    expect(exitCode).toBe(0);
    const names = (document.actions as { name: string }[]).map((action) => action.name);
    expect(names).toContain('look_alikes');
    expect(names).toContain('identity_drift');
    expect(names).not.toContain('commission_traceability');
    expect(document).not.toHaveProperty('controls');
  });

  test.each([
    [['ids', 'drift'], { drift: [] }],
    [['quarantine', '--tenant', 'acme'], { quarantine: [{ tenant_id: 'acme', raw_name: 'Bob\u200bby' }] }],
  ])('%j lists', async (words, expected) => {
    const { exitCode, document } = await workplace.json(...words);
    expect(exitCode).toBe(0);
    expect(document).toMatchObject(expected);
  });
});
