import stringWidth from 'string-width';
import type { Value } from '../warehouse/values.ts';
import { columnWidths } from './column_widths.ts';
import { fitted, printable } from './printable.ts';
import type { Style } from './style.ts';

export interface TableColumn<Item> {
  readonly heading: string;
  readonly cell: (item: Item) => Value;
  /** Paints a cell by what it says, such as a status. */
  readonly paint?: (text: string, style: Style, item: Item) => string;
  /** Sentences that are no good by half: rather than cut them, the rows become records. */
  readonly isReadInFull?: boolean;
}

const INDENT = '  ';
const GAP = '  ';

interface Cell {
  readonly text: string;
  readonly paint: (text: string) => string;
}

/**
 * A table for people: no lines, numbers to the right, as wide as the terminal. Text gives way to what stands beside it
 * (`columnWidths`); where that isn't enough, each row is a record, a line a column.
 */
export function tableText<Item>(
  items: readonly Item[],
  columns: readonly TableColumn<Item>[],
  style: Style,
): string {
  const values = columns.map((column) => items.map((item) => column.cell(item)));
  const cells = columns.map((column, index) =>
    items.map((item, row): Cell => {
      const text = valueText(values[index]?.[row] ?? null);
      return { text, paint: (shown) => column.paint?.(shown, style, item) ?? shown };
    }),
  );
  const widths = columnWidths(
    columns.map(({ heading, isReadInFull = false }, index) => ({
      heading,
      texts: (cells[index] ?? []).map(({ text }) => text),
      isReadInFull,
    })),
    style.width - INDENT.length,
    GAP.length,
  );
  if (!widths) return recordsText(columns, cells, style);
  const isNumber = values.map((column) => column.every(isNumberOrNull));
  const line = (row: readonly Cell[]): string =>
    `${INDENT}${row
      .map(({ text, paint }, index) => {
        const shown = fitted(text, widths[index] ?? 0);
        const padding = ' '.repeat(Math.max(0, (widths[index] ?? 0) - stringWidth(shown)));
        return isNumber[index] ? padding + paint(shown) : paint(shown) + padding;
      })
      .join(GAP)
      .trimEnd()}\n`;
  const headings = columns.map(({ heading }) => ({ text: heading, paint: style.dim }));
  const rows = items.map((_, row) => cells.map((column) => column[row] ?? { text: '', paint: style.dim }));
  return [headings, ...rows].map(line).join('');
}

/** Each row as lines of `heading  value`, an empty line between two. */
function recordsText<Item>(
  columns: readonly TableColumn<Item>[],
  cells: readonly (readonly Cell[])[],
  style: Style,
): string {
  const labelWidth = Math.max(...columns.map(({ heading }) => heading.length));
  const records = (cells[0] ?? []).map((_, row) =>
    columns
      .map(({ heading }, index) => {
        const { text, paint } = cells[index]?.[row] ?? { text: '', paint: style.dim };
        return `${INDENT}${style.dim(heading.padEnd(labelWidth))}${GAP}${paint(text)}\n`;
      })
      .join(''),
  );
  return records.join('\n');
}

/** A value of the warehouse as a cell shows it. */
export function valueText(value: Value): string {
  if (value === null) return '–';
  if (typeof value === 'bigint') return value.toLocaleString('en-US');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return printable((value as readonly Value[]).map(valueText).join(', '));
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
