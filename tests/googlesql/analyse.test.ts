import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Analyser } from '../../scripts/googlesql/analyse.ts';
import { Catalog } from '../../scripts/googlesql/catalog.ts';
import { GoogleSqlClient } from '../../scripts/googlesql/client.ts';

let client: GoogleSqlClient;
let analyser: Analyser;
beforeAll(async () => {
  client = await GoogleSqlClient.start();
});
afterAll(() => client.stop());
beforeEach(() => {
  const catalog = new Catalog();
  catalog.define('p.d.t', [
    { name: 'a', type: { kind: 'STRING' } },
    { name: 'n', type: { kind: 'NUMERIC' } },
  ]);
  analyser = new Analyser(client, catalog);
});

async function analyse(text: string) {
  const { statements, errors } = await analyser.analyseScript(text, { actor: { kind: 'STRING' } });
  return {
    statements: statements.map(({ range, tree }) => [tree.kind, text.slice(range.start, range.end)]),
    errors: errors.map(({ message, index }) => [message, text.slice(index, index + 6)]),
    trees: statements.map(({ tree }) => tree),
  };
}

test('splits a script at semicolons, but not at those in literals and comments', async () => {
  const { statements, errors } = await analyse(
    `-- é; first\nSELECT 'a;b' AS x; /* ; */ BEGIN TRANSACTION;\n\nCOMMIT TRANSACTION ; -- the end;`,
  );
  expect(statements).toEqual([
    ['QueryStmt', `SELECT 'a;b' AS x`],
    ['BeginStmt', 'BEGIN TRANSACTION'],
    ['CommitStmt', 'COMMIT TRANSACTION'],
  ]);
  expect(errors).toEqual([]);
});

test('collects the errors of all statements, each at its place behind text of any width', async () => {
  const { statements, errors } = await analyse(
    "SELECT '😀é', nowhere FROM `p.d.t`;\nSELECT 1 AS fine;\n\tSELECT\t'é' + 1;\nSELECT * FROM `p.d.none`; SELECT @other",
  );
  expect(statements).toEqual([['QueryStmt', 'SELECT 1 AS fine']]);
  expect(errors).toEqual([
    ['Unrecognized name: nowhere', 'nowher'],
    ['Could not cast literal "é" to type DATE', "'é' + "],
    ['Table not found: `p.d.none`', '`p.d.n'],
    ["Query parameter 'other' not found", '@other'],
  ]);
});

test('a statement that does not parse ends its script', async () => {
  const { statements, errors } = await analyse("SELECT 1; SELECT FROM; SELECT 'open");
  expect(statements).toEqual([['QueryStmt', 'SELECT 1']]);
  expect(errors).toEqual([['Syntax error: SELECT list must not be empty', 'FROM; ']]);
});

test('later statements see what earlier ones created, replaced and dropped', async () => {
  const { errors } = await analyse(`
    CREATE TABLE IF NOT EXISTS \`p.d.t\` (other INT64);
    SELECT n FROM \`p.d.t\`;
    CREATE OR REPLACE TABLE \`p.d.t\` AS SELECT 1 AS one;
    SELECT one FROM \`p.d.t\`;
    SELECT n FROM \`p.d.t\`;
    CREATE VIEW \`p.d.v\` AS SELECT one AS two FROM \`p.d.t\`;
    SELECT two FROM \`p.d.v\`;
    DROP VIEW \`p.d.v\`;
    SELECT two FROM \`p.d.v\`;`);
  expect(errors).toEqual([
    ['Unrecognized name: n', 'n FROM'],
    ['Table not found: `p.d.v`; Did you mean p.d.t?', '`p.d.v'],
  ]);
});

test('later statements see a column that was added, and under a renamed table’s name what the graph has there', async () => {
  const { errors } = await analyse(`
    ALTER TABLE \`p.d.t\` ADD COLUMN IF NOT EXISTS a INT64, ADD COLUMN b STRING;
    SELECT CONCAT(a, b) FROM \`p.d.t\`;
    ALTER TABLE \`p.d.t\` RENAME TO earlier;
    SELECT b FROM \`p.d.t\`;
    SELECT b FROM \`p.d.earlier\`;`);
  expect(errors).toEqual([['Table not found: `p.d.earlier`', '`p.d.e']]);
});

