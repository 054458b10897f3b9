import type { CompiledGraph } from '../dataform/compiled_graph.ts';
import { runProcedure } from '../dataform/run_procedure.ts';
import type { Row } from '../warehouse/values.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { AGENT_PROFILE_COLUMNS, OWN_COLUMN_PREFIX } from './agent_profiles.ts';
import { text } from './changeset.ts';
import { csvLine } from './csv_line.ts';
import { neutralised } from './spreadsheet_cell.ts';

/** Marks the file as one of ours, so that an upload reads its cells as they are written here. */
const MARK = `${OWN_COLUMN_PREFIX}export`;

/**
 * The profiles of an organisation that are in force last, as a CSV whose upload changes nothing. They are read in pages, by
 * the order of their ids.
 */
export async function* profilesCsv(
  graph: CompiledGraph,
  warehouse: Warehouse,
  { tenantId, orgId }: { readonly tenantId: string; readonly orgId: string },
  onRows: (rowCount: number) => void = () => undefined,
): AsyncGenerator<string> {
  // The header comes with the first page: where there is none to read nothing is written.
  let header = `${csvLine([MARK, ...AGENT_PROFILE_COLUMNS])}\n`;
  for (let after = ''; ;) {
    const parameters = { tenant_id: tenantId, org_id: orgId, after_id: after };
    const { rows } = await runProcedure(graph, warehouse, 'list_profiles', parameters);
    yield header + rows.map(profileLine).join('');
    header = '';
    onRows(rows.length);
    const last = rows.at(-1)?.agent_entity_id;
    if (typeof last !== 'string') return;
    after = last;
  }
}

function profileLine(row: Row): string {
  const cells = AGENT_PROFILE_COLUMNS.map((column) => neutralised(text(row, column)));
  return `${csvLine(['', ...cells])}\n`;
}
