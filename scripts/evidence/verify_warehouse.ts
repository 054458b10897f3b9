import { KeyfastError } from '../errors.ts';
import type { RunProcedure } from '../report/evidence.ts';
import { chainAgainstAnchors, lastAgainstAnchors, type Anchors } from './anchor.ts';
import { fault, note, type Finding } from './finding.ts';
import type { Manifest } from './manifest.ts';
import { recordedRuns, type RecordedRun } from './recorded_runs.ts';
import {
  verifyClock,
  verifyEvents,
  verifyLinks,
  verifyRecord,
  verifySignOffs,
  verifyWritten,
} from './verify_chain.ts';
import { verifyTables } from './verify_tables.ts';

export interface VerifiedWarehouse {
  /** The manifest that the tables were compared with; undefined when there is none. */
  readonly manifest: Manifest | undefined;
  /** How many manifests are in the chain. */
  readonly linkCount: number;
  readonly findings: readonly Finding[];
}

/**
 * Checks a warehouse: the chain of manifests and the audit chain link by link, decisions, the clock, and the rows of every
 * table against the manifests: that of a report, and the chain's.
 */
export async function verifyWarehouse(
  run: RunProcedure,
  report: Manifest | undefined,
  anchors: Anchors | undefined,
): Promise<VerifiedWarehouse> {
  const runs = recordedRuns((await run('list_digested_runs', {})).rows);
  const links = (await run('list_manifests', { run_id: null })).rows;
  const { manifests, findings } = verifyLinks(links, runs);
  const manifest = report ?? manifests.at(-1);
  const all: Finding[] = [
    ...findings,
    ...(anchors === undefined ? [] : chainAgainstAnchors(manifests, anchors)),
    // That of a report is asked for by itself.
    ...(anchors === undefined || report !== undefined ? [] : lastAgainstAnchors(manifests, anchors)),
    ...(report === undefined ? [] : placeInChain(report, manifests)),
    ...verifyWritten((await run('list_written_reports', {})).rows, links),
    ...verifyEvents((await run('verify_events', { tenant_id: null })).rows),
    ...verifySignOffs((await run('list_sign_offs', { run_id: null })).rows),
    ...verifyClock((await run('list_clock_faults', {})).rows),
  ];
  if (manifest === undefined) return { manifest, linkCount: manifests.length, findings: all };
  all.push(...unboundRun(manifests, runs));
  // Nothing of another warehouse can be as this report has it.
  if (report !== undefined && isOfAnother(report, manifests, runs)) {
    const message = `this warehouse has neither the run ${report.run_id} nor the manifest before it: is it the one that the report was made of? Its tables weren’t compared`;
    all.push(fault('ANOTHER_WAREHOUSE', message));
  } else {
    all.push(...(await rowFindings(run, manifest, manifests, runs)));
  }
  return { manifest, linkCount: manifests.length, findings: all };
}

function isOfAnother(report: Manifest, chain: readonly Manifest[], runs: readonly RecordedRun[]): boolean {
  return (
    runs.every(({ runId }) => runId !== report.run_id) &&
    chain.every(({ digest }) => digest !== report.digest && digest !== report.previous_digest)
  );
}

/** A table that lost a column, or is gone, can't be read: that is found, and no failure of the warehouse. */
async function rowFindings(
  run: RunProcedure,
  manifest: Manifest,
  chain: readonly Manifest[],
  runs: readonly RecordedRun[],
): Promise<Finding[]> {
  try {
    return [...(await verifyRecord(run, manifest)), ...(await verifyTables(run, manifest, chain, runs))];
  } catch (error) {
    if (!(error instanceof KeyfastError)) throw error;
    return error.faults.map(({ message }) =>
      fault('TABLE_UNREADABLE', `the tables can’t be compared with what was recorded of them: ${message}`),
    );
  }
}

/** What a run recorded that no manifest binds, whoever can write to the warehouse can record otherwise. */
function unboundRun(manifests: readonly Manifest[], runs: readonly RecordedRun[]): Finding[] {
  const newest = runs.at(-1);
  if (newest === undefined || manifests.some(({ run_id }) => run_id === newest.runId)) return [];
  const message = `the run ${newest.runId} has no report: what was recorded since the last report isn’t bound yet; make the report`;
  return [note('UNBOUND_RUN', message)];
}

function placeInChain(report: Manifest, manifests: readonly Manifest[]): Finding[] {
  const { sequence, digest, run_id } = report;
  const own = manifests.find((candidate) => candidate.digest === digest);
  if (own !== undefined) {
    const last = manifests.at(-1)?.sequence ?? sequence;
    return last > sequence
      ? [note('SUPERSEDED', `this is report ${sequence}; the warehouse has later ones, up to ${last}`)]
      : [];
  }
  const other = manifests.find((candidate) => candidate.sequence === sequence);
  const has =
    other === undefined
      ? `its chain has ${manifests.length} and not this one`
      : `its manifest ${sequence} is ${other.digest}, of the run ${other.run_id}`;
  return [
    fault(
      'NOT_IN_CHAIN',
      `manifest ${sequence} of the run ${run_id}, ${digest}, isn’t in the warehouse: ${has}`,
      { table: 'run_manifests' },
    ),
  ];
}
