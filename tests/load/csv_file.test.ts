import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from '../../scripts/errors.ts';
import { CsvFile, type CsvRow } from '../../scripts/load/csv_file.ts';
import { sourceKind, type SourceKindName } from '../../scripts/load/source_kinds.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'keyfast-csv-'));
});

afterAll(async () => {
  await rm(directory, { recursive: true });
});

interface Reading {
  readonly file: CsvFile;
  readonly rows: readonly CsvRow[];
  readonly faults: readonly Fault[];
}

async function read(content: string | Buffer, kind: SourceKindName = 'stage1'): Promise<Reading> {
  const path = join(directory, 'file.csv');
  await writeFile(path, content);
  const file = new CsvFile(path, sourceKind(kind));
  const rows: CsvRow[] = [];
  for await (const row of file.rows()) rows.push(row);
  return { file, rows, faults: file.faults.inOrder() };
}

/** The faults as `line:column [CODE] value`, what isn't known left out. */
async function faultsOf(content: string | Buffer, kind?: SourceKindName): Promise<string[]> {
  const { faults } = await read(content, kind);
  return faults.map(({ code, location, value }) => {
    const place = [location?.line, location?.column].filter((part) => part !== undefined).join(':');
    return [place, `[${code}]`, value].filter((part) => part !== undefined && part !== '').join(' ');
  });
}

const HEADER = 'business_name,product_code,gross_commission';

describe('a sound file', () => {
  test('gives each row with the line it starts on, and empty cells as empty text', async () => {
    const { rows, faults, file } = await read(`${HEADER}\nAcme,P1,10.00\n,P2,\n`);
    expect(rows).toEqual([
      { line: 2, lastLine: 2, cells: ['Acme', 'P1', '10.00'] },
      { line: 3, lastLine: 3, cells: ['', 'P2', ''] },
    ]);
    expect(faults).toEqual([]);
    expect(file.rowCount).toBe(2);
  });

  test('lines count line breaks inside quotes, of every kind', async () => {
    const { rows } = await read(`${HEADER}\r\n"A\r\nB","P\n1",1\r\nC,P2,2\r\n"D\rE",P3,3\r\nF,P4,4`);
    expect(rows.map((row) => [row.line, row.cells[0]])).toEqual([
      [2, 'A\r\nB'],
      [5, 'C'],
      [6, 'D\rE'],
      [8, 'F'],
    ]);
  });

  test('counts blank lines and does not take them for rows', async () => {
    const { rows, file } = await read(`\n${HEADER}\n\nAcme,P1,1\n\n`);
    expect(rows).toEqual([{ line: 4, lastLine: 4, cells: ['Acme', 'P1', '1'] }]);
    expect([file.rowCount, file.blankLineCount]).toEqual([1, 3]);
  });

  test('a line of white space alone is blank, in quotes too, and not a row with too few cells', async () => {
    const { rows, faults, file } = await read(`${HEADER}\n  \n" "\n""\nAcme,P1,1\n`);
    expect([rows, faults, file.blankLineCount]).toEqual([
      [{ line: 5, lastLine: 5, cells: ['Acme', 'P1', '1'] }],
      [],
      3,
    ]);
  });

  test('accepts and notes a byte order mark, in front of a quoted header too', async () => {
    const { rows, faults, file } = await read(
      `\uFEFF"business_name",product_code,gross_commission\nAcme,P1,1\n`,
    );
    expect([rows, faults, file.hadByteOrderMark]).toEqual([
      [{ line: 2, lastLine: 2, cells: ['Acme', 'P1', '1'] }],
      [],
      true,
    ]);
  });

  test('headers count trimmed, in any case and any order', async () => {
    const { file, faults } = await read(' Gross_Commission ,PRODUCT_CODE,business_name\n1,P1,Acme\n');
    expect([file.columns, faults]).toEqual([['gross_commission', 'product_code', 'business_name'], []]);
  });

  test('takes values verbatim: formulas, markup, doubled quotes, outer spaces', async () => {
    const { rows } = await read(`${HEADER}\n=1+1,<script>," ""x"" "\n`);
    expect(rows[0]?.cells).toEqual(['=1+1', '<script>', ' "x" ']);
  });

  test('keeps a character whole that falls on the border of two chunks', async () => {
    const padding = 'x'.repeat(256 * 1024 - HEADER.length - 2);
    const { rows, faults } = await read(`${HEADER}\n${padding}🦓é,P1,1\n`);
    expect(faults).toEqual([]);
    expect(rows[0]?.cells[0]).toBe(`${padding}🦓é`);
  });

  test('digests the bytes of the file', async () => {
    const content = `\uFEFF${HEADER}\r\nAcme,P1,1`;
    const { file } = await read(content);
    expect(file.digest).toBe(createHash('sha256').update(content).digest('hex'));
  });
});

