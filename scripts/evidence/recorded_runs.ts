import { textOf, textOrNull } from '../report/row_values.ts';
import type { Row } from '../warehouse/values.ts';

/** A run as the warehouse has it, with the root digest of each table that it recorded. */
export interface RecordedRun {
  readonly runId: string;
  readonly startedAt: string;
  readonly roots: ReadonlyMap<string, string>;
}

/** Rows of list_digested_runs: the runs in the order in which they began. */
export function recordedRuns(rows: readonly Row[]): RecordedRun[] {
  const runs = new Map<string, { runId: string; startedAt: string; roots: Map<string, string> }>();
  for (const row of rows) {
    const runId = textOf(row, 'run_id');
    const run = runs.get(runId) ?? { runId, startedAt: textOf(row, 'started_at'), roots: new Map() };
    const table = textOrNull(row, 'table_name');
    if (table !== null) run.roots.set(table, textOf(row, 'digest'));
    runs.set(runId, run);
  }
  return [...runs.values()];
}
