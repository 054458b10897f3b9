import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const CACHE_DIRECTORY = join(ROOT, '.keyfast');
const SOURCES = [join(ROOT, 'scripts'), join(ROOT, 'includes', 'src')];
const ENTRY = 'keyfast.js';
/** The digest of each file of a program, as JSON: one that was cut off or edited counts as none. */
const CONTENTS = 'contents.json';
const BUILT = /^program-[0-9a-f]{64}$/;
/** An earlier one may be running still, and yet to load a part of itself. */
const MOST_KEPT = 3;

/**
 * The command line as JavaScript, built when its sources have changed and kept: to translate some two hundred modules as they
 * are loaded takes longer than most commands. Undefined where nothing can be kept.
 */
export async function builtProgram() {
  const directory = join(CACHE_DIRECTORY, `program-${digestOfSources()}`);
  if (!isWhole(directory) && !(await build(directory))) return undefined;
  return pathToFileURL(join(directory, ENTRY)).href;
}

function sha256(content) {
  return createHash('sha256').update(content).digest('hex');
}

function digestOfSources() {
  const modules = SOURCES.flatMap((source) =>
    readdirSync(source, { recursive: true, withFileTypes: true })
      .filter(({ name }) => name.endsWith('.ts'))
      .map(({ parentPath, name }) => join(parentPath, name)),
  );
  // Where the modules stand is in what is built of them.
  const digest = createHash('sha256').update(JSON.stringify([ROOT, process.version]));
  for (const file of [...modules.sort(), fileURLToPath(import.meta.url), join(ROOT, 'package-lock.json')]) {
    const content = readFileSync(file);
    digest.update(`${relative(ROOT, file)}\0${content.length}\0`).update(content);
  }
  return digest.digest('hex');
}

function isWhole(directory) {
  try {
    const contents = Object.entries(JSON.parse(readFileSync(join(directory, CONTENTS), 'utf8')));
    return contents.every(([name, digest]) => sha256(readFileSync(join(directory, name))) === digest);
  } catch {
    return false;
  }
}

/** Writes the program whole or not at all, and says whether it could. */
async function build(directory) {
  const unfinished = `${directory}.${randomUUID()}`;
  try {
    const files = await modulesOfProgram(directory);
    mkdirSync(unfinished, { recursive: true });
    for (const [name, text] of files) writeFileSync(join(unfinished, name), text);
    const contents = Object.fromEntries(files.map(([name, text]) => [name, sha256(text)]));
    writeFileSync(join(unfinished, CONTENTS), JSON.stringify(contents));
    if (!isWhole(directory)) remove(directory);
    renameSync(unfinished, directory);
    dropOldest();
    return true;
  } catch {
    // Another process may have been quicker. Whatever else it is, a full disk or sources with a fault, tsx goes without.
    remove(unfinished);
    return isWhole(directory);
  }
}

function remove(path) {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // Where nothing can be written there is nothing to remove.
  }
}

/** What has files of its own beside its code, or is large and seldom loaded. */
const LEFT_OUT = [
  '@dataform/core',
  '@duckdb/node-bindings',
  '@google-cloud/bigquery',
  '@grpc/*',
  'esbuild',
  'gaxios',
  'protobufjs',
];

/** CommonJS packages ask for Node's own modules by it. */
const REQUIRE = `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`;

async function modulesOfProgram(outdir) {
  const { build: bundle } = await import('esbuild');
  const { outputFiles } = await bundle({
    entryPoints: [join(ROOT, 'scripts', 'keyfast.ts')],
    absWorkingDir: ROOT,
    outdir,
    bundle: true,
    // What a command loads only when it needs it stays a file of its own.
    splitting: true,
    // Finding and reading the hundreds of modules of its packages takes longer than most commands.
    external: LEFT_OUT,
    banner: { js: REQUIRE },
    platform: 'node',
    format: 'esm',
    target: 'node20',
    keepNames: true,
    write: false,
    logLevel: 'silent',
    plugins: [OWN_PLACE],
  });
  return outputFiles.map(({ path, text }) => [relative(outdir, path), text]);
}

/** A module finds files beside it by `import.meta.url`, wherever it is built into. */
const OWN_PLACE = {
  name: 'own-place',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(
        'import.meta.url',
        JSON.stringify(pathToFileURL(path).href),
      ),
      loader: 'ts',
    }));
  },
};

function dropOldest() {
  const built = readdirSync(CACHE_DIRECTORY).filter((name) => BUILT.test(name));
  const aged = built.map((name) => {
    const path = join(CACHE_DIRECTORY, name);
    return { path, written: statSync(path).mtimeMs };
  });
  const oldest = aged.sort((one, other) => other.written - one.written).slice(MOST_KEPT);
  for (const { path } of oldest) remove(path);
}
