import { readFileSync } from 'node:fs';
import { watch } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ended, Workplace } from './keyfast_process.ts';

// The example is 78 files and a whole run, twice, on a machine that may be busy.
vi.setConfig({ testTimeout: 240_000 });

let workplace: Workplace;

beforeAll(() => {
  workplace = new Workplace();
});

afterAll(() => {
  workplace.remove();
});

/** Resolves when a file of that name is written in the workplace. */
async function appears(name: string): Promise<void> {
  for await (const { filename } of watch(workplace.directory)) if (filename === name) return;
}

describe('keyfast start', () => {
  test('interrupted on the way, ends in order and leaves nothing half done', async () => {
    const databaseIsWritten = appears('keyfast.duckdb.wal');
    const start = workplace.start('start', '--json');
    const end = ended(start);
    await databaseIsWritten;
    start.kill('SIGINT');
    const { exitCode, stdout, stderr } = await end;
    expect([exitCode, stderr]).toEqual([130, '']);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { exit_code: 130, faults: [{ code: 'INTERRUPTED' }] },
    });
  });

  test('loads the example and runs it, from where it was', async () => {
    const { exitCode, stdout, stderr } = await workplace.keyfast('start');
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/harbor_point_advisors +stage1 +12 +2025-01-01 +2025-12-01 +13 +1 /);
    expect(stdout).toContain('"Data\\u{200b}dog"       it holds an invisible character');
    expect(stdout).toContain('ACME WIDGETS INC  ACME WIDGETS, INC.');
    expect(stdout).toContain('PASS  every row and amount of the snapshots is there once (control 4)');
    expect(stdout).not.toContain('Nothing was minted');
    const report = /^report: (\S+)report\.html$/m.exec(stdout)?.[1] ?? '';
    const document = readFileSync(join(workplace.directory, report, 'report.json'), 'utf8');
    expect(document).toContain('"Every blocking control holds"');
    expect(document).not.toContain('A partial run');
    workplace.share('started');
  });

  test('again: nothing is minted, nothing changes, and it says so', async () => {
    const { exitCode, stdout } = await workplace.keyfast('start');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Nothing was minted and no identity changed: every id is what it was.');
  });

  test('the example is as its story says', async () => {
    expect(
      (
        await workplace.json(
          'ids',
          'explain',
          'business',
          'Teledata Contractors Inc',
          '--tenant',
          'creative_benefit_strategies',
        )
      ).document,
    ).toMatchObject({ assigned_id: '6cd1a713faf7c2ba', assigned_source: 'CARRIED' });
    expect((await workplace.json('ids', 'drift')).document).toMatchObject({
      drift: [{ normalized_name: 'SOCIÉTÉ GÉNÉRALE', identity_id: '2274724b80bf969d' }],
    });
  });
});
