import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { text } from '../../scripts/changesets/changeset.ts';
import { AGENT_PROFILE_COLUMNS } from '../../scripts/changesets/agent_profiles.ts';
import { csvLine } from '../../scripts/changesets/csv_line.ts';
import type { Fault } from '../../scripts/errors.ts';
import { BUILD_MILLISECONDS } from '../fixtures/warehouse/local_warehouse.ts';
import { all, Organisation, refusalOf } from './organisation.ts';

vi.setConfig({ hookTimeout: BUILD_MILLISECONDS });

let organisation: Organisation;

beforeAll(async () => {
  organisation = await Organisation.create();
});

afterAll(async () => {
  await organisation.remove();
});

/** `line:column CODE`, what isn't known left out. */
function inShort({ code, location }: Fault): string {
  const place = [location?.line, location?.column].filter((part) => part !== undefined).join(':');
  return `${place} ${code}`.trim();
}

const NAMES = 'first_name,last_name,effective_start_date,email';
const JANE = 'Jane,Doe,2025-01-01,jane@example.com';
/** A file of two rows, the first of them sound. */
const under = (row: string): string => `${NAMES}\n${JANE}\n${row}\n`;

describe('a file that is refused: the place, the code, and what is said', () => {
  test.each<[string, string | Buffer, readonly string[], string]>([
    ['empty', '', ['EMPTY_FILE'], 'The file is empty'],
    ['blank lines alone', '\n \r\n\t\n', ['EMPTY_FILE'], 'The file is empty'],
    ['a byte order mark alone', '\ufeff', ['EMPTY_FILE'], 'The file is empty'],
    ['a header alone', NAMES, ['NO_ROWS'], 'The file has a header and no rows'],
    ['a header and blank lines', `${NAMES}\n\n  \n`, ['NO_ROWS'], 'The file has a header and no rows'],
    [
      'UTF-16, little-endian',
      Buffer.from(`\ufeff${under(JANE)}`, 'utf16le'),
      ['NOT_CSV'],
      'The file is UTF-16 (little-endian) text',
    ],
    [
      'UTF-16, big-endian',
      Buffer.from(`\ufeff${under(JANE)}`, 'utf16le').swap16(),
      ['NOT_CSV'],
      'The file is UTF-16 (big-endian) text',
    ],
    [
      'UTF-16 without a mark',
      Buffer.from(under(JANE), 'utf16le'),
      ['NOT_CSV'],
      'The file is UTF-16 (little-endian) text without a byte order mark',
    ],
    [
      'UTF-32',
      Buffer.from([0xff, 0xfe, 0, 0, 0x66, 0, 0, 0]),
      ['NOT_CSV'],
      'The file is UTF-32 (little-endian) text',
    ],
    [
      'Latin-1',
      Buffer.from(under('José,Doe,2025-01-01,'), 'latin1'),
      ['3 INVALID_UTF8'],
      'Byte 88 (from 0) is not valid UTF-8',
    ],
    [
      'a character cut off at the end',
      Buffer.from(under('Zoë')).subarray(0, -2),
      ['3 INVALID_UTF8'],
      'Byte 87 (from 0) is not valid UTF-8',
    ],
    [
      'half a surrogate pair, as some programs write it',
      Buffer.concat([Buffer.from(under('J')), Buffer.from([0xed, 0xa0, 0x80])]),
      ['4 INVALID_UTF8'],
      'Byte 87 (from 0) is not valid UTF-8',
    ],
    [
      'a workbook under another name',
      Buffer.from('PK\x03\x04\x14\0\x06\0[Content_Types].xml'),
      ['NOT_CSV'],
      'The file is an Excel workbook (.xlsx) under another name',
    ],
    ['a zip archive', Buffer.from('PK\x03\x04\x14\0agents.csv'), ['NOT_CSV'], 'The file is a zip archive'],
    [
      'an old workbook',
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]),
      ['NOT_CSV'],
      'The file is an old Excel workbook (.xls)',
    ],
    ['gzip', gzipSync(under(JANE)), ['NOT_CSV'], 'The file is a gzip archive'],
    ['PDF', '%PDF-1.7\n', ['NOT_CSV'], 'The file is a PDF document'],
    [
      'JSON',
      '[\n  {"first_name": "Jane", "last_name": "Doe"}\n]\n',
      ['NOT_CSV'],
      'The file is a JSON document',
    ],
    [
      'JSON on one line',
      '\ufeff{"first_name":"Jane","last_name":"Doe"}',
      ['NOT_CSV'],
      'The file is a JSON document',
    ],
    [
      'a web page',
      '<!DOCTYPE html>\n<html lang="en"><body>Sign in</body></html>\n',
      ['NOT_CSV'],
      'The file is an HTML or XML document',
    ],
    [
      'rows without a header',
      `${JANE}\n${JANE}\n`,
      ['1 NO_HEADER'],
      'The first line is not a header of this kind of file',
    ],
    [
      'a spreadsheet’s line that names the separator',
      `sep=,\n${under(JANE)}`,
      ['1 NO_HEADER'],
      'The first line is not a header of this kind of file',
    ],
    [
      'NUL',
      under('Ja\0ne,Doe,2025-01-01,'),
      ['3:first_name CONTROL_CHARACTER'],
      'The cell holds the control character U+0000',
    ],
    [
      'NUL in the header',
      `first_\0name${NAMES.slice(10)}\n${JANE}\n`,
      ['1:1 UNKNOWN_HEADER', '1 MISSING_HEADER'],
      'Unknown column; did you mean first_name?',
    ],
    [
      'an escape sequence for the terminal',
      under('Jane,"D\n\u001b[2Joe",2025-01-01,'),
      ['3:last_name CONTROL_CHARACTER'],
      'The cell holds the control character U+001B',
    ],
    [
      'a control character in a row that has too few cells',
      under('Jane,D\u0007oe'),
      ['3:last_name CONTROL_CHARACTER'],
      'The cell holds the control character U+0007',
    ],
    [
      'a quote that is never closed',
      under(`"Jane,Doe,2025-01-01,\n${JANE}`),
      ['3:first_name UNCLOSED_QUOTE'],
      'The quote that opens here is never closed',
    ],
    [
      'a quote that is never closed, after line breaks in quotes',
      under(`"J\nJ","Doe,2025-01-01,`),
      ['4:last_name UNCLOSED_QUOTE'],
      'The quote that opens here is never closed',
    ],
    [
      'text after a closing quote',
      under('"Jane" A,Doe,2025-01-01,'),
      ['3:first_name STRAY_QUOTE'],
      'A quote is misplaced: text after the closing quote',
    ],
    [
      'a quote inside a cell',
      under('Jane,D"oe,2025-01-01,'),
      ['3:last_name STRAY_QUOTE'],
      'A quote is misplaced: quote inside an unquoted cell',
    ],
    [
      'semicolons',
      under(JANE).replaceAll(',', ';'),
      ['1 WRONG_DELIMITER'],
      'The columns are separated by a semicolon (;)',
    ],
    ['tabs', under(JANE).replaceAll(',', '\t'), ['1 WRONG_DELIMITER'], 'The columns are separated by a tab'],
    [
      'bars',
      under(JANE).replaceAll(',', '|'),
      ['1 WRONG_DELIMITER'],
      'The columns are separated by a bar (|)',
    ],
    [
      'quoted cells between semicolons',
      '"first_name";"last_name"\n"Jane";"Doe"\n',
      ['1 WRONG_DELIMITER'],
      'The columns are separated by a semicolon (;)',
    ],
    [
      'two headers that are equal but for white space and case',
      `${NAMES}, E-MAIL,phone,Phone \n${JANE},,,\n`,
      ['1:5 UNKNOWN_HEADER', '1:7 DUPLICATE_HEADER'],
      'Unknown column; did you mean email?',
    ],
    [
      'an unknown header',
      `${NAMES},phne\n${JANE},\n`,
      ['1:5 UNKNOWN_HEADER'],
      'Unknown column; did you mean phone?',
    ],
    ['a header like no other', `${NAMES},shoe size\n${JANE},\n`, ['1:5 UNKNOWN_HEADER'], 'Unknown column'],
    ['a column without a header', `${NAMES},\n${JANE},\n`, ['1:5 EMPTY_HEADER'], 'Column 5 has no header'],
    [
      'a required header that is missing',
      'first_name,email\nJane,j@x.org\n',
      ['1 MISSING_HEADER', '1 MISSING_HEADER'],
      'The required column last_name is missing',
    ],
    [
      'a header after blank lines',
      `\n\n${NAMES},phne\n${JANE},\n`,
      ['3:5 UNKNOWN_HEADER'],
      'Unknown column; did you mean phone?',
    ],
    [
      'a header of 1,001 columns',
      `${NAMES}${',x'.repeat(997)}\n`,
      ['1 TOO_MANY_COLUMNS'],
      'The header has 1001 columns',
    ],
    [
      'a row of 1,001 cells',
      under(`Jane${',x'.repeat(1000)}`),
      ['3 TOO_MANY_CELLS'],
      'The row has 1,001 cells: too many',
    ],
    [
      'a cell of more than a mebibyte',
      under(`${'é'.repeat(600_000)},Doe,2025-01-01,`),
      ['3:first_name CELL_TOO_LARGE'],
      'The cell is too large',
    ],
    [
      'a row without an end',
      under('x'.repeat(17 * 1024 * 1024)),
      ['3 ROW_TOO_LARGE'],
      'The row is too large',
    ],
  ])('%s', async (_, content, faults, message) => {
    const error = await refusalOf(organisation.upload(content));
    expect(error.exitCode).toBe(1);
    expect(error.faults.map(inShort)).toEqual(faults);
    expect(error.faults[0].message).toBe(message);
    expect(error.faults[0].location?.file).toMatch(/file\.csv$/);
    const left = 'SELECT COUNT(*) FROM payroll_config.bulk_import_rows';
    expect(await organisation.local.sql(left)).toEqual([['0']]);
  });
});

