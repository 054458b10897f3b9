import type { ReportDocument, ReportedControl } from '../report_document.ts';
import { barsOf, historyChart, historyInWords } from './history_chart.ts';
import { html, verbatim, type Html } from './html.ts';
import { statusPill } from './status_pill.ts';
import { count, tenantName, time } from './words.ts';

/** The fragment that leads to a control: `control-7`. */
export function controlAnchor(controlId: string): string {
  return `control-${controlId.replace(/[^A-Za-z0-9_-]/g, '_')}`;
}

export function controlLink(controlId: string): Html {
  return html`<a class="control-link" href="#${controlAnchor(controlId)}">${controlId}</a>`;
}

export function controlsSection(document: ReportDocument): Html {
  return html`<section id="controls" aria-labelledby="controls-heading">
    <h2 id="controls-heading">Controls</h2>
    ${toolbar(document)}
    <div class="controls">${document.controls.map((control) => controlEntry(control, document))}</div>
    <p class="nothing-found" hidden>
      No control matches. <button type="button" class="reset">Show all controls</button>
    </p>
  </section>`;
}

/** Hidden until the script runs, because without it nothing is filtered. */
function toolbar({ controls }: ReportDocument): Html {
  const statuses = [...new Set(controls.map(({ status }) => status))];
  const tenants = [...new Set(controls.flatMap(({ failures }) => failures.tenant_ids))].sort();
  return html`<form class="toolbar" role="search" aria-label="Filter the controls" hidden>
    <label class="field search"
      ><span>Search</span
      ><input
        type="search"
        id="filter-text"
        placeholder="Id, words, failing key"
        autocomplete="off"
        spellcheck="false"
    /></label>
    <fieldset class="field">
      <legend>Status</legend>
      <div class="choices">
        ${statuses.map(
          (status) =>
            html`<label class="choice"
              ><input type="checkbox" name="status" value="${status}" checked />${statusPill(status)}</label
            >`,
        )}
      </div>
    </fieldset>
    <label class="field"
      ><span>Severity</span
      ><select id="filter-severity">
        <option value="">All</option>
        <option value="blocks">Blocks</option>
        <option value="reports">Reports</option>
      </select></label
    >
    <label class="field"
      ><span>Tenant</span
      ><select id="filter-tenant">
        <option value="">All</option>
        ${tenants.map((tenant) => html`<option>${tenant}</option>`)}
      </select></label
    >
    <div class="toolbar-end">
      <output id="filter-count" aria-live="polite"
        >${count(controls.length)} of ${count(controls.length)} controls</output
      >
      <span class="buttons"
        ><button type="button" id="open-all">Open all</button
        ><button type="button" id="close-all">Close all</button
        ><button type="button" class="reset">Reset</button></span
      >
    </div>
  </form>`;
}

function controlEntry(control: ReportedControl, document: ReportDocument): Html {
  const anchor = controlAnchor(control.control_id);
  const isOpen = control.status === 'FAIL' || control.status === 'ERROR';
  return html`<article class="control" id="${anchor}" data-status="${control.status}" data-severity="${control.severity}" data-tenants="${control.failures.tenant_ids.join(' ')}" aria-labelledby="${anchor}-title">
<details${isOpen ? html` open` : null}>
<summary>
<span class="control-status">${statusPill(control.status, control.severity)}</span>
<span class="control-id">${control.control_id}</span>
<h3 id="${anchor}-title">${control.title}</h3>
<span class="figure"><b>${count(control.population_count)}</b> tested</span>
<span class="figure${control.failure_count ? html` is-failing` : null}"><b>${count(control.failure_count)}</b> failing</span>
${historyChart(control.history, `${anchor}-history`)}
</summary>
<div class="control-body">
${description(control, document)}
${failures(control)}
${historyInFull(control, anchor, document)}
${sql(control)}
</div>
</details>
</article>
`;
}

function description(control: ReportedControl, { is_masked }: ReportDocument): Html {
  return html`<dl class="facts searchable">
    <div class="wide">
      <dt>Objective</dt>
      <dd>${control.objective}</dd>
    </div>
    <div class="wide">
      <dt>Risk</dt>
      <dd>${control.risk}</dd>
    </div>
    <div class="wide">
      <dt>On a failure</dt>
      <dd>${control.response}</dd>
    </div>
    ${noResult(control)}
    <div class="wide">
      <dt>Tested</dt>
      <dd>${populationInWords(control)}</dd>
    </div>
    <div>
      <dt>Owner</dt>
      <dd>${control.owner}</dd>
    </div>
    <div>
      <dt>Severity</dt>
      <dd>
        ${control.severity === 'blocks' ? 'blocks: turns a run red' : 'reports: for a person to look at'}
      </dd>
    </div>
    <div>
      <dt>Frequency</dt>
      <dd>${control.frequency}</dd>
    </div>
    <div>
      <dt>Began</dt>
      <dd>${time(control.started_at)}</dd>
    </div>
    <div>
      <dt>Finished</dt>
      <dd>${time(control.finished_at)}</dd>
    </div>
    <div>
      <dt>Engine</dt>
      <dd>
        ${[control.engine, control.engine_version].filter((part) => part !== null).join(' ') || 'not recorded'}
      </dd>
    </div>
    <div>
      <dt>Failing keys</dt>
      <dd>
        ${
          control.keys_are_personal
            ? `may be names: ${is_masked ? 'masked' : 'shown in full'}`
            : 'are ids, digests or periods'
        }
      </dd>
    </div>
    <div class="wide">
      <dt>SQL that ran</dt>
      <dd>
        ${
          control.sql_digest === null
            ? 'not recorded'
            : html`<code class="digest">SHA-256 ${control.sql_digest}</code>`
        }
      </dd>
    </div>
    <div class="link">
      <dt>Link</dt>
      <dd><a href="#${controlAnchor(control.control_id)}">#${controlAnchor(control.control_id)}</a></dd>
    </div>
  </dl>`;
}

