import { digestedTables } from '../../includes/src/digested_tables.ts';
import type { CompiledGraph, CompiledOperation, Target } from '../../scripts/dataform/compiled_graph.ts';
import { dottedName } from '../../scripts/dataform/compiled_graph.ts';
import { PROCEDURE_TAG } from '../../scripts/dataform/graph_action.ts';
import type { Row, Value } from '../../scripts/warehouse/values.ts';
import type { Warehouse } from '../../scripts/warehouse/warehouse.ts';

/** What no two runs have in common: ids of runs and loads, and the hashes of events that hold such. Timestamps go by their form. */
const OF_ONE_RUN = [
  'run_id',
  'previous_run_id',
  'load_id',
  'previous_hash',
  'event_hash',
  'assigned_by',
  'manifest_digest',
];
/** Digests of rows that hold a time. */
const DIGESTS = ['digest', 'leaf'];
const DIGESTED_WITH_TIMES = new Set(
  digestedTables.filter(({ columns }) => columns.includes('TIMESTAMP')).map(({ name }) => name),
);
/** Within a text: the call in an event's details, the manifest in those of a report's event, the time in the key of a row. */
const PARTS_OF_ONE_RUN = [
  /(?<=^\{"call_id":")[0-9a-f-]{36}/,
  /(?<="manifest_digest":")[0-9a-f]{64}/,
  /(?<= )\d{16}$/,
];
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
    const relations = [...tables, ...operations.filter(({ hasOutput }) => hasOutput), ...declarations].filter(
      // What only a migration makes isn't there.
      ({ disabled = false, tags = [] }) => !disabled || tags.includes(PROCEDURE_TAG),
    );
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
          ([name, value]) => [name, isOfOneRun(name, value, row) ? null : lastingPart(value)] as const,
        ),
      ),
    ),
  );
}

function lastingPart(value: Value): Value {
  if (typeof value !== 'string') return value;
  return PARTS_OF_ONE_RUN.reduce((rest, part) => rest.replace(part, ''), value);
}

function isOfOneRun(name: string, value: Value, { table_name: table, event_type: event }: Row): boolean {
  if (OF_ONE_RUN.includes(name) || OF_THE_ENGINE.includes(name)) return true;
  // The event of a report is about a run.
  if (name === 'subject' && typeof event === 'string') return event.startsWith('REPORT_');
  if (DIGESTS.includes(name) && typeof table === 'string') return DIGESTED_WITH_TIMES.has(table);
  return typeof value === 'string' && (TIMESTAMP.test(value) || SESSION_USER.test(value));
}

function exactly(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