test('a temporary table ends with its script', async () => {
  expect((await analyse('CREATE TEMP TABLE mine AS SELECT 1 AS a; SELECT a FROM mine')).errors).toEqual([]);
  expect((await analyse('SELECT a FROM mine')).errors).toEqual([['Table not found: mine', 'mine']]);
});

test('reads a tree: kinds, types, the signature that was chosen, and where each node stands', async () => {
  const text = "SELECT CONCAT(a, 'é', @actor) AS x FROM `p.d.t` WHERE n > 1";
  const { trees } = await analyse(text);
  expect(trees).toMatchObject([
    {
      kind: 'QueryStmt',
      outputColumnList: [{ kind: 'OutputColumn', name: 'x', column: { type: { kind: 'STRING' } } }],
      query: {
        kind: 'ProjectScan',
        exprList: [
          {
            kind: 'ComputedColumn',
            expr: {
              kind: 'FunctionCall',
              function: 'concat',
              signature: 'concat(STRING, STRING...)',
              location: { start: 7, end: 29 },
              errorMode: 'DEFAULT_ERROR_MODE',
              argumentList: [
                {
                  kind: 'ColumnRef',
                  column: { name: 'a', tableName: 'p.d.t' },
                  location: { start: 14, end: 15 },
                },
                { kind: 'Literal', type: { kind: 'STRING' }, value: 'é' },
                { kind: 'Parameter', name: 'actor', location: { start: 22, end: 28 } },
              ],
            },
          },
        ],
        inputScan: {
          kind: 'FilterScan',
          inputScan: { kind: 'TableScan', table: 'p.d.t', columnList: [{ name: 'a' }, { name: 'n' }] },
          filterExpr: {
            signature: '$greater(NUMERIC, NUMERIC)',
            argumentList: [{ kind: 'ColumnRef' }, { kind: 'Literal', type: { kind: 'NUMERIC' }, value: '1' }],
          },
        },
      },
    },
  ]);
});

test('functions that BigQuery has and this analyser lacks are declared', async () => {
  const { trees, errors } = await analyse(
    "SELECT EDIT_DISTANCE('a', 'b', max_distance => 3), EDIT_DISTANCE('a', 'b')",
  );
  expect(errors).toEqual([]);
  expect(trees).toMatchObject([
    {
      query: {
        exprList: [
          { expr: { signature: 'edit_distance(STRING, STRING, INT64)' } },
          { expr: { signature: 'edit_distance(STRING, STRING)' } },
        ],
      },
    },
  ]);
});

test.each([
  ['SELECT a FROM `p.d.t` GROUP BY ROLLUP(a)', 'AggregateScan.groupingSetList', 'SELECT'],
  [
    'SELECT a FROM `p.d.t` FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP()',
    'TableScan.forSystemTimeExpr',
    '`p.d.t',
  ],
  ['SELECT ANY_VALUE(a HAVING MAX n) FROM `p.d.t`', 'AggregateFunctionCall.havingModifier', 'ANY_VA'],
  ['SELECT a FROM `p.d.t` TABLESAMPLE RESERVOIR (1 ROWS)', 'SampleScan', 'SELECT'],
  ['ALTER TABLE `p.d.t` DROP COLUMN a', 'DropColumnAction', 'ALTER '],
  ['CREATE TABLE `p.d.x` (a JSON)', 'The type JSON of the column a', 'CREATE'],
  ['CREATE TABLE `p.d.x` (a INT64 DEFAULT 1)', 'ColumnDefinition.defaultValue', '`p.d.x'],
])('%s is understood by the analyser and refused by name', async (text, what, place) => {
  const { statements, errors } = await analyse(text);
  expect(statements).toEqual([]);
  expect(errors).toEqual([[`${what} isn't supported by this project's SQL.`, place]]);
});
