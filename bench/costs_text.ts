import type { JsonDocument } from '../scripts/terminal/json_document.ts';
import type { Costs } from './costs.ts';

export function costsText({ seconds, cpuSeconds, peakBytes }: Costs): string {
  return `${seconds.toFixed(2)} s (CPU ${cpuSeconds.toFixed(2)} s, peak ${megabytes(peakBytes)})`;
}

export function spreadText(runs: readonly Costs[]): string {
  const seconds = runs.map((run) => run.seconds);
  return runs.length === 1
    ? 'one run'
    : `${Math.min(...seconds).toFixed(2)} – ${Math.max(...seconds).toFixed(2)}`;
}

export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

export function costsDocument({ seconds, cpuSeconds, peakBytes }: Costs): JsonDocument {
  return { seconds, cpu_seconds: cpuSeconds, peak_bytes: peakBytes };
}
