import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DuckDbEvaluator, ReferenceEvaluator, type Evaluator, type Text } from './evaluators.ts';
import { ALL_FORMULAS } from './vectors/all_formulas.ts';
import type { Formula, Vector } from './vectors/formula.ts';
import { IDEMPOTENCY_KEY, WITH_SEPARATOR } from './vectors/idempotency_keys.ts';

let reference: Evaluator;
let duckDb: Evaluator;

beforeAll(async () => {
  [reference, duckDb] = await Promise.all([ReferenceEvaluator.start(), DuckDbEvaluator.start(ALL_FORMULAS)]);
});

afterAll(async () => {
  await Promise.all([reference.stop(), duckDb.stop()]);
});

/** Where a vector says why it is there, a failure does too. */
function expected(vectors: readonly Vector[]): Record<string, Text> {
  const byReason = Object.fromEntries(vectors.map(({ why, expected }) => [why, expected]));
  expect(Object.keys(byReason)).toHaveLength(vectors.length);
  return byReason;
}

function byReason(
  vectors: readonly Vector[],
  results: readonly (Text | undefined)[],
): Record<string, Text | undefined> {
  return Object.fromEntries(vectors.map(({ why }, index) => [why, results[index]]));
}

async function evaluated(evaluator: Evaluator, formula: Formula): Promise<Record<string, Text | undefined>> {
  const vectors = [...formula.vectors, ...(formula.nullVectors ?? [])];
  return byReason(
    vectors,
    await evaluator.evaluate(
      formula,
      vectors.map(({ given }) => given),
    ),
  );
}

describe.each(ALL_FORMULAS)('$name', (formula) => {
  const sqlVectors = [...formula.vectors, ...(formula.nullVectors ?? [])];

  test('in TypeScript', () => {
    const results = formula.vectors.map(({ given }) => formula.typescript(...(given as readonly string[])));
    expect(byReason(formula.vectors, results)).toEqual(expected(formula.vectors));
  });

  test("in SQL on Google's reference implementation", async () => {
    expect(await evaluated(reference, formula)).toEqual(expected(sqlVectors));
  });

  test('in SQL on DuckDB', async () => {
    expect(await evaluated(duckDb, formula)).toEqual(expected(sqlVectors));
  });
});

describe('idempotency_key refuses a separator', () => {
  test.each(WITH_SEPARATOR)('in $field', async ({ given }) => {
    expect(() => IDEMPOTENCY_KEY.typescript(...given)).toThrow(RangeError);
    await expect(reference.evaluate(IDEMPOTENCY_KEY, [given])).rejects.toThrow('[SEPARATOR_IN_KEY]');
    await expect(duckDb.evaluate(IDEMPOTENCY_KEY, [given])).rejects.toThrow('[SEPARATOR_IN_KEY]');
  });
});
