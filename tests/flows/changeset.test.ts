import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Document, Workplace } from './keyfast_process.ts';

// A process a step, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const OF_HARBOR = ['--tenant', 'harbor', '--org', 'main'];
const HEADER = 'agent_entity_id,agent_id,first_name,last_name,effective_start_date,email,phone,status';
/** What the agent of `agent_id` A1 is called for ever: UUIDv5. */
const JANE = '67b7ba8e-e2f4-5ecc-b39b-112c573de55b';

let workplace: Workplace;

beforeAll(async () => {
  workplace = new Workplace();
  await workplace.keyfast('tenant', 'add', 'harbor');
  await workplace.keyfast('tenant', 'add', 'lakeshore');
});

afterAll(() => {
  workplace.remove();
});

function file(name: string, ...rows: readonly string[]): string {
  return workplace.file(name, rows.map((row) => `${row}\n`).join(''));
}

async function json(
  ...words: string[]
): Promise<{ readonly exitCode: number | null; readonly document: Document }> {
  return workplace.json(...words, ...OF_HARBOR);
}

/** The codes of an error document, and its next step. */
function refusal({
  exitCode,
  document,
}: {
  readonly exitCode: number | null;
  readonly document: Document;
}): unknown {
  const error = document.error as { faults: readonly { code: string }[]; next_step: string | null };
  return [exitCode, error.faults.map(({ code }) => code).join(' '), error.next_step];
}

function codes(answer: { readonly exitCode: number | null; readonly document: Document }): unknown {
  return (refusal(answer) as unknown[]).slice(0, 2);
}

/** What no two calls have in common. */
function masked(output: string): string {
  return output
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, 'WHEN')
    .replace(/\b[0-9a-f]{64}\b/g, 'DIGEST')
    .replace(/node \S+keyfast\.js/g, 'keyfast');
}

function text(document: Document, key: string): string {
  return document[key] as string;
}

