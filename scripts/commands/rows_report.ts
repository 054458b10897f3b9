import type { JsonDocument } from '../terminal/json_document.ts';
import type { Report } from '../terminal/report.ts';
import type { Style } from '../terminal/style.ts';
import { tableText } from '../terminal/table.ts';
import type { ResultSet, Row, Value } from '../warehouse/values.ts';

/** What stands around the rows of a list, and in the place of them. */
interface ListWords {
  readonly title: string;
  readonly none: string;
  /** Of a column that holds codes: what to say for one. */
  readonly wordsOf?: ColumnWords;
  /** In the place of a table of all columns. */
  readonly table?: (result: ResultSet, style: Style) => string;
}

type ColumnWords = Readonly<Record<string, (code: string) => string>>;

/** The rows of a list as a report: `{"<key>": […]}`, or a table under a title. */
export function listReport(
  key: string,
  result: ResultSet,
  { title, none, wordsOf, table }: ListWords,
): Report {
  return {
    document: { [key]: result.rows },
    text: (style) =>
      result.rows.length === 0
        ? `${style.asCalled(none)}\n`
        : `${style.bold(title)}\n${table?.(result, style) ?? rowsText(result, style, { wordsOf })}`,
  };
}

interface RowsOptions {
  readonly wordsOf?: ColumnWords | undefined;
  /** Columns of sentences that are no good by half. */
  readonly readInFull?: readonly string[];
}

/** A result set as a table with a heading a column; a column in which nothing stands is left out. */
export function rowsText(
  result: ResultSet,
  style: Style,
  { wordsOf = {}, readInFull = [] }: RowsOptions = {},
): string {
  const filled = result.columns.filter(({ name }) => result.rows.some((row) => (row[name] ?? null) !== null));
  const columns = filled.map(({ name }) => ({
    heading: name.replaceAll('_', ' '),
    cell: (row: Row): Value => {
      const value = row[name] ?? null;
      return typeof value === 'string' ? (wordsOf[name]?.(value) ?? value) : value;
    },
    isReadInFull: readInFull.includes(name),
  }));
  return tableText(result.rows, columns, style);
}

/** The one row that a procedure gives about what it did, its `outcome` told in a sentence. */
export function outcomeReport(result: ResultSet, sentence: (row: Row, style: Style) => string): Report {
  const [row] = result.rows;
  if (!row) throw new Error('A procedure that writes gives a row with its outcome');
  return { document: row satisfies JsonDocument, text: (style) => `${sentence(row, style)}\n` };
}
