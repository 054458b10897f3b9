import type { Costs } from '../costs.ts';
import { costsDocument, costsText, megabytes, spreadText } from '../costs_text.ts';
import type { Sides } from '../comparison.ts';
import type { JsonDocument } from '../../scripts/terminal/json_document.ts';
import type { Report } from '../../scripts/terminal/report.ts';
import type { Style } from '../../scripts/terminal/style.ts';
import { tableText } from '../../scripts/terminal/table.ts';
import { cpuRatio, medianCpuSeconds, medianSeconds, peakBytes, ratio } from '../statistics.ts';
import { targetDocument, targetsText } from '../target.ts';
import type { Findings, Growth } from './benchmark.ts';
import type { Measurement } from './measurement.ts';
import { IMPORT_STEPS } from './side.ts';
import { targets } from './targets.ts';

/** A line of the table: what both sides took for a step, or for all of them. */
interface Line {
  readonly step: string;
  readonly sides: Sides<Costs>;
}

export function benchmarkReport(findings: Findings): Report {
  const { rowCount, agentCount, rowByRow, commandLine, growth } = findings;
  const lines = linesOf(findings);
  const reached = targets(findings);
  return {
    document: {
      row_count: rowCount,
      existing_agent_count: agentCount,
      steps: lines.map((line) => lineDocument(line, rowCount)),
      row_by_row: { row_count: rowByRow.rowCount, ...costsDocument(rowByRow.measurement) },
      command_line: {
        row_count: commandLine.rowCount,
        import_seconds: commandLine.times.importSeconds,
        commit_seconds: commandLine.times.commitSeconds,
      },
      growth: growth.map(growthDocument),
      targets: reached.map(targetDocument),
    },
    text: (style) =>
      [
        `${style.bold('Changesets')}: ${inWords(rowCount)} rows of 17 columns for ${inWords(agentCount)} agents; plain is the same work as DuckDB SQL by hand\n`,
        linesText(lines, rowCount, style),
        asideText(findings),
        ...(growth.length === 0 ? [] : [`${style.bold('Growth')}\n`, growthText(growth, style)]),
        targetsText(reached, style),
      ].join('\n'),
  };
}

function linesOf({ imports, rollbacks }: Findings): Line[] {
  const ofStep = (step: string): Line => {
    const costsOf = (runs: readonly Measurement[]): Costs[] => runs.flatMap(({ steps }) => steps[step] ?? []);
    return { step, sides: { keyfast: costsOf(imports.keyfast), plain: costsOf(imports.plain) } };
  };
  return [
    ...[...IMPORT_STEPS, 'close'].map(ofStep),
    { step: 'import', sides: imports },
    { step: 'rollback', sides: rollbacks },
  ];
}

function linesText(lines: readonly Line[], rowCount: number, style: Style): string {
  return tableText(
    lines,
    [
      { heading: 'step', cell: ({ step }) => step },
      { heading: 'keyfast', cell: ({ sides }) => medianSeconds(sides.keyfast).toFixed(2) },
      { heading: 'from – to', cell: ({ sides }) => spreadText(sides.keyfast) },
      { heading: 'plain', cell: ({ sides }) => medianSeconds(sides.plain).toFixed(2) },
      { heading: 'from – to', cell: ({ sides }) => spreadText(sides.plain) },
      { heading: 'ratio', cell: ({ sides }) => ratio(sides).toFixed(2) },
      { heading: 'CPU', cell: ({ sides }) => medianCpuSeconds(sides.keyfast).toFixed(2) },
      { heading: 'CPU ratio', cell: ({ sides }) => cpuRatio(sides).toFixed(2) },
      {
        heading: 'rows/s',
        cell: ({ sides }) => BigInt(Math.round(rowCount / medianSeconds(sides.keyfast))),
      },
      { heading: 'peak memory', cell: ({ sides }) => megabytes(peakBytes(sides.keyfast)) },
      { heading: "plain's", cell: ({ sides }) => megabytes(peakBytes(sides.plain)) },
    ],
    style,
  );
}

function asideText({ rowByRow, commandLine }: Findings): string {
  const { measurement } = rowByRow;
  const { importSeconds, commitSeconds } = commandLine.times;
  return (
    `One row at a time, ${inWords(rowByRow.rowCount)} rows: ${inWords(Math.round(rowByRow.rowCount / measurement.seconds))} rows/s, ${costsText(measurement)}\n` +
    `By the command line, ${inWords(commandLine.rowCount)} rows: import ${importSeconds.toFixed(2)} s, commit ${commitSeconds.toFixed(2)} s\n`
  );
}

function growthText(growth: readonly Growth[], style: Style): string {
  return tableText(
    growth,
    [
      { heading: 'rows', cell: ({ rowCount }) => BigInt(rowCount) },
      { heading: 'agents', cell: ({ agentCount }) => BigInt(agentCount) },
      ...IMPORT_STEPS.map((step) => ({
        heading: step,
        cell: ({ imported }: Growth) => (imported.steps[step]?.seconds ?? 0).toFixed(2),
      })),
      { heading: 'import', cell: ({ imported }) => imported.seconds.toFixed(2) },
      { heading: 'CPU', cell: ({ imported }) => imported.cpuSeconds.toFixed(2) },
      {
        heading: 'rows/s',
        cell: ({ rowCount, imported }) => BigInt(Math.round(rowCount / imported.seconds)),
      },
      { heading: 'peak memory', cell: ({ imported }) => megabytes(imported.peakBytes) },
      { heading: 'rollback', cell: ({ rolledBack }) => rolledBack.seconds.toFixed(2) },
    ],
    style,
  );
}

function inWords(count: number): string {
  return count.toLocaleString('en-US');
}

function lineDocument({ step, sides }: Line, rowCount: number): JsonDocument {
  return {
    step,
    rows_per_second: rowCount / medianSeconds(sides.keyfast),
    ratio: ratio(sides),
    cpu_ratio: cpuRatio(sides),
    keyfast: sides.keyfast.map(costsDocument),
    plain: sides.plain.map(costsDocument),
  };
}

function growthDocument({ rowCount, agentCount, imported, rolledBack }: Growth): JsonDocument {
  return {
    row_count: rowCount,
    existing_agent_count: agentCount,
    ...costsDocument(imported),
    steps: Object.fromEntries(
      Object.entries(imported.steps).map(([step, costs]) => [step, costsDocument(costs)]),
    ),
    rollback: costsDocument(rolledBack),
  };
}
