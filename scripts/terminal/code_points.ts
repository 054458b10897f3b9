const VISIBLE_ASCII = /^[\x21-\x7e]$/;

/** A text code point by code point: visible ASCII as it is, everything else as `U+00E9`. */
export function codePointsText(text: string): string {
  return Array.from(text, (character) =>
    VISIBLE_ASCII.test(character) ? character : notation(character),
  ).join(' ');
}

export function codePoints(text: string): string[] {
  return Array.from(text, notation);
}

function notation(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
