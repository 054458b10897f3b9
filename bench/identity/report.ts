import type { JsonDocument } from '../../scripts/terminal/json_document.ts';
import type { Report } from '../../scripts/terminal/report.ts';
import type { Style } from '../../scripts/terminal/style.ts';
import { tableText } from '../../scripts/terminal/table.ts';
import type { Costs } from '../costs.ts';
import { costsDocument, costsText, megabytes, spreadText } from '../costs_text.ts';
import { cpuRatio, medianCpuSeconds, medianSeconds, peakBytes, ratio } from '../statistics.ts';
import { targetDocument, targetsText } from '../target.ts';
import type { Comparison, Findings } from './benchmark.ts';
import { COMPONENTS_PER_LINE, TENANTS } from './synthetic_warehouse.ts';
import { targets } from './targets.ts';

/** A line of the table: one side's runs of one kind of work. */
interface Line {
  readonly work: string;
  readonly side: string;
  readonly componentCount: number;
  readonly runs: readonly Costs[];
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
      targets: reached.map(targetDocument),
    },
    text: (style) =>
      [
        `${style.bold('Identity and traceability')}: ${TENANTS.length} tenants, 12 months; plain is the same work as DuckDB SQL by hand\n`,
        linesText(lines, style),
        asideText(findings),
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

function linesText(lines: readonly Line[], style: Style): string {
  return tableText(
    lines,
    [
      { heading: 'work', cell: (line) => line.work },
      { heading: 'side', cell: (line) => line.side },
      { heading: 'stage-3 rows', cell: (line) => BigInt(line.componentCount) },
      {
        heading: 'rows/s',
        cell: (line) => BigInt(Math.round(line.componentCount / medianSeconds(line.runs))),
      },
      { heading: 'seconds', cell: (line) => medianSeconds(line.runs).toFixed(2) },
      { heading: 'from – to', cell: (line) => spreadText(line.runs) },
      {
        heading: 'CPU seconds',
        cell: (line) => medianCpuSeconds(line.runs).toFixed(2),
      },
      { heading: 'peak memory', cell: (line) => megabytes(peakBytes(line.runs)) },
      { heading: 'ratio', cell: (line) => line.ratio?.toFixed(2) ?? null },
      { heading: 'CPU ratio', cell: (line) => line.cpuRatio?.toFixed(2) ?? null },
    ],
    style,
  );
}

function asideText({ controls, coldStart, warmStart }: Findings): string {
  const apart = controls && `Controls, after a run, apart: ${costsText(controls)}\n`;
  return `${apart ?? ''}Start, with nothing kept from before: ${costsText(coldStart)}; afterwards: ${costsText(warmStart)}\n`;
}

function lineDocument(line: Line): JsonDocument {
  return {
    work: line.work,
    side: line.side,
    stage3_row_count: line.componentCount,
    stage1_row_count: line.componentCount / COMPONENTS_PER_LINE,
    rows_per_second: line.componentCount / medianSeconds(line.runs),
    seconds: medianSeconds(line.runs),
    runs: line.runs.map(costsDocument),
    ratio: line.ratio ?? null,
    cpu_ratio: line.cpuRatio ?? null,
  };
}
