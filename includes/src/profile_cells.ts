/** How the cells of an `agent_profiles` file are read and judged: GoogleSQL expressions. Source: docs/architecture.md, "Changesets". */
import { digest } from './changeset_steps.ts';
import { holdsInvisibleSql } from './name_fault.ts';
import { CONTACT_FIELDS, IDENTITY_FIELDS } from './profile_versions.ts';
import { WHITE_SPACE_MEMBERS } from './white_space.ts';

declare const dataform: { readonly projectConfig: { readonly vars: Readonly<Record<string, string>> } };

/** The cell that clears a field: `\N`. An empty cell and an absent column keep it. */
export const clears = String.raw`r'\N'`;

/** A cell as a field of a full row: what it keeps comes from `base`. `cell` is NULL when it keeps. */
export function kept(cell: string, base: string): string {
  return `IF(${cell} = ${clears}, NULL, COALESCE(${cell}, ${base}))`;
}

/** The same for a field that is compared in a normalised form: an equal one stays as it was written. Most are equal as they stand. */
export function keptAlike(cell: string, base: string, normalizedBase: string): string {
  return `CASE ${cell} WHEN ${clears} THEN NULL WHEN ${base} THEN ${base} WHEN ${normalizedBase} THEN ${base} ELSE COALESCE(${cell}, ${base}) END`;
}

/** A cell's value where it must be one: neither kept nor cleared. */
export function given(cell: string): string {
  return `NULLIF(${cell}, ${clears})`;
}

/**
 * SHA-256 of what a row asks for: mode, resolved id and fields. What doesn't resolve stands for itself.
 * @param cell the alias of a row of `changeset_cells`
 */
export function rowDigest(cell: string, resolvedId: string): string {
  const columns = ['cell_fault', ...IDENTITY_FIELDS, 'effective_start_date', ...CONTACT_FIELDS];
  const id = `COALESCE(${resolvedId}, ${cell}.sent_entity_id)`;
  return digest(`'row/v1'`, `${cell}.mode`, id, ...columns.map((column) => `${cell}.${column}`));
}

/** The first and the last day that a row may start on: what lies beyond is a slip of the keyboard. */
export const earliestDay = '1900-01-01';
export const latestDay = '2199-12-31';

/**
 * A stored field as a file can send it again, so that it is kept: NULL for a text with a control character, of which an upload takes none
 * but white space. Only an earlier version has left such texts.
 */
export function sendable(field: string): string {
  return `IF(${holdsControlCharacter(field)}, NULL, ${field})`;
}

/** Whether one of the fields of the row `alias` can't be sent. */
export function holdsUnsendable(alias: string, fields: readonly string[]): string {
  return `(${fields.map((field) => `COALESCE(${holdsControlCharacter(`${alias}.${field}`)}, FALSE)`).join(' OR ')})`;
}

function holdsControlCharacter(text: string): string {
  return `REGEXP_CONTAINS(${text}, r'[\\x{0}-\\x{8}\\x{E}-\\x{1F}\\x{7F}-\\x{84}\\x{86}-\\x{9F}]')`;
}

/** The form of a date; whether the calendar has it, a cast says. */
export function isDay(cell: string): string {
  return `REGEXP_CONTAINS(${cell}, r'^[0-9]{4}-[0-9]{2}-[0-9]{2}$')`;
}

export function isUuid(cell: string): string {
  return `REGEXP_CONTAINS(${cell}, r'^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$')`;
}

/** No part of an address: what separates addresses, white space, control characters. */
const NOT_IN_EMAIL = `@,;<>\\x{0}-\\x{20}\\x{7F}-\\x{9F}${WHITE_SPACE_MEMBERS}`;
const MAILBOX = `[^${NOT_IN_EMAIL}]{1,64}`;
const LABEL = `[^.${NOT_IN_EMAIL}]+`;

/**
 * One mailbox with a domain: no white space, nothing that can't be seen, one @, a dot in the domain. Whether anybody reads it is not
 * for a file to say.
 */
