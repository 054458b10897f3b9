import type { CsvFile, CsvRow } from '../load/csv_file.ts';
import { refusal } from '../load/refusal.ts';
import type { Row } from '../warehouse/values.ts';
import type { ChangesetId, ChangesetScope } from './changeset.ts';
import { csvLine } from './csv_line.ts';
import { restored } from './spreadsheet_cell.ts';

interface Upload {
  readonly changesetId: ChangesetId;
  readonly scope: ChangesetScope;
  /** UTC, `YYYY-MM-DD`. */
  readonly uploadedOn: string;
  readonly signal: AbortSignal | undefined;
  readonly onRow: () => void;
}

/**
 * The rows of a file as `bulk_import_rows` takes them: the text as it was sent. Once a fault refuses the file the rest of it is
 * only read for more faults.
 *
 * @throws DataError with all the faults, at the end: then nothing is staged.
 */
export async function* stagedRows(csv: CsvFile, upload: Upload): AsyncGenerator<Row> {
  const { changesetId, scope, uploadedOn, signal, onRow } = upload;
  const staging = { changeset_id: changesetId, tenant_id: scope.tenantId, uploaded_on: uploadedOn };
  for await (const row of csv.rows()) {
    signal?.throwIfAborted();
    onRow();
    if (csv.faults.count > 0) continue;
    const lines = { source_row: BigInt(row.line), last_row: BigInt(row.lastLine) };
    yield { ...staging, ...lines, ...stagedCells(csv, row) };
  }
  const refused = refusal([csv.faults]);
  if (refused) throw refused;
}

/** An absent column is NULL and an empty cell `''`: one keeps the value because nobody spoke of it, one because nobody filled it in. */
function stagedCells(csv: CsvFile, { cells: sent, shapeFault }: CsvRow): Row {
  const cells = csv.isOurs ? sent.map(restored) : sent;
  if (shapeFault !== undefined) return { cell_fault: shapeFault, sent_text: csvLine(cells) };
  const byColumn: Record<string, string> = {};
  for (const [index, column] of csv.columns.entries()) byColumn[column] = cells[index] ?? '';
  return byColumn;
}
