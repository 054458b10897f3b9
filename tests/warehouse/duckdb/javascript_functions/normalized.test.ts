import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  normalized,
  type NormalizationForm,
} from '../../../../scripts/warehouse/duckdb/javascript_functions/normalized.ts';

const FORMS: readonly NormalizationForm[] = ['NFC', 'NFD', 'NFKC', 'NFKD'];

test('marks in a wrong order come into theirs, and those of one class keep it', () => {
  const text = `e${'\u0301\u0323\u0300'.repeat(64)}`;
  expect(normalized(text, 'NFC')).toBe(`\u1eb9${'\u0323'.repeat(63)}${'\u0301\u0300'.repeat(64)}`);
});

test(
  'a cell of a million bytes of marks in a wrong order takes no longer than one in order',
  { timeout: 30_000 },
  () => {
    const { length } = normalized(`e${'\u0301\u0323'.repeat(250_000)}`, 'NFC');
    expect(length).toBe(500_000);
  },
);

/** Of several classes, of class 0 (U+0488, U+20DD, U+0903), that decompose (U+0344, U+0F73), and half-width sound marks. */
const MARKS = Array.from(
  '\u0301\u0323\u0300\u0334\u0345\u0327\u3099\u0488\u20dd\u0903\u0344\u0f73\u0f71\uff9e\uff9f\u05b0\u0e38',
);
const MANY = fc
  .tuple(
    fc.constantFrom('', 'e', '\u1ec7', '\u30ab', '\uff76', '\u00b4'),
    fc.array(fc.constantFrom(...MARKS), { minLength: 60, maxLength: 160 }),
  )
  .map(([start, marks]) => start + marks.join(''));

test.each(FORMS)('%s of any run of marks is what Node.js gives', (form) => {
  fc.assert(
    fc.property(MANY, MANY, (one, other) => {
      expect(normalized(`${one}x${other}`, form)).toBe(`${one}x${other}`.normalize(form));
    }),
    { numRuns: 300 },
  );
});
