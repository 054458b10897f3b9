import type { DigestedTable } from '../../includes/src/digested_tables.ts';
import type { RunProcedure } from '../report/evidence.ts';
import { textOf } from '../report/row_values.ts';
import { marksIn, tableDigests } from './digest_rows.ts';
import { laterEvents, type LaterEvent } from './explained_changes.ts';
import type { Mark, TableDigests } from './manifest.ts';
import type { RecordedRun } from './recorded_runs.ts';

type Marks = Readonly<Record<string, Mark>>;

/** A run that wrote what an action of the graph computes. */
interface Rebuild {
  readonly run: RecordedRun;
  readonly action: string;
}

/** The actions that write a table that runs alone write, and that doesn't only grow. */
const WRITERS: Readonly<Record<string, readonly string[]>> = {
  dim_business_mapping: ['dim_business_mapping'],
  dim_agent_identity: ['dim_agent_identity'],
  identity_quarantine: ['dim_business_mapping', 'dim_agent_identity'],
  commission_traceability: ['commission_traceability'],
};

/** What the warehouse recorded of its runs that a comparison of tables asks for, each thing asked once. */
export class TableEvidence {
  readonly #marks = new Map<string, Marks>();
  #events: readonly LaterEvent[] | undefined;

  private constructor(
    readonly call: RunProcedure,
    readonly runs: readonly RecordedRun[],
    private readonly rebuilds: readonly Rebuild[],
    private readonly since: string,
  ) {}

  /** `since` is the first run that is asked about. */
  static async read(call: RunProcedure, runs: readonly RecordedRun[], since: string): Promise<TableEvidence> {
    const rebuilds = (await call('list_rebuilds', {})).rows.flatMap((row) => {
      const run = runs.find(({ runId }) => runId === textOf(row, 'run_id'));
      return run === undefined ? [] : [{ run, action: textOf(row, 'action_name') }];
    });
    return new TableEvidence(call, runs, rebuilds, since);
  }

  /** The runs that recorded the table, in their order. */
  recordingsOf(table: DigestedTable): RecordedRun[] {
    return this.runs.filter(({ roots }) => roots.has(table.name));
  }

  async recordedDigests(table: DigestedTable, of: RecordedRun): Promise<TableDigests | undefined> {
    const ofTable = { run_id: of.runId, table_name: table.name };
    return tableDigests((await this.call('list_table_digests', ofTable)).rows);
  }

  isWrittenByRuns(table: DigestedTable): boolean {
    return WRITERS[table.name] !== undefined;
  }

  /** The last run after one, and up to another, that is recorded as having written the table. */
  writerBetween(table: DigestedTable, after: RecordedRun, upTo?: RecordedRun): RecordedRun | undefined {
    const writers = WRITERS[table.name] ?? [];
    return this.runs.findLast(
      (run) =>
        run.startedAt > after.startedAt &&
        (upTo === undefined || run.startedAt <= upTo.startedAt) &&
        this.rebuilds.some((rebuild) => rebuild.run === run && writers.includes(rebuild.action)),
    );
  }

  /** The events after one run's marks and up to another's; what came while that one was recording counts too. */
  async eventsBetween(after: RecordedRun, upTo?: RecordedRun): Promise<LaterEvent[]> {
    this.#events ??= laterEvents((await this.call('list_events_since', { run_id: this.since })).rows);
    const before = await this.marksOf(after);
    const came = this.#events.filter((event) => !isUpTo(event, before, after.startedAt));
    if (upTo === undefined) return came;
    const until = await this.marksOf(upTo);
    return came.filter(
      (event) =>
        isUpTo(event, until, upTo.startedAt) || event.occurredAt <= (upTo.finishedAt ?? upTo.startedAt),
    );
  }

  private async marksOf({ runId }: RecordedRun): Promise<Marks> {
    const marks =
      this.#marks.get(runId) ?? marksIn((await this.call('list_run_marks', { run_id: runId })).rows);
    this.#marks.set(runId, marks);
    return marks;
  }
}

/** Whether a run saw an event: by its mark of the tenant's chain, and by the time where it left no marks. */
function isUpTo(event: LaterEvent, marks: Marks, startedAt: string): boolean {
  if (Object.keys(marks).length === 0) return event.occurredAt <= startedAt;
  return event.sequence <= (marks[event.tenantId]?.event_sequence ?? 0);
}
