import type { Sides } from './comparison.ts';
import type { Costs } from './costs.ts';

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/** The greatest of several runs' peaks. */
export function peakBytes(runs: readonly Costs[]): number {
  return Math.max(...runs.map((run) => run.peakBytes));
}

export function medianSeconds(runs: readonly Costs[]): number {
  return median(runs.map(({ seconds }) => seconds));
}

export function medianCpuSeconds(runs: readonly Costs[]): number {
  return median(runs.map(({ cpuSeconds }) => cpuSeconds));
}

/** How many times as long as the floor the project takes. */
export function ratio({ keyfast, plain }: Sides<Costs>): number {
  return medianSeconds(keyfast) / medianSeconds(plain);
}

/** The same of processor time, which a busy machine disturbs less. */
export function cpuRatio({ keyfast, plain }: Sides<Costs>): number {
  return medianCpuSeconds(keyfast) / medianCpuSeconds(plain);
}
