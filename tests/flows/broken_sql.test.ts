import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { PROJECT_ROOT } from '../../scripts/dataform/project.ts';
import { ended, type Ended } from './keyfast_process.ts';

// A copy of the project, which is compiled and translated afresh.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let project: string;

/** The packages stay where they are, but for the one that `dataform compile` wants within the project. */
async function linkPackages(): Promise<void> {
  const packages = join(PROJECT_ROOT, 'node_modules');
  const own = join(project, 'node_modules');
  await mkdir(join(own, '@dataform'), { recursive: true });
  await cp(join(packages, '@dataform/core'), join(own, '@dataform/core'), { recursive: true });
  await symlink(join(packages, '@dataform/cli'), join(own, '@dataform/cli'));
  const others = (await readdir(packages)).filter((name) => name !== '@dataform');
  await Promise.all(others.map((name) => symlink(join(packages, name), join(own, name))));
}

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'keyfast-project-'));
  const files = [
    'bin',
    'dataform.json',
    'definitions',
    'includes',
    'package-lock.json',
    'package.json',
    'scripts',
    'tsconfig.json',
  ];
  for (const file of files) await cp(join(PROJECT_ROOT, file), join(project, file), { recursive: true });
  await linkPackages();
});

afterAll(() => rm(project, { recursive: true }));

async function mend(file: string, from: string, to: string): Promise<void> {
  const path = join(project, file);
  const text = await readFile(path, 'utf8');
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
}

function keyfastTest(): Promise<Ended> {
  return ended(
    spawn(process.execPath, [join(project, 'bin/keyfast.js'), 'test'], {
      cwd: project,
      env: { PATH: process.env.PATH, HOME: process.env.HOME },
    }),
  );
}

test('keyfast test names every fault of the SQL at its place, in procedures that no run reaches too', async () => {
  const drift = 'definitions/identity/list_drift.sqlx';
  const quarantine = 'definitions/identity/list_quarantine.sqlx';
  const loads = 'definitions/traceability/summarise_loads.sqlx';
  await mend(drift, 'SELECT\n  tenant_id,', 'SELECT\n  tenant_id + 1,');
  await mend(quarantine, 'FROM ${ref("identity_quarantine")}', 'FORM ${ref("identity_quarantine")}');
  // GoogleSQL all the same, but not what the embedded engine is known to do alike.
  await mend(loads, '  loaded.stage,', '  FARM_FINGERPRINT(loaded.stage) AS stage,');

  const { exitCode, stdout, stderr } = await keyfastTest();
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr.match(/^error \S+ .{20}/gm)?.sort()).toEqual([
    `error ${drift}:23:3 No matching signatur`,
    `error ${quarantine}:28:6 Syntax error: Expect`,
    `error ${loads}:21:3 The embedded engine `,
  ]);
});
