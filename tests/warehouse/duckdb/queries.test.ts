import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Value } from '../../../scripts/warehouse/values.ts';
import { Scripts } from './script_fixture.ts';

interface Query {
  readonly sql: string;
  readonly rows: readonly (readonly Value[])[];
}

/** Three agents; the third has no region and no amount. */
const AGENTS = `(
  SELECT 'ann' AS name, 'north' AS region, NUMERIC '1.50' AS amount, 1 AS n UNION ALL
  SELECT 'bob', 'north', 2.25, 2 UNION ALL
  SELECT 'cid', NULL, NULL, 3
)`;

const QUERIES: Readonly<Record<string, Query>> = {
  'a single row': { sql: 'SELECT 1', rows: [[1n]] },
  'a filter over a projection that computes': {
    sql: `SELECT double FROM (SELECT n * 2 AS double FROM ${AGENTS}) WHERE double > 2 ORDER BY double`,
    rows: [[4n], [6n]],
  },
  'two levels of a computed column, evaluated once': {
    sql: `SELECT a + a FROM (SELECT n + 1 AS a FROM ${AGENTS}) ORDER BY 1`,
    rows: [[4n], [6n], [8n]],
  },
  'NULLs first ascending': {
    sql: `SELECT region FROM ${AGENTS} ORDER BY region, n`,
    rows: [[null], ['north'], ['north']],
  },
  'NULLs last descending': {
    sql: `SELECT region FROM ${AGENTS} ORDER BY region DESC, n`,
    rows: [['north'], ['north'], [null]],
  },
  'NaN between NULL and the numbers': {
    sql: `SELECT CAST(x AS STRING) FROM UNNEST([1.5, CAST('nan' AS FLOAT64), NULL, CAST('-inf' AS FLOAT64)]) AS x ORDER BY x`,
    rows: [[null], ['nan'], ['-inf'], ['1.5']],
  },
  'strings by code point, not by UTF-16 unit': {
    sql: `SELECT x FROM UNNEST(['\\uffff', '\\U0001F600', 'z', 'Z']) AS x ORDER BY x`,
    rows: [['Z'], ['z'], ['\uffff'], ['\u{1f600}']],
  },
  'GROUP BY, HAVING and aggregates': {
    sql: `SELECT region, COUNT(*), SUM(amount), AVG(amount) FROM ${AGENTS} GROUP BY region HAVING COUNT(*) > 1`,
    rows: [['north', 2n, '3.75', '1.875']],
  },
  'an average of NUMERIC, nine digits half away from zero': {
    sql: `SELECT AVG(x), AVG(-x) FROM UNNEST([NUMERIC '1', NUMERIC '1', NUMERIC '0.000000001']) AS x`,
    rows: [['0.666666667', '-0.666666667']],
  },
  'aggregates of no rows': {
    sql: `SELECT COUNT(*), SUM(n), MAX(name), ARRAY_AGG(n), STRING_AGG(name), LOGICAL_AND(n > 0) FROM ${AGENTS} WHERE FALSE`,
    rows: [[0n, null, null, null, null, null]],
  },
  'a group by a constant': {
    sql: `SELECT k, COUNT(*) FROM (SELECT 5 AS k FROM ${AGENTS}) GROUP BY k`,
    rows: [[5n, 3n]],
  },
  'one row of an aggregate whose columns nobody reads': {
    sql: `SELECT 1 FROM (SELECT COUNT(*) FROM ${AGENTS} WHERE FALSE)`,
    rows: [[1n]],
  },
  'ARRAY_AGG with IGNORE NULLS, ORDER BY and LIMIT': {
    sql: `SELECT ARRAY_AGG(amount IGNORE NULLS ORDER BY n DESC LIMIT 1) FROM ${AGENTS}`,
    rows: [[['2.25']]],
  },
  'a join whose right side is filtered before': {
    sql: `SELECT a.name, b.name AS other FROM ${AGENTS} AS a LEFT JOIN (SELECT * FROM ${AGENTS} WHERE n = 2) AS b ON a.region = b.region ORDER BY a.n`,
    rows: [
      ['ann', 'bob'],
      ['bob', 'bob'],
      ['cid', null],
    ],
  },
  'a filter after an outer join': {
    sql: `SELECT a.name FROM ${AGENTS} AS a LEFT JOIN (SELECT name FROM ${AGENTS} WHERE n = 1) AS b USING (name) WHERE b.name IS NULL ORDER BY 1`,
    rows: [['bob'], ['cid']],
  },
  'a full join': {
    sql: `SELECT x, y FROM UNNEST([1, 2]) AS x FULL JOIN UNNEST([2, 3]) AS y ON x = y ORDER BY x, y`,
    rows: [
      [null, 3n],
      [1n, null],
      [2n, 2n],
    ],
  },
  'UNNEST of a column with its offset': {
    sql: `SELECT name, word, position FROM (SELECT 'a' AS name, ['x', 'y'] AS words UNION ALL SELECT 'b', []), UNNEST(words) AS word WITH OFFSET AS position ORDER BY position`,
    rows: [
      ['a', 'x', 0n],
      ['a', 'y', 1n],
    ],
  },
  'LEFT JOIN UNNEST keeps rows of empty arrays': {
    sql: `SELECT name, word FROM (SELECT 'a' AS name, ['x'] AS words UNION ALL SELECT 'b', []) LEFT JOIN UNNEST(words) AS word ORDER BY name`,
    rows: [
      ['a', 'x'],
      ['b', null],
    ],
  },
  'set operations': {
    sql: `SELECT * FROM ((SELECT 1 AS x UNION ALL SELECT 1 UNION ALL SELECT 2) EXCEPT DISTINCT SELECT 2) UNION DISTINCT (SELECT 3 INTERSECT DISTINCT SELECT 3) ORDER BY x`,
    rows: [[1n], [3n]],
  },
  'a WITH query that is read twice, and one inside another': {
    sql: `WITH a AS (SELECT 1 AS x), b AS (WITH a2 AS (SELECT x + 1 AS x FROM a) SELECT x FROM a2) SELECT a.x, b.x AS y, c.x AS z FROM a, b, a AS c`,
    rows: [[1n, 2n, 1n]],
  },
  'a recursive query': {
    sql: `WITH RECURSIVE chain AS (SELECT 1 AS depth UNION ALL SELECT depth + 1 FROM chain WHERE depth < 4) SELECT SUM(depth) FROM chain`,
    rows: [[10n]],
  },
  'window functions with a frame': {
    sql: `SELECT n, SUM(n) OVER (ORDER BY n ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), LAG(name) OVER (ORDER BY n), LEAD(n, 2, 0) OVER (ORDER BY n) FROM ${AGENTS} ORDER BY n`,
    rows: [
      [1n, 1n, null, 3n],
      [2n, 3n, 'ann', 0n],
      [3n, 5n, 'bob', 0n],
    ],
  },
  QUALIFY: {
    sql: `SELECT name FROM ${AGENTS} WHERE TRUE QUALIFY ROW_NUMBER() OVER (PARTITION BY region ORDER BY n DESC) = 1 ORDER BY name`,
    rows: [['bob'], ['cid']],
  },
  'a filter on a window’s input isn’t moved behind it': {
    sql: `SELECT name, place FROM (SELECT name, n, ROW_NUMBER() OVER (ORDER BY n) AS place FROM ${AGENTS}) WHERE n > 1 ORDER BY n`,
    rows: [
      ['bob', 2n],
      ['cid', 3n],
    ],
  },
  'LIMIT before another filter': {
    sql: `SELECT n FROM (SELECT n FROM ${AGENTS} ORDER BY n LIMIT 2 OFFSET 1) WHERE n > 2`,
    rows: [[3n]],
  },
  'correlated subqueries': {
    sql: `SELECT name, (SELECT COUNT(*) FROM ${AGENTS} AS b WHERE b.n <= a.n), EXISTS (SELECT 1 FROM ${AGENTS} AS b WHERE b.region = a.region AND b.n != a.n), ARRAY(SELECT b.name FROM ${AGENTS} AS b WHERE b.n < a.n ORDER BY b.n DESC) FROM ${AGENTS} AS a ORDER BY n`,
    rows: [
      ['ann', 1n, true, []],
      ['bob', 2n, true, ['ann']],
      ['cid', 3n, false, ['bob', 'ann']],
    ],
  },
  'IN over a subquery with a NULL': {
    sql: `SELECT 1 IN (SELECT n FROM ${AGENTS}), 'x' IN (SELECT region FROM ${AGENTS})`,
    rows: [[true, null]],
  },
  'structs, their fields and arrays of them': {
    sql: `SELECT s.name, s, ARRAY_LENGTH(all_of) FROM (SELECT STRUCT('ann' AS name, NUMERIC '1.10' AS amount) AS s, [STRUCT(1 AS a), STRUCT(2)] AS all_of)`,
    rows: [['ann', { name: 'ann', amount: '1.1' }, 2n]],
  },
  'literals of every type': {
    sql: `SELECT TRUE, -9223372036854775808, 1e3, NUMERIC '-0.000000001', 'its\\n\\\\', b'\\xff\\x00', DATE '0001-01-01', TIMESTAMP '2024-02-29 12:00:00.000001+02', [1, 2], ['a']`,
    rows: [
      [
        true,
        -(2n ** 63n),
        1000,
        '-0.000000001',
        'its\n\\',
        Uint8Array.of(255, 0),
        '0001-01-01',
        '2024-02-29T10:00:00.000001Z',
        [1n, 2n],
        ['a'],
      ],
    ],
  },
  'a string with NUL and a quotation mark': { sql: `SELECT 'a\\000\\'b'`, rows: [["a\0'b"]] },
  'columns without a name, and one name twice in a subquery': {
    sql: `SELECT x, x + 1 FROM (SELECT 1 AS x, 2 AS y)`,
    rows: [[1n, 2n]],
  },
  'an error that is not reached': {
    sql: `SELECT IF(n > 5, ERROR('reached'), 'fine') FROM ${AGENTS} WHERE n = 1`,
    rows: [['fine']],
  },
};

describe('a query gives on DuckDB what GoogleSQL says:', () => {
  let scripts: Scripts;
  beforeAll(async () => {
    scripts = await Scripts.open(
      Object.fromEntries(Object.entries(QUERIES).map(([name, { sql }]) => [name, sql])),
    );
  });
  afterAll(() => scripts.warehouse.close());

  test.each(Object.entries(QUERIES))('%s', async (name, { rows }) => {
    expect(await scripts.run(name)).toEqual(rows);
  });
});
