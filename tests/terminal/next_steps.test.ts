import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT_ROOT } from '../../scripts/dataform/project.ts';
import { NEXT_STEPS } from '../../scripts/terminal/next_steps.ts';
import { GUARD_EXIT_CODES } from '../../scripts/warehouse/guard_refusal.ts';

const SCRIPTS = join(PROJECT_ROOT, 'scripts');
const LOADING = join(PROJECT_ROOT, 'definitions', 'loading');

/** What `pattern` finds in the files of a folder; it names what it finds `code` or `other`. */
function codesIn(folder: string, suffix: RegExp, pattern: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => suffix.test(file))
    .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(pattern)])
    .flatMap(({ groups }) => [groups?.code, groups?.other])
    .filter((code) => code !== undefined);
}

/** `code: 'BAD_CALL'`, `code: never ? 'UNCLOSED_QUOTE' : 'STRAY_QUOTE'` */
const RAISED = /\bcode: (?:\w+ \? )?'(?<code>[A-Z][A-Z0-9_]+)'(?: : '(?<other>[A-Z][A-Z0-9_]+)')?/g;
/** Of a check's fault: `'column', 'BAD_DATE', cell`, on one line or several. */
const CHECKED = /(?:'[a-z_]+'(?: AS column_name)?|\.column_name),\s+'(?<code>[A-Z][A-Z0-9_]+)'/g;

const CODES = [
  ...codesIn(SCRIPTS, /\.ts$/, RAISED),
  ...codesIn(LOADING, /^check_.*\.sqlx$/, CHECKED),
  ...Object.keys(GUARD_EXIT_CODES),
  ...['EMPTY_NAME', 'INVISIBLE_CHARACTER', 'UNSTABLE_CODE_POINT', 'TOO_FEW_CELLS', 'TOO_MANY_CELLS'],
];

test('the codes are found where they are raised', () => {
  expect(CODES).toEqual(
    expect.arrayContaining(['BAD_CALL', 'STRAY_QUOTE', 'FOREIGN_TENANT', 'DUPLICATE_NAME', 'STALE_PLAN']),
  );
});

test('every code that an error can have says what to do next', () => {
  expect([...new Set(CODES)].filter((code) => (NEXT_STEPS.get(code) ?? '') === '').sort()).toEqual([]);
});

test('no step is for a code that nothing raises', () => {
  expect([...NEXT_STEPS.keys()].filter((code) => !CODES.includes(code)).sort()).toEqual([]);
});
