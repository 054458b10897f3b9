import { afterAll, expect, test, vi } from 'vitest';
import { compileProject } from '../../scripts/dataform/compile.ts';
import { PROJECT_ROOT } from '../../scripts/dataform/project.ts';
import { analyseGraph } from '../../scripts/googlesql/analyse_graph.ts';
import { SourceMap } from '../../scripts/googlesql/source_map.ts';
import { BothEngines, type Answer } from './both_engines.ts';
import { compiledQueries, type CompiledQuery } from './compiled_queries.ts';
import { NEVER_ROWS } from './never_rows.ts';
import { randomWorld } from './differential_rows.ts';

vi.setConfig({ testTimeout: 30_000 });

const compiled = await compileProject();
const engines = await BothEngines.start(compiled.projectConfig.defaultDatabase);
afterAll(() => engines.stop());
const graph = await analyseGraph(compiled, engines.client, new SourceMap(PROJECT_ROOT));

/** How many rows each table has, a round each, until the answers had rows often enough. */
const ROUNDS = [0, 1, 6, 4, 12, 2, 5, 8, 3, 10, 6, 14, 3, 7, 9, 2, 3, 4, 5, 4, 3, 2, 9, 8, 7, 12, 14, 16];
const ANSWERS_WITH_ROWS = 2;

test('every statement of the compiled graph analyses', () => {
  expect(graph.faults).toEqual([]);
});

/**
 * DuckDB evaluates these even where no row needs them; GoogleSQL leaves that to the engine, and the reference
 * implementation does not. It is an error too many, never a wrong row, and the round counts for nothing.
 */
const EAGER = /More than one row returned by a subquery|Bad (?:date|int64) value/;

async function compareRounds(query: CompiledQuery): Promise<number> {
  const types = Object.fromEntries(query.parameters);
  const tree = await engines.analyse(query.sql, randomWorld(query, 0, 0).tables, types);
  let withRows = 0;
  for (const [round, size] of ROUNDS.entries()) {
    const { tables, parameters } = randomWorld(query, round, size);
    for (const table of tables) await engines.fillDuckDb(table);
    const prepared = await engines.prepareReference(query.sql, tables, types);
    const reference = await engines.referenceAnswer(prepared, parameters);
    await prepared.close();
    const duckDb = await engines.duckDbAnswer(tree, parameters);
    if ('rows' in reference && 'error' in duckDb && EAGER.test(duckDb.error)) continue;
    expect({ round, parameters, ...comparable(duckDb) }).toEqual({
      round,
      parameters,
      ...comparable(reference),
    });
    if ('rows' in reference && reference.rows.length > 0) withRows += 1;
    if (withRows === ANSWERS_WITH_ROWS) break;
  }
  return withRows;
}

/** Of two failures the texts differ, being each engine's own. */
function comparable(given: Answer): Answer {
  return 'error' in given ? { error: 'an error' } : given;
}

const queries = compiledQueries(graph).map((query): [string, CompiledQuery] => [query.name, query]);

test.each(queries)('the reference implementation and DuckDB give the same rows: %s', async (name, query) => {
  const withRows = await compareRounds(query);
  if (name in NEVER_ROWS) expect(withRows).toBe(0);
  else expect(withRows).toBeGreaterThan(0);
});
