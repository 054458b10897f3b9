import { expect, test } from 'vitest';
import { programName } from '../../scripts/terminal/program_name.ts';
import { styleFor } from '../../scripts/terminal/style.ts';

test.each([
  ['npx', { npm_command: 'exec' }, '/project/node_modules/.bin/keyfast', 'npx keyfast'],
  ["npm's script", { npm_command: 'run-script' }, '/project/bin/keyfast.js', 'npx keyfast'],
  ['its name on the path', {}, '/usr/local/bin/keyfast', 'keyfast'],
  ['Node', {}, '/project/bin/keyfast.js', 'node bin/keyfast.js'],
  ['Node from elsewhere', {}, '/other/bin/keyfast.js', 'node ../other/bin/keyfast.js'],
])('called by %s', (_, environment, file, expected) => {
  expect(programName(environment, file, '/project')).toBe(expected);
});

test('a hint names the command as it was called, and leaves files and other words alone', () => {
  const { asCalled } = styleFor({}, {}, 'npx keyfast');
  expect(asCalled('keyfast tenant list, then keyfast tenant add ID')).toBe(
    'npx keyfast tenant list, then npx keyfast tenant add ID',
  );
  expect(asCalled('--warehouse duckdb:keyfast.duckdb')).toBe('--warehouse duckdb:keyfast.duckdb');
  expect(asCalled('load data/keyfast (old).csv')).toBe('load data/keyfast (old).csv');
});
