import { expect, test } from 'vitest';
import { IN_FULL, MASKED, namesIn } from '../../scripts/report/masking.ts';

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
  expect(MASKED.note('ask łucja@example.org', [])).toBe('ask ł•••@example.org');
});

test('a telephone number in the groups of its country is masked', () => {
  expect(MASKED.description('06 12 34 56 78, 020 7946 0958, 030 1234567, 0171/1234567')).toBe(
    '•••78, •••58, •••67, •••67',
  );
});

test('digits alone are a telephone number where a person or an engine writes', () => {
  expect(MASKED.note('called 6175550102, and 447700900123.', [])).toBe('called •••02, and •••23.');
  expect(MASKED.reason('DUCKDB_FAILED: no date: 6175550102')).toBe('DUCKDB_FAILED: no date: •••02');
});

test.each([
  'line 4 of 2025-01.stage1.csv:12345, or /6175550102/a',
  '6175550102.csv has 1234567890.50 and -1234567890',
  'run 0f5f8419-1234567890-x, id 1234567890123456',
  'on 01.02.2025, or 2025-01-01 10:00:00',
])('the note %j holds none', (text) => {
  expect(MASKED.note(text, [])).toBe(text);
});

test('what an engine quotes is masked, in either kind of quotes, and what a word is made of is not', () => {
  expect(MASKED.reason(`Could not convert string 'Jane O'Neill' to INT32, isn't it`)).toBe(
    `Could not convert string 'J••• O•••' to INT32, isn't it`,
  );
  expect(MASKED.reason('bad value "Jane Doe" of jane@example.com')).toBe(
    'bad value "J••• D•••" of j•••@example.com',
  );
  expect(MASKED.reason('record_ledger_assigns_once is disabled')).toBe(
    'record_ledger_assigns_once is disabled',
  );
});

test('a note is masked as a description is, and the names that the report knows in it too', () => {
  expect(MASKED.note('asked "Gary Gone" about jane  DOE, Jane and Janet Doerr', ['Jane Doe', 'Al'])).toBe(
    'asked "G••• G•••" about J••• D•••, Jane and Janet Doerr',
  );
});

test('names are known from personal keys that are no ids, and from what stands between quotes', () => {
  expect(namesIn('JANE DOE', 'has 2 agent_keys', true)).toEqual(['JANE DOE']);
  expect(namesIn('AGENT:9e38bbd9e4fa132f', '"Gary Gone" has two', true)).toEqual(['Gary Gone']);
  expect(namesIn('harbor 3', 'an event is missing', false)).toEqual([]);
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
  expect(IN_FULL.reason("no date: 'Kenny Young'")).toBe("no date: 'Kenny Young'");
  expect(IN_FULL.note('Kenny Young, 6175550102', ['Kenny Young'])).toBe('Kenny Young, 6175550102');
  expect(IN_FULL.description('"Kenny Young", jane@example.com')).toBe('"Kenny Young", jane@example.com');
});
