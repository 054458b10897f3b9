import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { DuckDbConnection } from '../../scripts/warehouse/duckdb/connection.ts';
import { Workplace } from './keyfast_process.ts';

// The first process of a changed project translates its SQL.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

let workplace: Workplace;
let run: string;

beforeAll(async () => {
  workplace = new Workplace();
  if (!workplace.take('started')) await workplace.keyfast('start');
  [run = ''] = readdirSync(join(workplace.directory, 'reports'));
});

afterAll(() => {
  workplace.remove();
});

test('a report is anchored, verified, decided about by somebody else, and an edit of either is named', async () => {
  const report = join('reports', run);
  expect((await workplace.keyfast('report', '--anchor', 'anchors.csv')).stdout).toContain('manifest.json');
  expect(await workplace.json('verify', report, '--against', '--anchor', 'anchors.csv')).toMatchObject({
    exitCode: 0,
    document: { holds: true, run_id: run, sequence: 1, findings: [] },
  });

  const decision = ['report', 'sign', '--run', run, '--decision', 'accepted', '--note', 'sound'];
  // Ann ran the run.
  expect(await workplace.json(...decision, '--reviewer', 'bob')).toMatchObject({
    exitCode: 1,
    document: { error: { faults: [{ code: 'OWN_WORK' }] } },
  });
  expect(await workplace.json(...decision, '--reviewer', 'bob', '--actor', 'bob')).toMatchObject({
    exitCode: 0,
    document: { run_id: run, reviewer: 'bob', decision: 'accepted' },
  });
  expect((await workplace.json('verify')).exitCode).toBe(0);
  expect(await workplace.json('verify', report)).toMatchObject({
    exitCode: 0,
    document: {
      headline:
        'The files agree with their manifest; without --against or --anchor nobody can tell whether that is the original',
    },
  });

  // Kept somewhere else, without the files that it binds.
  mkdirSync(join(workplace.directory, 'kept'));
  copyFileSync(
    join(workplace.directory, report, 'manifest.json'),
    join(workplace.directory, 'kept', 'manifest.json'),
  );
  expect(await workplace.json('verify', join('kept', 'manifest.json'), '--against')).toMatchObject({
    exitCode: 0,
    document: { holds: true, findings: [{ severity: 'note', code: 'MANIFEST_ALONE' }] },
  });

  const table = join(workplace.directory, report, 'controls.csv');
  const sound = readFileSync(table, 'utf8');
  writeFileSync(table, sound.replace('FAIL', 'PASS'));
  expect(await workplace.json('verify', report)).toMatchObject({
    exitCode: 1,
    document: { holds: false, findings: [{ severity: 'fault', code: 'FILE_CHANGED' }] },
  });

  await renameBob('X');
  const { exitCode, stdout } = await workplace.keyfast('verify', '--against', 'duckdb:keyfast.duckdb');
  expect(exitCode).toBe(1);
  expect(stdout).toContain('bucket');
  expect(stdout).toMatch(/changed {3}creative_benefit_strategies agent BOB SMITH AGENT:69e2aea8b508fe58/);

  await renameBob('Bob Smith');
  writeFileSync(table, sound);
  await workplace.keyfast('controls', '7');
  const { directory } = (await workplace.json('report')).document;
  expect(await workplace.json('verify', String(directory))).toMatchObject({
    exitCode: 0,
    document: { findings: [{ severity: 'note', code: 'MANIFEST_INCOMPLETE' }] },
  });
  expect((await workplace.json('verify', report, '--against')).document.headline).toBe(
    'Nothing was touched, but this isn’t the newest report',
  );

  // The newest manifest binds no table; what the older one bound is compared all the same.
  await renameBob('X');
  const { exitCode: ofWarehouse, document } = await workplace.json('verify');
  expect(ofWarehouse).toBe(1);
  expect(document.findings).toContainEqual(
    expect.objectContaining({ code: 'TABLE_CHANGED', table: 'identity_ledger' }),
  );
  await renameBob('Bob Smith');
  expect((await workplace.json('verify')).exitCode).toBe(0);
});

/** Behind the project's back. */
async function renameBob(rawName: string): Promise<void> {
  const connection = await DuckDbConnection.open(join(workplace.directory, 'keyfast.duckdb'));
  await connection.run(
    `UPDATE payroll_analytics.identity_ledger SET raw_name = '${rawName}' WHERE natural_key = 'BOB SMITH'`,
  );
  connection.close();
}
