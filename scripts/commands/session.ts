import { userInfo } from 'node:os';
import { nameFault } from '../../includes/src/name_fault.ts';
import { compileProject } from '../dataform/compile.ts';
import type { CompiledGraph } from '../dataform/compiled_graph.ts';
import { runProcedure } from '../dataform/run_procedure.ts';
import { CallError } from '../errors.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { workText } from '../terminal/work_text.ts';
import type { Parameters, ResultSet } from '../warehouse/values.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { openWarehouse, type WarehouseUse } from './open_warehouse.ts';

/** The options that every command takes. */
export interface GlobalOptions {
  readonly warehouse: string;
  readonly json: boolean;
  readonly actor?: string;
  /** How many seconds to wait for another process that uses the database, or for its transactions. */
  readonly wait?: number;
  /** How much memory DuckDB may take, as `4GB`. */
  readonly memory?: string;
}

/** A container may run as a user whom the operating system has no name for. */
function userName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    throw new CallError(
      {
        code: 'NO_ACTOR',
        message:
          'The operating system has no name for the user, and somebody has to answer for what is written',
        allowed: '--actor NAME, or KEYFAST_ACTOR',
      },
      undefined,
      { cause: error },
    );
  }
}

/** What one call of the command line works with: the compiled graph and a warehouse, each made when first asked for. */
export class Session {
  #graph: Promise<CompiledGraph> | undefined;
  #warehouse: Promise<Warehouse> | undefined;
  #opened: Warehouse | undefined;

  constructor(
    private readonly options: GlobalOptions,
    readonly terminal: Terminal,
    private readonly use: WarehouseUse,
    /** Aborted when a person interrupts: work stops between two steps, with nothing half done. */
    readonly signal: AbortSignal,
  ) {}

  /**
   * Who does it, as recorded beside what is written. On the embedded database it is what the caller declares; by default the
   * name of the operating system's user.
   */
  get actor(): string {
    const actor = this.options.actor ?? userName();
    if (nameFault(actor) === null && !/\p{Cc}/u.test(actor)) return actor;
    throw new CallError({
      code: 'BAD_ACTOR',
      message: 'Somebody has to answer for what is written',
      value: actor,
      allowed: 'a name of visible characters, on one line',
    });
  }

  /** Whether standard output is to hold one JSON document. */
  get isJson(): boolean {
    return this.options.json;
  }

  /** As the call named it, to be shown. */
  get warehouseName(): string {
    return this.options.warehouse;
  }

  graph(): Promise<CompiledGraph> {
    this.terminal.progress.update('Compiling the project');
    this.#graph ??= compileProject();
    return this.#graph;
  }

  warehouse(): Promise<Warehouse> {
    this.#warehouse ??= this.#open();
    return this.#warehouse;
  }

  /** Runs a procedure by name; its rows are what its last SELECT gives. */
  async procedure(name: string, parameters: Parameters = {}): Promise<ResultSet> {
    return runProcedure(await this.graph(), await this.warehouse(), name, parameters);
  }

  /** Says what is going on while a script runs, for how long, and how far it is, where the engine tells. */
  showWork(what: string): void {
    const start = performance.now();
    this.terminal.progress.update(() =>
      workText(what, (performance.now() - start) / 1000, this.#opened?.progress?.()),
    );
  }

  async close(): Promise<void> {
    const warehouse = await this.#warehouse?.catch(() => undefined);
    await warehouse?.close();
  }

  async #open(): Promise<Warehouse> {
    const graph = await this.graph();
    this.terminal.progress.update(`Opening ${this.options.warehouse}`);
    this.#opened = await openWarehouse(this.options.warehouse, this.use, graph, {
      ...(this.options.wait !== undefined && { patienceMilliseconds: this.options.wait * 1000 }),
      ...(this.options.memory !== undefined && { memoryLimit: this.options.memory }),
      signal: this.signal,
      tellsProgress: !this.isJson,
      onTranslate: () => {
        this.terminal.progress.update('Translating the project’s SQL for the embedded database');
      },
      onWait: (message) => {
        this.terminal.notice(message);
      },
    });
    return this.#opened;
  }
}