export function isEmail(cell: string): string {
  return `(REGEXP_CONTAINS(${cell}, r'^${MAILBOX}@${LABEL}([.]${LABEL})+$') AND NOT ${holdsInvisibleSql(cell)})`;
}

/** National Producer Number (NAIC): at most 10 digits. */
export function isProducerNumber(cell: string): string {
  return `REGEXP_CONTAINS(${cell}, r'^[0-9]{1,10}$')`;
}

export function isPhone(cell: string): string {
  return `REGEXP_CONTAINS(${cell}, r'^[-+0-9 ()./x#]{3,40}$')`;
}

/** `vars.agentStatuses`, upper case, in the order in which a message names them. */
export function statuses(): readonly string[] {
  return (dataform.projectConfig.vars.agentStatuses ?? '').split(',').map((status) => status.trim());
}

export function isStatus(cell: string): string {
  return `${cell} IN (${statuses()
    .map((status) => `'${status}'`)
    .join(', ')})`;
}

/** The listed status that the fewest edits make of the cell; of equally near ones the first listed. */
export function nearestStatus(cell: string): string {
  const distance = (status: string): string => `EDIT_DISTANCE(UPPER(${cell}), '${status}')`;
  const nearest = `LEAST(${statuses().map(distance).join(', ')})`;
  return `CASE ${nearest} ${statuses()
    .map((status) => `WHEN ${distance(status)} THEN '${status}'`)
    .join(' ')} END`;
}

export function statusesInWords(): string {
  return statuses().join(', ');
}

/** The longest text that a field may be, in characters: `vars.maximumFieldCharacters`. */
export function maximumFieldCharacters(): string {
  return dataform.projectConfig.vars.maximumFieldCharacters ?? '';
}

/** The codes whose conditions hold, as `CODE:column` with spaces between; `''` when none does. A NULL condition doesn't hold. */
export function codes(conditions: Readonly<Record<string, string>>): string {
  const listed = Object.entries(conditions).map(([code, condition]) => `IF(${condition}, ' ${code}', '')`);
  return `LTRIM(CONCAT(${listed.join(', ')}), ' ')`;
}

/** The same for one condition on many columns, `condition` made for each. */
export function codesOf(
  code: string,
  columns: readonly string[],
  condition: (column: string) => string,
): Record<string, string> {
  return Object.fromEntries(columns.map((column) => [`${code}:${column}`, condition(column)]));
}

/**
 * Faults of texts that a row brings, as codes: one that is longer than `maximumFieldCharacters()`, and in names and ids a character that
 * can't be told apart, which is none of ASCII: an upload takes no control character. Most rows have none, which one look at
 * all the texts together shows.
 */
export function textFaults(
  prefix: string,
  columns: readonly string[],
  nameFault: (name: string) => string,
): string {
  // What an agent has already is no fault of the row, as of profiles that an earlier version took in.
  const isBrought = (column: string): string => `${prefix}${column} IS DISTINCT FROM ${prefix}old_${column}`;
  const texts = columns.map((column) => `COALESCE(${prefix}${column}, '')`);
  const tooLong = codesOf(
    'TOO_LONG',
    columns,
    (column) => `CHAR_LENGTH(${prefix}${column}) > ${maximumFieldCharacters()} AND ${isBrought(column)}`,
  );
  const names = columns.filter((column) => NAMES.includes(column));
  const all = `CONCAT(${texts.join(', ')})`;
  const faultOf = (column: string): string =>
    `IF(BYTE_LENGTH(${prefix}${column}) = CHAR_LENGTH(${prefix}${column}) OR NOT (${isBrought(column)}), '', COALESCE(CONCAT(' ', ${nameFault(`${prefix}${column}`)}, ':${column}'), ''))`;
  return (
    `CONCAT(IF(CHAR_LENGTH(${all}) > ${maximumFieldCharacters()}, ${codes(tooLong)}, ''), ' ', ` +
    `IF(BYTE_LENGTH(${all}) = CHAR_LENGTH(${all}), '', CONCAT(${names.map(faultOf).join(', ')})))`
  );
}

/** What people and systems are told apart by. */
const NAMES: readonly string[] = ['agent_id', 'first_name', 'last_name', 'email'];
