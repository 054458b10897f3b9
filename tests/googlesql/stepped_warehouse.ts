import {
  type CompiledAssertion,
  type CompiledOperation,
  type CompiledTable,
  dottedName,
  type Target,
} from '../../scripts/dataform/compiled_graph.ts';
import { appendRows } from '../../scripts/warehouse/duckdb/appended_rows.ts';
import type { DuckDbConnection } from '../../scripts/warehouse/duckdb/connection.ts';
import { relationOf } from '../../scripts/warehouse/duckdb/relation.ts';
import { NO_ROWS, runScript } from '../../scripts/warehouse/duckdb/script_run.ts';
import type { TranslatedGraph } from '../../scripts/warehouse/duckdb/translation.ts';
import type { RowBatch } from '../../scripts/warehouse/row_batch.ts';
import type { Parameters, ResultSet, Row } from '../../scripts/warehouse/values.ts';
import type { Relation, Warehouse } from '../../scripts/warehouse/warehouse.ts';
import type { StatementPlace } from './compiled_queries.ts';

/** Sees the warehouse as a statement is about to find it. */
export type BeforeStatement = (place: StatementPlace, parameters: Parameters) => Promise<void>;

/** The embedded engine, a statement at a time and without transactions, so that one can look around between two of them. */
export class SteppedWarehouse implements Warehouse {
  readonly engine = 'duckdb';

  constructor(
    private readonly connection: DuckDbConnection,
    private readonly translated: TranslatedGraph,
    private readonly beforeStatement: BeforeStatement,
  ) {}

  runOperation(operation: CompiledOperation, parameters: Parameters = {}): Promise<ResultSet> {
    return this.run(operation.target, parameters);
  }

  async createTable(table: CompiledTable): Promise<void> {
    await this.run(table.target, {});
  }

  runAssertion(assertion: CompiledAssertion): Promise<ResultSet> {
    return this.run(assertion.target, {});
  }

  sqlFaults(): never {
    throw new Error('Nobody asks for the faults of a story.');
  }

  runTest(): never {
    throw new Error('A unit test reads no warehouse.');
  }

  differingViews(): never {
    throw new Error('A story verifies nothing.');
  }

  stage(target: Target, rows: AsyncIterable<Row | RowBatch>): Promise<number> {
    return appendRows(this.connection, target, rows);
  }

  relation(target: Target): Promise<Relation | undefined> {
    return relationOf(this.connection, target);
  }

  close(): Promise<void> {
    this.connection.close();
    return Promise.resolve();
  }

  private async run(target: Target, parameters: Parameters): Promise<ResultSet> {
    const script = this.translated.actions[dottedName(target)];
    if (script === undefined || script.faults.length > 0) throw new Error(`${target.name} can't run.`);
    let last = NO_ROWS;
    for (const placed of script.statements) {
      const { kind } = placed.statement;
      const { text, index } = placed.place;
      if (kind === 'begin' || kind === 'commit' || kind === 'rollback') continue;
      await this.beforeStatement({ text: script.texts[text] ?? '', index }, parameters);
      const context = { target, parameters, onStatement: undefined, locate: () => ({ file: target.name }) };
      const result = await runScript(this.connection, [placed], context);
      if (kind === 'query') last = result;
    }
    return last;
  }
}
