import type { CsvFile, CsvRow } from '../load/csv_file.ts';
import { refusal } from '../load/refusal.ts';
import { RowBatch } from '../warehouse/row_batch.ts';
import type { ChangesetId, ChangesetScope } from './changeset.ts';
import { csvLine } from './csv_line.ts';
import { restored } from './spreadsheet_cell.ts';

interface Upload {
  readonly changesetId: ChangesetId;
  readonly scope: ChangesetScope;
  /** UTC, `YYYY-MM-DD`. */
  readonly uploadedOn: string;
  readonly signal: AbortSignal | undefined;
  /** After every batch of rows. */
  readonly onRows: () => void;
}

/**
 * The rows of a file as `bulk_import_rows` takes them: the text as it was sent. Once a fault refuses the file the rest of it is
 * only read for more faults.
 *
 * @throws DataError with all the faults, at the end: then nothing is staged.
 */
export async function* stagedRows(csv: CsvFile, upload: Upload): AsyncGenerator<RowBatch> {
  const { changesetId, scope, uploadedOn, signal, onRows } = upload;
  const staging = { changeset_id: changesetId, tenant_id: scope.tenantId, uploaded_on: uploadedOn };
  for await (const rows of csv.batches()) {
    signal?.throwIfAborted();
    onRows();
    if (csv.faults.count === 0 && rows.length > 0)
      yield new RowBatch(rows.length, stagedColumns(csv, rows), staging);
  }
  const refused = refusal([csv.faults]);
  if (refused) throw refused;
}

/**
 * An absent column is NULL and an empty cell `''`: one keeps the value because nobody spoke of it, one because nobody filled it in.
 * A misshapen row's cells belong to no column: it is kept as it was sent.
 */
function stagedColumns(
  csv: CsvFile,
  rows: readonly CsvRow[],
): Record<string, readonly (string | bigint | null)[]> {
  const sent = (cell: string): string => (csv.isOurs ? restored(cell) : cell);
  const cellsOf = (index: number): (string | null)[] =>
    rows.map(({ cells, shapeFault }) => (shapeFault === undefined ? sent(cells[index] ?? '') : null));
  return {
    source_row: rows.map(({ line }) => BigInt(line)),
    last_row: rows.map(({ lastLine }) => BigInt(lastLine)),
    cell_fault: rows.map(({ shapeFault }) => shapeFault ?? null),
    sent_text: rows.map(({ cells, shapeFault }) =>
      shapeFault === undefined ? null : csvLine(cells.map(sent)),
    ),
    ...Object.fromEntries(csv.columns.map((column, index) => [column, cellsOf(index)])),
  };
}
