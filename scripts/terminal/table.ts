import Table from 'cli-table3';
import type { Value } from '../warehouse/values.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';

export interface TableColumn<Item> {
  readonly heading: string;
  readonly cell: (item: Item) => Value;
  /** Paints a cell by what it says, such as a status. */
  readonly paint?: (text: string, style: Style, item: Item) => string;
}

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** A table for people: headings underneath nothing, numbers to the right, no lines. */
export function tableText<Item>(
  items: readonly Item[],
  columns: readonly TableColumn<Item>[],
  style: Style,
): string {
  const rows = items.map((item) => ({ item, values: columns.map((column) => column.cell(item)) }));
  const table = new Table({
    head: columns.map((column) => style.dim(column.heading)),
    chars: NO_LINES,
    colAligns: columns.map((_, index) =>
      rows.every(({ values }) => isNumberOrNull(values[index])) ? 'right' : 'left',
    ),
    // The colours of the library don't ask whether anybody can see them; ours do.
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const { item, values } of rows) {
    table.push(
      values.map((value, index) => {
        const text = valueText(value);
        return columns[index]?.paint?.(text, style, item) ?? text;
      }),
    );
  }
  return table
    .toString()
    .split('\n')
    .map((line) => `  ${line.trimEnd()}\n`)
    .join('');
}

/** A value of the warehouse as a cell shows it. */
export function valueText(value: Value): string {
  if (value === null) return '–';
  if (typeof value === 'bigint') return value.toLocaleString('en-US');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return (value as readonly Value[]).map(valueText).join(', ');
  if (typeof value === 'object') return printable(JSON.stringify(value));
  return printable(typeof value === 'string' ? withoutMicroseconds(value) : String(value));
}

const TIMESTAMP = /^(\d{4,5}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})\.\d{6}Z$/;

function withoutMicroseconds(text: string): string {
  return text.replace(TIMESTAMP, '$1 $2 UTC');
}

const NUMBER = /^-?[\d,]+(\.\d+)?%?$/;

function isNumberOrNull(value: Value | undefined): boolean {
  return (
    value === null ||
    typeof value === 'bigint' ||
    typeof value === 'number' ||
    (typeof value === 'string' && NUMBER.test(value))
  );
}
