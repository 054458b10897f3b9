import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { BUILD_MILLISECONDS } from '../fixtures/warehouse/local_warehouse.ts';
import { HEADER, Organisation, refusalOf, TENANT } from './organisation.ts';

vi.setConfig({ hookTimeout: BUILD_MILLISECONDS });

let organisation: Organisation;

beforeAll(async () => {
  organisation = await Organisation.create();
});

afterAll(async () => {
  await organisation.remove();
});

const NAMES = 'first_name,last_name,effective_start_date,email';
const JANE = 'Jane,Doe,2025-01-01,jane@example.com';

describe('a file is staged as it was sent', () => {
  test('with the lines that each row stands on; every line of the file is accounted for', async () => {
    const changeset = await organisation.upload(
      `${NAMES}\r\n${JANE}\r\n\r\n"John\r\nJacob",Roe,2025-01-01,\r\n   \r\nMia,Poe,2025-01-01,m@example.com`,
    );
    expect(changeset).toMatchObject({
      status: 'UPLOADED',
      source_file: 'file.csv',
      header_columns: NAMES,
      physical_line_count: 7n,
      header_line_count: 1n,
      blank_line_count: 2n,
      continuation_line_count: 1n,
      row_count: 3n,
      file_notes: null,
      uploaded_by: 'ann',
    });
    expect(await organisation.stagedRows(changeset, 'source_row, last_row, first_name')).toEqual([
      ['2', '2', 'Jane'],
      ['4', '5', 'John\r\nJacob'],
      ['7', '7', 'Mia'],
    ]);
  });

  test.each([
    ['LF', '\n'],
    ['CR', '\r'],
    ['CRLF', '\r\n'],
  ])('%s ends a line, and the last line needs none', async (_, end) => {
    const text = [NAMES, JANE, `"J${end}J",Roe,2025-01-01,`, JANE].join(end);
    for (const content of [text, text + end]) {
      expect(await organisation.upload(content)).toMatchObject({
        physical_line_count: 5n,
        blank_line_count: 0n,
        continuation_line_count: 1n,
        row_count: 3n,
      });
    }
  });

  test('a header over two lines counts as two', async () => {
    const changeset = await organisation.upload(
      `first_name,last_name,"effective_start_date\n"\n${JANE.slice(0, -17)}\n`,
    );
    expect(changeset).toMatchObject({ physical_line_count: 3n, header_line_count: 2n, row_count: 1n });
  });

  test('an absent column is NULL, an empty cell is empty, white space stays', async () => {
    const changeset = await organisation.upload(`${NAMES}\n" Jane ",Doe,2025-01-01,\n`);
    expect(await organisation.stagedRows(changeset, 'first_name, email, phone')).toEqual([
      [' Jane ', '', null],
    ]);
  });

  test('a row with too few or too many cells keeps its text, and none of its cells', async () => {
    const changeset = await organisation.upload(`${NAMES}\nJane,"D,oe"\n${JANE},more\n${JANE}\n`);
    expect(await organisation.stagedRows(changeset, 'source_row, cell_fault, sent_text, first_name')).toEqual(
      [
        ['2', 'TOO_FEW_CELLS', 'Jane,"D,oe"', null],
        ['3', 'TOO_MANY_CELLS', `${JANE},more`, null],
        ['4', null, null, 'Jane'],
      ],
    );
  });

  test('what a spreadsheet would run as a formula is taken verbatim', async () => {
    const changeset = await organisation.upload(`${NAMES}\n=1+1,'=x,2025-01-01,@x\n`);
    expect(await organisation.stagedRows(changeset, 'first_name, last_name, email')).toEqual([
      ['=1+1', "'=x", '@x'],
    ]);
  });

  test("a byte order mark isn't part of the header, and the changeset says so", async () => {
    const changeset = await organisation.upload(`\ufeff${NAMES}\n${JANE}\n`);
    expect(changeset.file_notes).toBe('the UTF-8 byte order mark was left out');
  });

  test('U+FFFD is taken as it is, and the changeset says where a character was lost', async () => {
    const changeset = await organisation.upload(`${NAMES}\n${JANE}\nJ\ufffdrg,M\ufffdller,2025-01-01,\n`);
    expect(changeset.file_notes).toBe(
      'U+FFFD stands for characters that were lost before the file came here, in one row, first on line 3',
    );
  });
});

describe('a file of ours', () => {
  test('has its columns passed over, wherever they stand, and its cells read as Keyfast writes them', async () => {
    const changeset = await organisation.upload(
      `keyfast_line,first_name,last_name,Keyfast_Codes,effective_start_date\n7,'=1+1,''quoted,BAD,2025-01-01\n`,
    );
    expect(changeset).toMatchObject({
      header_columns: 'first_name,last_name,effective_start_date',
      file_notes: 'keyfast_ columns were passed over, and cells read as Keyfast writes them',
    });
    expect(await organisation.stagedRows(changeset, 'first_name, last_name')).toEqual([['=1+1', "'quoted"]]);
  });

  test('a row without the shape of the header loses our cells only', async () => {
    const changeset = await organisation.upload(
      `keyfast_line,keyfast_codes,first_name,last_name,effective_start_date\n7,TOO_FEW_CELLS,Jane\n`,
    );
    expect(await organisation.stagedRows(changeset, 'cell_fault, sent_text')).toEqual([
      ['TOO_FEW_CELLS', 'Jane'],
    ]);
  });
});

