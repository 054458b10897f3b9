import { appendFile, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Manifest, manifestText, sha256 } from '../../scripts/evidence/manifest.ts';
import { verifyFiles } from '../../scripts/evidence/verify_files.ts';
import { FILES, manifestOf, RUN, writtenReport } from './report_files.ts';

let parent: string;
let report: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'keyfast-report-'));
  report = await writtenReport(parent);
});

afterEach(() => rm(parent, { recursive: true }));

async function found(path = report): Promise<string[]> {
  const { findings } = await verifyFiles(path);
  return findings.map(({ severity, code, file = '' }) => `${severity} ${code} ${file.replace(parent, '')}`);
}

function edit(name: string, from: string, to: string): () => Promise<void> {
  return async () => {
    const path = join(report, name);
    const text = await readFile(path, 'utf8');
    expect(text).toContain(from);
    await writeFile(path, text.replace(from, to));
  };
}

test('a report that nobody touched has no findings, by its directory and by its manifest', async () => {
  expect(await found()).toEqual([]);
  expect(await found(join(report, 'manifest.json'))).toEqual([]);
});

test.each<[string, () => Promise<void>, string[]]>([
  [
    'a figure of the table is edited',
    edit('controls.csv', 'PASS', 'FAIL'),
    [`fault FILE_CHANGED /${RUN}/controls.csv`],
  ],
  [
    'the page shows another document than report.json',
    edit('report.html', '"run":{', '"verdict":"HOLDS","run":{'),
    [`fault FILE_CHANGED /${RUN}/report.html`, `fault PAGE_DIFFERS /${RUN}/report.html`],
  ],
  ['a file is removed', () => rm(join(report, 'controls.csv')), [`fault FILE_MISSING /${RUN}/controls.csv`]],
  ['a file is added', () => writeFile(join(report, 'more.csv'), ''), [`note FILE_UNBOUND /${RUN}/more.csv`]],
  [
    'a digest in the manifest is edited',
    edit('manifest.json', '"actor":"dana"', '"actor":"bob"'),
    [`fault MANIFEST_CHANGED /${RUN}/manifest.json`],
  ],
  [
    'the manifest is laid out anew',
    edit('manifest.json', '{"actor"', '{ "actor"'),
    [`fault MANIFEST_CHANGED /${RUN}/manifest.json`],
  ],
  [
    'the manifest is cut off',
    () => writeFile(join(report, 'manifest.json'), '{"schema":'),
    [`fault NO_MANIFEST /${RUN}/manifest.json`],
  ],
  [
    'the manifest holds something else',
    () => writeFile(join(report, 'manifest.json'), '[]'),
    [`fault NO_MANIFEST /${RUN}/manifest.json`],
  ],
])('%s', async (_what, attack, says) => {
  await attack();

  expect(await found()).toEqual(says);
});

test('another run’s report in the place of this one is named', async () => {
  const other = RUN.replace(/1$/, '2');
  await rename(report, join(parent, other));

  expect(await found(join(parent, other))).toEqual([`fault REPLAYED /${other}`]);
});

test('a manifest of another run over these files is named by each file that says whose it is', async () => {
  const other = manifestOf({ run_id: RUN.replace(/1$/, '2') });
  await writeFile(join(report, 'manifest.json'), `${manifestText(other)}\n`);

  expect(await found()).toEqual([
    `fault ANOTHER_RUN /${RUN}/report.json`,
    `fault ANOTHER_RUN /${RUN}/report.html`,
    `fault REPLAYED /${RUN}`,
  ]);
});

test.each<[string, Partial<Manifest>]>([
  ['lacks a file of the report', { files: withoutMoney() }],
  ['binds no table that the run read', { inputs: {} }],
  ['binds no table that the run left', { outputs: {} }],
  ['says of no tenant how far it was', { marks: {} }],
])('a manifest that %s was never made so, though its digest is that of its content', async (_what, over) => {
  const forged = manifestOf(over);
  await writeFile(join(report, 'manifest.json'), `${manifestText(forged)}\n`);

  expect(await found()).toEqual([`fault MANIFEST_INCOMPLETE /${RUN}/manifest.json`]);
});

function withoutMoney(): Manifest['files'] {
  return Object.fromEntries(Object.entries(manifestOf().files).filter(([name]) => name !== 'money.csv'));
}

test('every byte of a file counts', async () => {
  for (const name of Object.keys(FILES)) {
    await appendFile(join(report, name), ' ');

    expect(await found()).toEqual([`fault FILE_CHANGED /${RUN}/${name}`]);
    await writtenReport(parent);
  }
});

test('a directory without a manifest is no report to verify', async () => {
  await rm(join(report, 'manifest.json'));

  await expect(verifyFiles(report)).rejects.toMatchObject({
    exitCode: 2,
    faults: [{ code: 'FILE_NOT_FOUND' }],
  });
});

/** A report that its manifest binds, of controls with these results. */
async function reportWith(controls: readonly object[]): Promise<string> {
  const text = JSON.stringify({ ...(JSON.parse(FILES['report.json'] ?? '') as object), controls });
  const bytes = Buffer.byteLength(text);
  const { files } = manifestOf();
  const manifest = manifestOf({ files: { ...files, 'report.json': { bytes, sha256: sha256(text) } } });
  const directory = await writtenReport(await mkdtemp(join(parent, 'own-')), manifest);
  await writeFile(join(directory, 'report.json'), text);
  return directory;
}

test('a control that passes with failing keys, or fails without any, is named, though the manifest binds it so', async () => {
  const result = (control_id: string, status: string, failure_count: number | null): object => ({
    control_id,
    status,
    failure_count,
  });
  const directory = await reportWith([
    result('1', 'PASS', 0),
    result('2', 'PASS', 3),
    result('3', 'FAIL', 2),
    result('4', 'FAIL', 0),
    result('5', 'SKIPPED', null),
  ]);
  const { findings } = await verifyFiles(directory);
  expect(findings.filter(({ code }) => code === 'RESULT_CONTRADICTS').map(({ message }) => message)).toEqual([
    'control 2 is said to pass with 3 failing keys',
    'control 4 is said to fail with 0 failing keys',
  ]);
});
