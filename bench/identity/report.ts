import type { JsonDocument } from '../../scripts/terminal/json_document.ts';
import type { Report } from '../../scripts/terminal/report.ts';
import type { Style } from '../../scripts/terminal/style.ts';
import { tableText } from '../../scripts/terminal/table.ts';
import type { Comparison, Findings } from './benchmark.ts';
import type { Measurement } from './measurement.ts';
import { median, peakBytes } from './statistics.ts';
import { COMPONENTS_PER_LINE, TENANTS } from './synthetic_warehouse.ts';
import { cpuRatio, ratio, targets, type Target } from './targets.ts';

/** A line of the table: one side's runs of one kind of work. */
interface Line {
  readonly work: string;
  readonly side: string;
  readonly componentCount: number;
  readonly runs: readonly Measurement[];
  readonly ratio?: number;
  readonly cpuRatio?: number;
}

export function benchmarkReport(findings: Findings): Report {
  const lines = findings.comparisons.flatMap(linesOf);
  const reached = targets(findings);
  return {
    document: {
      tenant_count: TENANTS.length,
      measurements: lines.map(lineDocument),
      controls: findings.controls === undefined ? null : costsDocument(findings.controls),
      cold_start: costsDocument(findings.coldStart),
      warm_start: costsDocument(findings.warmStart),
      targets: reached.map(({ target, limit, measured, isMet }) => ({
        target,
        limit,
        measured,
        is_met: isMet,
      })),
    },
    text: (style) =>
      [
        `${style.bold('Identity and traceability')}: ${TENANTS.length} tenants, 12 months; plain is the same work as DuckDB SQL by hand\n`,
        linesText(lines, style),
        asideText(findings),
        `${style.bold('Targets')}\n`,
        targetsText(reached, style),
      ].join('\n'),
  };
}

function linesOf(comparison: Comparison): Line[] {
  const { work, componentCount, keyfast, plain } = comparison;
  return [
    {
      work,
      side: 'keyfast',
      componentCount,
      runs: keyfast,
      ratio: ratio(comparison),
      cpuRatio: cpuRatio(comparison),
    },
    { work, side: 'plain', componentCount, runs: plain },
  ];
}

function secondsOf(line: Line): number {
  return median(line.runs.map(({ seconds }) => seconds));
}

function linesText(lines: readonly Line[], style: Style): string {
  return tableText(
    lines,
    [
      { heading: 'work', cell: (line) => line.work },
      { heading: 'side', cell: (line) => line.side },
      { heading: 'stage-3 rows', cell: (line) => BigInt(line.componentCount) },
      { heading: 'rows/s', cell: (line) => BigInt(Math.round(line.componentCount / secondsOf(line))) },
      { heading: 'seconds', cell: (line) => secondsOf(line).toFixed(2) },
      { heading: 'from – to', cell: (line) => spreadText(line.runs) },
      {
        heading: 'CPU seconds',
        cell: (line) => median(line.runs.map(({ cpuSeconds }) => cpuSeconds)).toFixed(2),
      },
      { heading: 'peak memory', cell: (line) => megabytes(peakBytes(line.runs)) },
      { heading: 'ratio', cell: (line) => line.ratio?.toFixed(2) ?? null },
      { heading: 'CPU ratio', cell: (line) => line.cpuRatio?.toFixed(2) ?? null },
    ],
    style,
  );
}

function spreadText(runs: readonly Measurement[]): string {
  const seconds = runs.map((run) => run.seconds);
  return runs.length === 1
    ? 'one run'
    : `${Math.min(...seconds).toFixed(2)} – ${Math.max(...seconds).toFixed(2)}`;
}

function asideText({ controls, coldStart, warmStart }: Findings): string {
  const apart = controls && `Controls, after a run, apart: ${costsText(controls)}\n`;
  return `${apart ?? ''}Start, with nothing kept from before: ${costsText(coldStart)}; afterwards: ${costsText(warmStart)}\n`;
}

export function costsText({ seconds, cpuSeconds, peakBytes }: Measurement): string {
  return `${seconds.toFixed(2)} s (CPU ${cpuSeconds.toFixed(2)} s, peak ${megabytes(peakBytes)})`;
}

function targetsText(reached: readonly Target[], style: Style): string {
  return tableText(
    reached,
    [
      { heading: 'target', cell: ({ target }) => target },
      { heading: 'under', cell: ({ limit }) => limit },
      { heading: 'measured', cell: ({ measured }) => measured.toFixed(2) },
      {
        heading: '',
        cell: ({ isMet }) => (isMet ? 'met' : 'missed'),
        paint: (text, { green, red }) => (text === 'met' ? green(text) : red(text)),
      },
    ],
    style,
  );
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

function lineDocument(line: Line): JsonDocument {
  return {
    work: line.work,
    side: line.side,
    stage3_row_count: line.componentCount,
    stage1_row_count: line.componentCount / COMPONENTS_PER_LINE,
    rows_per_second: line.componentCount / secondsOf(line),
    seconds: secondsOf(line),
    runs: line.runs.map(costsDocument),
    ratio: line.ratio ?? null,
    cpu_ratio: line.cpuRatio ?? null,
  };
}

function costsDocument({ seconds, cpuSeconds, peakBytes }: Measurement): JsonDocument {
  return { seconds, cpu_seconds: cpuSeconds, peak_bytes: peakBytes };
}
