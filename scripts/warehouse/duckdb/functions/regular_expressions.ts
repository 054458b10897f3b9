import { letting } from '../generator/letting.ts';
import { call, orError, type ScalarCall, type ScalarFunctions, type WriteScalar } from './scalar.ts';

/** Both engines search with RE2. What they make of a match differs. */
const extract: WriteScalar = ([text = '', pattern = ''], call) => {
  const group = capturingGroup(call);
  return letting([text], (a) => {
    const isMatch = `regexp_matches(${a}, ${pattern})`;
    return `CASE WHEN ${isMatch} THEN regexp_extract(${a}, ${pattern}, ${group}) END`;
  });
};

/** The group to give: the only one there is, else the whole match. More than one is GoogleSQL's error. */
function capturingGroup(call: ScalarCall): number {
  const groups = countCapturingGroups(patternOf(call));
  return groups > 1 ? call.refuse('a regular expression with more than one capturing group') : groups;
}

function patternOf({ literals: [, pattern], refuse }: ScalarCall): string {
  return typeof pattern === 'string' ? pattern : refuse('a regular expression that is not a literal');
}

export function countCapturingGroups(pattern: string): number {
  const withoutLiterals = pattern
    .replace(/\\Q.*?(\\E|$)/gs, '')
    .replace(/\\./gs, '')
    .replace(/\[\^?\]?(?:\[:\w+:\]|[^\]])*\]/g, '');
  return [...withoutLiterals.matchAll(/\((?!\?)|\(\?P?<[A-Za-z_]/g)].length;
}

/** The engines differ in which of the empty matches they give, so those are an error. An unmatched group is empty. */
const extractAll: WriteScalar = ([text = '', pattern = ''], call) => {
  const group = capturingGroup(call);
  return letting([text], (a) => {
    const isEmpty = `list_contains(regexp_extract_all(${a}, ${pattern}, 0), '')`;
    const parts = `list_transform(regexp_extract_all(${a}, ${pattern}, ${group}), lambda part: coalesce(part, ''))`;
    return orError(
      isEmpty,
      `'The embedded engine does not support REGEXP_EXTRACT_ALL of empty matches'`,
      parts,
    );
  });
};

/** DuckDB ignores a replacement that refers to no group or ends in a backslash, an error in GoogleSQL. */
const replace: WriteScalar = ([text = '', pattern = '', replacement = ''], call) => {
  const groups = countCapturingGroups(patternOf(call));
  const valid = `(?:[^\\\\]|\\\\[0-${groups}\\\\])*`;
  const replaced = (by: string): string => `regexp_replace(${text}, ${pattern}, ${by}, 'g')`;
  const literal = call.literals[2];
  if (typeof literal === 'string') {
    const isValid = new RegExp(`^${valid}$`).test(literal);
    return isValid ? replaced(replacement) : call.refuse(`the replacement '${literal}'`);
  }
  return letting([text, replacement], (a, r) => {
    const isWrong = `NOT regexp_full_match(${r}, '${valid}') AND ${a} IS NOT NULL`;
    return orError(
      isWrong,
      `'Invalid REGEXP_REPLACE pattern'`,
      `regexp_replace(${a}, ${pattern}, ${r}, 'g')`,
    );
  });
};

export const REGULAR_EXPRESSIONS: ScalarFunctions = {
  'regexp_contains(STRING, STRING)': call('regexp_matches'),
  'regexp_replace(STRING, STRING, STRING)': replace,
  'regexp_extract(STRING, STRING)': extract,
  'regexp_extract_all(STRING, STRING)': extractAll,
};
