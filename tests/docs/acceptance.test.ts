import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PROJECT_ROOT } from '../../scripts/dataform/project.ts';

const read = (path: string): string => readFileSync(join(PROJECT_ROOT, path), 'utf8');

const page = read('docs/acceptance.md');
/** The cells of the rows of all tables, below their headers. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('|') && !/^\| (criterion|-)/.test(line))
  .map((line) => line.slice(1, -1).split('|') as [string, string, string]);

test('every heading of the requirement has its criteria', () => {
  expect(page.match(/^## \d/gm)).toEqual(['## 1', '## 2', '## 3', '## 4', '## 5', '## 6', '## 7']);
  expect(rows).toHaveLength(28);
});

describe.each(rows)('%s', (_, sql, named) => {
  test('names SQL that is there', () => {
    const files = Array.from(sql.matchAll(/`([^`]+)`/g), ([, file]) => `definitions/${file ?? ''}`);
    expect(files).not.toEqual([]);
    expect(files.filter((file) => !existsSync(join(PROJECT_ROOT, file)))).toEqual([]);
  });

  test('names a test that is there', () => {
    const [, file = '', name = ''] = /^ `([^`]+)` "([^"]+)" *$/.exec(named) ?? [];
    const source = read(file);
    expect([`'${name}'`, `"${name}"`].some((literal) => source.includes(literal))).toBe(true);
  });
});
