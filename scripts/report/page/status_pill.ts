import type { ReportedControl, Status } from '../report_document.ts';
import { html, Html } from './html.ts';
import { statusInWords } from './words.ts';

/** How a status looks: what passes, what must not be, what a person should look at, and what says nothing. */
export type Tone = 'good' | 'bad' | 'look' | 'quiet';

export function toneOf(status: Status, severity: ReportedControl['severity'] = 'blocks'): Tone {
  switch (status) {
    case 'PASS':
      return 'good';
    case 'VACUOUS':
    case 'DISABLED':
      return 'quiet';
    case 'FAIL':
    case 'ERROR':
    case 'SKIPPED':
    case 'NOT_RUN':
      return severity === 'blocks' ? 'bad' : 'look';
  }
}

/** A word, a form and a colour: each alone says it. */
export function statusPill(status: Status, severity?: ReportedControl['severity']): Html {
  const tone = toneOf(status, severity);
  return html`<span class="pill ${tone}">${icon(tone)}${statusInWords(status)}</span>`;
}

export function icon(tone: Tone): Html {
  return html`<svg class="icon" width="16" height="16" aria-hidden="true"><use href="#icon-${tone}" /></svg>`;
}

/** Drawn once a page; `icon` refers to them. */
export const ICONS = new Html(`<svg width="0" height="0" class="icons" aria-hidden="true"><defs>
<symbol id="icon-good" viewBox="0 0 16 16"><path d="M3.5 8.5l3 3 6-7" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></symbol>
<symbol id="icon-bad" viewBox="0 0 16 16"><path d="M4 4l8 8M12 4l-8 8" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></symbol>
<symbol id="icon-look" viewBox="0 0 16 16"><path d="M8 3v6" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/><circle cx="8" cy="12.4" r="1.3" fill="currentColor"/></symbol>
<symbol id="icon-quiet" viewBox="0 0 16 16"><circle cx="8" cy="8" r="4.5" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="2.4 2"/></symbol>
</defs></svg>`);
