import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { CompiledGraph, Target } from '../dataform/compiled_graph.ts';
import { prepareProcedure, runProcedure } from '../dataform/run_procedure.ts';
import { CallError, DataError, type Fault } from '../errors.ts';
import type { Row } from '../warehouse/values.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { cellFault } from './cell_faults.ts';
import { cellLines, type CellLines } from './cell_lines.ts';
import { CsvFile, type CsvRow } from './csv_file.ts';
import { FaultList } from './fault_list.ts';
import { fileNotes } from './file_notes.ts';
import { limitsOf } from './limits.ts';
import { refusal } from './refusal.ts';
import { refuseUnlessFile } from './refuse_unless_file.ts';
import { sourceKind, type SourceKind, type SourceKindName } from './source_kinds.ts';

export interface LoadRequest {
  readonly kind: SourceKindName;
  readonly files: readonly string[];
  readonly tenantId: string;
  /** First of the month as `YYYY-MM-DD`; null where the file says it, or the kind has no period. */
  readonly periodLabel: string | null;
  readonly actor: string;
  /** Snapshots: a known file that was superseded is to be in force again. */
  readonly reinstates?: boolean;
  /** Hierarchy: the file is all that there is, and rows that it doesn't hold are removed. */
  readonly replacesAll?: boolean;
}

export interface LoadedFile {
  readonly file: string;
  readonly fileDigest: string;
  readonly rowCount: number;
  readonly blankLineCount: number;
  /** What a person should know although the file is sound. */
  readonly notes: readonly string[];
  /** What the load procedure says, a row a period, each with its `outcome`. */
  readonly outcomes: readonly Row[];
}

export interface LoadProgress {
  readonly signal?: AbortSignal;
  /** Every few thousand rows. */
  readonly onRows?: (file: string, rowCount: number) => void;
}

interface StagedFile {
  readonly loadId: string;
  readonly csv: CsvFile;
}

const ROWS_BETWEEN_REPORTS = 5000;

/**
 * Loads files of one kind for one tenant. All of them are staged and checked first: a fault in any refuses them all, with
 * every fault, and leaves nothing behind. Then each is loaded in a transaction of its own, in the order given.
 *
 * @throws CallError when a file isn't there or can't be read, DataError with all the faults of all the files.
 */
export async function loadFiles(
  request: LoadRequest,
  graph: CompiledGraph,
  warehouse: Warehouse,
  progress: LoadProgress = {},
): Promise<LoadedFile[]> {
  for (const file of request.files) await refuseUnlessFile(file, limitsOf(graph));
  refuseTwoSnapshotsOfOnePeriod(request);
  const load = new Load(request, graph, warehouse, progress);
  return load.run();
}

/** Each snapshot of a period supersedes the one before it, so that only the last file of the call would count. */
function refuseTwoSnapshotsOfOnePeriod({ files, periodLabel }: LoadRequest): void {
  if (periodLabel === null || files.length === 1) return;
  throw new CallError(
    {
      code: 'TWO_SNAPSHOTS',
      message: `${files.length} files of one period: each would supersede the one before it, whole`,
      value: periodLabel,
      allowed: 'one file with --period; files of several periods with a period_label column each',
    },
    'keyfast load --help',
  );
}

class Load {
  readonly #kind: SourceKind;
  readonly #staged: StagedFile[] = [];

  constructor(
    readonly request: LoadRequest,
    readonly graph: CompiledGraph,
    readonly warehouse: Warehouse,
    readonly progress: LoadProgress,
  ) {
    this.#kind = sourceKind(request.kind);
  }

