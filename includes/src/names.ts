import {
  collapseWhiteSpace,
  collapseWhiteSpaceSql,
  trimWhiteSpace,
  trimWhiteSpaceSql,
} from './white_space.ts';

/**
 * The normalised forms of names, version 1. Source: docs/architecture.md, "Formulas". Upper case is Unicode's full
 * mapping in the root locale (`ß` becomes `SS`); a registered JavaScript function does it on the embedded engine.
 */

/** NFC, outer white space trimmed, upper case. Inner white space stays as it is. */
export function normalizedBusinessName(name: string): string {
  return trimWhiteSpace(name.normalize('NFC')).toUpperCase();
}

export function normalizedBusinessNameSql(name: string): string {
  return `UPPER(${cleanTextSql(name)})`;
}

/** NFC, outer white space trimmed, each inner run of white space one space, upper case. */
export function normalizedAgentName(name: string): string {
  return collapseWhiteSpace(trimWhiteSpace(name.normalize('NFC'))).toUpperCase();
}

export function normalizedAgentNameSql(name: string): string {
  const collapsed = collapseWhiteSpaceSql(trimWhiteSpaceSql(`NORMALIZE(${name}, NFC)`));
  return `UPPER(IF(REGEXP_CONTAINS(${name}, r'^[!-~]+( [!-~]+)*$'), ${name}, ${collapsed}))`;
}

/** NFC, trimmed, lower case: the e-mail address as the idempotency key takes it. */
export function normalizedEmail(email: string): string {
  return trimWhiteSpace(email.normalize('NFC')).toLowerCase();
}

/** Most addresses are printable ASCII without capitals, and normalised as they are: one look tells. */
export function normalizedEmailSql(email: string): string {
  return `IF(REGEXP_CONTAINS(${email}, r'^[!-@[-~]+$'), ${email}, LOWER(${cleanTextSql(email)}))`;
}

/** NFC and trimmed, case kept: a product code in a row's identity, a person's name in the idempotency key. */
export function cleanText(text: string): string {
  return trimWhiteSpace(text.normalize('NFC'));
}

/** Most texts are printable ASCII without outer spaces, and clean as they are: one look tells, a trim takes ten times as long. */
export function cleanTextSql(text: string): string {
  return `IF(REGEXP_CONTAINS(${text}, r'^([!-~]([ -~]*[!-~])?)?$'), ${text}, ${trimWhiteSpaceSql(`NORMALIZE(${text}, NFC)`)})`;
}

/** The normalised form of a name of the kind, `business` or `agent`. */
export function normalizedNameSql(kind: string, name: string): string {
  return `IF(${kind} = 'business', ${normalizedBusinessNameSql(name)}, ${normalizedAgentNameSql(name)})`;
}