describe('the same file', () => {
  test('is one changeset while it is open, however many send it', async () => {
    const file = await organisation.file(`${NAMES}\nOnce,Only,2025-01-01,once@example.com\n`, 'once.csv');
    const uploads = await Promise.all([1, 2, 3].map(() => organisation.steps.upload(file)));
    expect(new Set(uploads.map(({ changeset }) => changeset.changeset_id)).size).toBe(1);
    expect(uploads.filter(({ wasOpen }) => !wasOpen)).toHaveLength(1);
    const [one] = uploads;
    expect(await organisation.stagedRows(one!.changeset, 'first_name')).toEqual([['Once']]);
  });

  test('of another organisation is another changeset', async () => {
    const file = await organisation.file(`${NAMES}\nTwice,Asked,2025-01-01,t@example.com\n`, 'twice.csv');
    const own = await organisation.steps.upload(file);
    const other = await organisation.stepsOf(TENANT, 'o2').upload(file);
    expect(other.changeset.changeset_id).not.toBe(own.changeset.changeset_id);
  });
});

describe('a file that is refused', () => {
  const nothing = async (): Promise<unknown> =>
    (
      await organisation.local.sql(
        `SELECT COUNT(*) FROM payroll_config.bulk_import_rows WHERE first_name = 'Refused'`,
      )
    )[0];

  test.each([
    [
      'an unknown header, with the nearest',
      `first_nam,last_name,effective_start_date\nRefused,x,y\n`,
      ['1:1 UNKNOWN_HEADER', '1 MISSING_HEADER'],
    ],
    [
      'two equal headers',
      `${NAMES}, E-Mail ,EMAIL\nRefused\n`,
      ['1:5 UNKNOWN_HEADER', '1:6 DUPLICATE_HEADER'],
    ],
    [
      'a semicolon between cells',
      `first_name;last_name;effective_start_date\nRefused;x;y\n`,
      ['1 WRONG_DELIMITER'],
    ],
    [
      'a quote that is never closed',
      `${NAMES}\nRefused,Doe,2025-01-01,x\n"Jane,Doe\n`,
      ['3:first_name UNCLOSED_QUOTE'],
    ],
    [
      'a control character',
      `${NAMES}\nRefused,Doe,2025-01-01,x\nJane,D\u0007oe,2025-01-01,x\n`,
      ['3:last_name CONTROL_CHARACTER'],
    ],
    ['UTF-16', Buffer.from(`\ufeff${NAMES}\nRefused\n`, 'utf16le'), [' NOT_CSV']],
    ['no row', `${NAMES}\n`, [' NO_ROWS']],
    ['nothing', '', [' EMPTY_FILE']],
    [
      'a row of more cells than a file may have columns',
      `${NAMES}\nRefused${','.repeat(1001)}\n`,
      ['2 TOO_MANY_CELLS'],
    ],
  ])('%s: leaves nothing but an event', async (_, content, faults) => {
    const error = await refusalOf(organisation.upload(content));
    expect(error.exitCode).toBe(1);
    expect(
      error.faults.map(({ code, location }) => {
        const place = [location?.line, location?.column].filter((part) => part !== undefined).join(':');
        return `${place} ${code}`;
      }),
    ).toEqual(faults);
    expect(await nothing()).toEqual(['0']);
    const codes = [...new Set(error.faults.map(({ code }) => code))].sort().join(' ');
    const event = (await organisation.events()).at(-1);
    expect(event).toMatchObject({
      type: 'FILE_REFUSED',
      details: { org_id: 'o1', codes, faults: faults.length },
    });
    const digest = createHash('sha256').update(content).digest('hex');
    expect([digest, codes]).toContain(event?.subject);
  });

  test.each([
    ['an unknown tenant', 'harbour', 'o1', 'UNKNOWN_TENANT'],
    ['an impossible organisation', TENANT, 'o 1', 'BAD_ORG_ID'],
    ['an organisation that is known in another case', TENANT, 'O1', 'ORG_CASE'],
  ])('%s is refused before the file is read', async (_, tenant, org, code) => {
    const file = await organisation.file(`${HEADER}\n,A1,Refused,x,2025-01-01,,\n`);
    const error = await refusalOf(organisation.stepsOf(tenant, org).upload(file));
    expect([error.exitCode, error.faults[0].code]).toEqual([2, code]);
    expect(await nothing()).toEqual(['0']);
  });

  test('a file that is not there leaves no event', async () => {
    const before = await organisation.events();
    const error = await refusalOf(organisation.steps.upload('nowhere.csv'));
    expect([error.exitCode, error.faults[0].code]).toEqual([2, 'FILE_NOT_FOUND']);
    expect(await organisation.events()).toEqual(before);
  });
});
