import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CompiledOperation, CompiledTable, Target } from '../../../scripts/dataform/compiled_graph.ts';
import { DataError } from '../../../scripts/errors.ts';
import type { BigQueryWarehouse } from '../../../scripts/warehouse/bigquery/bigquery_warehouse.ts';
import type { ResultSet, Row } from '../../../scripts/warehouse/values.ts';
import { BigQueryStub, JOB_DONE, JOB_STARTED, refusal, type Answer } from './bigquery_stub.ts';

const ABORTED = refusal(
  400,
  'Query error: Transaction is aborted due to concurrent update against table p:d.t at [3:1]',
);

const COMMIT: CompiledOperation = {
  target: { database: 'p', schema: 'd', name: 'commit' },
  fileName: 'tests/warehouse/bigquery/located.sqlx',
  queries: ['\n\nSELECT 2 AS n;\n\nSELECT nonsense;\n'],
};

function page(numbers: readonly string[], pageToken?: string): Answer {
  return {
    body: {
      jobComplete: true,
      schema: { fields: [{ name: 'n', type: 'INTEGER' }] },
      rows: numbers.map((v) => ({ f: [{ v }] })),
      ...(pageToken !== undefined && { pageToken }),
    },
  };
}

let bigQuery: BigQueryStub;
let warehouse: BigQueryWarehouse;

beforeEach(async () => {
  bigQuery = await BigQueryStub.start();
  warehouse = await bigQuery.open();
});

afterEach(() => {
  bigQuery.stop();
});

describe('reading results', () => {
  it('waits for the job and reads every page', async () => {
    const unfinished: Answer = { body: { jobComplete: false } };
    bigQuery.willAnswer(JOB_STARTED, unfinished, page(['1', '2'], 'more'), page(['3']), JOB_DONE);

    const { rows } = await warehouse.runOperation(COMMIT);

    expect(rows).toEqual([{ n: 1n }, { n: 2n }, { n: 3n }]);
    expect(bigQuery.calls).toEqual([
      'POST /projects/p/jobs',
      'GET /projects/p/queries/JOB',
      'GET /projects/p/queries/JOB',
      'GET /projects/p/queries/JOB',
      'GET /projects/p/jobs/JOB',
    ]);
  });

  it('fails when the job failed, however well its results look', async () => {
    const failed = {
      status: { state: 'DONE', errorResult: { message: 'Resources exceeded', reason: 'resourcesExceeded' } },
    };
    bigQuery.willAnswer(JOB_STARTED, page(['1']), { body: failed });

    await expect(warehouse.runOperation(COMMIT)).rejects.toMatchObject({
      name: 'WarehouseError',
      faults: [{ code: 'BIGQUERY_FAILED', message: 'Resources exceeded' }],
    });
  });
});

describe('errors', () => {
  it('places an error at its line and column of the .sqlx file', async () => {
    bigQuery.willAnswer(JOB_STARTED, refusal(400, 'Query error: Unrecognized name: nonsense at [5:8]'));

    await expect(warehouse.runOperation(COMMIT)).rejects.toMatchObject({
      faults: [
        {
          code: 'BIGQUERY_FAILED',
          message: 'Query error: Unrecognized name: nonsense',
          location: { file: 'tests/warehouse/bigquery/located.sqlx', line: 7, column: 8 },
        },
      ],
    });
  });

  it('are told of all SQL before any of it runs', async () => {
    const another = await bigQuery.open([COMMIT]);

    expect(await another.sqlFaults()).toEqual([
      {
        code: 'SQL_ERROR',
        message: 'Unrecognized name: nonsense',
        location: { file: 'tests/warehouse/bigquery/located.sqlx', line: 7, column: 8 },
      },
    ]);
    expect(bigQuery.calls).toEqual([]);
  });

  it('does not try again what was not aborted by another transaction', async () => {
    bigQuery.willAnswer(JOB_STARTED, refusal(400, 'Query error: [STALE_PLAN] 3 rows at [4:1]'));

    await expect(warehouse.runOperation(COMMIT)).rejects.toMatchObject({
      name: 'DataError',
      faults: [{ code: 'STALE_PLAN', message: '3 rows' }],
    });
    expect(bigQuery.calls).toEqual(['POST /projects/p/jobs', 'GET /projects/p/queries/JOB']);
  });
});

