import { expect, test } from 'vitest';
import { barsOf, historyChart, historyInWords } from '../../scripts/report/page/history_chart.ts';

test('a bar a run, as long as there are few', () => {
  const history = { statuses: '-PFP', failure_counts: [0, 0, 4, 0] };
  expect(barsOf(history)).toEqual({
    bars: [
      { status: '-', failureCount: 0 },
      { status: 'P', failureCount: 0 },
      { status: 'F', failureCount: 4 },
      { status: 'P', failureCount: 0 },
    ],
    runsABar: 1,
  });
  expect(historyInWords(history)).toBe('3 runs: 2 passed, 1 failed');
});

test('500 runs share 56 bars, and one failing run among nine shows', () => {
  const statuses = `${'P'.repeat(250)}F${'P'.repeat(249)}`;
  const { bars, runsABar } = barsOf({
    statuses,
    failure_counts: Array.from(statuses, (s) => (s === 'F' ? 3 : 0)),
  });
  expect([bars.length, runsABar]).toEqual([56, 9]);
  expect(bars.filter(({ status }) => status === 'F')).toEqual([{ status: 'F', failureCount: 3 }]);
});

test('a failing run stands higher than one that passed, so that colour says nothing alone', () => {
  const { markup } = historyChart({ statuses: 'PF', failure_counts: [0, 1] }, 'control-7-history');
  expect(markup).toContain('<path class="run-P" d="M0 24v-4h2v4z" />');
  expect(markup).toContain('<path class="run-F" d="M3 24v-24h2v24z" />');
  expect(markup).toContain('aria-label="2 runs: 1 passed, 1 failed"');
});
