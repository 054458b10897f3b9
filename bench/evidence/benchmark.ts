import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSyntheticWarehouse } from '../identity/synthetic_warehouse.ts';
import { leaveEvidence, runWithoutEvidence, scan, scanWithSha256, type Step } from './evidence_run.ts';

/** A reach that isn't met stays here, told as missed. */
export const LIMIT = 5;

/** What was done, and the time of all threads: what it costs, however busy the machine is. */
export interface Measured {
  readonly steps: readonly Step[];
  readonly cpuSeconds: number;
}

export interface Findings {
  readonly componentCount: number;
  /** Of a first run, where every row is digested. */
  readonly first: Measured;
  /** Of a run after it on the same sources, where the digests of what only grows are taken over. */
  readonly next: Measured;
  /** The middle of three. */
  readonly scan: Measured;
  /** Likewise, with one SHA-256 a row. */
  readonly scanWithSha256: Measured;
}

/** Measures in a temporary directory, which it removes. */
export async function benchmark(componentCount: number, onStart: (step: string) => void): Promise<Findings> {
  const directory = await mkdtemp(join(tmpdir(), 'keyfast-bench-'));
  const path = join(directory, 'evidence.duckdb');
  try {
    onStart(`writing ${componentCount} stage-3 rows`);
    await createSyntheticWarehouse(path, componentCount);
    const runs: Measured[] = [];
    for (const run of ['a first run', 'a run after it']) {
      onStart(run);
      await runWithoutEvidence(path);
      onStart(`${run}: controls and digests`);
      runs.push(await measured(() => leaveEvidence(path)));
    }
    onStart('one scan of the same tables');
    const scanned = await middleOfThree(() => scan(path));
    onStart('one scan with a SHA-256 a row');
    const hashed = await middleOfThree(() => scanWithSha256(path));
    const [first, next] = runs;
    if (!first || !next) throw new Error('Nothing was measured');
    return { componentCount, first, next, scan: scanned, scanWithSha256: hashed };
  } finally {
    await rm(directory, { recursive: true });
  }
}

const MICROSECONDS = 1e6;

async function measured(work: () => Promise<Step[]>): Promise<Measured> {
  const start = process.cpuUsage();
  const steps = await work();
  const { user, system } = process.cpuUsage(start);
  return { steps, cpuSeconds: (user + system) / MICROSECONDS };
}

async function middleOfThree(work: () => Promise<Step[]>): Promise<Measured> {
  const found: Measured[] = [];
  while (found.length < 3) found.push(await measured(work));
  const [, middle] = found.sort((one, other) => secondsOf(one.steps) - secondsOf(other.steps));
  if (!middle) throw new Error('Nothing was measured');
  return middle;
}

export function secondsOf(steps: readonly Step[]): number {
  return steps.reduce((total, { seconds }) => total + seconds, 0);
}

/** How many times as long as one scan of the same tables. */
export function ratioTo(scanned: Measured, evidence: Measured): number {
  return secondsOf(evidence.steps) / secondsOf(scanned.steps);
}

export function cpuRatioTo(scanned: Measured, evidence: Measured): number {
  return evidence.cpuSeconds / scanned.cpuSeconds;
}
