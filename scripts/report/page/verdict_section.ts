import type { Changes, ReportDocument, ReportedControl, Verdict } from '../report_document.ts';
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
        <dt>Ran by</dt>
        <dd>
          <bdi>${run.actor ?? 'a scheduled run'}</bdi>
          <small>warehouse user ${run.session_user_name}</small>
        </dd>
      </div>
      <div>
        <dt>Engine</dt>
        <dd>
          ${[run.engine, run.engine_version].filter((part) => part !== null).join(' ') || 'not recorded'}
        </dd>
      </div>
      <div>
        <dt>Personal data</dt>
        <dd>${is_masked ? 'masked' : 'shown in full'}</dd>
      </div>
    </dl>
  </section>`;
}

/** What became of the controls, in the order in which a bar shows it. */
interface Share {
  readonly tone: Tone;
  readonly label: string;
  readonly meaning: string;
  readonly controls: number;
}

function sharesOf({ controls, coverage }: ReportDocument): Share[] {
  const failed = (severity: ReportedControl['severity']): number =>
    controls.filter((control) => control.status === 'FAIL' && control.severity === severity).length;
  return [
    {
      tone: 'good',
      label: 'pass',
      meaning: 'There was something to test and nothing failed',
      controls: coverage.passed,
    },
    { tone: 'bad', label: 'fail and block', meaning: 'Something is wrong', controls: failed('blocks') },
    {
      tone: 'look',
      label: 'fail and report',
      meaning: 'For a person to look at',
      controls: failed('reports'),
    },
    { tone: 'quiet', label: 'vacuous', meaning: 'There was nothing to test', controls: coverage.vacuous },
    {
      tone: 'bad',
      label: 'not run',
      meaning: 'The run owed it and left no result',
      controls: coverage.not_run,
    },
    {
      tone: 'bad',
      label: 'skipped',
      meaning: 'Something that it reads failed before',
      controls: coverage.skipped,
    },
    { tone: 'bad', label: 'error', meaning: 'Its own SQL broke off', controls: coverage.error },
    { tone: 'quiet', label: 'disabled', meaning: 'It was switched off', controls: coverage.disabled },
  ];
}

const BAR_WIDTH = 1000;

export function coverageSection(document: ReportDocument): Html {
  const { coverage } = document;
  const shares = sharesOf(document);
  return html`<section id="coverage" aria-labelledby="coverage-heading">
    <h2 id="coverage-heading">Coverage</h2>
    <p class="lead">
      The run expected <b>${count(coverage.expected)}</b> controls and evaluated
      <b>${count(coverage.evaluated)}</b> of them.
    </p>
    <svg class="coverage" viewBox="0 0 ${BAR_WIDTH} 12" preserveAspectRatio="none" aria-hidden="true">
      ${segments(shares, coverage.expected)}
    </svg>
    <ul class="tiles">
      ${shares.map(
        ({ tone, label, meaning, controls }) =>
          html`<li class="${controls === 0 ? 'none' : 'some'}">
            <span class="swatch share-${tone}"></span><b>${count(controls)}</b> <span>${label}</span
            ><small>${meaning}</small>
          </li>`,
      )}
    </ul>
  </section>`;
}

function segments(shares: readonly Share[], expected: number): Html[] {
  let end = 0;
  return shares.map(({ tone, controls }) => {
    const start = end;
    end += (BAR_WIDTH * controls) / expected;
    const gap = controls > 0 && end < BAR_WIDTH - 1 ? 3 : 0;
    const width = Math.max(end - start - gap, 0).toFixed(1);
    return html`<rect class="share-${tone}" x="${start.toFixed(1)}" width="${width}" height="12" />`;
  });
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
    <dl class="facts boxed">
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
        ...(changes.changed_sql.length === 0
          ? []
          : [fact('Controls whose SQL changed', controlLinks(changes.changed_sql))]),
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
