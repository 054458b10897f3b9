import type { ControlHistory } from '../report_document.ts';
import { html, type Html } from './html.ts';
import { count } from './words.ts';

/** One bar of the chart: the worst that was found in one run, or in several that stand together. */
export interface Bar {
  readonly status: string;
  readonly failureCount: number;
}

/** Where several runs share a bar, the first of these that one of them has. */
const WORST_FIRST = 'EFNSDVP-';
const MOST_BARS = 60;
const STEP = 3;
const WIDTH = 2;
const HEIGHT = 24;
/** Of a run in which nothing failed. */
const LOW = 4;
const LOWEST_FAILURE = 9;

/** The runs as at most sixty bars of equally many runs each; the first bar may have fewer. */
export function barsOf({ statuses, failure_counts }: ControlHistory): {
  readonly bars: Bar[];
  readonly runsABar: number;
} {
  const runsABar = Math.max(1, Math.ceil(statuses.length / MOST_BARS));
  const bars: Bar[] = [];
  for (let end = statuses.length; end > 0; end -= runsABar) {
    const start = Math.max(0, end - runsABar);
    const found = statuses.slice(start, end);
    bars.unshift({
      status: Array.from(WORST_FIRST).find((status) => found.includes(status)) ?? '-',
      failureCount: Math.max(...failure_counts.slice(start, end)),
    });
  }
  return { bars, runsABar };
}

/** A failing run stands higher than the others, so that the chart needs no colour to be read. */
export function historyChart(history: ControlHistory, id: string): Html {
  const { bars } = barsOf(history);
  const most = Math.max(1, ...bars.map(({ failureCount }) => failureCount));
  const paths = new Map<string, string>();
  for (const [index, { status, failureCount }] of bars.entries()) {
    if (status === '-') continue;
    const height =
      status === 'F'
        ? Math.round(LOWEST_FAILURE + (HEIGHT - LOWEST_FAILURE) * Math.sqrt(failureCount / most))
        : LOW;
    const bar = `M${index * STEP} ${HEIGHT}v-${height}h${WIDTH}v${height}z`;
    paths.set(status, (paths.get(status) ?? '') + bar);
  }
  const width = bars.length * STEP;
  return html`<svg
    class="history"
    id="${id}"
    width="${width}"
    height="${HEIGHT}"
    viewBox="0 0 ${width} ${HEIGHT}"
    role="img"
    aria-label="${historyInWords(history)}"
  >
    ${[...paths].map(([status, path]) => html`<path class="run-${status}" d="${path}" />`)}
  </svg>`;
}

/** `12 runs: 10 passed, 2 failed`. */
export function historyInWords({ statuses }: ControlHistory): string {
  const runs = statuses.replaceAll('-', '');
  const words: readonly (readonly [string, string])[] = [
    ['P', 'passed'],
    ['F', 'failed'],
    ['V', 'had nothing to test'],
    ['N', 'left no result'],
    ['E', 'broke off'],
    ['S', 'were skipped'],
    ['D', 'were switched off'],
  ];
  const parts = words.flatMap(([letter, word]) => {
    const found = runs.split(letter).length - 1;
    return found === 0 ? [] : [`${count(found)} ${word}`];
  });
  return `${runs.length === 1 ? '1 run' : `${count(runs.length)} runs`}: ${parts.join(', ')}`;
}
