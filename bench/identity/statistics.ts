import type { Measurement } from './measurement.ts';

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/** The greatest of several runs' peaks. */
export function peakBytes(measurements: readonly Measurement[]): number {
  return Math.max(...measurements.map((measurement) => measurement.peakBytes));
}