describe('a changeset, step by step', () => {
  let id: string;
  let plan: string;

  test('upload stages the file, and says how to go on', async () => {
    file(
      'agents.csv',
      HEADER,
      ',A1,Jane,Doe,2025-01-01,jane@example.com,+1 617 555 0101,ACTIVE',
      ',,John,Roe,2025-01-01,john@example.com,ask him,',
      ',A3,Bad,Date,03/04/2025,bad@example.com,,ACTVE',
      ',A4,Short',
    );
    const { exitCode, document } = await json('changeset', 'upload', 'agents.csv');
    id = text(document, 'changeset_id');
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({
      outcome: 'UPLOADED',
      status: 'UPLOADED',
      source_file: 'agents.csv',
      row_count: 4,
      physical_line_count: 5,
      next_step: `keyfast changeset validate ${id} --tenant harbor --org main`,
    });
    expect((await json('changeset', 'upload', 'agents.csv')).document).toMatchObject({
      outcome: 'ALREADY_OPEN',
      changeset_id: id,
    });
  });

  test('validate prints the review, and is wrong data when rows are rejected', async () => {
    const { exitCode, document } = await json('changeset', 'validate', id.slice(0, 8));
    plan = text(document, 'plan_hash');
    expect(exitCode).toBe(1);
    expect(document).toMatchObject({
      status: 'VALIDATED',
      created_count: 2,
      rejected_count: 2,
      warning_count: 1,
      next_step: `keyfast changeset commit ${id} --plan ${plan} --accept-rejected 2 --tenant harbor --org main`,
    });
  });

  test('the review is a page that a person decides from', async () => {
    const { exitCode, stdout, stderr } = await workplace.keyfast('changeset', 'review', id, ...OF_HARBOR);
    expect([exitCode, stderr]).toEqual([0, '']);
    const john = /line 3 {2}(?<id>[0-9a-f-]{36}) {2}John Roe/.exec(stdout)?.groups?.id ?? '';
    expect(masked(stdout).replaceAll(john, 'JOHN').replaceAll(id, 'ID')).toBe(`\
Changeset ID  VALIDATED
  file         agents.csv, SHA-256 DIGEST
  for          harbor, main
  uploaded     WHEN by ann
  validated    WHEN by ann

Warnings
  1 × ODD_PHONE phone, line 3: Does not look like a telephone number; it is taken as it is
      value:   "ask him"

Plan
  rows
     2  CREATE     new agents
     0  UPDATE     agents that are there
     0  UNCHANGED  say what the warehouse says already
     2  REJECTED   have errors and are left behind
  identities: 2 created, 0 updated; contacts: 2 created, 0 updated; 1 warning
  lines: 5 = 1 header + 0 blank + 0 inside quotes + 4 rows

Rejected
  1 × BAD_DATE effective_start_date, line 4: Not a date of the calendar in this form
      value:   "03/04/2025"
      allowed: a date as YYYY-MM-DD, from 1900-01-01 to 2199-12-31
  1 × BAD_STATUS status, line 4: Not a listed status; the nearest is ACTIVE
      value:   "ACTVE"
      allowed: ACTIVE, INACTIVE, ON_LEAVE, PENDING, SUSPENDED, TERMINATED
  1 × TOO_FEW_CELLS, line 5: The row has fewer cells than the header
      value:   ",A4,Short"
      allowed: as many cells as the header has

Rows
  CREATE    line 3  JOHN  John Roe, from 2025-01-01  ODD_PHONE phone
  CREATE    line 2  ${JANE}  Jane Doe, from 2025-01-01
  REJECTED  line 4  0772ad90-849e-56ca-bdbe-4e1d0034fbaf  Bad Date  BAD_DATE effective_start_date, BAD_STATUS status
  REJECTED  line 5  no id                                   TOO_FEW_CELLS

Before it can be committed
  2 rows are rejected. To be mended: keyfast changeset errors ID --out rejected.csv --tenant harbor --org main; to be left behind: --accept-rejected 2

changeset hash  DIGEST
plan hash       DIGEST
next: keyfast changeset commit ID --plan DIGEST --accept-rejected 2 --tenant harbor --org main
`);
  });

  test('rows can be picked and paged, with all that they change', async () => {
    const diff = await workplace.keyfast(
      'changeset',
      'review',
      id,
      '--only',
      'warnings',
      '--diff',
      ...OF_HARBOR,
    );
    expect(diff.stdout).toMatch(
      /line 3 .+\n {6}first_name {6}"John"\n {6}last_name {7}"Roe"\n {6}email {11}"john@/,
    );
    const { document } = await json('changeset', 'review', id, '--only', 'errors', '--after', '4');
    expect(document).toMatchObject({ more_after: null, rows: [{ source_row: 5, outcome: 'REJECTED' }] });
    expect((document.rows as unknown[]).length).toBe(1);
    const bad = await workplace.keyfast('changeset', 'review', id, '--only', 'mistakes', ...OF_HARBOR);
    expect(bad.exitCode).toBe(2);
    expect(bad.stderr).toContain('creates, updates, unchanged, errors, warnings');
  });

  test('another plan is refused, and so are rejected rows that nobody accepted', async () => {
    expect(refusal(await json('changeset', 'commit', id, '--plan', 'f'.repeat(64)))).toEqual([
      1,
      'STALE_PLAN',
      `keyfast changeset validate ${id} --tenant harbor --org main, which prints the review and the command that commits it`,
    ]);
    expect(codes(await json('changeset', 'commit', id, '--plan', plan))).toEqual([1, 'REJECTED_ROWS']);
    expect(codes(await json('changeset', 'commit', id, '--plan', plan, '--accept-rejected', '1'))).toEqual([
      1,
      'REJECTED_ROWS',
    ]);
  });

  test('the reviewed plan is committed, once', async () => {
    const commit = ['changeset', 'commit', id, '--plan', plan, '--accept-rejected', '2', '--actor', 'bob'];
    expect(await json(...commit)).toMatchObject({
      exitCode: 0,
      document: { status: 'COMMITTED', committed_by: 'bob', created_count: 2, contact_created_count: 2 },
    });
    expect(refusal(await json(...commit))).toEqual([
      1,
      'ALREADY_COMMITTED',
      `keyfast changeset show ${id} --tenant harbor --org main`,
    ]);
  });

  test('its rejected rows go out, are mended, and come in', async () => {
    expect((await json('changeset', 'errors', id, '--out', 'the rejected.csv')).document.next_step).toBe(
      "keyfast import 'the rejected.csv' --tenant harbor --org main",
    );
    const out = await json('changeset', 'errors', id, '--out', 'rejected.csv');
    expect(out).toMatchObject({ exitCode: 0, document: { file: 'rejected.csv', rejected_count: 2 } });
    const sent = readFileSync(join(workplace.directory, 'rejected.csv'), 'utf8').split('\n');
    expect(sent[0]).toBe(`keyfast_line,keyfast_codes,keyfast_messages,${HEADER}`);
    expect(sent[1]).toMatch(/^4,BAD_DATE; BAD_STATUS,".+",,A3,Bad,Date,03\/04\/2025,bad@example.com,,ACTVE$/);
    expect(sent[2]).toMatch(/^5,TOO_FEW_CELLS,.+,,A4,Short$/);
    expect(codes(await json('changeset', 'errors', id, '--out', 'rejected.csv'))).toEqual([2, 'FILE_EXISTS']);

    file(
      'mended.csv',
      sent[0] ?? '',
      (sent[1] ?? '').replace('03/04/2025', '2025-04-03').replace('ACTVE', 'ACTIVE'),
      `${sent[2] ?? ''},Cut,2025-04-03,short@example.com,,`,
    );
    const { exitCode, document } = await json('import', 'mended.csv');
    expect({ exitCode, document }).toMatchObject({
      exitCode: 0,
      document: { status: 'VALIDATED', created_count: 2, rejected_count: 0 },
    });
    const mended = text(document, 'changeset_id');
    expect(await json('changeset', 'errors', mended, '--out', 'no errors.csv')).toMatchObject({
      exitCode: 0,
      document: { file: null, rejected_count: 0 },
    });
    expect(existsSync(join(workplace.directory, 'no errors.csv'))).toBe(false);
    expect(await json('changeset', 'commit', mended, '--plan', text(document, 'plan_hash'))).toMatchObject({
      exitCode: 0,
      document: { status: 'COMMITTED', created_count: 2 },
    });
    const exported = await workplace.keyfast('profiles', 'export', ...OF_HARBOR);
    expect(exported.stdout).toMatch(/,A3,Bad,Date,,,,ACTIVE,2025-04-03,bad@example\.com,/);
    expect(exported.stdout).toMatch(/,A4,Short,Cut,,,,,2025-04-03,short@example\.com,/);
    // The agents that came in so are no part of what follows.
    await json('changeset', 'rollback', mended, '--reason', 'a test');
  });

  test('without a file to write, the errors are listed', async () => {
    const { exitCode, stdout } = await workplace.keyfast('changeset', 'errors', id, ...OF_HARBOR);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      'error agents.csv:4:effective_start_date Not a date of the calendar in this form [BAD_DATE]',
    );
    expect(stdout).toContain('error agents.csv:5 The row has fewer cells than the header [TOO_FEW_CELLS]');
  });

  test('what goes out as profiles comes in unchanged', async () => {
    expect(await json('profiles', 'export', '--out', 'profiles.csv')).toMatchObject({
      exitCode: 0,
      document: { file: 'profiles.csv', profile_count: 2 },
    });
    const { stdout } = await workplace.keyfast('profiles', 'export', ...OF_HARBOR);
    expect(stdout).toBe(readFileSync(join(workplace.directory, 'profiles.csv'), 'utf8'));
    expect(stdout).toContain(`,${JANE},A1,Jane,Doe,,,,ACTIVE,2025-01-01,jane@example.com,'+1 617 555 0101,`);
    expect(await json('import', 'profiles.csv')).toMatchObject({
      exitCode: 0,
      document: { unchanged_count: 2, created_count: 0, updated_row_count: 0, rejected_count: 0 },
    });
  });

  test('a changeset that another one builds on is not rolled back before it', async () => {
    file('update.csv', HEADER, `${JANE},,Jane,Doe,2025-06-01,jane@new.example,,`);
    const { document } = await json('import', 'update.csv');
    expect(document).toMatchObject({
      updated_row_count: 1,
      rows: [
        {
          outcome: 'UPDATE',
          agent_entity_id: JANE,
          changes: [{ field: 'email', old_value: 'jane@example.com', new_value: 'jane@new.example' }],
        },
      ],
    });
    const later = text(document, 'changeset_id');
    await json('changeset', 'commit', later, '--plan', text(document, 'plan_hash'));

    expect(await json('changeset', 'rollback', id, '--preview')).toMatchObject({
      exitCode: 1,
      document: {
        blockers: [{ changeset_id: later, agent_count: 1, first_agent_entity_id: JANE }],
        next_step: `keyfast changeset rollback ${later} --reason TEXT --tenant harbor --org main`,
      },
    });
    expect(refusal(await json('changeset', 'rollback', id, '--reason', 'a test'))).toEqual([
      1,
      'ROLLBACK_BLOCKED',
      `keyfast changeset rollback ${id} --preview --tenant harbor --org main`,
    ]);
    expect(codes(await json('changeset', 'rollback', later))).toEqual([2, 'MISSING_REASON']);
    expect(await json('changeset', 'rollback', later, '--reason', 'a test')).toMatchObject({
      exitCode: 0,
      document: { status: 'ROLLED_BACK', rollback_reason: 'a test' },
    });
    expect(await json('changeset', 'rollback', id, '--preview')).toMatchObject({
      exitCode: 0,
      document: { created_count: 2, blockers: [] },
    });
    expect(await json('changeset', 'rollback', id, '--reason', 'a test')).toMatchObject({ exitCode: 0 });
    expect((await json('profiles', 'export', '--out', 'none.csv')).document).toMatchObject({
      profile_count: 0,
    });
  });

  test('the events tell all of it, and their chain holds', async () => {
    const { document } = await workplace.json('events', '--changeset', id.slice(0, 8));
    expect(
      (document.events as readonly { event_type: string; actor: string }[]).map(
        (event) => `${event.event_type} ${event.actor}`,
      ),
    ).toEqual([
      'CHANGESET_UPLOADED ann',
      'CHANGESET_VALIDATED ann',
      'COMMIT_REFUSED ann',
      'COMMIT_REFUSED ann',
      'COMMIT_REFUSED ann',
      'CHANGESET_COMMITTED bob',
      'COMMIT_REFUSED bob',
      'CHANGESET_ROLLED_BACK ann',
    ]);
    expect(await workplace.json('events', 'verify')).toMatchObject({
      exitCode: 0,
      document: {
        is_unbroken: true,
        chains: [
          { tenant_id: 'harbor', fault_count: 0, first_broken_link: null },
          { tenant_id: 'lakeshore', event_count: 1, fault_count: 0 },
        ],
      },
    });
  });
});

