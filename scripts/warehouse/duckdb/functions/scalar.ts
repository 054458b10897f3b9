import type { GoogleSqlType, Value } from '../../values.ts';

/** What a scalar function's rewrite may know of the call beside its operands. */
export interface ScalarCall {
  readonly type: GoogleSqlType;
  /** The operands that are literals, by position: enumerations (`MONTH`, `NFC`) are among them. */
  readonly literals: readonly (Value | undefined)[];
  /** Which operands can't be NULL, by position. */
  readonly neverNull: readonly boolean[];
  readonly refuse: (what: string) => never;
}

export type WriteScalar = (operands: readonly string[], call: ScalarCall) => string;

export type ScalarFunctions = Readonly<Record<string, WriteScalar>>;

/** A DuckDB function of the same meaning. */
export function call(name: string): WriteScalar {
  return (operands) => `${name}(${operands.join(', ')})`;
}

/** An operator of the same meaning between all operands. */
export function infix(operator: string): WriteScalar {
  return (operands) => `(${operands.join(` ${operator} `)})`;
}

/** What a condition must be for the statement to go on; the message is GoogleSQL's. */
export function orError(failure: string, message: string, otherwise: string): string {
  return `CASE WHEN ${failure} THEN error(${message}) ELSE ${otherwise} END`;
}
