import { textOf, textOrNull } from '../report/row_values.ts';
import type { Row } from '../warehouse/values.ts';

/** A run as the warehouse has it, with the root digest of each table that it recorded. */
export interface RecordedRun {
  readonly runId: string;
  readonly startedAt: string;
  /** When the last of its controls finished; null where it evaluated none. */
  readonly finishedAt: string | null;
  readonly roots: ReadonlyMap<string, string>;
}

/** Rows of list_digested_runs: the runs in the order in which they began. */
export function recordedRuns(rows: readonly Row[]): RecordedRun[] {
  const runs = new Map<string, RecordedRun & { roots: Map<string, string> }>();
  for (const row of rows) {
    const runId = textOf(row, 'run_id');
    const run = runs.get(runId) ?? {
      runId,
      startedAt: textOf(row, 'started_at'),
      finishedAt: textOrNull(row, 'finished_at'),
      roots: new Map<string, string>(),
    };
    const table = textOrNull(row, 'table_name');
    if (table !== null) run.roots.set(table, textOf(row, 'digest'));
    runs.set(runId, run);
  }
  return [...runs.values()];
}
