import type { CompiledGraph } from '../dataform/compiled_graph.ts';
import { jsonText } from '../terminal/json_document.ts';
import { csvFiles } from './csv_files.ts';
import type { Evidence } from './evidence.ts';
import { makeDocument } from './make_document.ts';
import type { Masking } from './masking.ts';
import { pageOf } from './page/page.ts';
import type { ReportDocument } from './report_document.ts';

/** What a person opens. */
export const PAGE = 'report.html';

export interface ReportFiles {
  readonly document: ReportDocument;
  /** The text of each file, by its name. */
  readonly files: Readonly<Record<string, string>>;
}

/** The files of a report: the same evidence, project and masking give the same bytes. */
export function reportFiles(evidence: Evidence, graph: CompiledGraph, masking: Masking): ReportFiles {
  const document = makeDocument(evidence, graph, masking);
  const json = jsonText({ ...document });
  return {
    document,
    files: {
      [PAGE]: pageOf(json),
      'report.json': json,
      ...csvFiles(evidence, document, masking),
    },
  };
}
