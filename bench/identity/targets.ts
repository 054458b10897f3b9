import type { Comparison, Findings } from './benchmark.ts';
import { median, peakBytes } from './statistics.ts';

const GIGABYTE = 1e9;

export interface Target {
  readonly target: string;
  readonly limit: number;
  readonly measured: number;
  readonly isMet: boolean;
}

/** How many times as long as the floor the project takes. */
export function ratio({ keyfast, plain }: Comparison): number {
  return median(keyfast.map(({ seconds }) => seconds)) / median(plain.map(({ seconds }) => seconds));
}

/** The same of processor time, which a busy machine disturbs less. */
export function cpuRatio({ keyfast, plain }: Comparison): number {
  return (
    median(keyfast.map(({ cpuSeconds }) => cpuSeconds)) / median(plain.map(({ cpuSeconds }) => cpuSeconds))
  );
}

/** What the project promises of its speed, and whether it keeps it. */
export function targets({ comparisons, controls }: Findings): Target[] {
  const ratios = comparisons.map((comparison) =>
    below(`${comparison.work}: times the floor`, comparison.work === 'run' ? 2 : 1.5, ratio(comparison)),
  );
  const measurements = comparisons.flatMap(({ keyfast }) => keyfast);
  const peak = peakBytes(controls === undefined ? measurements : [...measurements, controls]);
  return [...ratios, below('peak memory, GB', 2, peak / GIGABYTE)];
}

function below(target: string, limit: number, measured: number): Target {
  return { target, limit, measured, isMet: measured < limit };
}
