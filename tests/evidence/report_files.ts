import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { manifestText, NO_MANIFEST, sealed, sha256, type Manifest } from '../../scripts/evidence/manifest.ts';

export const RUN = '6f1b1c0e-0000-4000-8000-000000000001';

const REPORT = `{"run":{"run_id":"${RUN}","started_at":"2026-01-31T06:00:00.000000Z"}}`;
const PAGE = `<!doctype html><script type="application/json" id="report-document">${REPORT}</script>`;

/** A report by hand: a page, its document and a table. */
export const FILES: Readonly<Record<string, string>> = {
  'report.html': PAGE,
  'report.json': REPORT,
  'controls.csv': 'control_id,status\n7,PASS\n',
  'failures.csv': 'control_id,failing_key\n',
  'changesets.csv': 'changeset_id\n',
  'identities.csv': 'tenant_id,kind\n',
  'money.csv': 'tenant_id,period_label\n',
};

export function manifestOf(over: Partial<Omit<Manifest, 'digest'>> = {}): Manifest {
  return sealed({
    schema: 'keyfast-manifest/v1',
    run_id: RUN,
    sequence: 2,
    created_at: '2026-01-31T06:00:00.000000Z',
    keep_until: '2033-01-31',
    git_commit: null,
    graph_digest: null,
    parameters: null,
    engine: 'duckdb',
    engine_version: null,
    actor: 'dana',
    inputs: { snapshots: { rows: 0, root: 'c'.repeat(64), buckets: {} } },
    outputs: { identity_ledger: { rows: 1, root: 'a'.repeat(64), buckets: { '0f': 'b'.repeat(64) } } },
    marks: { '*': { locked_at: '2026-01-31T06:00:00.000000Z', event_sequence: 0, event_hash: NO_MANIFEST } },
    files: Object.fromEntries(
      Object.entries(FILES).map(([name, text]) => [
        name,
        { bytes: Buffer.byteLength(text), sha256: sha256(text) },
      ]),
    ),
    previous_digest: NO_MANIFEST,
    ...over,
  });
}

/** Writes the report as `keyfast report` lays it out, and gives its directory. */
export async function writtenReport(parent: string, manifest = manifestOf()): Promise<string> {
  const directory = join(parent, RUN);
  await mkdir(directory, { recursive: true });
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(directory, name), text);
  await writeFile(join(directory, 'manifest.json'), `${manifestText(manifest)}\n`);
  return directory;
}
