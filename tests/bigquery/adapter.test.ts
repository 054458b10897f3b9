import { beforeAll, describe, expect, it } from 'vitest';
import type { CompiledGraph, CompiledOperation, Target } from '../../scripts/dataform/compiled_graph.ts';
import { BigQueryWarehouse } from '../../scripts/warehouse/bigquery/bigquery_warehouse.ts';
import type { Row } from '../../scripts/warehouse/values.ts';

const PROJECT = 'adapter-tests';

function target(name: string): Target {
  return { database: PROJECT, schema: 'payroll', name };
}

function operation(name: string, ...queries: string[]): CompiledOperation {
  return { target: target(name), fileName: `definitions/${name}.sqlx`, queries };
}

const GRAPH: CompiledGraph = {
  operations: [operation('payments')],
  assertions: [
    {
      target: { database: PROJECT, schema: 'payroll_assertions', name: 'no_payment' },
      fileName: 'definitions/no_payment.sqlx',
      query: '',
    },
  ],
  projectConfig: {
    defaultDatabase: PROJECT,
    defaultLocation: 'US',
    defaultSchema: 'payroll',
    assertionSchema: 'payroll_assertions',
  },
};

const PAYMENTS = `\`${PROJECT}.payroll.payments\``;

let warehouse: BigQueryWarehouse;

async function rowsOf(query: string): Promise<readonly Row[]> {
  return (await warehouse.runOperation(operation('query', query))).rows;
}

async function* each(...rows: Row[]): AsyncGenerator<Row> {
  for (const row of rows) yield await Promise.resolve(row);
}

beforeAll(async () => {
  warehouse = await BigQueryWarehouse.open(GRAPH);
  await warehouse.runOperation(
    operation(
      'payments',
      `CREATE OR REPLACE TABLE ${PAYMENTS} (
        payment_id INT64 NOT NULL, amount NUMERIC, paid_on DATE, paid_at TIMESTAMP, rate FLOAT64, is_final BOOL, note STRING,
        tags ARRAY<STRING>, payee STRUCT<name STRING, number INT64>
      )`,
    ),
  );
});

describe('opening', () => {
  it('creates the datasets that the graph writes to, and takes them as they are the next time', async () => {
    await (await BigQueryWarehouse.open(GRAPH)).close();

    expect(await rowsOf(`SELECT COUNT(*) AS n FROM ${PAYMENTS}`)).toEqual([{ n: 0n }]);
  });
});

describe('values off the wire', () => {
  it.each<[string, unknown]>([
    [`TRUE`, true],
    [`9223372036854775807`, 9223372036854775807n],
    [`-9007199254740993`, -9007199254740993n],
    [`NUMERIC '-12.50'`, '-12.5'],
    [`NUMERIC '99999999999999999999999999999.999999999'`, '99999999999999999999999999999.999999999'],
    [`CAST(0.1 AS FLOAT64)`, 0.1],
    [`'é\\n"\\'😀'`, 'é\n"\'😀'],
    [`FROM_HEX('00ff41')`, new Uint8Array([0x00, 0xff, 0x41])],
    [`DATE '0999-12-31'`, '0999-12-31'],
    [`TIMESTAMP '2025-01-02 03:04:05.678901+00'`, '2025-01-02T03:04:05.678901Z'],
    [`TIMESTAMP '1969-12-31 23:59:59.999999+00'`, '1969-12-31T23:59:59.999999Z'],
    [`['a', 'b']`, ['a', 'b']],
    [`ARRAY<INT64>[]`, []],
    [
      `STRUCT(1 AS n, ['x'] AS tags, STRUCT('y' AS name) AS inner_struct)`,
      { n: 1n, tags: ['x'], inner_struct: { name: 'y' } },
    ],
    [`CAST(NULL AS STRING)`, null],
    [`CAST(NULL AS DATE)`, null],
  ])('gives %s exactly', async (expression, expected) => {
    expect(await rowsOf(`SELECT ${expression} AS v`)).toEqual([{ v: expected }]);
  });

  it('names the columns and their types, in order', async () => {
    const { columns } = await warehouse.runOperation(
      operation(
        'query',
        `SELECT 1 AS b, NUMERIC '1' AS a, ['x'] AS c, STRUCT(DATE '2025-01-01' AS on_day) AS d`,
      ),
    );

    expect(columns).toEqual([
      { name: 'b', type: { kind: 'INT64' } },
      { name: 'a', type: { kind: 'NUMERIC' } },
      { name: 'c', type: { kind: 'ARRAY', element: { kind: 'STRING' } } },
      { name: 'd', type: { kind: 'STRUCT', fields: [{ name: 'on_day', type: { kind: 'DATE' } }] } },
    ]);
  });
});

