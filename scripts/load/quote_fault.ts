import { lineBreaks } from './text_position.ts';

/** A quote that breaks the row (RFC 4180, section 2, rules 5 to 7). */
export interface QuoteFault {
  readonly kind: 'never closed' | 'text after the closing quote' | 'quote inside an unquoted cell';
  /** Line breaks between the start of the row and the opening, or stray, quote. */
  readonly linesBefore: number;
  /** Of the cell, from 1. */
  readonly cellNumber: number;
  /** From the cell's first character to where the fault shows, shortened. */
  readonly excerpt: string;
  /** The character after the closing quote; empty where there is none. */
  readonly after: string;
}

const EXCERPT_LENGTH = 60;

/** Finds the first misplaced quote in the text that begins with a row; the CSV parser says that there is one, not where. */
export function findQuoteFault(text: string): QuoteFault | undefined {
  let cellStart = 0;
  let cellNumber = 1;
  while (cellStart < text.length) {
    const end = text.startsWith('"', cellStart)
      ? endOfQuoted(text, cellStart)
      : endOfUnquoted(text, cellStart);
    if (typeof end !== 'number') {
      return {
        kind: end.kind,
        linesBefore: lineBreaks(text.slice(0, cellStart)),
        cellNumber,
        excerpt: text.slice(cellStart, Math.min(end.at, cellStart + EXCERPT_LENGTH)),
        after: end.kind === 'text after the closing quote' ? text.charAt(end.at - 1) : '',
      };
    }
    if (text[end] !== ',') return undefined;
    cellStart = end + 1;
    cellNumber += 1;
  }
  return undefined;
}

interface Misplaced {
  readonly kind: QuoteFault['kind'];
  /** Just after what shows the fault. */
  readonly at: number;
}

function endOfQuoted(text: string, cellStart: number): number | Misplaced {
  let closing = text.indexOf('"', cellStart + 1);
  while (closing >= 0 && text[closing + 1] === '"') closing = text.indexOf('"', closing + 2);
  if (closing < 0) return { kind: 'never closed', at: text.length };
  const next = text[closing + 1];
  if (next === undefined || next === ',' || next === '\n' || next === '\r') return closing + 1;
  return { kind: 'text after the closing quote', at: closing + 2 };
}

function endOfUnquoted(text: string, cellStart: number): number | Misplaced {
  const end = /[,\r\n"]/g;
  end.lastIndex = cellStart;
  const found = end.exec(text);
  if (!found) return text.length;
  return found[0] === '"' ? { kind: 'quote inside an unquoted cell', at: found.index + 1 } : found.index;
}