describe('a file that is refused', () => {
  test.each<[string, string | Buffer, string[]]>([
    ['empty', '', ['[EMPTY_FILE]']],
    ['nothing but blank lines', '\n\n', ['[EMPTY_FILE]']],
    ['a header alone', `${HEADER}\n`, ['[NO_ROWS]']],
    ['NUL', `${HEADER}\nAc\0me,P1,1\n`, ['2:business_name [CONTROL_CHARACTER] Ac\0me']],
    [
      'a control character after a line break in quotes',
      `${HEADER}\n"A\nB","\u0007",1\n`,
      ['3:product_code [CONTROL_CHARACTER] \u0007'],
    ],
    ['a C1 control character', `${HEADER}\nA\u0080,P1,1\n`, ['2:business_name [CONTROL_CHARACTER] A\u0080']],
    [
      'a quote that is never closed',
      `${HEADER}\nA,P1,1\nB,"P2,1\nC,P3,1\n`,
      ['3:product_code [UNCLOSED_QUOTE] "P2,1\nC,P3,1\n'],
    ],
    ['text after a closing quote', `${HEADER}\n"A"x,P1,1\n`, ['2:business_name [STRAY_QUOTE] "A"x']],
    ['a quote inside an unquoted cell', `${HEADER}\nA,P"1",1\n`, ['2:product_code [STRAY_QUOTE] P"']],
    [
      'a short and a long row',
      `${HEADER}\nA,P1\nB,P2,1,x\nC,P3,1\n`,
      ['2 [TOO_FEW_CELLS] A,P1', '3 [TOO_MANY_CELLS] B,P2,1,x'],
    ],
    [
      'a semicolon',
      'business_name;product_code;gross_commission\nA;P1;1\n',
      ['1 [WRONG_DELIMITER] business_name;product_code;gross_commission'],
    ],
    [
      'a tab',
      'business_name\tproduct_code\tgross_commission\nA\tP1\t1\n',
      ['1 [WRONG_DELIMITER] business_name\tproduct_code\tgross_commission'],
    ],
    [
      'a bar',
      'business_name|product_code|gross_commission\nA|P1|1\n',
      ['1 [WRONG_DELIMITER] business_name|product_code|gross_commission'],
    ],
    [
      'a semicolon after quoted headers',
      '"business_name";"product_code"\n"A";"P1"\n',
      ['1 [WRONG_DELIMITER] "business_name";"product_code"'],
    ],
    [
      'a tab after quoted headers',
      '"business_name"\t"product_code"\n',
      ['1 [WRONG_DELIMITER] "business_name"\t"product_code"'],
    ],
    [
      'a semicolon after bare headers, and quoted cells',
      'business_name;product_code\n"A";"P1"\n',
      ['1 [WRONG_DELIMITER] business_name;product_code'],
    ],
    [
      'a semicolon after a quoted cell alone',
      `${HEADER}\n"A";"P1",1,2\n`,
      ['2:business_name [STRAY_QUOTE] "A";'],
    ],
    ['a header twice', `${HEADER}, Business_Name\nA,P1,1,B\n`, ['1:4 [DUPLICATE_HEADER]  Business_Name']],
    [
      'an unknown and a missing header',
      'busines_name,product_code,gross_commission\nA,P1,1\n',
      ['1:1 [UNKNOWN_HEADER] busines_name', '1 [MISSING_HEADER]'],
    ],
    ['a bookkeeping header', `${HEADER},source_row\nA,P1,1,7\n`, ['1:4 [RESERVED_HEADER] source_row']],
    ['an empty header', `${HEADER},\nA,P1,1,\n`, ['1:4 [EMPTY_HEADER]']],
    ['no header', 'Acme,P1,10.00\n', ['1 [NO_HEADER] Acme,P1,10.00']],
    ['UTF-16 with a byte order mark', Buffer.from(`\uFEFF${HEADER}`, 'utf16le'), ['[NOT_CSV]']],
    ['UTF-16 without one', Buffer.from(HEADER, 'utf16le'), ['[NOT_CSV]']],
    ['a workbook', Buffer.from('PK\u0003\u0004....[Content_Types].xml', 'latin1'), ['[NOT_CSV]']],
    [
      'a truncated character at the end',
      Buffer.from(`${HEADER}\nA,P1,1\nB,P2,\xc3`, 'latin1'),
      ['3 [INVALID_UTF8]'],
    ],
  ])('%s', async (_, content, expected) => {
    expect(await faultsOf(content)).toEqual(expected);
  });

  test('names the encoding, or what else the file is', async () => {
    const messages = async (content: Buffer): Promise<string[]> =>
      (await read(content)).faults.map((fault) => fault.message);
    expect(await messages(Buffer.from(`\uFEFF${HEADER}`, 'utf16le'))).toEqual([
      'The file is UTF-16 (little-endian) text',
    ]);
    expect(await messages(Buffer.from(`\uFEFF${HEADER}`, 'utf16le').swap16())).toEqual([
      'The file is UTF-16 (big-endian) text',
    ]);
    expect(await messages(Buffer.from('PK\u0003\u0004xl/workbook.xml', 'latin1'))).toEqual([
      'The file is an Excel workbook (.xlsx) under another name',
    ]);
  });

  test('invalid UTF-8 has its byte offset and its line, counted with the byte order mark', async () => {
    const { faults } = await read(Buffer.from(`\xef\xbb\xbf${HEADER}\r\nM\xfcller,P1,1\r\n`, 'latin1'));
    expect(faults).toMatchObject([
      { code: 'INVALID_UTF8', message: 'Byte 49 (from 0) is not valid UTF-8', location: { line: 2 } },
    ]);
  });

  test.each([
    ['an overlong form', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a lone continuation', [0x80]],
  ])('%s is invalid UTF-8 where it begins', async (_, bytes) => {
    const { faults } = await read(Buffer.concat([Buffer.from(`${HEADER}\né`), Buffer.from(bytes)]));
    expect(faults[0]?.message).toBe('Byte 46 (from 0) is not valid UTF-8');
  });

  test('finds every fault of the file, and gives the sound rows all the same', async () => {
    const content = `${HEADER}\nA,P1\nB,P2,2\nC,\u0001,3\nD,P4,4\nE,"P5,5\n`;
    expect(await faultsOf(content)).toEqual([
      '2 [TOO_FEW_CELLS] A,P1',
      '4:product_code [CONTROL_CHARACTER] \u0001',
      '6:product_code [UNCLOSED_QUOTE] "P5,5\n',
    ]);
    expect((await read(content)).rows.map((row) => row.line)).toEqual([3, 5]);
  });

  test('an unknown header names the nearest known one', async () => {
    const { faults } = await read(`${HEADER},employe_count\nA,P1,1,7\n`);
    expect(faults[0]?.message).toBe('Unknown column; did you mean employee_count?');
  });

  test('a cell over a mebibyte is refused, one of exactly that is taken', async () => {
    const largest = 'x'.repeat(1024 * 1024);
    expect((await read(`${HEADER}\n${largest},P1,1\n`)).rows[0]?.cells[0]).toBe(largest);
    const { faults, rows } = await read(`${HEADER}\n${largest}x,P1,1\n`);
    expect(faults.map((fault) => [fault.code, fault.location?.column])).toEqual([
      ['CELL_TOO_LARGE', 'business_name'],
    ]);
    expect(rows).toEqual([]);
  });

  test('a cell too large has the line that it begins on', async () => {
    const { faults } = await read(`${HEADER}\n"A\nB",${'x'.repeat(1024 * 1024 + 1)},1\n`);
    expect(faults.map(({ code, location }) => [code, location?.line, location?.column])).toEqual([
      ['CELL_TOO_LARGE', 3, 'product_code'],
    ]);
  });

  test('a row of millions of cells is refused in bounded memory', async () => {
    const { faults } = await read(`${HEADER}\nA,P1,1\n${','.repeat(17 * 1024 * 1024)}`);
    expect(faults.map((fault) => [fault.code, fault.location?.line])).toEqual([['ROW_TOO_LARGE', 3]]);
  });

  test('an unclosed quote in front of a long file names the line it opens on', async () => {
    const { faults } = await read(`${HEADER}\nA,P1,1\n"B,P2,2\n${'C,P3,3\n'.repeat(2_500_000)}`);
    expect(faults.map((fault) => [fault.code, fault.location?.line])).toEqual([['UNCLOSED_QUOTE', 3]]);
  });

  test('a header of more than a thousand columns is refused', async () => {
    expect(await faultsOf(`${'a,'.repeat(1000)}a\n`)).toEqual(['1 [TOO_MANY_COLUMNS]']);
  });

  test('keeps the first thousand faults and says how many there are', async () => {
    const { faults } = await read(`${HEADER}\n${'A,P1\n'.repeat(1500)}`);
    expect(faults).toHaveLength(1001);
    expect(faults.at(-1)).toEqual({
      code: 'MORE_FAULTS',
      message: '1500 faults in all; 500 more are not shown',
    });
  });
});
