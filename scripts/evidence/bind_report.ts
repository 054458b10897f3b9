import { digestedTables, type DigestedTable } from '../../includes/src/digested_tables.ts';
import { DataError, KeyfastError } from '../errors.ts';
import type { RunProcedure } from '../report/evidence.ts';
import { countOrNull, textOf, textOrNull } from '../report/row_values.ts';
import type { Row } from '../warehouse/values.ts';
import type { JsonValue } from './canonical_json.ts';
import {
  MANIFEST_SCHEMA,
  manifestText,
  NO_MANIFEST,
  sealed,
  sha256,
  type Manifest,
  type TablesDigests,
} from './manifest.ts';
import { digestsByTable, marksIn } from './digest_rows.ts';

export const MANIFEST_FILE = 'manifest.json';

/** Others may add to the chain meanwhile; each of them once a report. */
const ATTEMPTS = 5;

/** A report about to be written: the run that it is of, and the text of each file by its name. */
export interface UnboundReport {
  readonly runId: string;
  readonly files: Readonly<Record<string, string>>;
  readonly actor: string;
}

/**
 * The manifest that binds a report, as it stands in the chain: made and added when the run has none, else the one that it has.
 * `manifest.json` is its `manifestText` and a line feed.
 *
 * @throws DataError REPORT_DIFFERS when the run's manifest binds other bytes.
 */
export async function bindReport(run: RunProcedure, report: UnboundReport): Promise<Manifest> {
  const files = fileDigests(report.files);
  for (let attempt = 1; ; attempt += 1) {
    const held = await manifestOfRun(run, report.runId);
    if (held !== undefined) return boundAlready(held, files);
    try {
      return await addManifest(run, report, files);
    } catch (error) {
      const isRace = error instanceof KeyfastError && error.faults[0].code === 'STALE_CHAIN';
      if (!isRace || attempt === ATTEMPTS) throw error;
    }
  }
}

/** The manifest of a run as the chain has it, undefined when it has none. */
export async function manifestOfRun(run: RunProcedure, runId: string): Promise<Manifest | undefined> {
  const [link] = (await run('list_manifests', { run_id: runId })).rows;
  return link === undefined ? undefined : (JSON.parse(textOf(link, 'manifest')) as Manifest);
}

function fileDigests(files: UnboundReport['files']): Manifest['files'] {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [
      name,
      { bytes: Buffer.byteLength(text), sha256: sha256(text) },
    ]),
  );
}

function boundAlready(manifest: Manifest, files: Manifest['files']): Manifest {
  const names = new Set([...Object.keys(manifest.files), ...Object.keys(files)]);
  const [first, ...others] = [...names]
    .filter((name) => manifest.files[name]?.sha256 !== files[name]?.sha256)
    .sort()
    .map((name) => ({
      code: 'REPORT_DIFFERS',
      message: `${name} isn't what the manifest of the run ${manifest.run_id} binds: the run's record was changed, or another version of the project wrote it`,
    }));
  if (first === undefined) return manifest;
  throw new DataError([first, ...others], 'keyfast verify');
}

async function addManifest(
  run: RunProcedure,
  { runId, actor }: UnboundReport,
  files: Manifest['files'],
): Promise<Manifest> {
  const ofRun = { run_id: runId };
  for (const table of digestedTables) {
    if (table.recorded === 'manifest') await run(`digest_${table.name}`, ofRun);
  }
  const [facts = {}] = (await run('manifest_facts', ofRun)).rows;
  const digests = (await run('list_table_digests', { ...ofRun, table_name: null })).rows;
  const manifest = sealed({
    schema: MANIFEST_SCHEMA,
    run_id: runId,
    sequence: (countOrNull(facts, 'head_sequence') ?? 0) + 1,
    created_at: textOf(facts, 'started_at'),
    keep_until: textOf(facts, 'keep_until'),
    git_commit: textOrNull(facts, 'git_commit'),
    graph_digest: textOrNull(facts, 'graph_digest'),
    parameters: JSON.parse(textOrNull(facts, 'parameters') ?? 'null') as JsonValue,
    engine: textOrNull(facts, 'engine'),
    engine_version: textOrNull(facts, 'engine_version'),
    actor: textOf(facts, 'actor'),
    inputs: recordedDigests(digests, 'input'),
    outputs: recordedDigests(digests, 'output'),
    marks: marksIn((await run('list_run_marks', ofRun)).rows),
    files,
    previous_digest: textOrNull(facts, 'head_digest') ?? NO_MANIFEST,
  });
  await run('write_manifest', {
    ...ofRun,
    sequence: BigInt(manifest.sequence),
    digest: manifest.digest,
    previous_digest: manifest.previous_digest,
    manifest: manifestText(manifest),
    prepared_by: manifest.actor,
    actor,
  });
  return manifest;
}

function recordedDigests(rows: readonly Row[], role: DigestedTable['role']): TablesDigests {
  const names = digestedTables.filter((table) => table.role === role).map(({ name }) => name);
  return digestsByTable(rows.filter((row) => names.includes(textOf(row, 'table_name'))));
}
