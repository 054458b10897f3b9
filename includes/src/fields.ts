/**
 * `fields(a, b, …)`: one text for several values that no two different lists share. Each value stands as
 * `<bytes>:<text>` with its length in UTF-8 bytes, NULL as `N`, and nothing between them, so that `('a|b', 'c')`,
 * `('a', 'b|c')`, NULL and the empty text all differ. Source: docs/architecture.md, "Formulas".
 */
export function fields(...values: readonly (string | null)[]): string {
  return values
    .map((value) => (value === null ? 'N' : `${new TextEncoder().encode(value).length}:${value}`))
    .join('');
}

/**
 * The same over GoogleSQL STRING expressions. An ASCII literal of ours is measured here, not once a row; every part of the one
 * CONCAT is never NULL, which an engine can join in one go.
 */
export function fieldsSql(...expressions: readonly string[]): string {
  const parts = expressions.flatMap((expression) => {
    const literal = /^'([\w/]+)'$/.exec(expression)?.[1];
    if (literal !== undefined) return [`'${literal.length}:${literal}'`];
    return [
      `COALESCE(CAST(BYTE_LENGTH(${expression}) AS STRING), 'N')`,
      `IF(${expression} IS NULL, '', ':')`,
      `COALESCE(${expression}, '')`,
    ];
  });
  return `CONCAT(${parts.join(', ')})`;
}
