import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { releaseCommitSql, varsSql } from '../../includes/src/controls.ts';
import { PROJECT_ROOT } from '../../scripts/dataform/project.ts';
import { KeptWarehouse } from '../fixtures/warehouse/kept_warehouse.ts';
import { BUILD_MILLISECONDS } from '../fixtures/warehouse/local_warehouse.ts';
import { buildSmallWarehouse } from '../fixtures/warehouse/small_warehouse.ts';
import { bindLastRun } from './bound_warehouse.ts';

let kept: KeptWarehouse;

beforeAll(async () => {
  kept = await KeptWarehouse.prepared(() => Promise.resolve(), buildSmallWarehouse);
}, BUILD_MILLISECONDS);

afterAll(() => {
  vi.unstubAllGlobals();
  return kept.remove();
});

test('of a run that no tool of ours ran the manifest binds the engine, the vars and the release’s commit', async () => {
  // What vars.releaseCommit of the release would have left: the compiled one is empty.
  expect(await kept.local.sql('SELECT DISTINCT git_commit FROM payroll_assertions.control_runs')).toEqual([
    [null],
  ]);
  await kept.local.sql(`UPDATE payroll_assertions.control_runs SET git_commit = '3f2a9c1'`);
  const manifest = await bindLastRun(kept.local);

  const settings: unknown = JSON.parse(readFileSync(join(PROJECT_ROOT, 'dataform.json'), 'utf8'));
  expect(manifest).toMatchObject({
    git_commit: '3f2a9c1',
    graph_digest: null,
    engine: 'duckdb',
    engine_version: expect.stringMatching(/^v\d+\.\d+\.\d+$/) as string,
    actor: expect.stringMatching(/^duckdb /) as string,
    parameters: { vars: (settings as { vars: unknown }).vars },
  });
});

test('the release’s commit and vars are compiled in, whatever characters they hold', () => {
  const compiledWith = (vars: Readonly<Record<string, string>>): void => {
    vi.stubGlobal('dataform', { projectConfig: { vars }, actions: [] });
  };
  compiledWith({ releaseCommit: '' });
  expect(releaseCommitSql()).toBe('CAST(NULL AS STRING)');
  compiledWith({ releaseCommit: '3f2a9c1', agentStatuses: `it's "so" \\ or not` });
  expect(releaseCommitSql()).toBe('"3f2a9c1"');
  expect(varsSql()).toBe(
    String.raw`"{\"agentStatuses\":\"it's \\\"so\\\" \\\\ or not\",\"releaseCommit\":\"3f2a9c1\"}"`,
  );
});
