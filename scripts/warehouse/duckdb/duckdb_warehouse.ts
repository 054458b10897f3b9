import {
  type CompiledAssertion,
  type CompiledGraph,
  type CompiledOperation,
  type CompiledTable,
  type CompiledTest,
  dottedName,
  type Target,
} from '../../dataform/compiled_graph.ts';
import { CACHE_DIRECTORY, PROJECT_ROOT } from '../../dataform/project.ts';
import { ExitCode, KeyfastError, type Fault, type Location } from '../../errors.ts';
import { SourceMap } from '../../googlesql/source_map.ts';
import type { RowBatch } from '../row_batch.ts';
import type { Parameters, ResultSet, Row } from '../values.ts';
import type { Relation, ScriptProgress, StatementEvent, Warehouse } from '../warehouse.ts';
import { appendRows } from './appended_rows.ts';
import { DuckDbConnection, type OpenOptions } from './connection.ts';
import { differingViews } from './differing_views.ts';
import { relationOf } from './relation.ts';
import { runScript } from './script_run.ts';
import { Threads } from './threads.ts';
import type { Place, TranslatedGraph, TranslatedScript } from './translation.ts';
import { translationOf } from './translation_cache.ts';

export interface DuckDbOptions extends OpenOptions {
  /** Called after each statement; what it throws breaks the script off, as a crash at this point would. */
  readonly onStatement?: (event: StatementEvent) => void;
  /** Where the `.sqlx` files are, to say where in them an error stands. */
  readonly projectRoot?: string;
  readonly cacheDirectory?: string;
  /** Called before the SQL is translated, which is once for a version of it, and takes seconds. */
  readonly onTranslate?: () => void;
}

/** The embedded engine: a DuckDB file, and the compiled graph translated with Google's own analyser as its front end. */
export class DuckDbWarehouse implements Warehouse {
  readonly engine = 'duckdb';
  readonly #sourceMap: SourceMap;
  /** There is one connection, so one script at a time. */
  #last: Promise<unknown> = Promise.resolve();
  #running: { readonly index: number; readonly count: number; readonly begun: number } | undefined;

  private constructor(
    private readonly connection: DuckDbConnection,
    private readonly threads: Threads,
    private readonly translated: TranslatedGraph,
    private readonly options: DuckDbOptions,
  ) {
    this.#sourceMap = new SourceMap(options.projectRoot ?? PROJECT_ROOT);
  }

  /** `path` is a file, created when it isn't there, or `:memory:`. */
  static async open(
    path: string,
    graph: CompiledGraph,
    options: DuckDbOptions = {},
  ): Promise<DuckDbWarehouse> {
    const { projectRoot = PROJECT_ROOT, cacheDirectory = CACHE_DIRECTORY } = options;
    const translated = await translationOf(graph, projectRoot, cacheDirectory, options.onTranslate);
    const connection = await DuckDbConnection.open(path, options);
    return new DuckDbWarehouse(connection, await Threads.for(connection), translated, options);
  }

  runOperation(operation: CompiledOperation, parameters: Parameters = {}): Promise<ResultSet> {
    return this.runAction(operation.target, parameters);
  }

  async createTable(table: CompiledTable): Promise<void> {
    await this.runAction(table.target);
  }

  runAssertion(assertion: CompiledAssertion): Promise<ResultSet> {
    return this.runAction(assertion.target);
  }

  sqlFaults(): Promise<readonly Fault[]> {
    const { actions, tests } = this.translated;
    const sides = Object.values(tests).flatMap(({ actual, expected }) => [actual, expected]);
    return Promise.resolve([...Object.values(actions), ...sides].flatMap((script) => this.faultsOf(script)));
  }

  async runTest(test: CompiledTest): Promise<{ readonly actual: ResultSet; readonly expected: ResultSet }> {
    const sides = this.translated.tests[test.name];
    if (sides === undefined) throw new TypeError(`The graph has no unit test ${test.name}.`);
    const target = { database: '', schema: '', name: test.name };
    return {
      actual: await this.run(sides.actual, target, {}),
      expected: await this.run(sides.expected, target, {}),
    };
  }

  stage(target: Target, rows: AsyncIterable<Row | RowBatch>): Promise<number> {
    return this.inTurn(async () => {
      const count = await appendRows(this.connection, target, rows);
      await this.threads.grown(count);
      return count;
    });
  }

  relation(target: Target): Promise<Relation | undefined> {
    return this.inTurn(() => relationOf(this.connection, target));
  }

  differingViews(views: readonly CompiledTable[]): Promise<readonly Target[]> {
    return this.inTurn(() =>
      differingViews(this.connection, views, ({ target }) => {
        const script = this.scriptOf(target);
        return runScript(this.connection, script.statements, {
          target,
          parameters: {},
          onStatement: undefined,
          locate: (place) => this.locate(script, place),
        });
      }),
    );
  }

  progress(): ScriptProgress | undefined {
    if (!this.#running) return undefined;
    const { begun, ...statement } = this.#running;
    return { ...statement, milliseconds: performance.now() - begun, ...this.connection.progress };
  }

  close(): Promise<void> {
    return this.inTurn(() => {
      this.connection.close();
      return Promise.resolve();
    });
  }

  private runAction(target: Target, parameters: Parameters = {}): Promise<ResultSet> {
    return this.run(this.scriptOf(target), target, parameters);
  }

  private scriptOf(target: Target): TranslatedScript {
    const script = this.translated.actions[dottedName(target)];
    if (script === undefined) throw new TypeError(`The graph has no action ${dottedName(target)}.`);
    return script;
  }

  private run(script: TranslatedScript, target: Target, parameters: Parameters): Promise<ResultSet> {
    const [first, ...others] = this.faultsOf(script);
    if (first !== undefined)
      return Promise.reject(new KeyfastError(ExitCode.warehouseFailed, [first, ...others]));
    const { onStatement } = this.options;
    const locate = (place: Place): Location => this.locate(script, place);
    const onBegin = (index: number, count: number): void => {
      this.#running = { index, count, begun: performance.now() };
    };
    return this.inTurn(() =>
      runScript(this.connection, script.statements, {
        target,
        parameters,
        onBegin,
        onStatement,
        locate,
      }).finally(() => {
        this.#running = undefined;
      }),
    );
  }

  private faultsOf(script: TranslatedScript): Fault[] {
    return script.faults.map(({ code, message, place }) => ({
      code,
      message,
      location: this.locate(script, place),
    }));
  }

  private locate({ fileName, texts }: TranslatedScript, { text, index }: Place): Location {
    return this.#sourceMap.locate(fileName, texts[text] ?? '', index);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
