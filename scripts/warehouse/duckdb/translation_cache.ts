import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CompiledGraph } from '../../dataform/compiled_graph.ts';
import { PARAMETER_TYPES } from '../../dataform/parameters.ts';
import { contentDigest, keepRecords, readKeptRecords } from '../../kept_file.ts';
import type { TranslatedGraph } from './translation.ts';

const KEPT = /^duckdb-[0-9a-f]{64}\.json$/;
/** Of several checkouts' or tests' graphs the latest are kept. */
const MOST_KEPT = 8;

/** What a translation depends on beside the graph: this generator, and the analyser before it. */
const GENERATOR_SOURCES = ['.', '../../googlesql', '../../../package-lock.json'];

/** What this process has read or made: it opens several files of one project. */
const KNOWN = new WeakMap<CompiledGraph, Map<string, TranslatedGraph>>();

/**
 * The graph's translation, kept under the digest of all that it is made from, so that Google's analyser runs only when the
 * SQL, or the generator, has changed.
 */
export async function translationOf(
  graph: CompiledGraph,
  projectRoot: string,
  cacheDirectory: string,
  /** Called where there is none yet: it takes seconds. */
  onTranslate?: () => void,
): Promise<TranslatedGraph> {
  const known = KNOWN.get(graph) ?? new Map<string, TranslatedGraph>();
  KNOWN.set(graph, known);
  const places = JSON.stringify([projectRoot, cacheDirectory]);
  const translated =
    known.get(places) ?? (await keptTranslation(graph, projectRoot, cacheDirectory, onTranslate));
  known.set(places, translated);
  return translated;
}

async function keptTranslation(
  graph: CompiledGraph,
  projectRoot: string,
  cacheDirectory: string,
  onTranslate?: () => void,
): Promise<TranslatedGraph> {
  const path = join(cacheDirectory, `duckdb-${await digestOf(graph)}.json`);
  const kept = await readKeptRecords(path);
  if (kept !== undefined) return kept as unknown as TranslatedGraph;
  onTranslate?.();
  // The analyser's client and the generator take longer to load than a kept translation to run.
  const { translateGraph } = await import('./translate_graph.ts');
  const translated = await translateGraph(graph, projectRoot);
  await keepRecords(path, { actions: translated.actions, tests: translated.tests });
  await dropOldest(cacheDirectory);
  return translated;
}

async function digestOf(graph: CompiledGraph): Promise<string> {
  const digest = createHash('sha256');
  for (const source of await generatorFiles()) {
    const content = readFileSync(source);
    digest.update(`${source.length} ${content.length} `).update(content);
  }
  return digest.update(JSON.stringify([PARAMETER_TYPES, contentDigest(graph)])).digest('hex');
}

async function generatorFiles(): Promise<string[]> {
  const files = await Promise.all(
    GENERATOR_SOURCES.map(async (source) => {
      const path = fileURLToPath(new URL(source, import.meta.url));
      if ((await stat(path)).isFile()) return [path];
      const entries = await readdir(path, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    }),
  );
  return files.flat().sort();
}

async function dropOldest(cacheDirectory: string): Promise<void> {
  const names = (await readdir(cacheDirectory).catch(() => [])).filter((name) => KEPT.test(name));
  const aged = await Promise.all(
    names.map(async (name) => {
      const path = join(cacheDirectory, name);
      // Another process may have dropped it meanwhile.
      const written = await stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      );
      return { path, written };
    }),
  );
  const oldest = aged.sort((one, other) => other.written - one.written).slice(MOST_KEPT);
  await Promise.all(oldest.map(({ path }) => rm(path, { force: true }).catch(() => undefined)));
}
