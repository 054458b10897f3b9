import type { CompiledTest, Target } from '../../scripts/dataform/compiled_graph.ts';
import type { Parameters, ResultSet, Row } from '../../scripts/warehouse/values.ts';
import type { Relation, Warehouse } from '../../scripts/warehouse/warehouse.ts';

const NO_ROWS: ResultSet = { columns: [], rows: [] };

/** A warehouse without an engine: it writes down what it was asked to do, in order, and answers as it was told to. */
export class RecordingWarehouse implements Warehouse {
  readonly engine = 'duckdb';
  readonly calls: string[] = [];
  readonly parameters: Parameters[] = [];
  readonly staged: Row[] = [];
  readonly existing = new Set<string>();
  readonly failing = new Map<string, Error>();
  readonly answers = new Map<string, ResultSet>();
  testSides: { actual: ResultSet; expected: ResultSet } = { actual: NO_ROWS, expected: NO_ROWS };

  runOperation(operation: { target: Target }, parameters: Parameters = {}): Promise<ResultSet> {
    this.parameters.push(parameters);
    return this.#answer('run', operation.target);
  }

  async createTable(table: { target: Target }): Promise<void> {
    await this.#answer('create', table.target);
  }

  runAssertion(assertion: { target: Target }): Promise<ResultSet> {
    return this.#answer('assert', assertion.target);
  }

  sqlFaults(): Promise<[]> {
    return Promise.resolve([]);
  }

  runTest(test: CompiledTest): Promise<{ actual: ResultSet; expected: ResultSet }> {
    this.calls.push(`test ${test.name}`);
    return Promise.resolve(this.testSides);
  }

  async stage(target: Target, rows: AsyncIterable<Row>): Promise<number> {
    this.calls.push(`stage ${target.name}`);
    let count = 0;
    for await (const row of rows) {
      this.staged.push(row);
      count += 1;
    }
    return count;
  }

  relation(target: Target): Promise<Relation | undefined> {
    const relation: Relation = { kind: 'table', columnNames: [] };
    return Promise.resolve(this.existing.has(target.name) ? relation : undefined);
  }

  differingViews(): Promise<[]> {
    return Promise.resolve([]);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #answer(verb: string, { name }: Target): Promise<ResultSet> {
    this.calls.push(`${verb} ${name}`);
    const failure = this.failing.get(name);
    if (failure) return Promise.reject(failure);
    this.existing.add(name);
    return Promise.resolve(this.answers.get(name) ?? NO_ROWS);
  }
}
