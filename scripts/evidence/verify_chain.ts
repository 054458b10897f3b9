import { createHash } from 'node:crypto';
import type { RunProcedure } from '../report/evidence.ts';
import { countOf, textOf, textOrNull } from '../report/row_values.ts';
import type { Row } from '../warehouse/values.ts';
import { fault, type Finding } from './finding.ts';
import { digestsByTable, marksIn } from './digest_rows.ts';
import { NO_MANIFEST, tablesOf, type Manifest } from './manifest.ts';
import { readManifest } from './read_manifest.ts';
import type { RecordedRun } from './recorded_runs.ts';
import { canonicalJson, type JsonValue } from './canonical_json.ts';

const TABLE = 'run_manifests';

export interface VerifiedChain {
  /** The manifests that can be read, in their order. */
  readonly manifests: readonly Manifest[];
  readonly findings: readonly Finding[];
}

/** The chain of manifests of a warehouse, link by link: each its own digest, each the digest of the one before it. */
export function verifyLinks(rows: readonly Row[], runs: readonly RecordedRun[]): VerifiedChain {
  const manifests: Manifest[] = [];
  const findings: Finding[] = [];
  let before: { readonly digest: string; readonly createdAt: string } | undefined;
  for (const [index, row] of rows.entries()) {
    const place = `manifest ${countOf(row, 'sequence')}, of the run ${textOf(row, 'run_id')}`;
    const say = (code: string, message: string): void => {
      findings.push(fault(code, `${place}: ${message}`, { table: TABLE, rows: [] }));
    };
    const { manifest, findings: own } = readManifest(textOf(row, 'manifest'), TABLE);
    for (const { code, message } of own) say(code, message);
    if (countOf(row, 'sequence') !== index + 1)
      say('LINK_MISSING', `it is link ${index + 1} of the chain: one is missing, repeated or moved`);
    if (textOf(row, 'previous_digest') !== (before?.digest ?? NO_MANIFEST))
      say('LINK_BROKEN', 'it doesn’t follow the manifest before it');
    if (before && textOf(row, 'created_at') <= before.createdAt)
      say('CLOCK_SET_BACK', 'it was made before the one before it');
    if (manifest) {
      manifests.push(manifest);
      if (!agrees(manifest, row)) say('LINK_CHANGED', 'the row says otherwise than the manifest in it');
      const run = runs.find(({ runId }) => runId === manifest.run_id);
      if (run === undefined) say('UNKNOWN_RUN', 'there is no such run');
      else if (run.startedAt !== manifest.created_at)
        say(
          'RUN_CHANGED',
          `the run began at ${manifest.created_at}, and the warehouse says at ${run.startedAt}`,
        );
      else compareRoots(run, manifest, say);
    }
    before = { digest: textOf(row, 'digest'), createdAt: textOf(row, 'created_at') };
  }
  return { manifests, findings };
}

function agrees(manifest: Manifest, row: Row): boolean {
  return (
    manifest.run_id === row.run_id &&
    manifest.sequence === countOf(row, 'sequence') &&
    manifest.digest === row.digest &&
    manifest.previous_digest === row.previous_digest &&
    manifest.actor === row.prepared_by
  );
}

/** The digests that the warehouse recorded of the run are what the manifest took from them. */
function compareRoots(
  run: RecordedRun,
  manifest: Manifest,
  say: (code: string, message: string) => void,
): void {
  const changed = Object.entries(tablesOf(manifest)).filter(
    ([table, { root }]) => run.roots.get(table) !== root,
  );
  for (const [table] of changed)
    say('RECORD_CHANGED', `table_digests has another digest of ${table}, or none`);
}

/** Rows of list_written_reports beside those of list_manifests: the audit chain knows of each manifest, and of no other. */
export function verifyWritten(written: readonly Row[], links: readonly Row[]): Finding[] {
  const about = { table: TABLE };
  const ofLink = (link: Row): string =>
    `"sequence":${countOf(link, 'sequence')},"manifest_digest":"${textOf(link, 'digest')}"`;
  const isOf = (event: Row, link: Row): boolean =>
    event.run_id === link.run_id && textOf(event, 'event_details').includes(ofLink(link));
  const missing = written
    .filter((event) => !links.some((link) => isOf(event, link)))
    .map((event) => {
      const message = `the report of the run ${textOf(event, 'run_id')} was written, says event ${countOf(event, 'event_sequence')} of *, and its manifest isn’t there as it was`;
      return fault('MANIFEST_MISSING', message, about);
    });
  const unknown = links
    .filter((link) => !written.some((event) => isOf(event, link)))
    .map((link) => {
      const message = `manifest ${countOf(link, 'sequence')}, of the run ${textOf(link, 'run_id')}: the audit chain knows nothing of it`;
      return fault('MANIFEST_ADDED', message, about);
    });
  return [...missing, ...unknown];
}

