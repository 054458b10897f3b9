import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSyntheticWarehouse } from '../identity/synthetic_warehouse.ts';
import { leaveEvidence, runWithoutEvidence, scan, type Step } from './evidence_run.ts';

/** A reach that isn't met stays here, told as missed. */
export const LIMIT = 5;

export interface Findings {
  readonly componentCount: number;
  /** Of a first run, where every row is digested. */
  readonly first: readonly Step[];
  /** Of a run after it on the same sources, where the digests of what only grows are taken over. */
  readonly next: readonly Step[];
  /** The middle of three. */
  readonly scan: readonly Step[];
}

/** Measures in a temporary directory, which it removes. */
export async function benchmark(componentCount: number, onStart: (step: string) => void): Promise<Findings> {
  const directory = await mkdtemp(join(tmpdir(), 'keyfast-bench-'));
  const path = join(directory, 'evidence.duckdb');
  try {
    onStart(`writing ${componentCount} stage-3 rows`);
    await createSyntheticWarehouse(path, componentCount);
    const runs: Step[][] = [];
    for (const run of ['a first run', 'a run after it']) {
      onStart(run);
      await runWithoutEvidence(path);
      onStart(`${run}: controls and digests`);
      runs.push(await leaveEvidence(path));
    }
    onStart('one scan of the same tables');
    const scans = [await scan(path), await scan(path), await scan(path)];
    const [, middle = []] = scans.sort((one, other) => secondsOf(one) - secondsOf(other));
    const [first = [], next = []] = runs;
    return { componentCount, first, next, scan: middle };
  } finally {
    await rm(directory, { recursive: true });
  }
}

export function secondsOf(steps: readonly Step[]): number {
  return steps.reduce((total, { seconds }) => total + seconds, 0);
}

/** How many times as long as one scan of the same tables. */
export function ratioTo(scanned: readonly Step[], evidence: readonly Step[]): number {
  return secondsOf(evidence) / secondsOf(scanned);
}
