import { parse } from 'csv-parse/sync';
import type { Row } from '../warehouse/values.ts';
import { count, text, type Changeset } from './changeset.ts';
import type { ChangesetSteps } from './changeset_steps.ts';
import { csvLine } from './csv_line.ts';
import { neutralised } from './spreadsheet_cell.ts';

/** First, so that a row with too few or too many cells doesn't push them out of place. */
const OWN_COLUMNS = ['keyfast_line', 'keyfast_codes', 'keyfast_messages'];

/**
 * The rejected rows of a changeset as a CSV to be mended and sent again: as they were sent, with line, codes and messages in
 * columns that an upload passes over.
 */
export async function* rejectedRowsCsv(
  steps: ChangesetSteps,
  changeset: Changeset,
  onRows: (rowCount: number) => void = () => undefined,
): AsyncGenerator<string> {
  const columns = text(changeset, 'header_columns').split(',');
  yield `${csvLine([...OWN_COLUMNS, ...columns])}\n`;
  for await (const page of steps.rejectedRowPages(changeset.changeset_id)) {
    yield page.map((row) => rejectedLine(row, columns)).join('');
    onRows(page.length);
  }
}

function rejectedLine(row: Row, columns: readonly string[]): string {
  const own = [String(count(row, 'source_row')), text(row, 'error_codes'), text(row, 'error_messages')];
  return `${csvLine([...own, ...sentCells(row, columns)].map(neutralised))}\n`;
}

function sentCells(row: Row, columns: readonly string[]): string[] {
  if (typeof row.sent_text !== 'string') return columns.map((column) => text(row, column));
  const rows: readonly (readonly string[])[] = parse(row.sent_text);
  return [...(rows[0] ?? [])];
}
