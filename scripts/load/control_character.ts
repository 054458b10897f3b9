/** A control character of Unicode; white space (tab, line breaks, U+000B, U+000C, U+0085) is none. */
const CONTROL_CHARACTER = new RegExp(String.raw`[\p{Cc}--\p{White_Space}]`, 'v');

/** The first control character in a text, as `U+0000`. */
export function firstControlCharacter(text: string): string | undefined {
  const found = CONTROL_CHARACTER.exec(text)?.[0].charCodeAt(0);
  return found === undefined ? undefined : `U+${found.toString(16).toUpperCase().padStart(4, '0')}`;
}
