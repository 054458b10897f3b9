import type { JsonDocument } from '../terminal/json_document.ts';
import type { Report } from '../terminal/report.ts';
import type { Style } from '../terminal/style.ts';
import { tableText } from '../terminal/table.ts';
import type { ResultSet, Row } from '../warehouse/values.ts';

/** The rows of a list as a report: `{"<key>": […]}`, or a table under a title. */
export function listReport(key: string, result: ResultSet, words: { title: string; none: string }): Report {
  return {
    document: { [key]: result.rows },
    text: (style) =>
      result.rows.length === 0 ? `${words.none}\n` : `${style.bold(words.title)}\n${rowsText(result, style)}`,
  };
}

/** A result set as a table with a heading a column. */
export function rowsText(result: ResultSet, style: Style): string {
  const columns = result.columns.map(({ name }) => ({
    heading: name.replaceAll('_', ' '),
    cell: (row: Row) => row[name] ?? null,
  }));
  return tableText(result.rows, columns, style);
}

/** The one row that a procedure gives about what it did, its `outcome` told in a sentence. */
export function outcomeReport(result: ResultSet, sentence: (row: Row) => string): Report {
  const [row] = result.rows;
  if (!row) throw new Error('A procedure that writes gives a row with its outcome');
  return { document: row satisfies JsonDocument, text: () => `${sentence(row)}\n` };
}
