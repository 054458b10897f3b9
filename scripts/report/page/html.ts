import { visible } from '../../terminal/printable.ts';

/** Markup that is safe to stand in a page: only `html` makes it. */
export class Html {
  constructor(readonly markup: string) {}
}

type Part = Html | string | number | null | readonly Part[];

/**
 * A piece of a page: html`<td>${name}</td>`. Every value is escaped, for element content and for quoted attributes alike, and
 * what a reader can't see (bidirectional marks, zero-width and control characters) is written as `\u{202e}`. NULL is nothing.
 */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const markup = literals.map(
    (literal, index) =>
      literal.replace(INDENTATION, '\n') + (index < parts.length ? markupOf(parts[index] ?? null) : ''),
  );
  return new Html(markup.join(''));
}

/** Of a template, where it says nothing to a browser and takes room ten thousand times. */
const INDENTATION = /\n\s+/g;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function markupOf(part: Part): string {
  if (part === null) return '';
  if (part instanceof Html) return part.markup;
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escaped(visible(part));
  return part.map(markupOf).join('');
}

/** Lines and spaces as they stand, as in a listing of code; every value is escaped. */
export function verbatim(text: string): Html {
  return new Html(
    escaped(text.replace(UNPRINTABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)),
  );
}

const UNPRINTABLE = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A document that the page carries for programs: no `<` stands in it, so nothing in it ends its element. */
export function jsonElement(id: string, json: string): Html {
  return new Html(`<script type="application/json" id="${id}">${json.replaceAll('<', '\\u003c')}</script>`);
}