/** Why there is no result, where there is none and somebody saw it. */
function noResult({ reason, reason_recorded_at }: ReportedControl): Html | null {
  if (reason === null) return null;
  return html`<div class="wide">
    <dt>No result</dt>
    <dd>
      <bdi>${reason}</bdi>${
        reason_recorded_at === null
          ? null
          : html`<small>recorded ${time(reason_recorded_at)} by who ran it</small>`
      }
    </dd>
  </div>`;
}

function populationInWords(control: ReportedControl): string {
  const { population_count, population_tenant_count, population_period_count } = control;
  if (population_count === null) return 'nothing: it left no result';
  return [
    counted(population_count, 'row', 'rows'),
    ...(population_tenant_count === null ? [] : [counted(population_tenant_count, 'tenant', 'tenants')]),
    ...(population_period_count ? [counted(population_period_count, 'month', 'months')] : []),
    ...(control.population_low_date === null || control.population_high_date === null
      ? []
      : [`${control.population_low_date} to ${control.population_high_date}`]),
  ].join(', ');
}

function counted(number: number, one: string, many: string): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

function failures({ failures, failure_count, control_id }: ReportedControl): Html | null {
  if (failures.rows.length === 0) return null;
  const found = failure_count ?? failures.kept_count;
  return html`<div
      class="scroll"
      tabindex="0"
      role="region"
      aria-label="Failing keys of control ${control_id}"
    >
      <table class="failures searchable">
        <caption>
          ${found === 1 ? '1 failing key' : `${count(found)} failing keys`}
        </caption>
        <thead>
          <tr>
            <th scope="col" class="number">#</th>
            <th scope="col">Tenant</th>
            <th scope="col">Key</th>
            <th scope="col">What is wrong</th>
          </tr>
        </thead>
        <tbody>
          ${failures.rows.map(
            (row) =>
              html`<tr data-tenant="${row.tenant_id ?? ''}">
                <td class="number">${row.place}</td>
                <td>${tenantName(row.tenant_id)}</td>
                <td class="key"><bdi>${row.failing_key}</bdi></td>
                <td><bdi>${row.issue_description}</bdi></td>
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
    ${cut(found, failures.kept_count, failures.rows.length)}`;
}

/** What isn't shown, and where it is. */
function cut(found: number, kept: number, shown: number): Html | null {
  const here = `The first ${count(shown)} are shown here`;
  if (kept < found) {
    return html`<p class="cut">
      ${here}. The run kept ${count(kept)} of ${count(found)} keys (<code>vars.maximumFailingKeys</code>);
      <code>failures.csv</code> has what it kept.
    </p>`;
  }
  return shown < kept
    ? html`<p class="cut">${here}. <code>failures.csv</code> has all ${count(kept)}.</p>`
    : null;
}

function historyInFull({ history }: ReportedControl, anchor: string, document: ReportDocument): Html {
  const { bars, runsABar } = barsOf(history);
  const { runs, count: runCount } = document.history;
  const shared = runsABar > 1 ? ` A bar is ${runsABar} runs and shows the worst of them.` : '';
  const older =
    runCount > runs.length ? ` ${count(runCount - runs.length)} older runs are in the warehouse.` : '';
  return html`<figure class="history-figure">
    <svg width="${bars.length * 6}" height="48" viewBox="0 0 ${bars.length * 3} 24" aria-hidden="true">
      <use href="#${anchor}-history" />
    </svg>
    <figcaption>
      ${historyInWords(history)}, from ${time(runs[0]?.started_at ?? null)} to this one.${shared}${older}
    </figcaption>
  </figure>`;
}

function sql({ sql, sql_sha256 }: ReportedControl): Html | null {
  if (sql === '') return null;
  return html`<details class="sql">
      <summary>The SQL of its failing rows <code class="digest">SHA-256 ${sql_sha256}</code></summary>
      <pre tabindex="0"><code>${verbatim(sql)}</code></pre>
    </details>
    <p class="print-only">
      Its SQL stands in report.html and report.json. SHA-256 <code>${sql_sha256}</code>
    </p>`;
}
