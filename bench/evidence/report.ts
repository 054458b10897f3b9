import type { JsonDocument } from '../../scripts/terminal/json_document.ts';
import type { Report } from '../../scripts/terminal/report.ts';
import { tableText } from '../../scripts/terminal/table.ts';
import { cpuRatioTo, LIMIT, ratioTo, secondsOf, type Findings } from './benchmark.ts';
import type { Kind, Step } from './evidence_run.ts';

const SLOWEST = 12;

export function benchmarkReport(findings: Findings): Report {
  const { componentCount, first, next, scan, scanWithSha256 } = findings;
  const lines = [
    { run: 'first', measured: first },
    { run: 'next', measured: next },
  ].map(({ run, measured }) => ({
    run,
    ...measured,
    ratio: ratioTo(scan, measured),
    cpuRatio: cpuRatioTo(scan, measured),
    cpuRatioToSha256: cpuRatioTo(scanWithSha256, measured),
  }));
  return {
    document: {
      stage3_row_count: componentCount,
      scan_seconds: secondsOf(scan.steps),
      scan_cpu_seconds: scan.cpuSeconds,
      sha256_scan_seconds: secondsOf(scanWithSha256.steps),
      sha256_scan_cpu_seconds: scanWithSha256.cpuSeconds,
      limit: LIMIT,
      runs: lines.map(({ run, steps, cpuSeconds, ratio, cpuRatio, cpuRatioToSha256 }) => ({
        run,
        seconds: secondsOf(steps),
        cpu_seconds: cpuSeconds,
        cpu_ratio: cpuRatio,
        cpu_ratio_to_sha256_scan: cpuRatioToSha256,
        control_seconds: secondsOf(ofKind(steps, 'control')),
        digest_seconds: secondsOf(ofKind(steps, 'digest')),
        ratio,
        is_met: ratio <= LIMIT,
        slowest: slowest(steps).map(stepDocument),
      })),
    },
    text: (style) =>
      [
        `${style.bold('Evidence')}: all controls and all digests over ${componentCount.toLocaleString('en-US')} stage-3 rows; one scan of the same tables takes ${secondsOf(scan.steps).toFixed(2)} s (CPU ${scan.cpuSeconds.toFixed(2)} s), one with a SHA-256 a row ${secondsOf(scanWithSha256.steps).toFixed(2)} s (CPU ${scanWithSha256.cpuSeconds.toFixed(2)} s)\n`,
        tableText(
          lines,
          [
            { heading: 'run', cell: ({ run }) => run },
            { heading: 'seconds', cell: ({ steps }) => secondsOf(steps).toFixed(2) },
            { heading: 'controls', cell: ({ steps }) => secondsOf(ofKind(steps, 'control')).toFixed(2) },
            { heading: 'digests', cell: ({ steps }) => secondsOf(ofKind(steps, 'digest')).toFixed(2) },
            { heading: 'CPU seconds', cell: ({ cpuSeconds }) => cpuSeconds.toFixed(2) },
            { heading: 'CPU ratio', cell: ({ cpuRatio }) => cpuRatio.toFixed(1) },
            { heading: 'to SHA-256', cell: ({ cpuRatioToSha256 }) => cpuRatioToSha256.toFixed(1) },
            { heading: 'times a scan', cell: ({ ratio }) => ratio.toFixed(1) },
            {
              heading: `at most ${LIMIT}`,
              cell: ({ ratio }) => (ratio <= LIMIT ? 'met' : 'missed'),
              paint: (text, { green, red }) => (text === 'met' ? green(text) : red(text)),
            },
          ],
          style,
        ),
        `${style.bold('Slowest of a first run')}\n`,
        tableText(
          slowest(first.steps),
          [
            { heading: 'step', cell: ({ name }) => name },
            { heading: 'seconds', cell: ({ seconds }) => seconds.toFixed(2) },
          ],
          style,
        ),
      ].join('\n'),
  };
}

function ofKind(steps: readonly Step[], kind: Kind): Step[] {
  return steps.filter((step) => step.kind === kind);
}

function slowest(steps: readonly Step[]): Step[] {
  return [...steps].sort((one, other) => other.seconds - one.seconds).slice(0, SLOWEST);
}

function stepDocument({ name, seconds }: Step): JsonDocument {
  return { name, seconds };
}
