import type { CompiledOperation } from '../../scripts/dataform/compiled_graph.ts';
import type { BigQueryWarehouse } from '../../scripts/warehouse/bigquery/bigquery_warehouse.ts';
import type { Parameters, Row } from '../../scripts/warehouse/values.ts';

/** An emulator to ask, with the client that talks to it. */
export interface Emulator {
  readonly apiEndpoint: string;
  readonly warehouse: BigQueryWarehouse;
}

/**
 * A gap of the emulator that the harness closes: `Gap NAME` in `emulator/*.py`. When the emulator itself closes one, what it does bare is no longer
 * what stands here, and the closing can go.
 */
export interface EmulatorGap {
  readonly name: string;
  readonly ask: (emulator: Emulator) => Promise<unknown>;
  /** As BigQuery answers, and the emulator with its gaps closed. */
  readonly answer: unknown;
  /** What the emulator does as it comes: a wrong answer, or the message of its failure. */
  readonly bareAnswer: unknown;
}

export const GAPS_PROJECT = 'emulator-gaps';
export const GAPS_DATASET = 'gaps';

export const EMULATOR_GAPS: readonly EmulatorGap[] = [
  {
    name: 'COMMENT_QUOTE',
    ask: rowsOf(`-- a comment's apostrophe\nSELECT '\u00a0' = ' ' AS v`),
    answer: [{ v: false }],
    bareAnswer: [{ v: true }],
  },
  {
    name: 'NUMERIC_AS_TEXT',
    ask: rowsOf(`SELECT CAST(NUMERIC '1.5' AS STRING) AS v`),
    answer: [{ v: '1.5' }],
    bareAnswer: [{ v: '1.500000000' }],
  },
  {
    name: 'NUMERIC_RESULT',
    ask: rowsOf(`SELECT NUMERIC '1.5' AS v`),
    answer: [{ v: '1.5' }],
    bareAnswer: [{ v: '1.500000000' }],
  },
  {
    name: 'BARE_NUMERIC',
    ask: rowsOf(`SELECT CAST('0.1236' AS NUMERIC) = CAST('0.1244' AS NUMERIC) AS v`),
    answer: [{ v: false }],
    bareAnswer: [{ v: true }],
  },
  {
    name: 'STRING_ESCAPES',
    ask: rowsOf(String.raw`SELECT '\u0041\U00000042\x43\104' AS v`),
    answer: [{ v: 'ABCD' }],
    bareAnswer: [{ v: String.raw`\u0041\U00000042\x43\104` }],
  },
  {
    name: 'SCRIPT_PARAMETERS',
    ask: rowsOf(`SELECT 1 AS n; SELECT @tenant_id AS v`, { tenant_id: 'acme' }),
    answer: [{ v: 'acme' }],
    bareAnswer:
      '[BIGQUERY_FAILED] Query execution failed: Invalid Input Error: Values were not provided for the following prepared ' +
      'statement parameters: tenant_id',
  },
  {
    name: 'ALTER_ACTIONS',
    ask: rowsOf(
      `CREATE OR REPLACE TABLE ${table('widened')} (n INT64);
      ALTER TABLE ${table('widened')} ADD COLUMN IF NOT EXISTS n INT64, ADD COLUMN IF NOT EXISTS m INT64;
      INSERT INTO ${table('widened')} (n, m) VALUES (1, 2);
      SELECT n, m FROM ${table('widened')}`,
    ),
    answer: [{ n: 1n, m: 2n }],
    bareAnswer:
      '[BIGQUERY_FAILED] Query execution failed: Parser Error: Only one ALTER command per statement is supported',
  },
  {
    name: 'RENAME_TABLE',
    ask: async ({ warehouse }) => {
      await rowsOf(
        `CREATE OR REPLACE TABLE ${table('former')} (n INT64);
        DROP TABLE IF EXISTS ${table('renamed')};
        ALTER TABLE ${table('former')} RENAME TO renamed`,
      )({ warehouse });
      return [await warehouse.relation(target('former')), await warehouse.relation(target('renamed'))];
    },
    answer: [undefined, { kind: 'table', columnNames: ['n'] }],
    bareAnswer: [{ kind: 'table', columnNames: ['n'] }, undefined],
  },
  {
    name: 'DIVISION',
    ask: rowsOf(`SELECT DIV(n, m + 1) AS v FROM (SELECT 12 AS n, 3 AS m) AS numbers`),
    answer: [{ v: 3n }],
    bareAnswer: [{ v: 5n }],
  },
  {
    name: 'DEEP_EXPRESSIONS',
    ask: rowsOf(
      `CREATE OR REPLACE TABLE ${table('deep')} AS SELECT 'n' AS n;
      SELECT LENGTH(CONCAT(${Array(70).fill('n').join(', ')})) AS v FROM ${table('deep')}`,
    ),
    answer: [{ v: 70n }],
    bareAnswer:
      '[BIGQUERY_FAILED] Query execution failed: Binder Error: Catalog "emulator-gaps" does not exist!',
  },
  {
    name: 'TEXT_AS_BYTES',
    ask: rowsOf(String.raw`SELECT TO_HEX(CAST('\\x41' AS BYTES)) AS v`),
    answer: [{ v: '5c783431' }],
    bareAnswer: [{ v: '41' }],
  },
  {
    name: 'BYTES_CONCATENATION',
    ask: rowsOf(`SELECT TO_HEX(SHA1(CONCAT(FROM_HEX('ff'), FROM_HEX('00')))) AS v`),
    answer: [{ v: 'da33e41954997c24ad31f6c1845e18510b384f67' }],
    bareAnswer: [{ v: 'fb6b1a627f1e6c59d24bab8fd9ba5ce777d4e11d' }],
  },
  {
    name: 'UPLOAD_PATH',
    ask: async ({ warehouse }) => {
      await rowsOf(`CREATE OR REPLACE TABLE \`${GAPS_PROJECT}.${GAPS_DATASET}.staged\` (n INT64)`)({
        warehouse,
      });
      return await warehouse.stage(target('staged'), oneRow());
    },
    answer: 1,
    bareAnswer: '[BIGQUERY_FAILED] Request failed with status code 404',
  },
  {
    name: 'ACCESS_TOKEN',
    ask: async ({ apiEndpoint }) => (await fetch(new URL('/token', apiEndpoint), { method: 'POST' })).status,
    answer: 200,
    bareAnswer: 404,
  },
];

function rowsOf(
  query: string,
  parameters: Parameters = {},
): (emulator: Pick<Emulator, 'warehouse'>) => Promise<readonly Row[]> {
  const operation: CompiledOperation = {
    target: target('query'),
    fileName: 'tests/bigquery/emulator_gaps.ts',
    queries: [query],
  };
  return async ({ warehouse }) => (await warehouse.runOperation(operation, parameters)).rows;
}

function table(name: string): string {
  return `\`${GAPS_PROJECT}.${GAPS_DATASET}.${name}\``;
}

function target(name: string): CompiledOperation['target'] {
  return { database: GAPS_PROJECT, schema: GAPS_DATASET, name };
}

async function* oneRow(): AsyncGenerator<Row> {
  yield await Promise.resolve({ n: 1n });
}
