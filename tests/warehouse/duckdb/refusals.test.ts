import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KeyfastError } from '../../../scripts/errors.ts';
import { DuckDbWarehouse } from '../../../scripts/warehouse/duckdb/duckdb_warehouse.ts';
import { graphOf, operation, Scripts } from './script_fixture.ts';

const REFUSED: Readonly<Record<string, { readonly sql: string; readonly what: string }>> = {
  'a function that is not on the list': { sql: `SELECT SOUNDEX('a')`, what: 'the function soundex(STRING)' },
  'a signature that is not on the list': {
    sql: 'SELECT STRUCT(1 AS a) = STRUCT(2 AS a)',
    what: 'the function $equal(STRUCT<a INT64>, STRUCT<a INT64>)',
  },
  'an aggregate function': {
    sql: 'SELECT STDDEV(x) FROM UNNEST([1, 2]) AS x',
    what: 'the aggregate function stddev_samp(FLOAT64)',
  },
  'a window function': {
    sql: 'SELECT NTILE(2) OVER (ORDER BY x) FROM UNNEST([1, 2]) AS x',
    what: 'the window function ntile(INT64)',
  },
  'SAFE.': { sql: `SELECT SAFE.SUBSTR('a', 1, -1)`, what: 'SAFE.substr(STRING, INT64, INT64)' },
  'a cast': {
    sql: 'SELECT SAFE_CAST(x AS NUMERIC) FROM UNNEST([1e9]) AS x',
    what: 'SAFE_CAST(FLOAT64 AS NUMERIC)',
  },
  'a type': { sql: `SELECT DATETIME '2024-01-01 00:00:00'`, what: 'the type DATETIME' },
  'the limits of NUMERIC': {
    sql: 'CREATE TABLE `p.d.limited` (amount NUMERIC(10, 2))',
    what: 'the limits NUMERIC(10, 2) of the column amount',
  },
  'a rename to another dataset': {
    sql: 'ALTER TABLE `p.d.old` RENAME TO `p.e.new`',
    what: 'a rename to another dataset',
  },
  'a constraint on a column that is added': {
    sql: 'CREATE TABLE `p.d.old` (a INT64); ALTER TABLE `p.d.old` ADD COLUMN code STRING(3)',
    what: 'ADD COLUMN with a constraint',
  },
  'a table of another project': {
    sql: 'CREATE TABLE `other.d.elsewhere` (a INT64)',
    what: 'the table other.d.elsewhere of another project',
  },
  'two result columns of one name': {
    sql: 'SELECT 1 AS a, 2 AS a',
    what: 'two columns called a in a result',
  },
  'a regular expression with two groups': {
    sql: `SELECT REGEXP_EXTRACT_ALL('ab', '(a)' || '(b)')`,
    what: 'a regular expression that is not a literal',
  },
  'a replacement that refers to no group': {
    sql: `SELECT REGEXP_REPLACE('a', 'a', r'\\1')`,
    what: "the replacement '\\1'",
  },
  'a date part': { sql: `SELECT DATE_TRUNC(DATE '2024-01-01', ISOYEAR)`, what: 'DATE_TRUNC to ISOYEAR' },
  'a RANGE frame with an offset': {
    sql: 'SELECT SUM(x) OVER (ORDER BY x RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) FROM UNNEST([1]) AS x',
    what: 'a RANGE frame with an offset',
  },
};

describe('is refused by name rather than run differently:', () => {
  let scripts: Scripts;
  beforeAll(async () => {
    scripts = await Scripts.open(
      Object.fromEntries(Object.entries(REFUSED).map(([name, { sql }]) => [name, sql])),
    );
  });
  afterAll(() => scripts.warehouse.close());

  test.each(Object.entries(REFUSED))('%s', async (name, { what }) => {
    const refusal = scripts.run(name);
    await expect(refusal).rejects.toBeInstanceOf(KeyfastError);
    await expect(refusal).rejects.toMatchObject({
      exitCode: 3,
      faults: [{ code: 'UNSUPPORTED_SQL', message: `The embedded engine doesn't support ${what}.` }],
    });
  });
});

test('every fault of an action is reported at its line and column of the .sqlx file, and the others run', async () => {
  const projectRoot = mkdtempSync(join(tmpdir(), 'keyfast-project-'));
  mkdirSync(join(projectRoot, 'definitions'));
  const sql = `\n\nSELECT 'ä', SOUNDEX('a');\n\nSELECT UPPER(1);\n  SELECT 1 / 0\n`;
  writeFileSync(join(projectRoot, 'definitions/faulty.sqlx'), `config { type: "operations" }${sql}`);
  const faulty = { ...operation('faulty', sql), fileName: 'definitions/faulty.sqlx' };
  const graph = {
    ...graphOf({ sound: 'SELECT 1 AS x' }),
    operations: [faulty, operation('sound', 'SELECT 1 AS x')],
  };
  const warehouse = await DuckDbWarehouse.open(':memory:', graph, {
    projectRoot,
    cacheDirectory: join(projectRoot, 'cache'),
  });
  try {
    await expect(warehouse.runOperation(faulty)).rejects.toMatchObject({
      exitCode: 3,
      faults: [
        { code: 'SQL_ERROR', location: { file: 'definitions/faulty.sqlx', line: 5, column: 8 } },
        { code: 'UNSUPPORTED_SQL', location: { file: 'definitions/faulty.sqlx', line: 3, column: 13 } },
      ],
    });
    expect((await warehouse.runOperation(operation('sound', ''))).rows).toEqual([{ x: 1n }]);
  } finally {
    await warehouse.close();
  }
});

test('an error of the engine is reported at its statement', async () => {
  const projectRoot = mkdtempSync(join(tmpdir(), 'keyfast-project-'));
  mkdirSync(join(projectRoot, 'definitions'));
  const sql = `\n\nSELECT 1 AS x;\n\n  SELECT 1 / 0\n`;
  writeFileSync(join(projectRoot, 'definitions/late.sqlx'), `config { type: "operations" }${sql}`);
  const late = { ...operation('late', sql), fileName: 'definitions/late.sqlx' };
  const graph = { ...graphOf({}), operations: [late] };
  const warehouse = await DuckDbWarehouse.open(':memory:', graph, {
    projectRoot,
    cacheDirectory: join(projectRoot, 'cache'),
  });
  try {
    await expect(warehouse.runOperation(late)).rejects.toMatchObject({
      faults: [{ code: 'DUCKDB_FAILED', location: { file: 'definitions/late.sqlx', line: 5, column: 3 } }],
    });
  } finally {
    await warehouse.close();
  }
});
