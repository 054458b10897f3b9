import { afterAll, beforeAll, expect, test } from 'vitest';
import { DuckDbEvaluator, ReferenceEvaluator, type Evaluator } from './evaluators.ts';
import { SKELETON } from './vectors/look_alikes.ts';

let reference: Evaluator;
let duckDb: Evaluator;

beforeAll(async () => {
  [reference, duckDb] = await Promise.all([ReferenceEvaluator.start(), DuckDbEvaluator.start([SKELETON])]);
});

afterAll(async () => {
  await Promise.all([reference.stop(), duckDb.stop()]);
});

async function expectVectors(evaluator: Evaluator): Promise<void> {
  const { vectors } = SKELETON;
  const results = await evaluator.evaluate(
    SKELETON,
    vectors.map(({ given }) => given),
  );
  expect(Object.fromEntries(vectors.map(({ why }, index) => [why, results[index]]))).toEqual(
    Object.fromEntries(vectors.map(({ why, expected }) => [why, expected])),
  );
}

test("the skeleton of a name on Google's reference implementation", () => expectVectors(reference));

test('the skeleton of a name on DuckDB', () => expectVectors(duckDb));
