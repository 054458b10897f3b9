import { letting } from '../generator/letting.ts';
import { call, type ScalarCall, type ScalarFunctions, type WriteScalar } from './scalar.ts';

/** Both engines search with RE2. What they make of a match differs. */
const extract: WriteScalar = ([text = '', pattern = ''], call) => {
  const group = capturingGroup(call);
  return letting([text], (a) => {
    const isMatch = `regexp_matches(${a}, ${pattern})`;
    return `CASE WHEN ${isMatch} THEN regexp_extract(${a}, ${pattern}, ${group}) END`;
  });
};

/** The group to give: the only one there is, else the whole match. More than one is GoogleSQL's error. */
function capturingGroup({ literals: [, pattern], refuse }: ScalarCall): number {
  if (typeof pattern !== 'string') return refuse('a regular expression that is not a literal');
  const groups = countCapturingGroups(pattern);
  return groups > 1 ? refuse('a regular expression with more than one capturing group') : groups;
}

export function countCapturingGroups(pattern: string): number {
  const withoutLiterals = pattern
    .replace(/\\Q.*?(\\E|$)/gs, '')
    .replace(/\\./gs, '')
    .replace(/\[\^?\]?(?:\[:\w+:\]|[^\]])*\]/g, '');
  return [...withoutLiterals.matchAll(/\((?!\?)|\(\?P?<[A-Za-z_]/g)].length;
}

export const REGULAR_EXPRESSIONS: ScalarFunctions = {
  'regexp_contains(STRING, STRING)': call('regexp_matches'),
  'regexp_replace(STRING, STRING, STRING)': ([text = '', pattern = '', replacement = '']) =>
    `regexp_replace(${text}, ${pattern}, ${replacement}, 'g')`,
  'regexp_extract(STRING, STRING)': extract,
  'regexp_extract_all(STRING, STRING)': ([text = '', pattern = ''], call) =>
    `regexp_extract_all(${text}, ${pattern}, ${capturingGroup(call)})`,
};
