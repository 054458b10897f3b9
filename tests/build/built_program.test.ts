import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PROJECT_ROOT } from '../../scripts/dataform/project.ts';

let project: string;

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'keyfast-program-'));
  for (const name of ['bin', 'includes', 'package.json', 'package-lock.json', 'scripts']) {
    await cp(join(PROJECT_ROOT, name), join(project, name), { recursive: true });
  }
  await symlink(join(PROJECT_ROOT, 'node_modules'), join(project, 'node_modules'));
});

afterEach(() => rm(project, { recursive: true }));

async function description(): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(project, 'bin/keyfast.js'), '--help']);
  return /^Usage: .*\n\n(.*?):/.exec(stdout)?.[1] ?? stdout;
}

async function programs(): Promise<string[]> {
  return (await readdir(join(project, '.keyfast'))).map((name) =>
    join(project, '.keyfast', name, 'keyfast.js'),
  );
}

const DESCRIPTION = 'Identity keys that hold fast';

test('the program is built once, and again when its sources have changed', async () => {
  expect(await description()).toBe(DESCRIPTION);
  const built = await programs();
  expect(built).toHaveLength(1);
  expect(await description()).toBe(DESCRIPTION);
  expect(await programs()).toEqual(built);

  const source = join(project, 'scripts/commands/command_line.ts');
  const text = await readFile(source, 'utf8');
  await writeFile(source, text.replace(DESCRIPTION, 'Another program'));
  expect(await description()).toBe('Another program');
  expect(await programs()).toHaveLength(2);
});

test('its packages are part of it, so that a command reads a few files and not hundreds', async () => {
  await description();
  const [directory = ''] = (await programs()).map(dirname);
  const files = (await readdir(directory)).filter((name) => name.endsWith('.js'));
  const texts = await Promise.all(files.map((name) => readFile(join(directory, name), 'utf8')));
  const imported = texts.flatMap((text) =>
    [...text.matchAll(/ from "(?!node:)([^."][^"]*)"/g)].map(([, name]) => name),
  );
  // For BigQuery, for Google's analyser and for a compile, which few commands need; csv-parse asks for Node.js's own `stream`.
  expect([...new Set(imported)].sort()).toEqual([
    '@google-cloud/bigquery',
    '@grpc/grpc-js',
    '@grpc/proto-loader',
    'gaxios',
    'protobufjs',
    'stream',
  ]);
});

test('a built program that somebody edited is built again', async () => {
  await description();
  const [built = ''] = await programs();
  const text = await readFile(built, 'utf8');
  await writeFile(built, text.replace(DESCRIPTION, 'Another program'));
  expect(await description()).toBe(DESCRIPTION);
  expect(await readFile(built, 'utf8')).toBe(text);
});

test('where nothing can be kept the program runs all the same', async () => {
  await appendFile(join(project, '.keyfast'), 'a file where the directory would be');
  expect(await description()).toBe(DESCRIPTION);
});