describe('what is not there, or not theirs', () => {
  test('an id of another tenant or organisation answers as an unknown one, and leaves an event', async () => {
    file('own.csv', HEADER, ',Z1,Own,Agent,2025-01-01,own@example.com,,');
    const id = text((await json('import', 'own.csv')).document, 'changeset_id');
    const unknown = id.replace(/^./, (digit) => (digit === 'f' ? 'e' : 'f'));
    const asked = async (changeset: string, ...scope: string[]): Promise<unknown> =>
      refusal(await workplace.json('changeset', 'show', changeset, ...scope, '--actor', 'eve'));
    const next = 'keyfast changeset list --tenant lakeshore --org main';
    expect(await asked(id, '--tenant', 'lakeshore', '--org', 'main')).toEqual([2, 'UNKNOWN_CHANGESET', next]);
    expect(await asked(unknown, '--tenant', 'lakeshore', '--org', 'main')).toEqual([
      2,
      'UNKNOWN_CHANGESET',
      next,
    ]);
    expect(await asked(id, '--tenant', 'harbor', '--org', 'other')).toEqual([
      2,
      'UNKNOWN_CHANGESET',
      'keyfast changeset list --tenant harbor --org other',
    ]);
    const { document } = await workplace.json('events', '--tenant', 'lakeshore');
    expect(document.events).toMatchObject([
      { event_type: 'TENANT_REGISTERED' },
      { event_type: 'ACCESS_REFUSED', actor: 'eve', subject: id },
      { event_type: 'ACCESS_REFUSED', actor: 'eve', subject: unknown },
    ]);
  });

  test('a changeset that is turned down stays as it is', async () => {
    file('unwanted.csv', HEADER, ',Z2,Not,Wanted,2025-01-01,not@example.com,,');
    const { document } = await json('import', 'unwanted.csv');
    const id = text(document, 'changeset_id');
    expect(codes(await json('changeset', 'reject', id, '--reason', ' '))).toEqual([2, 'MISSING_REASON']);
    expect(await json('changeset', 'reject', id, '--reason', 'a duplicate')).toMatchObject({
      exitCode: 0,
      document: { status: 'REJECTED', rejection_reason: 'a duplicate' },
    });
    expect(refusal(await json('changeset', 'commit', id, '--plan', text(document, 'plan_hash')))).toEqual([
      1,
      'WRONG_STATUS',
      `keyfast changeset show ${id} --tenant harbor --org main`,
    ]);
    expect(codes(await json('changeset', 'reject', id, '--reason', 'once more'))).toEqual([
      1,
      'WRONG_STATUS',
    ]);
    const { document: told } = await workplace.json('events', '--changeset', id);
    expect(told.events).toMatchObject([
      { event_type: 'CHANGESET_UPLOADED' },
      { event_type: 'CHANGESET_VALIDATED' },
      { event_type: 'CHANGESET_REJECTED', actor: 'ann' },
      { event_type: 'COMMIT_REFUSED' },
    ]);
    const { stdout } = await workplace.keyfast('changeset', 'list', ...OF_HARBOR);
    expect(stdout).toMatch(new RegExp(`${id} +REJECTED +unwanted\\.csv +1 +1 +0 +0 +0 `));
  });

  test('a file that is refused is told fault by fault', async () => {
    file('refused.csv', 'agent_id,first_nam,last_name,effective_start_date', 'A9,x,y,2025-01-01');
    const { exitCode, stdout, stderr } = await workplace.keyfast('import', 'refused.csv', ...OF_HARBOR);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain(
      'error refused.csv:1:2 Unknown column; did you mean first_name? [UNKNOWN_HEADER]',
    );
    expect(stderr).toContain('2 faults on 1 line; nothing was loaded');
  });

  test('whose it is has to be said, by option or once for all', async () => {
    const { exitCode, stderr } = await workplace.keyfast('changeset', 'list', '--tenant', 'harbor');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--org');
  });
});

