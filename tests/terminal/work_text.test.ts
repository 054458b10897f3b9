import { expect, test } from 'vitest';
import { workText } from '../../scripts/terminal/work_text.ts';

const STATEMENT = { index: 3, count: 12, milliseconds: 500, rowCount: 0, share: 0 };

test.each([
  ['while nothing is known of it', undefined, 'Validating: 20 s'],
  ['by its statement', STATEMENT, 'Validating: statement 4 of 12, 20 s'],
  [
    'with the rows that the engine counts',
    { ...STATEMENT, rowCount: 120_000, share: 0.2 },
    'Validating: statement 4 of 12 (120,000 rows), 20 s',
  ],
  [
    'with their pace after a second',
    { ...STATEMENT, milliseconds: 2000, rowCount: 120_000, share: 0.5 },
    'Validating: statement 4 of 12 (120,000 rows, 60,000 a second, about 2 s left), 20 s',
  ],
  [
    'without them where they are next to nothing of what the engine expects',
    { ...STATEMENT, milliseconds: 2000, rowCount: 1, share: 1e-11 },
    'Validating: statement 4 of 12, 20 s',
  ],
  [
    'with the time left of the statement, at its pace so far',
    { ...STATEMENT, milliseconds: 20_000, rowCount: 120_000, share: 0.2 },
    'Validating: statement 4 of 12 (120,000 rows, 6,000 a second, about 1 min 20 s left), 20 s',
  ],
])('a step is shown %s', (_, running, text) => {
  expect(workText('Validating', 20.2, running)).toBe(text);
});
