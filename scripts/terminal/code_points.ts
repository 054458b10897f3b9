const VISIBLE_ASCII = /^[\x21-\x7e]$/;

const LONGEST = 80;

/** A text code point by code point: visible ASCII as it is, everything else as `U+00E9`; of a long one the first 80. */
export function codePointsText(text: string): string {
  const spelt = Array.from(text.slice(0, 2 * LONGEST + 2), (character) =>
    VISIBLE_ASCII.test(character) ? character : notation(character),
  );
  return [...spelt.slice(0, LONGEST), ...(spelt.length > LONGEST ? ['…'] : [])].join(' ');
}

export function codePoints(text: string): string[] {
  return Array.from(text, notation);
}

function notation(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