  async run(): Promise<LoadedFile[]> {
    await prepareProcedure(this.graph, this.warehouse, this.#checkProcedure);
    try {
      const faults: FaultList[] = [];
      for (const file of this.request.files) faults.push(await this.#stageAndCheck(file));
      const refused = refusal(faults);
      if (refused) throw refused;
      const loaded: LoadedFile[] = [];
      for (const staged of this.#staged) loaded.push(await this.#load(staged, loaded));
      return loaded;
    } catch (error) {
      // What went wrong first is what a person must hear of, not that the warehouse took no more afterwards.
      await this.#discard().catch(() => undefined);
      throw error;
    }
  }

  get #checkProcedure(): string {
    return `check_${this.#kind.name}_load`;
  }

  async #stageAndCheck(file: string): Promise<FaultList> {
    const staged = { loadId: randomUUID(), csv: new CsvFile(file, this.#kind, limitsOf(this.graph)) };
    this.#staged.push(staged);
    const rows = new StagedRows(staged, this.request, this.progress);
    await this.warehouse.stage(this.#stagingTarget(), rows);
    if (rows.refusal) throw rows.refusal;
    const faults = new FaultList(staged.csv.limits.faultsKept);
    faults.addAll(staged.csv.faults);
    if (staged.csv.columns.length > 0) {
      const check = await runProcedure(this.graph, this.warehouse, this.#checkProcedure, {
        tenant_id: this.request.tenantId,
        load_id: staged.loadId,
        period_label: this.request.periodLabel,
        replaces_all: this.request.replacesAll ?? false,
      });
      const lines = await this.#linesOfCells(staged.csv, check.rows);
      for (const row of check.rows) faults.add(cellFault(file, row, lines));
      const found = check.rows[0]?.fault_count;
      if (typeof found === 'bigint') faults.countUnkept(Number(found) - check.rows.length);
    }
    return faults;
  }

  /** The procedure knows the line that a row starts on; a cell of it may begin further down. */
  async #linesOfCells(csv: CsvFile, faults: readonly Row[]): Promise<CellLines | undefined> {
    if (!csv.hasRowOfSeveralLines || faults.length === 0) return undefined;
    return cellLines(csv, new Set(faults.map(({ source_row }) => Number(source_row))));
  }

  #stagingTarget(): Target {
    const name = `staged_${this.#kind.name}`;
    const operation = this.graph.operations?.find((candidate) => candidate.target.name === name);
    if (!operation) throw new Error(`No operation creates ${name}`);
    return operation.target;
  }

  /** A guard that refuses a file at its turn says which, and what was loaded before it. */
  async #load(staged: StagedFile, before: readonly LoadedFile[]): Promise<LoadedFile> {
    try {
      return await this.#loadStaged(staged);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      const [first, ...others] = error.faults;
      const inFile = (fault: Fault): Fault => ({ location: { file: staged.csv.path }, ...fault });
      const kept = before.map(({ file }) => file).join(', ');
      throw new DataError(
        [inFile(first), ...others.map(inFile)],
        kept === '' ? error.nextStep : `${kept} stays loaded; mend ${staged.csv.path} and load it alone`,
        { cause: error },
      );
    }
  }

  async #loadStaged({ loadId, csv }: StagedFile): Promise<LoadedFile> {
    this.progress.signal?.throwIfAborted();
    const fileDigest = csv.digest;
    if (fileDigest === undefined) throw new Error(`${csv.path} was not read to its end`);
    const result = await runProcedure(this.graph, this.warehouse, `load_${this.#kind.name}`, {
      tenant_id: this.request.tenantId,
      load_id: loadId,
      row_count: BigInt(csv.rowCount),
      source_file: basename(csv.path),
      file_digest: fileDigest,
      period_label: this.request.periodLabel,
      reinstates: this.request.reinstates ?? false,
      replaces_all: this.request.replacesAll ?? false,
      actor: this.request.actor,
    });
    return {
      file: csv.path,
      fileDigest,
      rowCount: csv.rowCount,
      blankLineCount: csv.blankLineCount,
      notes: notesOn(csv, result.rows),
      outcomes: result.rows,
    };
  }

  /** Staged rows that were never loaded are seen by nobody, but there is no reason to keep them either. */
  async #discard(): Promise<void> {
    for (const { loadId } of this.#staged) {
      await runProcedure(this.graph, this.warehouse, 'discard_staged_rows', { load_id: loadId });
    }
  }
}