describe('parameters', () => {
  it('arrive as the type that their name has in the whole project, in one statement', async () => {
    const { rows } = await warehouse.runOperation(
      operation(
        'query',
        `SELECT @tenant_id AS tenant_id, DATE_ADD(@period_label, INTERVAL 1 MONTH) AS next_period`,
      ),
      { tenant_id: `o'neil\\n"`, period_label: '2025-12-01' },
    );

    expect(rows).toEqual([{ tenant_id: `o'neil\\n"`, next_period: '2026-01-01' }]);
  });

  it('arrive in a script of several statements, NULLs with their type', async () => {
    const { rows, columns } = await warehouse.runOperation(
      operation('query', `SELECT 1 AS n; SELECT @tenant_id AS tenant_id, @period_label AS period_label;`),
      { tenant_id: '@actor', period_label: null },
    );

    expect(rows).toEqual([{ tenant_id: '@actor', period_label: null }]);
    expect(columns[1]).toEqual({ name: 'period_label', type: { kind: 'DATE' } });
  });
});

describe('an operation', () => {
  it('is one job whose transaction commits as a whole, and gives the rows of its last SELECT', async () => {
    const { rows } = await warehouse.runOperation(
      operation(
        'pay_two',
        `BEGIN TRANSACTION;
        DELETE FROM ${PAYMENTS} WHERE TRUE;
        INSERT INTO ${PAYMENTS} (payment_id, note) VALUES (1, 'one; -- not a comment'), (2, 'two');
        COMMIT TRANSACTION;
        SELECT payment_id, note FROM ${PAYMENTS} ORDER BY payment_id; -- the result`,
      ),
    );

    expect(rows).toEqual([
      { payment_id: 1n, note: 'one; -- not a comment' },
      { payment_id: 2n, note: 'two' },
    ]);
  });

  it('runs all of its queries in one script', async () => {
    const { rows } = await warehouse.runOperation(
      operation('two_queries', `SELECT 1 AS n -- a comment at the end`, `SELECT 2 AS n`),
    );

    expect(rows).toEqual([{ n: 2n }]);
  });

  it('leaves nothing behind when a guard refuses, and gives its code and detail', async () => {
    const refused = warehouse.runOperation(
      operation(
        'refused',
        `BEGIN TRANSACTION;
        INSERT INTO ${PAYMENTS} (payment_id) VALUES (99);
        SELECT IF(TRUE, ERROR(CONCAT('[STALE_PLAN] ', '1 row changed: payment 99')), NULL);
        COMMIT TRANSACTION;`,
      ),
    );

    await expect(refused).rejects.toMatchObject({
      name: 'DataError',
      faults: [{ code: 'STALE_PLAN', message: '1 row changed: payment 99' }],
    });
    expect(await rowsOf(`SELECT payment_id FROM ${PAYMENTS} WHERE payment_id = 99`)).toEqual([]);
  });

  it('fails as a fault of the warehouse, in its file, when a statement in the middle of it does', async () => {
    const failed = warehouse.runOperation(
      operation('broken', `SELECT 1 AS n; SELECT nonsense FROM ${PAYMENTS}; SELECT 2 AS n;`),
    );

    await expect(failed).rejects.toMatchObject({
      name: 'WarehouseError',
      faults: [{ code: 'BIGQUERY_FAILED', location: { file: 'definitions/broken.sqlx' } }],
    });
  });
});

