/**
 * A table of function signatures, as the analyser writes them (`concat(STRING, STRING...)`), in which a type may be a
 * variable, the same type throughout the signature: `T` stands for any type, `K` for any type whose values DuckDB compares as
 * GoogleSQL does (NaN and NULLs within structs and arrays it compares otherwise).
 */
export class SignatureTable<Entry> {
  readonly #exact = new Map<string, Entry>();
  readonly #patterns: { readonly pattern: Signature; readonly entry: Entry }[] = [];

  constructor(entries: Readonly<Record<string, Entry>>) {
    for (const [signature, entry] of Object.entries(entries)) {
      const pattern = parse(signature);
      if (pattern.types.some((type) => /\b[TK]\b/.test(type))) this.#patterns.push({ pattern, entry });
      else this.#exact.set(signature, entry);
    }
  }

  find(signature: string): Entry | undefined {
    const exact = this.#exact.get(signature);
    if (exact !== undefined) return exact;
    const concrete = parse(signature);
    return this.#patterns.find(({ pattern }) => matches(pattern, concrete))?.entry;
  }
}

interface Signature {
  readonly name: string;
  readonly types: readonly string[];
}

const COMPARABLE = /^(?:BOOL|INT64|NUMERIC|STRING|BYTES|DATE|TIMESTAMP)$/;

function parse(signature: string): Signature {
  const open = signature.indexOf('(');
  const types: string[] = [];
  let depth = 0;
  let type = '';
  for (const character of signature.slice(open + 1, -1)) {
    if ('<('.includes(character)) depth += 1;
    if ('>)'.includes(character)) depth -= 1;
    if (character === ',' && depth === 0) {
      types.push(type.trim());
      type = '';
    } else type += character;
  }
  if (type !== '') types.push(type.trim());
  return { name: signature.slice(0, open), types };
}

function matches(pattern: Signature, concrete: Signature): boolean {
  if (pattern.name !== concrete.name || pattern.types.length !== concrete.types.length) return false;
  const bound = new Map<string, string>();
  return pattern.types.every((type, index) => {
    const found = /^(ARRAY<)?([TK])(>)?(\.\.\.)?$/.exec(type);
    const given = concrete.types[index] ?? '';
    if (found === null) return type === given;
    const [, array = '', variable = '', close = '', repeated = ''] = found;
    if (!given.startsWith(array) || !given.endsWith(close + repeated)) return false;
    const value = given.slice(array.length, given.length - close.length - repeated.length);
    if (variable === 'K' && !COMPARABLE.test(value)) return false;
    if (!bound.has(variable)) bound.set(variable, value);
    return bound.get(variable) === value;
  });
}