describe('staging', () => {
  const STAGED: Target = { database: 'p', schema: 'd', name: 'staged' };
  const TABLE: Answer = {
    body: { schema: { fields: [{ name: 'n', type: 'INTEGER' }] }, location: 'europe-west3' },
  };

  async function* rows(...numbers: bigint[]): AsyncGenerator<Row> {
    for (const n of numbers) yield await Promise.resolve({ n });
  }

  it('uploads the rows with their load job, where the table is, and waits for it', async () => {
    bigQuery.willAnswer(TABLE, JOB_STARTED, JOB_DONE);

    expect(await warehouse.stage(STAGED, rows(1n, 2n))).toBe(2);
    expect(bigQuery.calls).toEqual([
      'GET /projects/p/datasets/d/tables/staged',
      'POST /upload/bigquery/v2/projects/p/jobs',
      'GET /projects/p/jobs/j',
    ]);
    const [, job = '', , lines] =
      /\r\n\r\n(.*)\r\n(.*\r\n){3}([^]*)\r\n/.exec(bigQuery.bodies[1] ?? '') ?? [];
    expect(JSON.parse(job)).toMatchObject({
      configuration: {
        load: {
          destinationTable: { projectId: 'p', datasetId: 'd', tableId: 'staged' },
          sourceFormat: 'NEWLINE_DELIMITED_JSON',
          writeDisposition: 'WRITE_APPEND',
        },
      },
      jobReference: { projectId: 'p', location: 'europe-west3' },
    });
    expect(lines).toBe('{"n":"1"}\n{"n":"2"}\n');
  });

  it('gives up the upload when the rows break off, with their own error', async () => {
    bigQuery.willAnswer(TABLE);
    const fault = new DataError([{ code: 'BAD_ROW', message: 'The file ends in a quote' }]);
    async function* rowsThatBreakOff(): AsyncGenerator<Row> {
      yield { n: 1n };
      await bigQuery.receives('{"n":"1"}');
      throw fault;
    }

    await expect(warehouse.stage(STAGED, rowsThatBreakOff())).rejects.toBe(fault);
    expect(await bigQuery.brokenOff).toBe('POST /upload/bigquery/v2/projects/p/jobs');
  });

  it('fails when BigQuery refuses the upload', async () => {
    bigQuery.willAnswer(TABLE, refusal(403, 'Access Denied: Table p:d.staged'));

    await expect(warehouse.stage(STAGED, rows(1n))).rejects.toMatchObject({
      name: 'WarehouseError',
      faults: [{ code: 'BIGQUERY_FAILED', message: 'Access Denied: Table p:d.staged' }],
    });
  });

  it('fails when the load job does', async () => {
    const error = { message: 'JSON parsing error in row 2', reason: 'invalid' };
    const failed = { status: { state: 'DONE', errorResult: error, errors: [error] } };
    bigQuery.willAnswer(TABLE, JOB_STARTED, { body: failed });

    await expect(warehouse.stage(STAGED, rows(1n))).rejects.toMatchObject({
      name: 'WarehouseError',
      faults: [{ code: 'BIGQUERY_FAILED', message: 'JSON parsing error in row 2' }],
    });
  });
});

