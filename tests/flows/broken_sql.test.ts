import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ended, type Ended } from './keyfast_process.ts';
import { ProjectCopy } from './project_copy.ts';

// A copy of the project, which is compiled and translated afresh.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let project: ProjectCopy;

beforeAll(async () => {
  project = await ProjectCopy.make();
});

afterAll(() => project.remove());

function keyfastTest(): Promise<Ended> {
  return ended(
    spawn(process.execPath, [join(project.root, 'bin/keyfast.js'), 'test'], {
      cwd: project.root,
      env: { PATH: process.env.PATH, HOME: process.env.HOME },
    }),
  );
}

test('keyfast test names every fault of the SQL at its place, in procedures that no run reaches too', async () => {
  const drift = 'definitions/identity/list_drift.sqlx';
  const quarantine = 'definitions/identity/list_quarantine.sqlx';
  const loads = 'definitions/traceability/summarise_loads.sqlx';
  await project.mend(drift, 'SELECT\n  tenant_id,', 'SELECT\n  tenant_id + 1,');
  await project.mend(quarantine, 'FROM ${ref("identity_quarantine")}', 'FORM ${ref("identity_quarantine")}');
  // GoogleSQL all the same, but not what the embedded engine is known to do alike.
  await project.mend(loads, '  loaded.stage,', '  FARM_FINGERPRINT(loaded.stage) AS stage,');

  const { exitCode, stdout, stderr } = await keyfastTest();
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr.match(/^error \S+ .{20}/gm)?.sort()).toEqual([
    `error ${drift}:23:3 No matching signatur`,
    `error ${quarantine}:28:6 Syntax error: Expect`,
    `error ${loads}:21:3 The embedded engine `,
  ]);
});
