import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkedOutCommit, uncommittedSources } from '../../scripts/dataform/checked_out_commit.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'keyfast-checkout-'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function git(...words: readonly string[]): string {
  return execFileSync('git', ['-c', 'user.name=ann', '-c', 'user.email=ann@x.org', ...words], {
    cwd: root,
    encoding: 'utf8',
  });
}

test('outside a checkout nothing tells', async () => {
  expect(await checkedOutCommit(root)).toBeNull();
  expect(await uncommittedSources(root)).toBeNull();
});

test('the sources of the graph that are otherwise than in the commit, changed, new or gone, and no other file', async () => {
  git('init', '--quiet');
  mkdirSync(join(root, 'definitions', 'a b'), { recursive: true });
  for (const name of ['dataform.json', 'definitions/one.sqlx', 'definitions/two.sqlx', 'README.md'])
    writeFileSync(join(root, name), name);
  git('add', '.');
  git('commit', '--quiet', '-m', 'first');
  expect(await checkedOutCommit(root)).toBe(git('rev-parse', 'HEAD').trim());
  expect(await uncommittedSources(root)).toEqual([]);

  writeFileSync(join(root, 'README.md'), 'changed');
  writeFileSync(join(root, 'definitions/one.sqlx'), 'changed');
  rmSync(join(root, 'definitions/two.sqlx'));
  writeFileSync(join(root, 'definitions/a b/ö.sqlx'), 'new');
  expect((await uncommittedSources(root))?.toSorted()).toEqual([
    'definitions/a b/ö.sqlx',
    'definitions/one.sqlx',
    'definitions/two.sqlx',
  ]);
});
