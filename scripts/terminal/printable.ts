/** Control, format, unassigned and surrogate code points, and every space but the plain one: what a reader can't see. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;
const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const LONGEST = 80;

/**
 * A text from outside, so that it can be shown on a terminal: nothing invisible, and nothing that the terminal would
 * obey, is left; `\u{200b}` stands for it.
 */
export function printable(text: string): string {
  return text.replace(
    INVISIBLE,
    (character) => SHORT_ESCAPES[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** A value in quotes, shortened to what fits a line. */
export function quoted(text: string): string {
  // Cut before escaping, so that a value of megabytes costs nothing and no escape is cut in two.
  const characters = Array.from(text.slice(0, 2 * LONGEST + 2));
  if (characters.length <= LONGEST) return `"${printable(text)}"`;
  return `"${printable(characters.slice(0, LONGEST).join(''))}…" (${text.length} characters)`;
}
