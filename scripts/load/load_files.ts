import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CompiledGraph, Target } from '../dataform/compiled_graph.ts';
import { prepareProcedure, runProcedure } from '../dataform/run_procedure.ts';
import { CallError, DataError, type Fault } from '../errors.ts';
import type { Row } from '../warehouse/values.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { cellFault } from './cell_faults.ts';
import { CsvFile, type CsvRow } from './csv_file.ts';
import { FaultList } from './fault_list.ts';
import { inWords, LIMITS } from './limits.ts';
import { sourceKind, type SourceKind, type SourceKindName } from './source_kinds.ts';

export interface LoadRequest {
  readonly kind: SourceKindName;
  readonly files: readonly string[];
  readonly tenantId: string;
  /** First of the month as `YYYY-MM-DD`; null where the file says it, or the kind has no period. */
  readonly periodLabel: string | null;
  readonly actor: string;
}

export interface LoadedFile {
  readonly file: string;
  readonly fileDigest: string;
  readonly rowCount: number;
  readonly blankLineCount: number;
  /** What was normalised on the way in. */
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
 * @throws CallError when a file isn't there, DataError with all the faults of all the files.
 */
export async function loadFiles(
  request: LoadRequest,
  graph: CompiledGraph,
  warehouse: Warehouse,
  progress: LoadProgress = {},
): Promise<LoadedFile[]> {
  for (const file of request.files) await refuseUnlessFile(file);
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

async function refuseUnlessFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) {
    throw new CallError({
      code: 'FILE_NOT_FOUND',
      message: found ? 'Not a file' : 'There is no such file',
      location: { file },
    });
  }
  if (found.size > LIMITS.fileBytes) {
    const allowed = `at most ${inWords(LIMITS.fileBytes)}; split it, a file a period`;
    throw new DataError([
      { code: 'FILE_TOO_LARGE', message: 'The file is too large', location: { file }, allowed },
    ]);
  }
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
      const faults: Fault[] = [];
      for (const file of this.request.files) faults.push(...(await this.#stageAndCheck(file)));
      const [first, ...others] = faults;
      if (first) throw new DataError([first, ...others]);
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

  async #stageAndCheck(file: string): Promise<Fault[]> {
    const staged = { loadId: randomUUID(), csv: new CsvFile(file, this.#kind) };
    this.#staged.push(staged);
    const rows = new StagedRows(staged, this.request, this.progress);
    await this.warehouse.stage(this.#stagingTarget(), rows);
    if (rows.refusal) throw rows.refusal;
    const faults = new FaultList();
    faults.addAll(staged.csv.faults);
    if (staged.csv.columns.length > 0) {
      const check = await runProcedure(this.graph, this.warehouse, this.#checkProcedure, {
        tenant_id: this.request.tenantId,
        load_id: staged.loadId,
        period_label: this.request.periodLabel,
      });
      for (const row of check.rows) faults.add(cellFault(file, row));
      const found = check.rows[0]?.fault_count;
      if (typeof found === 'bigint') faults.countUnkept(Number(found) - check.rows.length);
    }
    return faults.inOrder();
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
      source_file: basename(csv.path),
      file_digest: fileDigest,
      period_label: this.request.periodLabel,
      actor: this.request.actor,
    });
    return {
      file: csv.path,
      fileDigest,
      rowCount: csv.rowCount,
      blankLineCount: csv.blankLineCount,
      notes: csv.hadByteOrderMark ? ['the UTF-8 byte order mark was left out'] : [],
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
    const sourceFile = basename(csv.path);
    let isFirst = true;
    try {
      for await (const row of csv.rows()) {
        if (isFirst) this.#refuseWithoutPeriod();
        isFirst = false;
        this.progress.signal?.throwIfAborted();
        if (csv.rowCount % ROWS_BETWEEN_REPORTS === 0) this.progress.onRows?.(csv.path, csv.rowCount);
        yield { load_id: loadId, source_file: sourceFile, ...cellsByColumn(row, csv.columns) };
      }
    } catch (error) {
      this.refusal = error instanceof Error ? error : new Error(String(error));
    }
  }

  #refuseWithoutPeriod(): void {
    const { csv } = this.staged;
    if (!csv.kind.hasPeriod || this.request.periodLabel !== null || csv.columns.includes('period_label'))
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
  for (const [index, column] of columns.entries()) cells[column] = row.cells[index] ?? null;
  return cells;
}