describe('a transaction that another one aborted', () => {
  /** Lets the waits between two attempts pass at once, each in full; the network is real. */
  async function withoutWaiting(running: Promise<ResultSet>): Promise<ResultSet> {
    const clock = setInterval(() => vi.advanceTimersToNextTimer());
    return await running.finally(() => {
      clearInterval(clock);
    });
  }

  const attempts = (): number => bigQuery.calls.filter((call) => call === 'POST /projects/p/jobs').length;
  const abortedTimes = (times: number): readonly Answer[] =>
    Array.from({ length: times }, () => [JOB_STARTED, ABORTED]).flat();

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('runs again from its beginning, as a new job, and says once that it waits', async () => {
    const told: string[] = [];
    warehouse = await bigQuery.open([], { onWait: (message) => told.push(message) });
    bigQuery.willAnswer(...abortedTimes(2), JOB_STARTED, page(['7']), JOB_DONE);

    const { rows } = await withoutWaiting(warehouse.runOperation(COMMIT));

    expect(rows).toEqual([{ n: 7n }]);
    const jobs = bigQuery.bodies.filter((body) => body.includes('configuration'));
    const jobId = (body: string): unknown =>
      (JSON.parse(body) as { jobReference: { jobId: string } }).jobReference.jobId;
    expect(new Set(jobs.map(jobId)).size).toBe(3);
    expect(told).toEqual(['Waiting for another transaction, which writes to the same tables']);
  });

  it.each([
    ['at once', 0, 1, 1],
    // Waits of 0.5, 1, 2, 4, 8, 16 and 30 seconds, each up to twice as long, and the last one cut.
    ['after a minute', 60_000, 6, 9],
    ['after ten minutes, where nobody says how long', undefined, 14, 26],
  ])('gives up %s, and says why', async (_, patienceMilliseconds, fewest, most) => {
    warehouse = await bigQuery.open([], patienceMilliseconds === undefined ? {} : { patienceMilliseconds });
    bigQuery.willAnswer(...abortedTimes(40));
    const start = performance.now();

    await expect(withoutWaiting(warehouse.runOperation(COMMIT))).rejects.toMatchObject({
      name: 'WarehouseError',
      faults: [
        {
          code: 'TRANSACTION_ABORTED',
          message:
            'Another transaction was faster each time, and nothing was written: ' +
            'Query error: Transaction is aborted due to concurrent update against table p:d.t',
        },
      ],
    });
    expect(performance.now() - start).toBeGreaterThanOrEqual(patienceMilliseconds ?? 600_000);
    expect(attempts()).toBeGreaterThanOrEqual(fewest);
    expect(attempts()).toBeLessThanOrEqual(most);
  });

  it('is not waited for by who has left', async () => {
    const leaving = new AbortController();
    warehouse = await bigQuery.open([], {
      signal: leaving.signal,
      onWait: () => {
        leaving.abort(new Error('left'));
      },
    });
    bigQuery.willAnswer(...abortedTimes(2));

    await expect(withoutWaiting(warehouse.runOperation(COMMIT))).rejects.toMatchObject({
      faults: [{ message: 'left' }],
    });
    expect(attempts()).toBe(1);
  });
});

describe('comparing views', () => {
  const view = (name: string): CompiledTable => ({
    type: 'view',
    target: { database: 'p', schema: 'd', name },
    fileName: 'definitions/controls/view.sqlx',
    query: '\n\n-- Why\nSELECT 1 AS n -- one\n',
  });
  const kept = (query: string): Answer => ({ body: { type: 'VIEW', view: { query } } });

  it('names those whose query is another, whatever stands around it, and tables in the place of one', async () => {
    bigQuery.willAnswer(
      kept('SELECT 1 AS n -- one'),
      kept('SELECT 1 AS n -- one\nWHERE FALSE'),
      { body: { type: 'TABLE', schema: { fields: [] } } },
      refusal(404, 'Not found: Table p:d.none'),
    );

    const differing = await warehouse.differingViews(['same', 'other', 'table', 'none'].map(view));

    expect(differing.map(({ name }) => name)).toEqual(['other', 'table']);
  });
});
