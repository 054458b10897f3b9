import stringWidth from 'string-width';

/** Control, format, unassigned and surrogate code points, and every space but the plain one: what a reader can't see. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;
const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
/** One escape, or one letter with its accents: what is never cut in two. */
const UNITS = /\\u\{[0-9a-f]+\}|\\[nrt]|\P{M}\p{M}*|\p{M}+/gu;
const LONGEST_QUOTED = 80;

/** No text for people is longer, in characters; all of it is in `--json` (docs/architecture.md, "The command line"). */
export const LONGEST_TEXT = 500;

/**
 * A text from outside, so that it can be shown on a terminal: nothing invisible, and nothing that the terminal would
 * obey, is left; `\u{200b}` stands for it. A very long one is cut.
 */
export function printable(text: string): string {
  const { kept, isCut } = cut(text, LONGEST_TEXT);
  return isCut ? `${visible(kept)}… (${text.length} characters)` : visible(kept);
}

/** A value in quotes, shortened to what fits a line. */
export function quoted(text: string): string {
  const { kept, isCut } = cut(text, LONGEST_QUOTED);
  return isCut ? `"${visible(kept)}…" (${text.length} characters)` : `"${visible(kept)}"`;
}

/** A printable text in at most so many columns of a terminal, with an ellipsis for what is cut off. */
export function fitted(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  let columns = 1; // of the ellipsis
  for (const [unit] of text.matchAll(UNITS)) {
    columns += stringWidth(unit);
    if (columns > width) break;
    kept += unit;
  }
  return `${kept}…`;
}

/** Cut before escaping, so that a value of megabytes costs nothing and no escape is cut in two. */
function cut(text: string, longest: number): { readonly kept: string; readonly isCut: boolean } {
  if (text.length <= longest) return { kept: text, isCut: false };
  const characters = Array.from(text.slice(0, 2 * longest + 2));
  if (characters.length <= longest) return { kept: text, isCut: false };
  return { kept: characters.slice(0, longest).join(''), isCut: true };
}

/** All of a text, with `\u{200b}` and the like for what a reader can't see. */
export function visible(text: string): string {
  return text.replace(
    INVISIBLE,
    (character) => SHORT_ESCAPES[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
