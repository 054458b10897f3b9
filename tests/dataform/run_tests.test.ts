import { describe, expect, test } from 'vitest';
import { runTest } from '../../scripts/dataform/run_tests.ts';
import type { ResultSet, Row } from '../../scripts/warehouse/values.ts';
import { RecordingWarehouse } from './recording_warehouse.ts';

const TEST = {
  name: 'agents_are_normalised',
  testQuery: 'SELECT 1',
  expectedOutputQuery: 'SELECT 1',
  fileName: 'definitions/identity/agents_test.sqlx',
};

function resultSet(...rows: Row[]): ResultSet {
  return {
    columns: Object.keys(rows[0] ?? {}).map((name) => ({ name, type: { kind: 'STRING' as const } })),
    rows,
  };
}

async function differences(actual: ResultSet, expected: ResultSet): Promise<readonly string[]> {
  const warehouse = new RecordingWarehouse();
  warehouse.testSides = { actual, expected };
  const result = await runTest(TEST, warehouse);
  expect(result.passed).toBe(result.differences.length === 0);
  return result.differences;
}

describe('runTest', () => {
  test('passes when the rows are the same in any order', async () => {
    expect(await differences(resultSet({ a: 'x' }, { a: 'y' }), resultSet({ a: 'y' }, { a: 'x' }))).toEqual(
      [],
    );
  });

  test('tells a row that occurs twice from one that occurs once', async () => {
    expect(await differences(resultSet({ a: 'x' }), resultSet({ a: 'x' }, { a: 'x' }))).toEqual([
      'missing row: a = "x"',
    ]);
  });

  test('says which rows are missing and which are unexpected, and how often', async () => {
    expect(
      await differences(resultSet({ a: 'x', n: 2n }, { a: 'x', n: 2n }), resultSet({ a: 'x', n: 1n })),
    ).toEqual(['missing row: a = "x", n = 1', 'unexpected row (2 times): a = "x", n = 2']);
  });

  test('tells NULL from the text NULL, and sees into arrays', async () => {
    expect(
      await differences(resultSet({ a: null, b: ['p'] }), resultSet({ a: 'NULL', b: ['p', 'q'] })),
    ).toEqual(['missing row: a = "NULL", b = ["p", "q"]', 'unexpected row: a = NULL, b = ["p"]']);
  });

  test('says which columns are missing or unexpected', async () => {
    expect((await differences(resultSet({ a: 'x' }), resultSet({ b: 'x' }))).slice(0, 2)).toEqual([
      'missing column: b',
      'unexpected column: a',
    ]);
  });
});
