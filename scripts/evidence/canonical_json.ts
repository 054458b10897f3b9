/** A value that JSON can hold. Numbers are whole and exact: amounts are texts. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/**
 * The canonical JSON of a value, by RFC 8785 (JSON Canonicalization Scheme): one text for each value. No white space, names in
 * the order of their UTF-16 code units, numbers and texts as ECMAScript serialises them.
 *
 * @throws TypeError for what JSON can't hold: NaN, infinity, a lone surrogate.
 */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} is no JSON number`);
    return JSON.stringify(value);
  }
  if (typeof value === 'string') return canonicalText(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    .map(([name, member]) => `${canonicalText(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

function canonicalText(text: string): string {
  // Of a lone surrogate there is no UTF-8, so no digest either.
  if (/\p{Surrogate}/u.test(text)) throw new TypeError('A lone surrogate is no Unicode text');
  return JSON.stringify(text);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
