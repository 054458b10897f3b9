import { expect, test } from 'vitest';
import { SeededRandom } from '../../data/generator/seeded_random.ts';

test('a seed gives the same numbers on every machine', () => {
  const random = new SeededRandom('companies');
  expect([1, 2, 3, 4, 5].map(() => random.integer(0, 999))).toEqual([164, 305, 107, 51, 779]);
});

test('both bounds are reached, and nothing beyond them', () => {
  const random = new SeededRandom('bounds');
  const drawn = Array.from({ length: 200 }, () => random.integer(-1, 1));
  expect(new Set(drawn)).toEqual(new Set([-1, 0, 1]));
});

test('shuffling keeps every item and leaves the list alone', () => {
  const items = ['a', 'b', 'c', 'd', 'e'];
  const shuffled = new SeededRandom('order').shuffled(items);
  expect(shuffled).toEqual(['b', 'e', 'a', 'd', 'c']);
  expect(items).toEqual(['a', 'b', 'c', 'd', 'e']);
});
