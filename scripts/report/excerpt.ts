import { LONGEST_TEXT } from '../terminal/printable.ts';
import type { Excerpt } from './report_document.ts';

/** How much of what can be long a document holds; the CSV files beside it hold all (docs/report.md). */
export const LONGEST = {
  failingKeysOfAControl: 100,
  failingKeys: 4_000,
  /** As the page writes them, which holds each twice. */
  bytesOfFailingKeys: 2_000_000,
  tenantsOfAControl: 50,
  identities: 300,
  monthsOfATenant: 24,
  months: 1_200,
  changesets: 200,
  events: 300,
  signOffs: 50,
} as const;

export function excerpt<T>(rows: readonly T[], longest: number): Excerpt<T> {
  return { count: rows.length, rows: rows.slice(0, longest) };
}

/** A name may be a megabyte long. Cut between characters. */
export function shortened(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  const characters = Array.from(text.slice(0, 2 * LONGEST_TEXT));
  return `${characters.slice(0, LONGEST_TEXT).join('')}… (${text.length.toLocaleString('en-US')} characters)`;
}
