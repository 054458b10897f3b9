/** The digest of a control's SQL. Source: docs/controls.md, "The digest of a control's SQL". */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** A view as it is compiled. */
export interface CompiledView {
  readonly query: string;
  /** The names of what it reads. */
  readonly dependencies: readonly string[];
}

/**
 * SHA-256, lower-case hexadecimal, of the compiled SQL of a view and of the views beneath it, down to what is no view: tables
 * hold what their own action computed. The text is the JSON of `[[name, query], …]` in the order of the names.
 */
export function controlSqlDigest(
  view: string,
  compiledView: (name: string) => CompiledView | undefined,
): string {
  const queries = queriesOf(view, compiledView);
  if (!queries.get(view)) throw new Error(`There is no compiled SQL of the view ${view}`);
  return bytesToHex(sha256(utf8(JSON.stringify([...queries].sort(byName)))));
}

/** By name the compiled SQL of a view and of the views beneath it, down to what is no view. */
export function queriesOf(
  view: string,
  compiledView: (name: string) => CompiledView | undefined,
): ReadonlyMap<string, string> {
  const queries = new Map<string, string>();
  const add = (name: string): void => {
    const compiled = queries.has(name) ? undefined : compiledView(name);
    if (compiled === undefined) return;
    queries.set(name, compiled.query.trim());
    compiled.dependencies.forEach(add);
  };
  add(view);
  return queries;
}

function byName([one]: readonly [string, string], [other]: readonly [string, string]): number {
  return one < other ? -1 : 1;
}

/** Dataform's sandbox has no TextEncoder. */
function utf8(text: string): Uint8Array {
  const bytes = encodeURIComponent(text).replace(/%([0-9A-F]{2})|./g, (character, hexadecimal?: string) =>
    hexadecimal === undefined ? character : String.fromCharCode(parseInt(hexadecimal, 16)),
  );
  return Uint8Array.from(bytes, (character) => character.charCodeAt(0));
}