function notesOn(csv: CsvFile, outcomes: readonly Row[]): string[] {
  const notes = fileNotes(csv);
  const unusable = outcomes.map((outcome) => outcome.unusable_name_count).find((count) => count !== 0n);
  if (typeof unusable === 'bigint') {
    const rows = unusable === 1n ? '1 row has' : `${unusable} rows have`;
    notes.push(`${rows} a name that can have no id; the next run quarantines it: keyfast quarantine`);
  }
  const ahead = periodsOf(outcomes.filter((outcome) => outcome.is_timely === false));
  if (ahead !== '')
    notes.push(`${ahead}: a period to come, loaded all the same; it doesn't decide who is active`);
  const longAgo = periodsOf(outcomes.filter((outcome) => outcome.is_recent === false));
  if (longAgo !== '') notes.push(`${longAgo}: a period of more than ten years ago, loaded all the same`);
  if (outcomes.some((outcome) => outcome.outcome === 'ALREADY_LOADED' && outcome.is_in_force === false)) {
    notes.push('a later file superseded it; with --again it is in force again');
  }
  return notes;
}

const PERIODS_NAMED = 3;

/** `2035-01, 2035-02`; of many the first. */
function periodsOf(outcomes: readonly Row[]): string {
  const months = outcomes.flatMap(({ period_label }) =>
    typeof period_label === 'string' ? [period_label.slice(0, 'YYYY-MM'.length)] : [],
  );
  const more = months.length - PERIODS_NAMED;
  return months.slice(0, PERIODS_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/**
 * The rows of a file as the staging table takes them. A refusal ends them early instead of being thrown, so that it
 * reaches the caller as it is and not through the engine's way of failing.
 */
class StagedRows implements AsyncIterable<Row> {
  refusal: Error | undefined;

  constructor(
    readonly staged: StagedFile,
    readonly request: LoadRequest,
    readonly progress: LoadProgress,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Row, void> {
    const { loadId, csv } = this.staged;
    const staging = { load_id: loadId, staged_at: now(), source_file: basename(csv.path) };
    let isFirst = true;
    try {
      for await (const row of csv.rows()) {
        if (isFirst) this.#refuseWithoutPeriod();
        isFirst = false;
        this.progress.signal?.throwIfAborted();
        if (csv.rowCount % ROWS_BETWEEN_REPORTS === 0) this.progress.onRows?.(csv.path, csv.rowCount);
        yield { ...staging, ...cellsByColumn(row, csv.columns) };
      }
    } catch (error) {
      this.refusal = error instanceof Error ? error : new Error(String(error));
    }
  }

  #refuseWithoutPeriod(): void {
    const { csv } = this.staged;
    if (
      !sourceKind(this.request.kind).hasPeriod ||
      this.request.periodLabel !== null ||
      csv.columns.includes('period_label')
    )
      return;
    throw new CallError(
      {
        code: 'MISSING_PERIOD',
        message: 'The file has no period_label column, so the call must name its period',
        location: { file: csv.path },
        allowed: '--period YYYY-MM',
      },
      `keyfast load ${this.request.kind} ${csv.path} --tenant ${this.request.tenantId} --period YYYY-MM`,
    );
  }
}

function cellsByColumn(row: CsvRow, columns: readonly string[]): Row {
  const cells: Record<string, string | bigint | null> = { source_row: BigInt(row.line) };
  for (const [index, column] of columns.entries()) {
    const cell = row.cells[index] ?? '';
    cells[column] = cell === '' ? null : cell;
  }
  return cells;
}

/** A TIMESTAMP as `values.ts` has them: six digits of a second. */
function now(): string {
  return new Date().toISOString().replace('Z', '000Z');
}
