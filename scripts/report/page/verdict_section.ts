import type { Changes, Coverage, ReportDocument, Verdict } from '../report_document.ts';
import { controlLink } from './controls_section.ts';
import { html, type Html } from './html.ts';
import { icon, statusPill, type Tone } from './status_pill.ts';
import { count, statusInWords, time } from './words.ts';

const TONES: Readonly<Record<Verdict['outcome'], Tone>> = {
  HOLDS: 'good',
  FAILED: 'bad',
  NOT_PROVED: 'bad',
  NOTHING_TESTED: 'bad',
};

export function verdictSection({ verdict, run, is_masked }: ReportDocument): Html {
  const tone = TONES[verdict.outcome];
  return html`<section class="verdict ${tone}" id="verdict" aria-labelledby="verdict-heading">
    <div class="verdict-mark">${icon(tone)}</div>
    <div class="verdict-words">
      <h1 id="verdict-heading">${verdict.headline}</h1>
      <ul>
        ${verdict.sentences.map((sentence) => html`<li>${sentence}</li>`)}
      </ul>
    </div>
    <dl class="facts">
      <div class="wide">
        <dt>Run</dt>
        <dd><code>${run.run_id}</code></dd>
      </div>
      <div>
        <dt>Began</dt>
        <dd>${time(run.started_at)}</dd>
      </div>
      <div>
        <dt>Last control</dt>
        <dd>${time(run.finished_at)}</dd>
      </div>
      <div>
        <dt>Warehouse user</dt>
        <dd>${run.session_user_name}</dd>
      </div>
      <div>
        <dt>Personal data</dt>
        <dd>${is_masked ? 'masked' : 'shown in full'}</dd>
      </div>
    </dl>
  </section>`;
}

const SHARES: readonly { readonly key: keyof Coverage; readonly label: string; readonly meaning: string }[] =
  [
    { key: 'passed', label: 'Pass', meaning: 'there was something to test and nothing failed' },
    { key: 'failed', label: 'Fail', meaning: 'something failed' },
    { key: 'vacuous', label: 'Vacuous', meaning: 'there was nothing to test' },
    { key: 'not_run', label: 'Not run', meaning: 'the run owed it and left no result' },
    { key: 'skipped', label: 'Skipped', meaning: 'something that it reads failed before' },
    { key: 'error', label: 'Error', meaning: 'its own SQL broke off' },
    { key: 'disabled', label: 'Disabled', meaning: 'it was switched off' },
  ];
const BAR_WIDTH = 1000;

export function coverageSection({ coverage }: ReportDocument): Html {
  const shares = SHARES.map((share) => ({ ...share, controls: coverage[share.key] }));
  let x = 0;
  const segments = shares
    .filter(({ controls }) => controls > 0)
    .map(({ key, controls }) => {
      const width = (BAR_WIDTH * controls) / coverage.expected;
      const segment = html`<rect
        class="share-${key}"
        x="${x.toFixed(1)}"
        y="0"
        width="${Math.max(width - 3, 1).toFixed(1)}"
        height="12"
      />`;
      x += width;
      return segment;
    });
  return html`<section id="coverage" aria-labelledby="coverage-heading">
    <h2 id="coverage-heading">Coverage</h2>
    <p class="lead">
      The run expected <b>${count(coverage.expected)}</b> controls and evaluated
      <b>${count(coverage.evaluated)}</b> of them.
    </p>
    <svg class="coverage" viewBox="0 0 ${BAR_WIDTH} 12" preserveAspectRatio="none" aria-hidden="true">
      ${segments}
    </svg>
    <ul class="tiles">
      ${shares.map(
        ({ key, label, meaning, controls }) =>
          html`<li class="${controls === 0 ? 'none' : ''}">
            <span class="swatch share-${key}"></span><b>${count(controls)}</b> <span>${label}</span
            ><small>${meaning}</small>
          </li>`,
      )}
    </ul>
  </section>`;
}

export function changesSection({ changes, run }: ReportDocument): Html {
  const heading = html`<h2 id="changes-heading">Since the run before</h2>`;
  if (run.previous_run_id === null) {
    return html`<section id="changes" aria-labelledby="changes-heading">
      ${heading}
      <p class="lead">
        This is the first run in which every control left a result, or the first at all: there is nothing to
        compare it with.
      </p>
    </section>`;
  }
  return html`<section id="changes" aria-labelledby="changes-heading">
    ${heading}
    <p class="lead">
      Compared with run <code>${run.previous_run_id}</code> of ${time(run.previous_started_at)}.
    </p>
    <dl class="facts changes">
      ${[
        fact('Newly failing', controlLinks(changes.newly_failing)),
        fact('Newly passing', controlLinks(changes.newly_passing)),
        ...(changes.otherwise_changed.length === 0
          ? []
          : [fact('Otherwise changed', otherwiseChanged(changes))]),
        ...(changes.added_controls.length === 0
          ? []
          : [fact('New controls', controlLinks(changes.added_controls))]),
        ...(changes.removed_controls.length === 0
          ? []
          : [fact('Controls no longer there', html`${changes.removed_controls.join(', ')}`)]),
        fact('New ids', html`${count(changes.new_id_count)}`),
        fact('Traced rows', rowCounts(changes)),
      ]}
    </dl>
  </section>`;
}

function fact(name: string, value: Html): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function controlLinks(ids: readonly string[]): Html {
  return ids.length === 0 ? html`none` : html`${ids.map((id) => html`${controlLink(id)} `)}`;
}

function otherwiseChanged({ otherwise_changed }: Changes): Html {
  return html`${otherwise_changed.map(
    ({ control_id, previous_status, status }) =>
      html`<span class="move"
        >${controlLink(control_id)} ${statusInWords(previous_status)} → ${statusPill(status)}</span
      > `,
  )}`;
}

function rowCounts({ row_count, previous_row_count }: Changes): Html {
  if (row_count === null) return html`not measured`;
  if (previous_row_count === null) return html`${count(row_count)}; the run before measured none`;
  const difference = row_count - previous_row_count;
  const sign = difference > 0 ? '+' : '';
  return html`${count(row_count)}
    <span class="delta">${difference === 0 ? 'as before' : `${sign}${count(difference)}`}</span>`;
}