describe('a file that is taken as it is', () => {
  test.each<[string, string | Buffer, (string | null)[]]>([
    [
      'a byte order mark before a quoted header',
      `\ufeff"first_name",last_name,effective_start_date\nJane,Doe,2025-01-01\n`,
      ['2', '2', 'Jane', 'Doe'],
    ],
    [
      'headers in another order and case',
      `EFFECTIVE_START_DATE, Last_Name ,first_name\n2025-01-01,Doe,Jane\n`,
      ['2', '2', 'Jane', 'Doe'],
    ],
    [
      'line ends of all kinds',
      `${NAMES}\r\r\n"J\r\nJ\nJ\rJ","D\n\noe",2025-01-01,\n\r`,
      ['3', '8', 'J\r\nJ\nJ\rJ', 'D\n\noe'],
    ],
    [
      'markup and formulas',
      `${NAMES}\n<script>alert(1)</script>,"=HYPERLINK(""x"")",2025-01-01,\n`,
      ['2', '2', '<script>alert(1)</script>', '=HYPERLINK("x")'],
    ],
    [
      'what would be SQL',
      `${NAMES}\n'; DROP TABLE agents; --,\${ref},2025-01-01,\n`,
      ['2', '2', "'; DROP TABLE agents; --", '${ref}'],
    ],
    [
      'a column of ours',
      `keyfast_note,first_name,last_name,effective_start_date\nmine,'=x,''y,2025-01-01\n`,
      ['2', '2', '=x', "'y"],
    ],
  ])('%s', async (_, content, row) => {
    const changeset = await organisation.upload(content);
    expect(changeset.status).toBe('UPLOADED');
    expect(await organisation.stagedRows(changeset, 'source_row, last_row, first_name, last_name')).toEqual([
      row,
    ]);
    await organisation.local.sql('DELETE FROM payroll_config.bulk_import_rows');
  });
});

