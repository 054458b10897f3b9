import { expect, test } from 'vitest';
import { headlineOf } from '../../scripts/commands/verify.ts';
import { fault, note } from '../../scripts/evidence/finding.ts';

const noted = (...codes: readonly string[]) => codes.map((code) => note(code, 'a note'));

test.each([
  [[], 'Nothing was touched'],
  [noted('CHANGED_SINCE'), 'Nothing was touched'],
  [noted('SUPERSEDED'), 'Nothing was touched, but this isn’t the newest report'],
  [
    noted('SUPERSEDED', 'WRITTEN_SINCE'),
    'Nothing that is bound was touched; of what a later run wrote and didn’t record nobody can tell: run all and report',
  ],
  [[...noted('WRITTEN_SINCE'), fault('TABLE_CHANGED', 'rows differ')], '1 fault'],
])('of the findings %j it says %s', (findings, headline) => {
  expect(headlineOf({ knowsOriginal: true, findings })).toBe(headline);
});

test('of files alone nobody can tell whether they are the original', () => {
  expect(headlineOf({ knowsOriginal: false, findings: [] })).toMatch(
    /without --against or --anchor nobody can tell/,
  );
});
