import { describe, expect, test } from 'vitest';
import { styleFor } from '../../scripts/terminal/style.ts';
import { tableText, type TableColumn } from '../../scripts/terminal/table.ts';

interface Quarantined {
  readonly tenant: string;
  readonly name: string;
  readonly id: string;
}

const COLUMNS: readonly TableColumn<Quarantined>[] = [
  { heading: 'tenant', cell: (row) => row.tenant },
  { heading: 'name', cell: (row) => row.name },
  { heading: 'id', cell: (row) => row.id },
];
const HASH = '0123456789abcdef'.repeat(4);

function textAt(width: number, rows: readonly Quarantined[], columns = COLUMNS): string {
  return tableText(rows, columns, styleFor({ isTTY: true, columns: width }, { NO_COLOR: '1' }));
}

describe('a table', () => {
  const rows = [
    { tenant: 'acme', name: 'Blue River Benefits of the Upper Valley and Company', id: '0cc175b9c0f1b6a8' },
    { tenant: 'birch', name: 'Ann Lee', id: '92eb5ffee6ae2fec' },
  ];

  test('stands as it is where it fits', () => {
    expect(textAt(100, rows)).toBe(
      [
        '  tenant  name                                                 id',
        '  acme    Blue River Benefits of the Upper Valley and Company  0cc175b9c0f1b6a8',
        '  birch   Ann Lee                                              92eb5ffee6ae2fec',
        '',
      ].join('\n'),
    );
  });

  test('shortens text to the width of the terminal, and no id', () => {
    expect(textAt(60, rows)).toBe(
      [
        '  tenant  name                              id',
        '  acme    Blue River Benefits of the Uppe…  0cc175b9c0f1b6a8',
        '  birch   Ann Lee                           92eb5ffee6ae2fec',
        '',
      ].join('\n'),
    );
  });

  test('that can’t be made to fit is a record a row', () => {
    expect(textAt(50, rows)).toBe(
      [
        '  tenant  acme',
        '  name    Blue River Benefits of the Upper Valley and Company',
        '  id      0cc175b9c0f1b6a8',
        '',
        '  tenant  birch',
        '  name    Ann Lee',
        '  id      92eb5ffee6ae2fec',
        '',
      ].join('\n'),
    );
  });

  test('never cuts a hash or a time', () => {
    const text = textAt(110, [
      { tenant: HASH, name: 'a name of very many letters, 44 in number', id: '2026-11-22T11:52:41.000001Z' },
    ]);
    expect(text).toContain(`tenant  ${HASH}\n`);
    expect(text).toContain('2026-11-22 11:52:41 UTC');
  });

  test('becomes records rather than cut what is no good by half', () => {
    const sentence = 'components of 90 against a gross commission of 100 for one business';
    const read = COLUMNS.map((column) => ({ ...column, isReadInFull: column.heading === 'name' }));
    const text = textAt(80, [{ tenant: 'acme', name: sentence, id: '0cc175b9c0f1b6a8' }], read);
    expect(text).toContain(`  name    ${sentence}\n`);
  });

  test('in a pipe or a file is 160 columns wide at most', () => {
    const words = 'word '.repeat(60).trim();
    const text = tableText([{ tenant: 'acme', name: words, id: words }], COLUMNS, styleFor({}, {}));
    const widths = text.split('\n').map((line) => line.length);
    expect(Math.max(...widths)).toBe(160);
    expect(text.split('…')).toHaveLength(3);
  });

  test('of a name of 900,000 letters costs no more than its width', () => {
    const rows = [
      { tenant: 'acme', name: 'x'.repeat(900_000), id: '0cc175b9c0f1b6a8' },
      { tenant: 'acme', name: '\u200b'.repeat(900_000), id: '92eb5ffee6ae2fec' },
    ];
    const text = tableText(rows, COLUMNS, styleFor({}, {}));
    expect(text.length).toBeLessThan(3 * 161);
    expect(text).toContain('0cc175b9c0f1b6a8\n');
    expect(text).toContain('92eb5ffee6ae2fec\n');
  });
});
