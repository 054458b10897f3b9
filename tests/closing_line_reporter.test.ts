import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const VITEST = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs');
const CONFIG = join(import.meta.dirname, 'fixtures/closing_line/vitest.config.ts');

function runSuites(...files: string[]): { status: number | null; lastLine: string | undefined } {
  const run = spawnSync(process.execPath, [VITEST, 'run', '--config', CONFIG, ...files], {
    encoding: 'utf8',
  });
  return { status: run.status, lastLine: run.stdout.trimEnd().split('\n').at(-1) };
}

test('the last line counts the tests that passed, and as failed a test, a group that could not be prepared', () => {
  expect(runSuites('counted')).toEqual({ status: 1, lastLine: '2 passed, 2 failed' });
});

test('an error that no test caught and a file that can not be loaded count as failures', () => {
  expect(runSuites('uncaught', 'unloadable')).toEqual({ status: 1, lastLine: '1 passed, 2 failed' });
});
