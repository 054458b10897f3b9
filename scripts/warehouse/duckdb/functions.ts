import { ARITHMETIC } from './functions/arithmetic.ts';
import { ARRAYS } from './functions/arrays.ts';
import { BYTES } from './functions/bytes.ts';
import { COMPARISON } from './functions/comparison.ts';
import { DATES } from './functions/dates.ts';
import { OTHER } from './functions/other.ts';
import { REGULAR_EXPRESSIONS } from './functions/regular_expressions.ts';
import type { WriteScalar } from './functions/scalar.ts';
import { STRINGS } from './functions/strings.ts';
import { TIMESTAMPS } from './functions/timestamps.ts';
import { SignatureTable } from './signatures.ts';

/** All scalar functions of the embedded engine, by the signature that the analyser chose. Any other is refused. */
export const SCALAR_FUNCTIONS = new SignatureTable<WriteScalar>({
  ...ARITHMETIC,
  ...ARRAYS,
  ...BYTES,
  ...COMPARISON,
  ...DATES,
  ...OTHER,
  ...REGULAR_EXPRESSIONS,
  ...STRINGS,
  ...TIMESTAMPS,
});
