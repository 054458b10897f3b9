import { expect, test } from 'vitest';
import { lookAlikesText } from '../../scripts/commands/look_alikes_text.ts';
import { styleFor } from '../../scripts/terminal/style.ts';
import type { Row } from '../../scripts/warehouse/values.ts';

const PLAIN = styleFor({}, {});

function lookAlike(row: Row): Row {
  return { tenant_id: 'acme', kind: 'business', found_count: 4n, shared_letters: null, ...row };
}

const BLOCK = lookAlike({
  resemblance: 'TOO_MANY_TO_COMPARE',
  identity_count: 5000n,
  normalized_name: 'SHOP 1',
  normalized_names: ['SHOP 1', 'SHOP 2', 'SHOP 3'],
  shared_letters: 'SHO',
});
const GROUP = lookAlike({
  resemblance: 'SAME_SKELETON',
  identity_count: 3n,
  normalized_name: 'CEDAR',
  normalized_names: ['CEDAR', 'CEDAR, INC', 'CEDAR, LLC'],
  shared_letters: 'CEDAR',
});
const PAIR = lookAlike({
  resemblance: 'FEW_EDITS',
  identity_count: 2n,
  normalized_name: 'ACME, EAST',
  normalized_names: ['ACME, EAST', 'ACNE, EAST'],
});

test('names that look alike stand a line each: groups, pairs, and those too many to compare', () => {
  expect(lookAlikesText({ columns: [], rows: [BLOCK, GROUP, PAIR] }, PLAIN, { rest: 'ask' })).toBe(
    [
      '  tenant  kind      one         other                           why',
      '  acme    business  SHOP 1      "SHOP 2", "SHOP 3", 4,997 more  too many share "SHO" to compare them: look yourself',
      '  acme    business  CEDAR       "CEDAR, INC", "CEDAR, LLC"      alike but for accents, punctuation and legal suffixes',
      '  acme    business  ACME, EAST  ACNE, EAST                      a letter or two apart',
      '  and 1 more: ask',
      '',
    ].join('\n'),
  );
});

test('what is not shown is counted, with what the warehouse left out', () => {
  expect(lookAlikesText({ columns: [], rows: [GROUP, PAIR] }, PLAIN, { lines: 1, rest: 'ask' })).toMatch(
    /^ {2}and 3 more: ask\n$/m,
  );
  expect(
    lookAlikesText({ columns: [], rows: [{ ...PAIR, found_count: 1n }] }, PLAIN, { rest: 'ask' }),
  ).not.toContain('more');
});
