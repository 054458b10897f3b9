/**
 * White space is exactly Unicode's property White_Space: 25 code points, unchanged since Unicode 6.3. Neither
 * JavaScript's `\s` (it has U+FEFF, it lacks U+0085) nor a regular expression's (ASCII only) is the same.
 */
const RANGES: readonly (readonly [number, number])[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0x85, 0x85],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
];

const WHITE_SPACE: readonly number[] = RANGES.flatMap(([first, last]) =>
  Array.from({ length: last - first + 1 }, (_, offset) => first + offset),
);

const WHITE_SPACE_SQL = `'${WHITE_SPACE.map((value) => `\\u${value.toString(16).padStart(4, '0')}`).join('')}'`;

/** A character class of RE2 for the ranges: `[\x{9}-\x{D}\x{20}…]`, for a raw string literal. */
export function characterClassSql(ranges: readonly (readonly [number, number])[]): string {
  return `[${classMembersSql(ranges)}]`;
}

/** What stands between the brackets of such a class. */
function classMembersSql(ranges: readonly (readonly [number, number])[]): string {
  const codePoint = (value: number): string => `\\x{${value.toString(16).toUpperCase()}}`;
  return ranges
    .map(([first, last]) => (first === last ? codePoint(first) : `${codePoint(first)}-${codePoint(last)}`))
    .join('');
}

/** White space, for a character class of RE2 that has other members too. */
export const WHITE_SPACE_MEMBERS = classMembersSql(RANGES);

const SQL_CLASS = characterClassSql(RANGES);

/** Every member is in the Basic Multilingual Plane, so a UTF-16 code unit is enough to tell. */
function isWhiteSpace(text: string, index: number): boolean {
  return WHITE_SPACE.includes(text.charCodeAt(index));
}

export function trimWhiteSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isWhiteSpace(text, start)) start += 1;
  while (end > start && isWhiteSpace(text, end - 1)) end -= 1;
  return text.slice(start, end);
}

/** TRIM's second argument is a set of code points; the default set of TRIM is not named, so it is never relied on. */
export function trimWhiteSpaceSql(text: string): string {
  return `TRIM(${text}, ${WHITE_SPACE_SQL})`;
}

const RUN = /[\t-\r\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/gu;

/** Each run of white space becomes one space. */
export function collapseWhiteSpace(text: string): string {
  return text.replace(RUN, ' ');
}

export function collapseWhiteSpaceSql(text: string): string {
  return `REGEXP_REPLACE(${text}, r'${SQL_CLASS}+', ' ')`;
}
