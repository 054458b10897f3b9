import { peakBytes, ratio } from '../statistics.ts';
import { below, GIGABYTE, type Target } from '../target.ts';
import type { Findings } from './benchmark.ts';

export function targets({ comparisons, controls }: Findings): Target[] {
  const ratios = comparisons.map((comparison) =>
    below(`${comparison.work}: times the floor`, comparison.work === 'run' ? 2 : 1.5, ratio(comparison)),
  );
  const measurements = comparisons.flatMap(({ keyfast }) => keyfast);
  const peak = peakBytes(controls === undefined ? measurements : [...measurements, controls]);
  return [...ratios, below('peak memory, GB', 2, peak / GIGABYTE)];
}