describe('bootstrap', () => {
  test('creates agents directly, and is a changeset like any other', async () => {
    file('bootstrap.csv', HEADER, ',B1,Bo,Strap,2025-01-01,bo@example.com,,ACTIVE');
    expect(await json('bootstrap', 'bootstrap.csv')).toMatchObject({
      exitCode: 0,
      document: { changeset_kind: 'BOOTSTRAP', status: 'COMMITTED', created_count: 1 },
    });
  });

  test('takes all rows or none', async () => {
    file('half.csv', HEADER, ',B2,Good,Row,2025-01-01,good@example.com,,', `${JANE},,Jane,Doe,2025-01-01,,,`);
    const { exitCode, stderr } = await workplace.keyfast('bootstrap', 'half.csv', ...OF_HARBOR);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      'error half.csv:3:agent_entity_id A bootstrap creates agents; this row would update one [NOT_A_CREATE]',
    );
    expect(stderr).toContain('nothing was loaded');
    const { document } = await json('changeset', 'list');
    expect((document.changesets as unknown[])[0]).toMatchObject({
      source_file: 'half.csv',
      status: 'REJECTED',
    });
    await json('profiles', 'export', '--out', 'after.csv');
    expect(readFileSync(join(workplace.directory, 'after.csv'), 'utf8')).not.toContain('B2');
    expect(existsSync(join(workplace.directory, 'after.csv.part'))).toBe(false);
  });

  test('shows what nobody reviewed: its warnings', async () => {
    file('odd.csv', HEADER, ',B3,Odd,Phone,2025-01-01,odd@example.com,call me,');
    const { exitCode, stdout } = await workplace.keyfast('bootstrap', 'odd.csv', ...OF_HARBOR);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('1 × ODD_PHONE phone, line 2: Does not look like a telephone number');
  });
});

