import { expect, test } from 'vitest';
import { IN_FULL, MASKED } from '../../scripts/report/masking.ts';

test.each([
  ['Maria Dolores', 'M••• D•••'],
  ['MARIA  DOLORES', 'M••• D•••'],
  // What can't be seen is no part of a name that is shown.
  ['Yael Cohen\u200f', 'Y••• C•••'],
  ['"Ace" O’Neill-Smith', 'A••• O•••'],
  ['Łukasz 王', 'Ł••• 王•••'],
  ['J. Doe', 'J••• D•••'],
  ['a b c d e f', 'a••• b••• c••• d•••'],
  [' \u00a0 ', '•••'],
  ['<script>alert(1)</script>', 's•••'],
  ['jane.doe@example.com', 'j•••'],
])('the name %j is masked as %j', (name, masked) => {
  expect(MASKED.failingKey(name, true)).toBe(masked);
});

test.each([
  'AGENT:69e2aea8b508fe58',
  'NAME:2b873cdf3044',
  '2274724b80bf969d',
  '0f5f8419-36cd-4576-bb94-162afbed253f',
  'OWNER',
])('the id %s stays, also where names may stand', (id) => {
  expect(MASKED.failingKey(id, true)).toBe(id);
});

test('what only looks like an id is a name', () => {
  expect(MASKED.failingKey('AGENT:Maria Dolores', true)).toBe('A••• D•••');
});

test('a name in a description stands between quotes, from the first to the last', () => {
  expect(MASKED.description('"Kenny "K" Young" has the upstream ids A-1, A-2')).toBe(
    '"K••• K••• Y•••" has the upstream ids A-1, A-2',
  );
  expect(MASKED.description('"Kenny\nYoung" has the upstream ids A-1, A-2')).toBe(
    '"K••• Y•••" has the upstream ids A-1, A-2',
  );
});

test('e-mail addresses and telephone numbers are masked in every text', () => {
  expect(MASKED.failingKey('jane.doe+x@mail.example.com', false)).toBe('j•••@mail.example.com');
  expect(MASKED.description('call (555) 123-4567 or +44 20 7946 0958, 555.123.4567')).toBe(
    'call •••67 or •••58, •••67',
  );
  expect(MASKED.text('ask łucja@example.org')).toBe('ask ł•••@example.org');
});

test.each([
  'components of 1234567.89 against a gross commission of 5551234567',
  'harbor 2025-01-01',
  '0f5f8419-555-123-4567-162afbed253f',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
])('%s holds neither', (text) => {
  expect(MASKED.description(text)).toBe(text);
});

test('in full, everything is as it is', () => {
  expect(IN_FULL.failingKey('Maria Dolores', true)).toBe('Maria Dolores');
  expect(IN_FULL.description('"Kenny Young", jane@example.com')).toBe('"Kenny Young", jane@example.com');
});
