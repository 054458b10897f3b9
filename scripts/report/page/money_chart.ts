import type { MoneyOfPeriod } from '../report_document.ts';
import { html, type Html } from './html.ts';
import { month } from './words.ts';

const LEFT = 64;
const TOP = 10;
const HEIGHT = 150;
const BELOW = 24;
const MONTH_WIDTH = 58;
const BAR_WIDTH = 17;
const LINES = 4;

/** Two bars a month with a mark each: the bar is what the sources hold, the mark what the view shows. */
export function moneyChart(months: readonly MoneyOfPeriod[], tenant: string): Html {
  const amounts = months.flatMap((period) => [
    Number(period.gross_commission),
    Number(period.commission_amount),
    Number(period.view_gross_commission),
    Number(period.view_commission_amount),
  ]);
  const scale = scaleOf(Math.min(0, ...amounts), Math.max(0, ...amounts));
  const width = LEFT + months.length * MONTH_WIDTH + 8;
  const paths = { in: '', out: '', marks: '' };
  const labels: Html[] = [];
  for (const [index, period] of months.entries()) {
    const x = LEFT + index * MONTH_WIDTH + 10;
    const second = x + BAR_WIDTH + 3;
    paths.in += bar(x, Number(period.gross_commission), scale);
    paths.out += bar(second, Number(period.commission_amount), scale);
    paths.marks += mark(x, Number(period.view_gross_commission), scale);
    paths.marks += mark(second, Number(period.view_commission_amount), scale);
    labels.push(
      html`<text x="${x + BAR_WIDTH + 1}" y="${TOP + HEIGHT + 17}" text-anchor="middle"
        >${month(period.period_label)}</text
      >`,
    );
  }
  return html`<svg
    class="money"
    width="${width}"
    height="${TOP + HEIGHT + BELOW}"
    viewBox="0 0 ${width} ${TOP + HEIGHT + BELOW}"
    role="img"
    aria-label="What carriers paid and what agents are paid in each month, ${tenant}; the figures stand in the table below"
  >
    ${scale.lines.map((value) => html`<path class="grid${value === 0 ? ' zero' : ''}" d="M${LEFT} ${scale.y(value)}H${width}" /><text x="${LEFT - 8}" y="${scale.y(value) + 4}" text-anchor="end">${axisText(value)}</text>`)}
    <path class="paid-in" d="${paths.in}" />
    <path class="paid-out" d="${paths.out}" />
    <path class="marks" d="${paths.marks}" />
    ${labels}
  </svg>`;
}

interface Scale {
  readonly y: (value: number) => number;
  readonly lines: readonly number[];
}

/** From a round number at or below the lowest amount to one at or above the highest. */
function scaleOf(lowest: number, highest: number): Scale {
  const step = roundStep((highest - lowest || 1) / LINES);
  const first = Math.floor(lowest / step);
  const last = Math.max(Math.ceil(highest / step), first + 1);
  const lines = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  return {
    y: (value) => Math.round((TOP + (HEIGHT * (last * step - value)) / ((last - first) * step)) * 10) / 10,
    lines,
  };
}

/** 1, 2 or 5 times a power of ten, at least as much. */
function roundStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  return power * ([1, 2, 5].find((factor) => factor * power >= atLeast) ?? 10);
}

function bar(x: number, value: number, { y }: Scale): string {
  return value === 0 ? '' : `M${x} ${y(0)}V${y(value)}h${BAR_WIDTH}V${y(0)}z`;
}

function mark(x: number, value: number, { y }: Scale): string {
  return `M${x - 2} ${y(value)}h${BAR_WIDTH + 4}`;
}

function axisText(value: number): string {
  return value.toLocaleString('en-US', { notation: 'compact', maximumFractionDigits: 2 });
}