describe('a review', () => {
  test('that other changesets have moved under says so, and what is next is another validation', async () => {
    file('stale.csv', HEADER, ',S1,Stale,Review,2025-01-01,stale@example.com,,');
    file('other.csv', HEADER, ',S2,Other,One,2025-01-01,other@example.com,,');
    const stale = (await json('import', 'stale.csv')).document;
    const other = (await json('import', 'other.csv')).document;
    await json('changeset', 'commit', text(other, 'changeset_id'), '--plan', text(other, 'plan_hash'));
    const id = text(stale, 'changeset_id');
    expect((await json('changeset', 'review', id)).document).toMatchObject({
      obstacles: [
        expect.stringMatching(/^Other changesets were committed or rolled back since the validation/),
      ],
      next_step: `keyfast changeset validate ${id} --tenant harbor --org main`,
    });
  });
});

test('a plan that is no hash, and an organisation that can be none, are wrong calls in every step', async () => {
  expect((await json('changeset', 'commit', '0123', '--plan', 'ABC')).exitCode).toBe(2);
  const badOrg = await workplace.json('changeset', 'list', '--tenant', 'harbor', '--org', 'a b');
  expect(codes(badOrg)).toEqual([2, 'BAD_ORG_ID']);
  const wholeId = ['changeset', 'show', '00000000-0000-4000-8000-000000000000', '--tenant', 'harbor'];
  expect(codes(await workplace.json(...wholeId, '--org', ''))).toEqual([2, 'BAD_ORG_ID']);
});