describe('rows, each judged by itself', () => {
  type Cells = Partial<Record<(typeof AGENT_PROFILE_COLUMNS)[number], string>>;
  /** The last of it: what is said of the row, as `CODE:column`, an error unless it begins with another severity. */
  type Case = readonly [name: string, row: Cells | string, outcome: string, issues?: readonly string[]];

  const ADA = '00000000-0000-5000-8000-000000000000';
  const CASES: readonly Case[] = [
    ['sound', {}, 'CREATE'],
    // Rows
    ['too few cells', ',F1,Jane', 'REJECTED', ['TOO_FEW_CELLS']],
    ['commas alone, too few', ',,,', 'REJECTED', ['TOO_FEW_CELLS']],
    ['too many cells', `,F2,Jane,Doe${','.repeat(14)}`, 'REJECTED', ['TOO_MANY_CELLS']],
    [
      'commas alone',
      ','.repeat(AGENT_PROFILE_COLUMNS.length - 1),
      'REJECTED',
      [
        'MISSING_VALUE:effective_start_date',
        'MISSING_VALUE:email',
        'MISSING_VALUE:first_name',
        'MISSING_VALUE:last_name',
      ],
    ],
    // Identities
    ['an id of white space', { agent_entity_id: ' ' }, 'REJECTED', ['BLANK_ID:agent_entity_id']],
    ['an id of a no-break space', { agent_entity_id: '\u00a0' }, 'REJECTED', ['BLANK_ID:agent_entity_id']],
    [
      'an id of an ideographic space',
      { agent_entity_id: '\u3000' },
      'REJECTED',
      ['BLANK_ID:agent_entity_id'],
    ],
    ['an agent_id of white space', { agent_id: '  ', email: 'w@x.org' }, 'REJECTED', ['BLANK_ID:agent_id']],
    [
      'an agent_id of a zero-width space',
      { agent_id: '\u200b' },
      'REJECTED',
      ['INVISIBLE_CHARACTER:agent_id'],
    ],
    ['neither agent_id nor e-mail', { agent_id: '' }, 'REJECTED', ['MISSING_VALUE:email']],
    ['the word null', { agent_entity_id: 'NULL' }, 'REJECTED', ['BAD_UUID:agent_entity_id']],
    ['a spreadsheet’s error', { agent_entity_id: '#N/A' }, 'REJECTED', ['BAD_UUID:agent_entity_id']],
    ['a number', { agent_entity_id: '1.23457E+15' }, 'REJECTED', ['BAD_UUID:agent_entity_id']],
    ['a UUID in braces', { agent_entity_id: `{${ADA}}` }, 'REJECTED', ['BAD_UUID:agent_entity_id']],
    [
      'a UUID without hyphens',
      { agent_entity_id: ADA.replaceAll('-', '') },
      'REJECTED',
      ['BAD_UUID:agent_entity_id'],
    ],
    [
      'a UUID with an O for a 0',
      { agent_entity_id: ADA.replace('0', 'O') },
      'REJECTED',
      ['BAD_UUID:agent_entity_id'],
    ],
    [
      'a UUID of fullwidth digits',
      { agent_entity_id: ADA.replace('0', '０') },
      'REJECTED',
      ['BAD_UUID:agent_entity_id'],
    ],
    ['an id that nobody has', { agent_entity_id: ADA }, 'REJECTED', ['UNKNOWN_AGENT:agent_entity_id']],
    ['a name that is missing', { first_name: '' }, 'REJECTED', ['MISSING_VALUE:first_name']],
    ['a name of white space', { last_name: ' \t ' }, 'REJECTED', ['MISSING_VALUE:last_name']],
    ['a name that would be cleared', { last_name: '\\N' }, 'REJECTED', ['CANNOT_CLEAR:last_name']],
    [
      'a name with a bidirectional override',
      { last_name: 'Doe\u202e' },
      'REJECTED',
      ['INVISIBLE_CHARACTER:last_name'],
    ],
    [
      'a name with a soft hyphen',
      { first_name: 'Ja\u00adne' },
      'REJECTED',
      ['INVISIBLE_CHARACTER:first_name'],
    ],
    [
      'a byte order mark in a name',
      { first_name: '\ufeffJane' },
      'REJECTED',
      ['INVISIBLE_CHARACTER:first_name'],
    ],
    [
      'a letter of after Unicode 12.1',
      { first_name: '\u{10e80}' },
      'REJECTED',
      ['UNSTABLE_CODE_POINT:first_name'],
    ],
    [
      'a bar in what a key is made of',
      { agent_id: '', first_name: 'Ja|ne', email: 'bar@x.org' },
      'REJECTED',
      ['SEPARATOR_IN_KEY:first_name'],
    ],
    ['a bar where no key is made', { first_name: 'Ja|ne' }, 'CREATE'],
    ['a decomposed name', { first_name: 'Zoe\u0308' }, 'CREATE'],
    ['names of other scripts', { first_name: '李', last_name: 'Ō’Ḩạ‑漢' }, 'CREATE'],
    // Dates
    [
      'a day that no calendar has',
      { effective_start_date: '2025-02-30' },
      'REJECTED',
      ['BAD_DATE:effective_start_date'],
    ],
    [
      '29 February of no leap year',
      { effective_start_date: '2100-02-29' },
      'REJECTED',
      ['BAD_DATE:effective_start_date'],
    ],
    ['29 February of a leap year', { effective_start_date: '2024-02-29' }, 'CREATE'],
    [
      'day and month as people write them',
      { effective_start_date: '03/04/2025' },
      'REJECTED',
      ['BAD_DATE:effective_start_date'],
    ],
    ['no leading zeros', { effective_start_date: '2025-1-1' }, 'REJECTED', ['BAD_DATE:effective_start_date']],
    [
      'a time',
      { effective_start_date: '2025-01-01T00:00:00Z' },
      'REJECTED',
      ['BAD_DATE:effective_start_date'],
    ],
    [
      'a spreadsheet’s number of a day',
      { effective_start_date: '45658' },
      'REJECTED',
      ['BAD_DATE:effective_start_date'],
    ],
    [
      'digits of another script',
      { effective_start_date: '２０２５-01-01' },
      'REJECTED',
      ['BAD_DATE:effective_start_date'],
    ],
    ['a word', { effective_start_date: 'today' }, 'REJECTED', ['BAD_DATE:effective_start_date']],
    ['year 0', { effective_start_date: '0000-01-01' }, 'REJECTED', ['BAD_DATE:effective_start_date']],
    ['before 1900', { effective_start_date: '1899-12-31' }, 'REJECTED', ['BAD_DATE:effective_start_date']],
    ['after 2199', { effective_start_date: '2200-01-01' }, 'REJECTED', ['BAD_DATE:effective_start_date']],
    ['no end of time', { effective_start_date: '9999-12-31' }, 'REJECTED', ['BAD_DATE:effective_start_date']],
    ['no date', { effective_start_date: '' }, 'REJECTED', ['MISSING_VALUE:effective_start_date']],
    [
      'a date that would be cleared',
      { effective_start_date: '\\N' },
      'REJECTED',
      ['CANNOT_CLEAR:effective_start_date'],
    ],
    ['white space around a date', { effective_start_date: ' 2025-01-01\u00a0' }, 'CREATE'],
    // Values
    ['a status that isn’t listed', { status: 'activ' }, 'REJECTED', ['BAD_STATUS:status']],
    ['a status in lower case', { status: 'active' }, 'CREATE'],
    ['a status that would be SQL', { status: "ACTIVE' OR '1'='1" }, 'REJECTED', ['BAD_STATUS:status']],
    ['a number with a sign', { npn: '-5' }, 'REJECTED', ['BAD_NPN:npn']],
    ['a number in exponents', { npn: '1E+09' }, 'REJECTED', ['BAD_NPN:npn']],
    ['a number with separators', { npn: '1,234' }, 'REJECTED', ['BAD_NPN:npn']],
    ['a number with decimals', { npn: '1234.0' }, 'REJECTED', ['BAD_NPN:npn']],
    ['not a number', { npn: 'NaN' }, 'REJECTED', ['BAD_NPN:npn']],
    ['eleven digits', { npn: '12345678901' }, 'REJECTED', ['BAD_NPN:npn']],
    ['leading zeros', { npn: '0000000001' }, 'CREATE'],
    ['an address without a domain', { email: 'jane@localhost' }, 'REJECTED', ['BAD_EMAIL:email']],
    ['two addresses', { email: 'a@x.org;b@x.org' }, 'REJECTED', ['BAD_EMAIL:email']],
    ['an address with its name', { email: 'Jane <jane@x.org>' }, 'REJECTED', ['BAD_EMAIL:email']],
    [
      'an address with a line break',
      { email: 'jane@x.org\nBcc: all@x.org' },
      'REJECTED',
      ['BAD_EMAIL:email'],
    ],
    ['an address in upper case', { email: 'UPPER@X.ORG' }, 'CREATE'],
    ['a formula for an address', { email: '@SUM(A1)' }, 'REJECTED', ['BAD_EMAIL:email']],
    ['an odd telephone number', { phone: 'call me' }, 'CREATE', ['WARNING ODD_PHONE:phone']],
    ['a telephone number with +', { phone: '+44 20 7946 0000' }, 'CREATE'],
    ['formulas in texts', { first_name: '=1+1', agency_name: '@x', city: '-5', state: '+1' }, 'CREATE'],
    ['markup', { agency_name: '<script>alert(1)</script>' }, 'CREATE'],
    ['line breaks in quotes', { address_line1: 'Floor 2\r\nHigh Street\n' }, 'CREATE'],
    ['a text at its limit', { agency_name: 'é'.repeat(1000) }, 'CREATE'],
    ['a text beyond its limit', { agency_name: 'x'.repeat(1001) }, 'REJECTED', ['TOO_LONG:agency_name']],
    [
      'all of it wrong',
      {
        agent_entity_id: 'x',
        first_name: '',
        effective_start_date: 'x',
        npn: 'x',
        status: 'x',
        email: 'x',
        phone: 'x',
      },
      'REJECTED',
      [
        'BAD_DATE:effective_start_date',
        'BAD_EMAIL:email',
        'BAD_NPN:npn',
        'BAD_STATUS:status',
        'BAD_UUID:agent_entity_id',
        'MISSING_VALUE:first_name',
        'WARNING ODD_PHONE:phone',
      ],
    ],
  ];

  const judged = new Map<number, { outcome: string; issues: string[] }>();
  /** The physical line that each case's row starts on. */
  const lines: number[] = [];

  beforeAll(async () => {
    const sent = CASES.map(([, row], index) => {
      if (typeof row === 'string') return row;
      const sound = {
        agent_id: `R${index}`,
        first_name: 'Jane',
        last_name: 'Doe',
        effective_start_date: '2025-01-01',
      };
      const cells: Cells = { ...sound, ...row };
      return csvLine(AGENT_PROFILE_COLUMNS.map((column) => cells[column] ?? ''));
    });
    let next = 2;
    for (const row of sent) {
      lines.push(next);
      next += 1 + (row.match(/\r\n|\n|\r/g) ?? []).length;
    }
    const file = [AGENT_PROFILE_COLUMNS.join(','), ...sent].join('\n');
    const { changeset_id } = await organisation.upload(file);
    await organisation.steps.validate(changeset_id);
    for (const row of await all(organisation.steps.reviewPages(changeset_id, null))) {
      judged.set(Number(row.source_row), { outcome: text(row, 'outcome'), issues: [] });
    }
    for (const issue of await all(organisation.steps.issuePages(changeset_id, null))) {
      const what = [text(issue, 'code'), text(issue, 'column_name')].filter(Boolean).join(':');
      judged
        .get(Number(issue.source_row))
        ?.issues.push(issue.severity === 'ERROR' ? what : `${text(issue, 'severity')} ${what}`);
    }
  });

  test.each(CASES.map((one, index): [string, number, Case] => [one[0], index, one]))(
    '%s',
    (_, index, [, , outcome, issues = []]) => {
      expect(judged.get(lines[index]!)).toEqual({ outcome, issues });
    },
  );
});

