import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compileProject } from '../../scripts/dataform/compile.ts';
import { keep } from '../../scripts/kept_file.ts';
import { PROJECT_ROOT } from '../../scripts/dataform/project.ts';

let project: string;
let cache: string;

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'keyfast-compile-'));
  cache = join(project, '.keyfast');
  await mkdir(join(project, 'definitions'));
  await cp(join(PROJECT_ROOT, 'node_modules/@dataform/core'), join(project, 'node_modules/@dataform/core'), {
    recursive: true,
  });
  await cp(join(PROJECT_ROOT, 'dataform.json'), join(project, 'dataform.json'));
  await writeFile(join(project, 'package.json'), '{"dependencies": {"@dataform/core": "3.0.62"}}');
  await define('names', 'config { type: "view" }\nSELECT 1 AS a');
});

afterEach(async () => {
  await rm(project, { recursive: true });
});

function define(name: string, text: string): Promise<void> {
  return writeFile(join(project, 'definitions', `${name}.sqlx`), text);
}

async function compiledQueries(): Promise<string[]> {
  const graph = await compileProject(project, cache);
  return (graph.tables ?? []).map((table) => table.query.trim());
}

async function keptGraphs(): Promise<string[]> {
  return (await readdir(cache)).filter((name) => name.startsWith('compiled-'));
}

test('compiles the project, keeps the graph, and replaces it when a definition changes', async () => {
  expect(await compiledQueries()).toEqual(['SELECT 1 AS a']);
  const [first, ...others] = await keptGraphs();
  expect(others).toEqual([]);

  await keep(join(cache, first ?? ''), { tables: [{ query: 'SELECT the kept one' }] });
  expect(await compiledQueries()).toEqual(['SELECT the kept one']);

  await define('names', 'config { type: "view" }\nSELECT 2 AS a');
  expect(await compiledQueries()).toEqual(['SELECT 2 AS a']);
  expect(await keptGraphs()).toHaveLength(1);
  expect(await keptGraphs()).not.toEqual([first]);
});

test('a damaged kept graph is compiled afresh', async () => {
  await compiledQueries();
  const [kept] = await keptGraphs();
  await writeFile(join(cache, kept ?? ''), '{"tables": [');
  expect(await compiledQueries()).toEqual(['SELECT 1 AS a']);
});

test('reports every compilation error, with its file, and keeps nothing', async () => {
  await define('one', 'config { type: "view" }\nSELECT ${missing.thing}');
  await define('two', 'config { type: "view" }\nSELECT ${ref("nowhere")}');
  await expect(compileProject(project, cache)).rejects.toMatchObject({
    exitCode: 1,
    faults: expect.arrayContaining([
      {
        code: 'COMPILATION_ERROR',
        message: 'missing is not defined',
        location: { file: 'definitions/one.sqlx' },
      },
      {
        code: 'COMPILATION_ERROR',
        message: 'Could not resolve "nowhere"',
        location: { file: 'definitions/two.sqlx' },
      },
    ]) as unknown,
  });
  await expect(keptGraphs()).rejects.toThrow('ENOENT');
});

test.each([
  ['a comma too many', '{\n  "defaultDatabase": "acme",\n}', 'dataform.json', 2, 28],
  ['a quote too few', '{\n  "vars": {\n    "a: 1\n  }\n}', 'dataform.json', 3, 10],
  ['an end too early', '{', 'dataform.json', 1, 2],
])('dataform.json with %s is refused at its line and column', async (_, text, file, line, column) => {
  await writeFile(join(project, 'dataform.json'), text);
  await expect(compileProject(project, cache)).rejects.toMatchObject({
    exitCode: 1,
    faults: [{ code: 'BAD_JSON', location: { file, line, column } }],
  });
});

test('settings that Dataform refuses are a failure with its words', async () => {
  await writeFile(join(project, 'dataform.json'), '{"defaultDatabase": "acme", "colour": 3}');
  await expect(compileProject(project, cache)).rejects.toMatchObject({
    exitCode: 3,
    faults: [
      {
        code: 'COMPILE_FAILED',
        message: expect.stringContaining('Dataform json error: Unexpected property "colour"') as unknown,
      },
    ],
  });
});
