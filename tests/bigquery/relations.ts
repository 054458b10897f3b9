import type { CompiledGraph, CompiledOperation, Target } from '../../scripts/dataform/compiled_graph.ts';
import { dottedName } from '../../scripts/dataform/compiled_graph.ts';
import type { Row, Value } from '../../scripts/warehouse/values.ts';
import type { Warehouse } from '../../scripts/warehouse/warehouse.ts';

/** What no two runs have in common: ids of runs and loads, and the hashes of events that hold such. Timestamps go by their form. */
const OF_ONE_RUN = ['run_id', 'load_id', 'previous_hash', 'event_hash', 'assigned_by'];
/** At the beginning of an event's details. */
const CALL_ID = /^\{"call_id":"[0-9a-f-]{36}"/;
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
/** SESSION_USER() on the emulator and on the embedded database. */
const SESSION_USER = /^(?:anonymous|duckdb v[\d.]+)$/;
/** What an engine says of itself. */
const OF_THE_ENGINE = ['engine', 'engine_version'];

/** The graph with one more operation for each of its tables and views: the warehouses run nothing but operations. */
export class ReadableGraph {
  readonly graph: CompiledGraph;
  private readonly relations: ReadonlyMap<
    string,
    { readonly target: Target; readonly reader: CompiledOperation }
  >;

  constructor(graph: CompiledGraph) {
    const { tables = [], operations = [], declarations = [] } = graph;
    const relations = [...tables, ...operations.filter(({ hasOutput }) => hasOutput), ...declarations];
    this.relations = new Map(
      relations.map(({ target }) => [
        `${target.schema}.${target.name}`,
        { target, reader: readerOf(target) },
      ]),
    );
    const readers = [...this.relations.values()].map(({ reader }) => reader);
    this.graph = { ...graph, operations: [...operations, ...readers] };
  }

  get names(): string[] {
    return [...this.relations.keys()].sort();
  }

  /** All rows of all tables and views that are there, by dataset and name. */
  async contents(warehouse: Warehouse): Promise<Contents> {
    const contents = new Map<string, readonly Row[]>();
    for (const [name, { target, reader }] of this.relations) {
      if ((await warehouse.relation(target)) === undefined) continue;
      contents.set(name, (await warehouse.runOperation(reader)).rows);
    }
    return new Contents(contents);
  }
}

/** What a warehouse holds at one time. */
export class Contents {
  constructor(private readonly relations: ReadonlyMap<string, readonly Row[]>) {}

  /** @throws Error when there is no such table or view: one that neither side has is not one that both agree on. */
  rowsOf(name: string): readonly Row[] {
    const rows = this.relations.get(name);
    if (!rows) throw new Error(`There is no ${name}`);
    return rows;
  }
}

function readerOf(target: Target): CompiledOperation {
  return {
    target: { ...target, name: `read_${target.name}` },
    fileName: 'tests/bigquery/relations.ts',
    queries: [`SELECT * FROM \`${dottedName(target)}\``],
    dependencyTargets: [target],
    disabled: true,
  };
}

/** Rows as lines that can be compared, in an order that doesn't depend on the engine's. */
export function lines(rows: readonly Row[]): string[] {
  return rows.map((row) => JSON.stringify(row, exactly)).sort();
}

/** The same without what no two runs have in common. */
export function lastingLines(rows: readonly Row[]): string[] {
  return lines(
    rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(
          ([name, value]) => [name, isOfOneRun(name, value) ? null : withoutCallId(value)] as const,
        ),
      ),
    ),
  );
}

function withoutCallId(value: Value): Value {
  return typeof value === 'string' ? value.replace(CALL_ID, '{"call_id":""') : value;
}

function isOfOneRun(name: string, value: Value): boolean {
  if (OF_ONE_RUN.includes(name) || OF_THE_ENGINE.includes(name)) return true;
  return typeof value === 'string' && (TIMESTAMP.test(value) || SESSION_USER.test(value));
}

function exactly(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
