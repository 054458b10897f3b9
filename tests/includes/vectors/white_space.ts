/**
 * Unicode's property White_Space, typed out from PropList.txt: the character, and what NFC makes of it inside a name (two
 * are canonically another).
 */
export const WHITE_SPACE = [
  { codePoint: 'U+0009', character: '\u0009', inside: '\u0009' },
  { codePoint: 'U+000A', character: '\u000a', inside: '\u000a' },
  { codePoint: 'U+000B', character: '\u000b', inside: '\u000b' },
  { codePoint: 'U+000C', character: '\u000c', inside: '\u000c' },
  { codePoint: 'U+000D', character: '\u000d', inside: '\u000d' },
  { codePoint: 'U+0020', character: '\u0020', inside: '\u0020' },
  { codePoint: 'U+0085', character: '\u0085', inside: '\u0085' },
  { codePoint: 'U+00A0', character: '\u00a0', inside: '\u00a0' },
  { codePoint: 'U+1680', character: '\u1680', inside: '\u1680' },
  { codePoint: 'U+2000', character: '\u2000', inside: '\u2002' },
  { codePoint: 'U+2001', character: '\u2001', inside: '\u2003' },
  { codePoint: 'U+2002', character: '\u2002', inside: '\u2002' },
  { codePoint: 'U+2003', character: '\u2003', inside: '\u2003' },
  { codePoint: 'U+2004', character: '\u2004', inside: '\u2004' },
  { codePoint: 'U+2005', character: '\u2005', inside: '\u2005' },
  { codePoint: 'U+2006', character: '\u2006', inside: '\u2006' },
  { codePoint: 'U+2007', character: '\u2007', inside: '\u2007' },
  { codePoint: 'U+2008', character: '\u2008', inside: '\u2008' },
  { codePoint: 'U+2009', character: '\u2009', inside: '\u2009' },
  { codePoint: 'U+200A', character: '\u200a', inside: '\u200a' },
  { codePoint: 'U+2028', character: '\u2028', inside: '\u2028' },
  { codePoint: 'U+2029', character: '\u2029', inside: '\u2029' },
  { codePoint: 'U+202F', character: '\u202f', inside: '\u202f' },
  { codePoint: 'U+205F', character: '\u205f', inside: '\u205f' },
  { codePoint: 'U+3000', character: '\u3000', inside: '\u3000' },
] as const;

/** Characters that a library's idea of white space often has and Unicode's has not. */
export const NOT_WHITE_SPACE = [
  { codePoint: 'U+001C', character: '\u001c' },
  { codePoint: 'U+001F', character: '\u001f' },
  { codePoint: 'U+180E', character: '\u180e' },
  { codePoint: 'U+200B', character: '\u200b' },
  { codePoint: 'U+2060', character: '\u2060' },
  { codePoint: 'U+FEFF', character: '\ufeff' },
] as const;

/** All of them in a row. */
export const WHITE_SPACE_RUN =
  '\u0009\u000a\u000b\u000c\u000d\u0020\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000';
