import { expect, test } from 'vitest';
import { findChangeset } from '../../scripts/changesets/find_changeset.ts';
import { CallError } from '../../scripts/errors.ts';

const ONE = '11111111-aaaa-4000-8000-000000000001';
const OTHER = '11111111-bbbb-4000-8000-000000000002';
const LEGACY = 'CS-7';

async function find(name: string): Promise<string> {
  return findChangeset(name, (start) =>
    Promise.resolve(
      [ONE, OTHER, LEGACY].filter((id) => id.startsWith(start)).map((id) => ({ changeset_id: id })),
    ),
  );
}

async function refused(name: string): Promise<unknown> {
  const error: unknown = await find(name).catch((reason: unknown) => reason);
  if (!(error instanceof CallError)) throw new Error('It was not refused', { cause: error });
  return error.faults[0];
}

test.each([
  ['a whole id', ONE, ONE],
  ['a whole id in upper case', ONE.toUpperCase(), ONE],
  ['its beginning', '11111111-a', ONE],
  ['its beginning in upper case', '11111111-B', OTHER],
  ['an id that an earlier version gave, however short', 'CS-7', LEGACY],
  ['the whole id of none, for the step to refuse', ONE.replace('1', '2'), ONE.replace('1', '2')],
  ['the beginning of none, likewise', '99999999', '99999999'],
])('%s', async (_, name, found) => {
  expect(await find(name)).toBe(found);
});

test('seven characters are too few, whatever begins so', async () => {
  expect(await refused('1111111')).toMatchObject({ code: 'BAD_CHANGESET_ID', value: '1111111' });
});

test('the beginning of two names both', async () => {
  expect(await refused('11111111')).toEqual({
    code: 'AMBIGUOUS_CHANGESET',
    message: 'Several changesets begin so',
    value: '11111111',
    allowed: `${ONE}, ${OTHER}`,
  });
});