describe('tables, views, assertions, tests', () => {
  it('replaces a view and a table', async () => {
    const late = { target: target('late_payments'), fileName: 'definitions/late_payments.sqlx' };
    const partitioned = { partitionBy: 'paid_on', clusterBy: ['note'] };
    await warehouse.createTable({
      ...late,
      type: 'table',
      query: `SELECT 1 AS n`,
      preOps: [`SELECT 'before'`],
    });
    await warehouse.createTable({
      ...late,
      type: 'table',
      query: `SELECT DATE '2025-01-01' AS paid_on, 'late' AS note`,
      bigquery: partitioned,
    });
    const view = {
      target: target('late_notes'),
      fileName: 'definitions/late_notes.sqlx',
      type: 'view' as const,
    };
    await warehouse.createTable({ ...view, query: `SELECT 1 AS n` });
    await warehouse.createTable({ ...view, query: `SELECT note FROM \`${PROJECT}.payroll.late_payments\`` });

    expect(await rowsOf(`SELECT * FROM \`${PROJECT}.payroll.late_notes\``)).toEqual([{ note: 'late' }]);
  });

  it('gives the failing rows of an assertion, and keeps them as a view in its dataset', async () => {
    const noPayment = GRAPH.assertions![0]!;
    const { rows } = await warehouse.runAssertion({ ...noPayment, query: `SELECT 7 AS payment_id` });

    expect(rows).toEqual([{ payment_id: 7n }]);
    expect(await rowsOf(`SELECT * FROM \`${PROJECT}.payroll_assertions.no_payment\``)).toEqual([
      { payment_id: 7n },
    ]);
  });

  it('gives both sides of a unit test', async () => {
    const sides = await warehouse.runTest({
      name: 'adds',
      fileName: 'definitions/adds.sqlx',
      testQuery: 'SELECT 1 + 1 AS n',
      expectedOutputQuery: 'SELECT 3 AS n',
    });

    expect([sides.actual.rows, sides.expected.rows]).toEqual([[{ n: 2n }], [{ n: 3n }]]);
  });

  it('knows what exists', async () => {
    expect(await warehouse.relation(target('payments'))).toMatchObject({ kind: 'table' });
    expect(await warehouse.relation(target('nothing'))).toBeUndefined();
  });
});

describe('staging', () => {
  it('appends rows by a load job, every type exactly, and an absent column is NULL', async () => {
    await rowsOf(`DELETE FROM ${PAYMENTS} WHERE TRUE`);
    const full: Row = {
      payment_id: 9007199254740993n,
      amount: '-99999999999999999999999999999.999999999',
      paid_on: '2025-02-28',
      paid_at: '2025-01-02T03:04:05.678901Z',
      rate: 0.1,
      is_final: false,
      note: 'a "quoted"\r\nline,\u00a0é😀 \\N',
      tags: ['x', ''],
      payee: { name: 'Ann', number: 9007199254740993n },
    };

    expect(await warehouse.stage(target('payments'), each(full, { payment_id: 1n }))).toBe(2);
    expect(await rowsOf(`SELECT * FROM ${PAYMENTS} ORDER BY payment_id DESC`)).toEqual([
      full,
      {
        payment_id: 1n,
        amount: null,
        paid_on: null,
        paid_at: null,
        rate: null,
        is_final: null,
        note: null,
        tags: [],
        payee: null,
      },
    ]);
  });

  it('takes no rows as well', async () => {
    expect(await warehouse.stage(target('payments'), each())).toBe(0);
  });

  it('loads nothing when a row in the middle is bad', async () => {
    await rowsOf(`DELETE FROM ${PAYMENTS} WHERE TRUE`);
    const staged = warehouse.stage(
      target('payments'),
      each({ payment_id: 1n }, { payment_id: 2n, paid_on: '2025-02-30' }),
    );

    await expect(staged).rejects.toMatchObject({ name: 'WarehouseError' });
    expect(await rowsOf(`SELECT payment_id FROM ${PAYMENTS}`)).toEqual([]);
  });

  it('refuses a table that is not there', async () => {
    await expect(warehouse.stage(target('nothing'), each({ n: 1n }))).rejects.toMatchObject({
      name: 'WarehouseError',
    });
  });
});
