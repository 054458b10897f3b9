import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { DataError, WarehouseError, type Fault } from '../errors.ts';
import { keep, readKept } from '../kept_file.ts';
import type { CompiledGraph } from './compiled_graph.ts';
import { jsonFault } from './json_fault.ts';
import { CACHE_DIRECTORY, PROJECT_ROOT } from './project.ts';

const CACHED_GRAPH = /^compiled-[0-9a-f]{64}\.json$/;

/**
 * The compiled graph of the project, as `dataform compile --json` gives it. It is kept by the digest of everything that
 * it is made from, because most commands take less time than a compile.
 *
 * @throws DataError with every compilation error of the project.
 */
export async function compileProject(
  root: string = PROJECT_ROOT,
  cacheDirectory: string = CACHE_DIRECTORY,
): Promise<CompiledGraph> {
  const digest = await digestOfInputs(root);
  const cached = join(cacheDirectory, `compiled-${digest}.json`);
  const kept = await readKept(cached);
  if (kept !== undefined) return kept as CompiledGraph;
  const graph = await compile(root);
  // A file that was saved meanwhile may be in the graph or not: such a graph is nobody's.
  if ((await digestOfInputs(root)) === digest) await keepAlone(cached, cacheDirectory, graph);
  return graph;
}

async function digestOfInputs(root: string): Promise<string> {
  const definitions = await readdir(join(root, 'definitions'), { recursive: true, withFileTypes: true });
  const includes = await readdir(join(root, 'includes'), { withFileTypes: true }).catch(() => []);
  const inputs = [
    ...definitions.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)),
    ...includes
      .filter((entry) => entry.name.endsWith('.js'))
      .map((entry) => join(entry.parentPath, entry.name)),
    join(root, 'dataform.json'),
    join(root, 'package.json'),
  ].sort();
  const digest = createHash('sha256');
  for (const input of inputs) {
    // One after the other without waiting takes a third of the time.
    const content = readFileSync(input);
    digest.update(`${relative(root, input)}\0${content.length}\0`).update(content);
  }
  return digest.digest('hex');
}

async function keepAlone(cached: string, cacheDirectory: string, graph: CompiledGraph): Promise<void> {
  const names = await readdir(cacheDirectory).catch(() => []);
  for (const name of names.filter((name) => CACHED_GRAPH.test(name))) {
    await rm(join(cacheDirectory, name), { force: true }).catch(() => undefined);
  }
  await keep(cached, graph);
}

async function compile(root: string): Promise<CompiledGraph> {
  const settings = await jsonFault(root, 'dataform.json');
  if (settings) throw new DataError([settings]);
  const graph = await compiledGraph(root);
  const [first, ...others] = distinct(
    (graph.graphErrors?.compilationErrors ?? []).map((error) => compilationFault(root, error)),
  );
  if (first) throw new DataError([first, ...others], 'npx dataform compile');
  return graph;
}

/** What an include throws comes back from each file that calls it, or more than once from one. */
function distinct(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()];
}

async function compiledGraph(root: string): Promise<CompiledGraph> {
  // A graph that is kept needs no compiler.
  const { compileWithDataform } = await import('./dataform_compiler.ts');
  try {
    return compileWithDataform(root);
  } catch (error) {
    // The compiler's errors are of another global scope, where no class is ours.
    const { message } = error as { readonly message?: unknown };
    throw new WarehouseError(
      { code: 'COMPILE_FAILED', message: `dataform compile gave no graph: ${String(message)}` },
      'npm ci',
      { cause: error },
    );
  }
}

function compilationFault(
  root: string,
  error: { readonly fileName?: string; readonly message?: string },
): Fault {
  const message = error.message ?? 'dataform compile reported an error without a message';
  // Errors that concern no single file (an unresolved `ref`) are reported under a file that doesn't exist.
  if (error.fileName === undefined || !existsSync(join(root, error.fileName))) {
    return { code: 'COMPILATION_ERROR', message };
  }
  return { code: 'COMPILATION_ERROR', message, location: { file: error.fileName } };
}
