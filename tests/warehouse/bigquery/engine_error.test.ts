import { describe, expect, it } from 'vitest';
import { WarehouseError } from '../../../scripts/errors.ts';
import { engineError, isAbortedTransaction } from '../../../scripts/warehouse/bigquery/engine_error.ts';

function apiError(message: string, code?: number): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code });
}

const nowhere = (): undefined => undefined;

describe('an aborted transaction', () => {
  it.each([
    'Transaction is aborted due to concurrent update against table p:d.t. Transaction ID: 1',
    'Query error: Transaction is aborted due to concurrent update at [3:1]',
    'Could not serialize access to table p:d.t due to concurrent update',
  ])('is one that says "%s"', (message) => {
    expect(isAbortedTransaction(apiError(message, 400))).toBe(true);
    expect(isAbortedTransaction(apiError(message))).toBe(true);
  });

  it('has a code of its own for a person', () => {
    const message =
      'Query error: Transaction is aborted due to concurrent update against table p:d.t. Transaction ID: 61e30eea-0000-2dab-8e60-94eb2c1b1a92 at [24:9]';

    expect(engineError(apiError(message, 400), nowhere)).toMatchObject({
      name: 'WarehouseError',
      faults: [
        {
          code: 'TRANSACTION_ABORTED',
          message:
            'Another transaction was faster each time, and nothing was written: Query error: Transaction is aborted due to concurrent update against table p:d.t. Transaction ID: 61e30eea-0000-2dab-8e60-94eb2c1b1a92',
        },
      ],
    });
  });

  it('is none when BigQuery was out of reach, or refused for another reason', () => {
    expect(isAbortedTransaction(apiError('Transaction is aborted due to concurrent update', 503))).toBe(
      false,
    );
    expect(
      isAbortedTransaction(apiError('Exceeded rate limits: too many table update operations', 400)),
    ).toBe(false);
  });
});

describe("a guard's refusal", () => {
  it.each([
    ['Query error: [STALE_PLAN] 3 rows changed at [7:12]', 'STALE_PLAN', '3 rows changed'],
    ['[UNKNOWN_TENANT] ', 'UNKNOWN_TENANT', ''],
    ['Invalid Input Error: [ID_COLLISION] a\nb [c]', 'ID_COLLISION', 'a\nb [c]'],
  ])('is found in "%s"', (message, code, detail) => {
    const error = engineError(apiError(message, 400), nowhere);

    expect(error).not.toBeInstanceOf(WarehouseError);
    expect(error.faults).toEqual([{ code, message: detail }]);
  });

  it('is not seen in a position or a name in brackets', () => {
    const error = engineError(apiError('Syntax error: Unexpected [Offset] at [12:3]', 400), nowhere);

    expect(error).toBeInstanceOf(WarehouseError);
    expect(error.faults).toEqual([{ code: 'BIGQUERY_FAILED', message: 'Syntax error: Unexpected [Offset]' }]);
  });
});

describe('any other error', () => {
  it('is the first of several, and keeps its cause', () => {
    const cause = Object.assign(new Error('Multiple errors occurred'), {
      errors: [{ message: 'Not found: Table p:d.t' }, { message: 'another' }],
    });
    const error = engineError(cause, (position) => ({
      file: 'f.sqlx',
      ...(position && { line: position.line }),
    }));

    expect(error.faults).toEqual([
      { code: 'BIGQUERY_FAILED', message: 'Not found: Table p:d.t', location: { file: 'f.sqlx' } },
    ]);
    expect(error.cause).toBe(cause);
  });
});
