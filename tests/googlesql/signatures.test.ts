import { afterAll, describe, expect, test, vi } from 'vitest';
import type { ReferenceQuery, ReferenceTable } from '../../scripts/googlesql/reference.ts';
import type { ResolvedStatement } from '../../scripts/googlesql/resolved_statements.ts';
import type { Row } from '../../scripts/warehouse/values.ts';
import { comparable, type DuckDbQuery, type TypedValues } from './answers.ts';
import { analysedProject } from '../fixtures/analysed_graph.ts';
import { BothEngines } from './both_engines.ts';
import { DOMAINS, randomRows } from './domains.ts';
import { AGGREGATE_CASES, NOT_EVALUATED, SCALAR_CASES } from './signature_cases.ts';
import { nodesOf } from './tree_walk.ts';
import { usagesIn } from './usages.ts';

// A case with errors takes a query for each row that has one.
vi.setConfig({ testTimeout: 30_000 });

const ROWS = 120;
const TABLE = 'p.d.cases';
const INT64 = { kind: 'INT64' } as const;

/** The rows whose ids are in a half-open range. */
const IN_RANGE = `FROM \`${TABLE}\` WHERE id >= @low AND id < @high`;
const RANGE_TYPES = { low: INT64, high: INT64 };

const engines = await BothEngines.start('p');
afterAll(() => engines.stop());
const graph = await analysedProject();

function range(low: number, high: number): TypedValues {
  return { low: { type: INT64, value: BigInt(low) }, high: { type: INT64, value: BigInt(high) } };
}

function casesTable(columns: readonly string[], rows: readonly Row[]): ReferenceTable {
  return { name: TABLE, columns: columns.map((name) => ({ name, type: DOMAINS[name]!.type })), rows };
}

engines.defineTable(TABLE, casesTable(Object.keys(DOMAINS), []).columns);

function treeOf(sql: string): Promise<ResolvedStatement> {
  return engines.analyse(sql, RANGE_TYPES);
}

interface Comparison {
  readonly sql: string;
  readonly duckDbQuery: DuckDbQuery;
  readonly query: ReferenceQuery;
  readonly rows: readonly Row[];
}

/** Expects one answer over the ids from `low` to `high`; where there is an error, over each half, down to the single row. */
async function expectAgreement(comparison: Comparison, low: number, high: number): Promise<void> {
  const { sql, duckDbQuery, query, rows } = comparison;
  const reference = await engines.referenceAnswer(query, range(low, high));
  const duckDb = await engines.duckDbAnswer(duckDbQuery, range(low, high));
  if (('error' in reference || 'error' in duckDb) && high - low > 1) {
    const middle = (low + high) >> 1;
    await expectAgreement(comparison, low, middle);
    await expectAgreement(comparison, middle, high);
    return;
  }
  const about = { sql, given: high - low === 1 ? rows[low] : `${high - low} rows` };
  expect({ ...about, ...comparable(duckDb) }).toEqual({ ...about, ...comparable(reference) });
}

async function expectCase(usage: string, sql: string): Promise<void> {
  const tree = await treeOf(sql);
  expect(usagesIn(tree)).toContain(usage);
  const scanned = [...nodesOf(tree)].flatMap((node) => (node.kind === 'TableScan' ? node.columnList : []));
  const columns = [...new Set(scanned.map(({ name }) => name))];
  const rows = randomRows(columns, ROWS);
  await engines.fillDuckDb(casesTable(columns, rows));
  const query = await engines.prepareReference(sql, [casesTable(columns, rows)], RANGE_TYPES);
  await expectAgreement({ sql, duckDbQuery: engines.duckDbQuery(tree), query, rows }, 0, ROWS);
  await query.close();
}

test.each(usagesIn(graph))('%s has a case', (usage) => {
  const listed = [SCALAR_CASES, AGGREGATE_CASES, NOT_EVALUATED].flatMap((table) => Object.keys(table));
  expect(listed).toContain(usage);
});

describe('the reference implementation and DuckDB agree on', () => {
  test.each(Object.entries(SCALAR_CASES))('%s', async (usage, expressions) => {
    for (const expression of expressions) {
      await expectCase(usage, `SELECT id, ${expression} AS result ${IN_RANGE}`);
    }
  });

  test.each(Object.entries(AGGREGATE_CASES))('%s', async (usage, expressions) => {
    for (const expression of expressions) {
      await expectCase(usage, `SELECT part, ${expression} AS result ${IN_RANGE} GROUP BY part`);
      await expectCase(usage, `SELECT ${expression} AS result ${IN_RANGE} AND id < 0`);
    }
  });
});

test.each(Object.entries(NOT_EVALUATED))(
  '%s is beyond the reference implementation',
  async (usage, { expression, error }) => {
    const sql = `SELECT id, ${expression} AS result ${IN_RANGE}`;
    expect(usagesIn(await treeOf(sql))).toContain(usage);
    const columns = Object.keys(DOMAINS);
    const evaluate = async (): Promise<void> => {
      const query = await engines.prepareReference(
        sql,
        [casesTable(columns, randomRows(columns, 3))],
        RANGE_TYPES,
      );
      const given = await engines.referenceAnswer(query, range(0, 3));
      await query.close();
      if ('error' in given) throw new Error(given.error);
    };
    await expect(evaluate()).rejects.toThrow(error);
  },
);
