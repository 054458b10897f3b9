import { CONTROL, INVISIBLE, UNSTABLE } from './unicode_12_1.ts';
import { trimWhiteSpace, trimWhiteSpaceSql, characterClassSql } from './white_space.ts';

/** Why a name gets no id. Source: docs/architecture.md, "Identity", rule 6. */
export type NameFault = 'EMPTY_NAME' | 'CONTROL_CHARACTER' | 'INVISIBLE_CHARACTER' | 'UNSTABLE_CODE_POINT';

function ranges(list: string): [number, number][] {
  return list.split(' ').map((range) => {
    const [first = '', last = first] = range.split('-');
    return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
  });
}

function holds(name: string, list: readonly (readonly [number, number])[]): boolean {
  return Array.from(name, (character) => character.codePointAt(0) ?? 0).some((codePoint) =>
    list.some(([first, last]) => codePoint >= first && codePoint <= last),
  );
}

const RULES: readonly {
  readonly fault: NameFault;
  readonly members: readonly (readonly [number, number])[];
}[] = [
  { fault: 'CONTROL_CHARACTER', members: ranges(CONTROL) },
  { fault: 'INVISIBLE_CHARACTER', members: ranges(INVISIBLE) },
  { fault: 'UNSTABLE_CODE_POINT', members: ranges(UNSTABLE) },
];

/** The first fault of a raw name, or null when it can have an id. */
export function nameFault(name: string): NameFault | null {
  if (trimWhiteSpace(name) === '') return 'EMPTY_NAME';
  return RULES.find((rule) => holds(name, rule.members))?.fault ?? null;
}

/** Whether a GoogleSQL STRING expression holds a character that can't be seen, for which ASCII isn't searched. */
export function holdsInvisibleSql(text: string): string {
  return `(BYTE_LENGTH(${text}) != CHAR_LENGTH(${text}) AND REGEXP_CONTAINS(${text}, r'${characterClassSql(ranges(INVISIBLE))}'))`;
}

/**
 * The same over a GoogleSQL STRING expression that is not NULL. The last two classes are beyond ASCII, so ASCII names
 * never meet the long regular expression.
 */
export function nameFaultSql(name: string): string {
  const whens = RULES.map(({ fault, members }) => {
    const beyondAscii = members.every(([first]) => first > 0x7f);
    const test = `REGEXP_CONTAINS(${name}, r'${characterClassSql(members)}')`;
    return `WHEN ${beyondAscii ? `BYTE_LENGTH(${name}) != CHAR_LENGTH(${name}) AND ` : ''}${test} THEN '${fault}'`;
  });
  return `CASE WHEN ${trimWhiteSpaceSql(name)} = '' THEN 'EMPTY_NAME' ${whens.join(' ')} END`;
}
