import { expect, test } from 'vitest';
import { benchmark, ratioTo } from '../../../bench/evidence/benchmark.ts';
import { benchmarkReport } from '../../../bench/evidence/report.ts';
import { registry } from '../../../includes/src/controls.ts';
import { digestedTables } from '../../../includes/src/digested_tables.ts';
import { BUILD_MILLISECONDS } from '../../fixtures/warehouse/local_warehouse.ts';

const tables = digestedTables.map(({ name }) => name);

test(
  'every control and every digest is timed, and a scan of the tables that are digested',
  async () => {
    const findings = await benchmark(1_000, () => undefined);
    for (const { steps } of [findings.first, findings.next]) {
      const names = steps.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(registry.map(({ view }) => `record_${view}`)));
      expect(names).toEqual(expect.arrayContaining(tables.map((name) => `digest_${name}`)));
    }
    expect(findings.scan.steps.map(({ name }) => name)).toEqual(tables);
    expect(findings.scanWithSha256.steps.map(({ name }) => name)).toEqual(tables);
  },
  BUILD_MILLISECONDS,
);

test('the ratio is of all seconds, and one beyond the limit is told as missed', () => {
  const steps = (...seconds: number[]) => ({
    steps: seconds.map((one) => ({ name: 'digest_snapshots', kind: 'digest' as const, seconds: one })),
    cpuSeconds: 4 * seconds.length,
  });
  const findings = {
    componentCount: 1_000,
    first: steps(5, 6),
    next: steps(4, 6),
    scan: steps(1, 1),
    scanWithSha256: steps(4),
  };
  expect(ratioTo(findings.scan, findings.first)).toBe(5.5);
  expect(benchmarkReport(findings).document).toMatchObject({
    scan_seconds: 2,
    sha256_scan_seconds: 4,
    runs: [
      {
        run: 'first',
        ratio: 5.5,
        digest_seconds: 11,
        cpu_ratio: 1,
        cpu_ratio_to_sha256_scan: 2,
        control_seconds: 0,
        is_met: false,
      },
      { run: 'next', ratio: 5, is_met: true },
    ],
  });
});
