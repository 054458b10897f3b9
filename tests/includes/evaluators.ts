import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { CompiledOperation } from '../../scripts/dataform/compiled_graph.ts';
import { GoogleSqlClient } from '../../scripts/googlesql/client.ts';
import { Reference } from '../../scripts/googlesql/reference.ts';
import { DuckDbWarehouse } from '../../scripts/warehouse/duckdb/duckdb_warehouse.ts';
import type { Column, Row } from '../../scripts/warehouse/values.ts';
import type { SqlFormula } from './vectors/formula.ts';

export type Text = string | null;

/** Evaluates the SQL of formulas over many rows of arguments at once, on one implementation of GoogleSQL. */
export interface Evaluator {
  /** Gives the results in the order of the rows; throws what the implementation raises. */
  evaluate(formula: SqlFormula, rows: readonly (readonly Text[])[]): Promise<Text[]>;
  stop(): Promise<void>;
}

const POSITION: Column = { name: 'position', type: { kind: 'INT64' } };

function columnsOf(formula: SqlFormula): Column[] {
  return [POSITION, ...formula.parameters.map((name): Column => ({ name, type: { kind: 'STRING' } }))];
}

function rowsOf(formula: SqlFormula, rows: readonly (readonly Text[])[]): Row[] {
  return rows.map((given, index) => ({
    position: BigInt(index),
    ...Object.fromEntries(formula.parameters.map((name, place) => [name, given[place] ?? null])),
  }));
}

function query(formula: SqlFormula, table: string): string {
  return `SELECT position, ${formula.sql} AS result FROM \`${table}\``;
}

function inOrder(rows: readonly Row[]): Text[] {
  const results: Text[] = [];
  for (const { position, result } of rows) results[Number(position)] = result as Text;
  return results;
}

/** Google's reference implementation. */
export class ReferenceEvaluator implements Evaluator {
  private constructor(private readonly client: GoogleSqlClient) {}

  static async start(): Promise<ReferenceEvaluator> {
    return new ReferenceEvaluator(await GoogleSqlClient.start());
  }

  async evaluate(formula: SqlFormula, rows: readonly (readonly Text[])[]): Promise<Text[]> {
    const inputs = { name: 'inputs', columns: columnsOf(formula), rows: rowsOf(formula, rows) };
    const outcome = await new Reference(this.client).query(query(formula, 'inputs'), [inputs]);
    if (!outcome.ok) throw new Error(outcome.error.message);
    return inOrder(outcome.value.rows);
  }

  stop(): Promise<void> {
    return this.client.stop();
  }
}

const PROJECT = 'formulas';

function operation(name: string, statement: string): CompiledOperation {
  return {
    target: { database: PROJECT, schema: 'formulas', name },
    fileName: `${name}.sqlx`,
    queries: [statement],
  };
}

/** The embedded engine: the formulas' SQL goes through its generator as the project's does. */
export class DuckDbEvaluator implements Evaluator {
  private constructor(
    private readonly warehouse: DuckDbWarehouse,
    private readonly operations: ReadonlyMap<
      string,
      { readonly createInputs: CompiledOperation; readonly results: CompiledOperation }
    >,
    private readonly directory: string,
  ) {}

  static async start(formulas: readonly SqlFormula[]): Promise<DuckDbEvaluator> {
    const operations = new Map(
      formulas.map((formula, index) => {
        const table = `${PROJECT}.formulas.inputs_${index}`;
        const columns = columnsOf(formula).map(({ name, type }) => `${name} ${type.kind}`);
        const createInputs = operation(
          `inputs_${index}`,
          `CREATE OR REPLACE TABLE \`${table}\` (${columns.join(', ')})`,
        );
        return [
          formula.name,
          { createInputs, results: operation(`results_${index}`, query(formula, table)) },
        ] as const;
      }),
    );
    const graph = {
      operations: [...operations.values()].flatMap(({ createInputs, results }) => [createInputs, results]),
      projectConfig: { defaultDatabase: PROJECT, defaultSchema: 'formulas', assertionSchema: 'formulas' },
    };
    const directory = await mkdtemp(join(tmpdir(), 'keyfast-formulas-'));
    // An error is placed in the file that the statement was compiled from.
    for (const { fileName, queries } of graph.operations) {
      await writeFile(join(directory, fileName), `config { type: "operations" }\n${queries.join('')}`);
    }
    const warehouse = await DuckDbWarehouse.open(':memory:', graph, {
      projectRoot: directory,
      cacheDirectory: directory,
    });
    return new DuckDbEvaluator(warehouse, operations, directory);
  }

  async evaluate(formula: SqlFormula, rows: readonly (readonly Text[])[]): Promise<Text[]> {
    const { createInputs, results } = this.operations.get(formula.name)!;
    await this.warehouse.runOperation(createInputs);
    await this.warehouse.stage(createInputs.target, Readable.from(rowsOf(formula, rows)));
    return inOrder((await this.warehouse.runOperation(results)).rows);
  }

  async stop(): Promise<void> {
    await this.warehouse.close();
    await rm(this.directory, { recursive: true });
  }
}
