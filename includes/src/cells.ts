/**
 * The forms that a cell of a loaded file may have, as Dataform's global `cells`: GoogleSQL BOOL expressions over the text of a
 * cell. The form is checked before any cast, because a cast accepts more than a person means (`1e5`, `0x1F`, ` 7`).
 * An empty cell is NULL and has no form: every expression is NULL for it, so that its negation is no fault either.
 */

import { RESERVED_AGENT_NAMES_SQL } from './agent_key.ts';
import { cleanTextSql } from './names.ts';

/** What a message says is allowed. */
export const allowed = {
  date: 'a date as YYYY-MM-DD',
  period: 'the first day of a month as YYYY-MM-DD',
  integer: 'a whole number of at most 18 digits',
  amount: 'a decimal number with a point and at most 15 digits before it and 9 after',
  rate: 'a decimal number from 0 to 1',
  flag: 'true or false',
  upstreamId: 'an upstream id; those that begin with AGENT:, in whatever case, are agent keys',
  reservedName: 'OWNER or UNASSIGNED, written so, or the id of somebody in particular',
} as const;

export function isDate(cell: string): string {
  return `(REGEXP_CONTAINS(${cell}, r'^[0-9]{4}-[0-9]{2}-[0-9]{2}$') AND (${cell} IS NULL OR SAFE_CAST(${cell} AS DATE) IS NOT NULL))`;
}

export function isPeriod(cell: string): string {
  return `(REGEXP_CONTAINS(${cell}, r'^[0-9]{4}-[0-9]{2}-01$') AND (${cell} IS NULL OR SAFE_CAST(${cell} AS DATE) IS NOT NULL))`;
}

export function isInteger(cell: string): string {
  return `REGEXP_CONTAINS(${cell}, r'^-?[0-9]{1,18}$')`;
}

/** Within NUMERIC (29 digits before the point, 9 after it) with room for the sum of any number of them. */
export function isAmount(cell: string): string {
  return `REGEXP_CONTAINS(${cell}, r'^-?[0-9]{1,15}([.][0-9]{1,9})?$')`;
}

export function isRate(cell: string): string {
  return `REGEXP_CONTAINS(${cell}, r'^(0([.][0-9]{1,9})?|1([.]0{1,9})?)$')`;
}

export function isFlag(cell: string): string {
  return `LOWER(${cell}) IN ('true', 'false')`;
}

/** What is an agent key, or would be one to a reader: no id of a source is. */
export function isAgentKeyShaped(id: string): string {
  return `STARTS_WITH(UPPER(${cleanTextSql(id)}), 'AGENT:')`;
}

/** `OWNER` or `UNASSIGNED`, or what a reader takes for one. */
export function isReservedName(id: string): string {
  return `UPPER(${cleanTextSql(id)}) IN ${RESERVED_AGENT_NAMES_SQL}`;
}

/** The same where it isn't written as upstream writes it. */
export function isMiswrittenReservedName(id: string): string {
  return `(${isReservedName(id)} AND ${id} NOT IN ${RESERVED_AGENT_NAMES_SQL})`;
}
