import type {
  CompiledAssertion,
  CompiledOperation,
  CompiledTable,
  CompiledTest,
  Target,
} from '../dataform/compiled_graph.ts';
import type { Fault } from '../errors.ts';
import type { RowBatch } from './row_batch.ts';
import type { Parameters, ResultSet, Row } from './values.ts';

/** What a script does when its statements run: for progress, and for tests that break off between two of them. */
export interface StatementEvent {
  readonly target: Target;
  /** From 0, in the order of the compiled script. */
  readonly index: number;
  readonly count: number;
}

/** How far a script is, as the engine tells it: nothing in it is guessed. */
export interface ScriptProgress {
  /** The statement that is running, from 0, in the order of the compiled script. */
  readonly index: number;
  readonly count: number;
  /** Since that statement began. */
  readonly milliseconds: number;
  /** How many rows it has gone through, of all the tables and steps that it reads, and which share of them that is, 0 to 1. */
  readonly rowCount: number;
  readonly share: number;
}

/** A table or a view as it stands in the warehouse, whatever the graph says of it. */
export type Relation =
  { readonly kind: 'table'; readonly columnNames: readonly string[] } | { readonly kind: 'view' };

/**
 * The warehouse port. Two adapters implement it, BigQuery and the embedded DuckDB; nothing that is particular to an
 * engine stands outside them. Every statement comes from the compiled graph: nobody hands in SQL.
 *
 * All methods throw `DataError` or `CallError` (guard_refusal.ts) when a guard (`ERROR('[CODE] detail')`) refuses: the fault's
 * code is the one in brackets.
 * All other failures of the engine are `WarehouseError`, located in the `.sqlx` file.
 */
export interface Warehouse {
  readonly engine: 'duckdb' | 'bigquery';

  /** Runs every statement of an operation, a procedure included, and gives the rows of its last SELECT (none: empty). */
  runOperation(operation: CompiledOperation, parameters?: Parameters): Promise<ResultSet>;

  /** `CREATE OR REPLACE` of a view or a table. */
  createTable(table: CompiledTable): Promise<void>;

  /** Creates the assertion's view and gives its failing rows: none means it holds. */
  runAssertion(assertion: CompiledAssertion): Promise<ResultSet>;

  /**
   * What is wrong with the graph's SQL before any of it runs: every fault of every action, at its place. A scheduled run
   * never reaches a procedure, so this is where a broken one is seen.
   */
  sqlFaults(): Promise<readonly Fault[]>;

  /** The two sides of a Dataform unit test, each as rows. */
  runTest(test: CompiledTest): Promise<{ readonly actual: ResultSet; readonly expected: ResultSet }>;

  /**
   * Appends rows, one by one or in batches, to an existing table, in the order they come: a load job on BigQuery, one transaction
   * on DuckDB.
   * Values are in the form of `values.ts`; a column that a row leaves out is NULL. Memory is bounded by one batch.
   * Gives the number of rows.
   */
  stage(target: Target, rows: AsyncIterable<Row | RowBatch>): Promise<number>;

  /** What stands under this name; undefined when nothing does. */
  relation(target: Target): Promise<Relation | undefined>;

  /**
   * Which of these views stand in the warehouse as something else than what the graph compiles them to. One that isn't there is
   * not among them. The views come so that each stands after those that it reads; the warehouse is left as it is.
   */
  differingViews(views: readonly CompiledTable[]): Promise<readonly Target[]>;

  /** How far the script that is running is; undefined where none is, and where the engine doesn't tell. */
  progress?(): ScriptProgress | undefined;

  close(): Promise<void>;
}
