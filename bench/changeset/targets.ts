import { medianSeconds, peakBytes, ratio } from '../statistics.ts';
import { below, GIGABYTE, type Target } from '../target.ts';
import type { Findings } from './benchmark.ts';

const MILLION = 1_000_000;

export function targets({ imports, rollbacks, commandLine, growth }: Findings): Target[] {
  const { importSeconds, commitSeconds } = commandLine.times;
  const peakOf = (rowCount: number): number | undefined =>
    growth.find((line) => line.rowCount === rowCount)?.imported.peakBytes;
  const [peak, greaterPeak] = [peakOf(MILLION), peakOf(5 * MILLION)];
  return [
    below('import: times the floor', 1.5, ratio(imports)),
    below('import: times the floor, to go on to', 1.2, ratio(imports)),
    below('rollback, seconds', 1, medianSeconds(rollbacks.keyfast)),
    below('peak memory, GB', 1.2, peakBytes([...imports.keyfast, ...rollbacks.keyfast]) / GIGABYTE),
    ...(peak === undefined || greaterPeak === undefined
      ? []
      : [below('peak memory at 5M rows, times that at 1M', 1.2, greaterPeak / peak)]),
    below('10,000 rows by the command line, seconds', 2, importSeconds + commitSeconds),
  ];
}
