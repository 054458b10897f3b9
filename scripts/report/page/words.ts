import { billionths, moneyText } from '../../commands/decimal.ts';
import type { Excerpt, Status } from '../report_document.ts';
import { html, type Html } from './html.ts';

export function count(value: number | null): string {
  return value === null ? '–' : value.toLocaleString('en-US');
}

/** An amount of money from its decimal text. */
export function money(decimal: string): string {
  return moneyText(billionths(decimal));
}

export function isZero(decimal: string): boolean {
  return billionths(decimal) === 0n;
}

/** `2025-01-01T10:00:00.123456Z` as a person reads it, whole for a program. */
export function time(timestamp: string | null): Html {
  if (timestamp === null) return html`–`;
  return html`<time datetime="${timestamp}">${timestamp.slice(0, 10)} ${timestamp.slice(11, 19)} UTC</time>`;
}

export function month(periodLabel: string | null): string {
  return periodLabel?.slice(0, 7) ?? 'no period';
}

export function tenantName(tenantId: string | null): string {
  return tenantId ?? 'no tenant';
}

const STATUS_WORDS: Readonly<Record<Status, string>> = {
  PASS: 'Pass',
  FAIL: 'Fail',
  ERROR: 'Error',
  SKIPPED: 'Skipped',
  DISABLED: 'Disabled',
  NOT_RUN: 'Not run',
  VACUOUS: 'Vacuous',
};

export function statusInWords(status: Status): string {
  return STATUS_WORDS[status];
}

/** Says what an excerpt leaves out and where all of it is; nothing when it leaves out nothing. */
export function cutNote(
  excerpt: Pick<Excerpt<unknown>, 'count' | 'rows'>,
  things: string,
  file: string,
): Html {
  if (excerpt.rows.length >= excerpt.count) return html``;
  return html`<p class="cut">
    ${count(excerpt.rows.length)} of ${count(excerpt.count)} ${things} are shown here.
    <code>${file}</code> has all of them.
  </p>`;
}

/** `CHANGESET_ROLLED_BACK` as words. */
export function codeInWords(code: string): string {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
