import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CompiledGraph } from '../../scripts/dataform/compiled_graph.ts';
import { compileWithDataform } from '../../scripts/dataform/dataform_compiler.ts';
import { PROJECT_ROOT } from '../../scripts/dataform/project.ts';

// Dataform's command line takes ten seconds for this project.
vi.setConfig({ testTimeout: 60_000 });

let project: string;

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'keyfast-compiler-'));
  await cp(join(PROJECT_ROOT, 'node_modules/@dataform/core'), join(project, 'node_modules/@dataform/core'), {
    recursive: true,
  });
  await write('package.json', '{"dependencies": {"@dataform/core": "3.0.62"}}');
  await write(
    'dataform.json',
    '{"defaultDatabase": "acme", "defaultSchema": "pay", "warehouse": "bigquery"}',
  );
  await write('definitions/names.sqlx', 'config { type: "view" }\nSELECT 1 AS a');
});

afterEach(async () => {
  await rm(project, { recursive: true });
});

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(project, file)), { recursive: true });
  await writeFile(join(project, file), text);
}

/** The graph as `dataform compile --json` prints it, behind what the project's code says. It exits 1 when there are compilation errors. */
function printedByDataform(root: string): string {
  const printed = outputOfDataform(root);
  return printed.slice(printed.indexOf('{')).trimEnd();
}

function outputOfDataform(root: string): string {
  const program = join(PROJECT_ROOT, 'node_modules/@dataform/cli/bundle.js');
  try {
    return execFileSync(process.execPath, [program, 'compile', '--json', root], {
      encoding: 'utf8',
      maxBuffer: 1024 ** 3,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

/** Where in Dataform's own files an error was thrown is not what it says of the project. */
function withoutStacks({ graphErrors, ...graph }: CompiledGraph): object {
  const errors = (graphErrors?.compilationErrors ?? []).map(({ fileName, message, ...error }) => ({
    ...error,
    message,
    stack: undefined,
    // The sandbox of Dataform's command line hides the file, and it names one that isn't there.
    fileName: message === 'Could not resolve "nowhere"' ? 'definitions/no_relation.sqlx' : fileName,
  }));
  return { ...graph, errors };
}

test('the graph of the project is, byte for byte, what dataform compile prints', () => {
  expect(JSON.stringify(compileWithDataform(PROJECT_ROOT), null, 4)).toBe(printedByDataform(PROJECT_ROOT));
});

test('of a project with faults the graph and every error, with file and action, are those of dataform compile', async () => {
  await write('definitions/no_variable.sqlx', 'config { type: "view" }\nSELECT ${missing.thing}');
  await write('definitions/no_relation.sqlx', 'config { type: "view" }\nSELECT ${ref("nowhere")}');
  await write('definitions/no_kind.sqlx', 'config { type: "viewy" }\nSELECT 1');
  await write('definitions/no_setting.sqlx', 'config { type: "view", colour: 1 }\nSELECT 1');
  await write('definitions/no_end.sqlx', 'config { type: "view" \nSELECT 1');
  await write('definitions/thrown.js', 'throw new Error("bang")');
  await write('definitions/no_module.js', 'require("nowhere/else")');
  await write(
    'definitions/twice.js',
    'operate("twice").queries("SELECT 1"); operate("twice").queries("SELECT 2")',
  );
  await write('definitions/deep/included.js', 'operate(rates.name).queries(require("./sql.js").sql)');
  await write('definitions/deep/sql.js', 'console.log("unheard"); module.exports = { sql: "SELECT 3" }');
  await write('includes/made.js', 'operate("made").queries("SELECT 4")');
  await write('includes/rates.js', 'module.exports = { name: require("includes/names.json").rate }');
  await write('includes/names.json', '{"rate": "rated"}');

  const graph = compileWithDataform(project);
  expect(graph.graphErrors?.compilationErrors?.map(({ fileName }) => fileName)).toContain(
    'definitions/no_module.js',
  );
  expect(graph.operations?.find(({ target }) => target.name === 'rated')?.queries).toEqual(['SELECT 3']);
  expect(withoutStacks(graph)).toEqual(
    withoutStacks(JSON.parse(printedByDataform(project)) as CompiledGraph),
  );
});

test('code of the project reaches no file outside it, and nothing of Node.js but its paths', async () => {
  await writeFile(join(project, '../outside.js'), 'module.exports = 1');
  await write('definitions/outside.js', 'require("./../../outside.js")');
  await write('definitions/system.js', 'require("node:fs")');
  await write('definitions/process.js', 'process.exit(1)');
  await write('definitions/joined.js', 'operate(require("path").join("a", "..", "b")).queries("SELECT 1")');

  const { graphErrors, operations } = compileWithDataform(project);
  expect(graphErrors?.compilationErrors?.map(({ fileName, message }) => [fileName, message])).toEqual([
    ['definitions/outside.js', "Cannot find module './../../outside.js'"],
    ['definitions/process.js', 'process is not defined'],
    ['definitions/system.js', "Cannot find module 'node:fs'"],
  ]);
  expect(operations?.map(({ target }) => target.name)).toEqual(['b']);
});

test('nothing of one compile is left to the next', async () => {
  await write(
    'includes/counted.js',
    'globalThis.count = (globalThis.count ?? 0) + 1; module.exports = { count }',
  );
  await write('definitions/count.js', 'operate(`counted_${counted.count}`).queries("SELECT 1")');
  for (const time of ['first', 'second']) {
    expect([time, compileWithDataform(project).operations?.map(({ target }) => target.name)]).toEqual([
      time,
      ['counted_1'],
    ]);
  }
});
