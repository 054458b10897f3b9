import { CsvFile } from './csv_file.ts';
import { lineBreaks } from './text_position.ts';

/** By the line that a row starts on and the name of a column: the physical line that the cell begins on. */
export type CellLines = ReadonlyMap<number, ReadonlyMap<string, number>>;

/** Reads a file once more, as far as the last of the rows: only for faults in a file in which a row goes over several lines. */
export async function cellLines(
  { path, kind, limits }: CsvFile,
  rows: ReadonlySet<number>,
): Promise<CellLines> {
  const found = new Map<number, ReadonlyMap<string, number>>();
  const csv = new CsvFile(path, kind, limits);
  for await (const { line, cells } of csv.rows()) {
    if (!rows.has(line)) continue;
    const lines = new Map<string, number>();
    let cellLine = line;
    for (const [index, column] of csv.columns.entries()) {
      lines.set(column, cellLine);
      cellLine += lineBreaks(cells[index] ?? '');
    }
    found.set(line, lines);
    if (found.size === rows.size) break;
  }
  return found;
}
