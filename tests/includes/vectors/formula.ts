/**
 * A formula of docs/architecture.md ("Formulas") in both its forms, with literal vectors. Every `expected` was found
 * without the code under test: normalised names by hand from the Unicode Character Database and again with Python 3
 * (`unicodedata.normalize('NFC', …)`, `str.upper()`), digests with coreutils, e.g. `printf '%s' 'JOHN SMITH' | sha256sum`.
 */
export interface Formula extends SqlFormula {
  /** Takes the arguments in order. Where a vector holds NULL, the function takes null. */
  readonly typescript: (...given: string[]) => string | null;
  /** What only SQL can be given: NULL where the TypeScript function takes none. */
  readonly nullVectors?: readonly Vector[];
}

/** A formula that exists as SQL alone. */
export interface SqlFormula {
  readonly name: string;
  /** The arguments in order, all text: the columns that the SQL expression reads. */
  readonly parameters: readonly string[];
  /** A GoogleSQL STRING expression over the parameters. */
  readonly sql: string;
  readonly vectors: readonly Vector[];
}

export interface Vector {
  /** What the vector is there for; unique in its formula. */
  readonly why: string;
  readonly given: readonly (string | null)[];
  readonly expected: string | null;
}

/** The tenant whose ids stay as they were before there were tenants, as dataform.json has it. */
export const LEGACY_TENANT = 'creative_benefit_strategies';