/** What the warehouse recorded of a manifest's run, in full, beside the manifest. */
export async function verifyRecord(run: RunProcedure, manifest: Manifest): Promise<Finding[]> {
  const ofRun = { run_id: manifest.run_id };
  const findings: Finding[] = [];
  const recorded = digestsByTable((await run('list_table_digests', { ...ofRun, table_name: null })).rows);
  for (const [table, due] of Object.entries(tablesOf(manifest))) {
    if (isSame(recorded[table], due)) continue;
    const message = `what table_digests has of ${table} in the run ${manifest.run_id} is not what the manifest bound`;
    findings.push(fault('RECORD_CHANGED', message, { table: 'table_digests' }));
  }
  if (!isSame(marksIn((await run('list_run_marks', ofRun)).rows), manifest.marks)) {
    const message = `what run_marks has of the run ${manifest.run_id} is not what the manifest bound`;
    findings.push(fault('RECORD_CHANGED', message, { table: 'run_marks' }));
  }
  return findings;
}

function isSame(one: unknown, other: unknown): boolean {
  return one !== undefined && canonicalJson(one as JsonValue) === canonicalJson(other as JsonValue);
}

/** Rows of list_sign_offs: each decision with its event and each event with its decision, by somebody who didn't run what was decided about. */
export function verifySignOffs(rows: readonly Row[]): Finding[] {
  return rows.flatMap((row) => {
    if (row.run_id === null) return [missingDecision(row)];
    const place = `the decision of ${textOf(row, 'reviewer')} about the run ${textOf(row, 'run_id')}`;
    const about = { table: 'sign_offs' };
    const findings: Finding[] = [];
    const sameDecision = rows.filter(
      ({ run_id, reviewer }) => run_id === row.run_id && reviewer === row.reviewer,
    );
    if (sameDecision.length > 1) {
      findings.push(fault('SIGN_OFF_CHANGED', `${place} stands there ${sameDecision.length} times`, about));
    }
    const event = textOrNull(row, 'event_details');
    const noteDigest = createHash('sha256').update(textOf(row, 'note')).digest('hex');
    const due = [textOf(row, 'decision'), textOf(row, 'manifest_digest'), noteDigest];
    if (event === null || !due.every((value) => event.includes(`"${value}"`))) {
      findings.push(fault('SIGN_OFF_CHANGED', `${place} is not what the audit chain says of it`, about));
    }
    if (row.manifest_digest !== row.current_digest) {
      findings.push(fault('SIGN_OFF_STALE', `${place} is about another manifest than the run has`, about));
    }
    if (row.is_own_work === true) {
      findings.push(fault('OWN_WORK', `${place} is by who ran it, or was signed by them`, about));
    }
    return findings;
  });
}

function missingDecision(event: Row): Finding {
  const message = `${textOf(event, 'event_actor')} decided about the run ${textOf(event, 'event_subject')}, says event ${countOf(event, 'event_sequence')} of *, and the decision isn’t there as it was`;
  return fault('SIGN_OFF_MISSING', message, { table: 'sign_offs' });
}

/** Rows of verify_events: the audit chain of each tenant, link by link. */
export function verifyEvents(rows: readonly Row[]): Finding[] {
  return rows.flatMap((row) => {
    if (row.first_broken_link === null) return [];
    const message = `the audit chain of ${textOf(row, 'tenant_id')} is broken at event ${countOf(row, 'first_broken_link')}: ${textOf(row, 'issue_description')}`;
    return [fault('EVENTS_BROKEN', message, { table: 'audit_events' })];
  });
}

/** Rows of list_clock_faults. */
export function verifyClock(rows: readonly Row[]): Finding[] {
  return rows.map((row) =>
    fault(
      'CLOCK_SET_BACK',
      `in the run ${textOf(row, 'run_id')}, which began at ${textOf(row, 'started_at')}, the clock said ${textOf(row, 'clock_at')} after a later time: it was set back, or the time of a lock forward`,
      { table: 'control_results' },
    ),
  );
}
