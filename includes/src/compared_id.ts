/**
 * The form in which ids are compared with one another, as a GoogleSQL STRING expression: ids that differ in nothing but case
 * are one id, as a UUID is one however it is written. What is stored is what was assigned first, as it was written then.
 * Source: docs/architecture.md, "Identity".
 */
export function comparedIdSql(id: string): string {
  return `UPPER(${id})`;
}