describe('rows beside other rows, of the file or of before', () => {
  /** The id of Ada, who has a second version; `ADA` stands for it, `Ada` for it in upper case. */
  let ada: string;

  beforeAll(async () => {
    const created = await organisation.import(',A1,Ada,Known,2024-01-01,ada@x.org,');
    const [row] = await all(organisation.steps.reviewPages(created.changeset_id, null));
    ada = text(row ?? {}, 'agent_entity_id');
    await organisation.commit(created);
    await organisation.commit(await organisation.import(`${ada},,Ada,Married,2024-06-01,,`));
  });

  test.each<[string, readonly string[], readonly string[]]>([
    [
      'two rows with one agent_id name each other',
      [',N1,Jane,Doe,2025-01-01,,', ',N2,Jane,Poe,2025-01-01,,', ',N1,John,Doe,2025-01-01,,'],
      [
        '2:agent_id DUPLICATE_AGENT The same agent as on line 4, which says something else',
        '4:agent_id DUPLICATE_AGENT The same agent as on line 2, which says something else',
      ],
    ],
    [
      'agent_ids that differ in case',
      [',N1,Jane,Doe,2025-01-01,,', ',n1,John,Doe,2025-01-01,,'],
      [
        '2:agent_id DUPLICATE_AGENT The same agent as on line 3, which says something else',
        '3:agent_id DUPLICATE_AGENT The same agent as on line 2, which says something else',
      ],
    ],
    [
      'one person twice, the second in other letters',
      [',,Jane,Doe,2025-01-01,j@x.org,', ',,JANE, doe ,2025-02-01,J@X.ORG,'],
      [
        '2:email DUPLICATE_AGENT The same agent as on line 3, which says something else',
        '3:email DUPLICATE_AGENT The same agent as on line 2, which says something else',
      ],
    ],
    [
      'of exact duplicates the later ones, each citing the first, lines counted inside quotes',
      [',N1,Jane,"D\noe",2025-01-01,,', ',N1,Jane,"D\noe",2025-01-01,,', ',N1,Jane,"D\noe",2025-01-01,,'],
      ['4 DUPLICATE_ROW The same as line 2', '6 DUPLICATE_ROW The same as line 2'],
    ],
    [
      'two updates of one agent, on two dates',
      ['ADA,,Ada,One,2025-01-01,,', 'ADA,,Ada,Two,2026-01-01,,'],
      [
        '2:agent_entity_id DUPLICATE_AGENT The same agent as on line 3, which says something else',
        '3:agent_entity_id DUPLICATE_AGENT The same agent as on line 2, which says something else',
      ],
    ],
    [
      'a create of an agent_id that is there',
      [',A1,Ada,Other,2025-01-01,,'],
      ['2:agent_id AGENT_EXISTS This agent exists already, as ADA'],
    ],
    [
      'an agent_id that is there in another case',
      [',a1,Ada,Other,2025-01-01,,'],
      ['2:agent_id AGENT_ID_CASE The agent_id of agent ADA differs from this one in nothing but case'],
    ],
    [
      'another agent_id for an agent who has one',
      ['ADA,A2,Ada,Married,2025-01-01,,'],
      ['2:agent_id AGENT_ID_FIXED The agent has another agent_id, and an agent_id, once set, stays'],
    ],
    [
      'an update before the first version',
      ['ADA,,Ada,Married,2023-12-31,,'],
      [
        '2:effective_start_date BEFORE_FIRST_VERSION Before the first version of the agent, which starts on 2024-01-01',
      ],
    ],
    [
      'a backdated update',
      ['ADA,,Ada,Engaged,2024-03-01,,'],
      [
        '2:effective_start_date SPLITS_WINDOW A later version takes over the identity on 2024-06-01: the row holds only until then',
      ],
    ],
    [
      'an update on the day of a version',
      ['ADA,,Ada,Widowed,2024-06-01,,'],
      ['2:effective_start_date REPLACES_VERSION A version starts on this very day: the row takes its place'],
    ],
    [
      'an upper-case id',
      ['Ada,,Ada,Again,2025-01-01,,'],
      ['2:agent_entity_id LOWERED_ID Taken in lower case'],
    ],
    [
      'an e-mail of another agent',
      [',N1,Jane,Doe,2025-01-01,ada@x.org,'],
      ['2:email SAME_EMAIL Agent ADA has this e-mail address, under another name'],
    ],
    [
      'one e-mail of two new agents',
      [
        ',N1,Jane,Doe,2025-01-01,jane@x.org,',
        ',N2,Janet,Doe,2025-01-01,JANE@x.org,',
        ',N3,Jan,Doe,2025-01-01,jane@x.org,',
      ],
      [
        '2:email SAME_EMAIL Line 3 has this e-mail address, under another name',
        '3:email SAME_EMAIL Line 2 has this e-mail address, under another name',
        '4:email SAME_EMAIL Line 2 has this e-mail address, under another name',
      ],
    ],
    [
      'an e-mail of another agent, which another row brings too',
      [',N1,Jane,Doe,2025-01-01,ada@x.org,', 'ADA,,Ada,Again,2025-01-01,ada@x.org,'],
      ['2:email SAME_EMAIL Agent ADA has this e-mail address, under another name'],
    ],
    [
      'one e-mail of two rows about one agent',
      [',N1,Jane,Doe,2025-01-01,jane@x.org,', ',N1,Janet,Doe,2025-01-01,jane@x.org,'],
      [
        '2:agent_id DUPLICATE_AGENT The same agent as on line 3, which says something else',
        '3:agent_id DUPLICATE_AGENT The same agent as on line 2, which says something else',
      ],
    ],
    [
      'an e-mail and a name of another agent',
      [',N1,ada,MARRIED,2025-01-01,ada@x.org,'],
      ['2:email AGENT_EXISTS This agent exists already, as ADA'],
    ],
  ])('%s', async (_, rows, issues) => {
    const { changeset_id } = await organisation.import(
      ...rows.map((row) => row.replace(/^ADA/, ada).replace(/^Ada/, ada.toUpperCase())),
    );
    const said = await all(organisation.steps.issuePages(changeset_id, null));
    expect(
      said.map((issue) => {
        const place = [String(issue.source_row as bigint), text(issue, 'column_name')]
          .filter(Boolean)
          .join(':');
        return `${place} ${text(issue, 'code')} ${text(issue, 'message')}`.replace(ada, 'ADA');
      }),
    ).toEqual(issues);
  });
});
