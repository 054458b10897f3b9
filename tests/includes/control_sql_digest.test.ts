import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { controlSqlDigest, type CompiledView } from '../../includes/src/control_sql_digest.ts';

const VIEWS: Readonly<Record<string, CompiledView>> = {
  rule: { query: 'SELECT é FROM lines, cells', dependencies: ['lines', 'cells', 'a_table'] },
  lines: { query: '\nSELECT 1 FROM cells\n', dependencies: ['cells'] },
  cells: { query: 'SELECT "𐀀"', dependencies: ['a_source'] },
  elsewhere: { query: 'SELECT 2', dependencies: [] },
};

function digest(changes: Readonly<Record<string, CompiledView>> = {}): string {
  return controlSqlDigest('rule', (name) => ({ ...VIEWS, ...changes })[name]);
}

describe('controlSqlDigest', () => {
  test('covers the view and the views beneath it, once each, in the order of their names', () => {
    const text =
      '[["cells","SELECT \\"𐀀\\""],["lines","SELECT 1 FROM cells"],["rule","SELECT é FROM lines, cells"]]';
    expect(digest()).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
  });

  test.each(['rule', 'lines', 'cells'])('changes with the SQL of %s', (name) => {
    const view = VIEWS[name]!;
    expect(digest({ [name]: { ...view, query: `${view.query} WHERE TRUE` } })).not.toBe(digest());
  });

  test('does not change with a view that it does not read', () => {
    expect(digest({ elsewhere: { query: 'SELECT 3', dependencies: [] } })).toBe(digest());
  });

  test('there is none of what is no compiled view', () => {
    expect(() => controlSqlDigest('a_table', (name) => VIEWS[name])).toThrow(
      'There is no compiled SQL of the view a_table',
    );
  });
});
