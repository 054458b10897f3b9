import type { TextRange } from '../../../googlesql/resolved_expressions.ts';

/** Something that GoogleSQL has and this engine doesn't: refused by name rather than run differently. */
export class Refusal extends Error {
  constructor(
    /** As a person would call it: `the function soundex(STRING)`, `NUMERIC(10, 2)`. */
    readonly what: string,
    /** Where it stands in the statement's text; absent where the analyser knows no place. */
    readonly location: TextRange | undefined,
  ) {
    super(`The embedded engine doesn't support ${what}.`);
  }
}

export function refuse(what: string, node: { readonly location?: TextRange }): never {
  throw new Refusal(what, node.location);
}
