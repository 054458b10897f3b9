import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CompiledGraph, CompiledOperation, Target } from '../../../scripts/dataform/compiled_graph.ts';
import { DuckDbWarehouse, type DuckDbOptions } from '../../../scripts/warehouse/duckdb/duckdb_warehouse.ts';
import type { Parameters, Value } from '../../../scripts/warehouse/values.ts';

/** The project and dataset of every fixture: `` `p.d.table` ``. */
export function target(name: string): Target {
  return { database: 'p', schema: 'd', name };
}

export function operation(name: string, sql: string): CompiledOperation {
  return { target: target(name), fileName: `definitions/${name}.js`, queries: [sql] };
}

/** A graph of operations, one a script, each after the one before it. */
export function graphOf(scripts: Readonly<Record<string, string>>): CompiledGraph {
  const names = Object.keys(scripts);
  return {
    operations: Object.entries(scripts).map(([name, sql], index) => ({
      ...operation(name, sql),
      dependencyTargets: names.slice(Math.max(index - 1, 0), index).map(target),
    })),
    projectConfig: { defaultDatabase: 'p', defaultSchema: 'd', assertionSchema: 'a' },
  };
}

/** A database in memory, and scripts that can be run on it by name. */
export class Scripts {
  private constructor(
    readonly warehouse: DuckDbWarehouse,
    private readonly scripts: Readonly<Record<string, string>>,
  ) {}

  static async open(
    scripts: Readonly<Record<string, string>>,
    options: DuckDbOptions = {},
  ): Promise<Scripts> {
    const cacheDirectory = mkdtempSync(join(tmpdir(), 'keyfast-translations-'));
    const warehouse = await DuckDbWarehouse.open(':memory:', graphOf(scripts), {
      cacheDirectory,
      ...options,
    });
    return new Scripts(warehouse, scripts);
  }

  /** The rows of the script's last SELECT, each as the list of its values. */
  async run(name: string, parameters: Parameters = {}): Promise<Value[][]> {
    const { rows } = await this.warehouse.runOperation(operation(name, this.scripts[name] ?? ''), parameters);
    return rows.map((row) => Object.values(row));
  }
}
