import type { IdentityCounts, ReportDocument, ReportedChangeset } from '../report_document.ts';
import { html, type Html } from './html.ts';
import { codeInWords, count, cutNote, time } from './words.ts';

export function identitiesSection({ identities }: ReportDocument): Html {
  return html`<section id="identities" aria-labelledby="identities-heading">
    <h2 id="identities-heading">Identities</h2>
    <p class="lead">
      Who is who, as this run saw it. An id is assigned once and kept; nothing here changes one.
    </p>
    ${
      identities.rows.length === 0
        ? html`<p class="empty">No id was assigned and no name waits for a person.</p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label="Identities by tenant">
              <table>
                <caption>
                  Identities by tenant and kind
                </caption>
                <thead>
                  <tr>
                    <th scope="col">Tenant</th>
                    <th scope="col">Kind</th>
                    <th scope="col" class="number">Assigned</th>
                    <th scope="col" class="number">new in this run</th>
                    <th scope="col" class="number">kept</th>
                    <th scope="col" class="number">Carried in</th>
                    <th scope="col" class="number">Drifted</th>
                    <th scope="col" class="number">Quarantined</th>
                    <th scope="col" class="number">Look-alikes</th>
                    <th scope="col" class="number">Aliases</th>
                  </tr>
                </thead>
                <tbody>
                  ${identities.rows.map(identityRow)}
                </tbody>
              </table>
            </div>
            <details class="words">
              <summary>What the columns mean</summary>
              <dl>
                <dt>Carried in</dt>
                <dd>came with an id that a reference mapping gave; the others were minted by the formula.</dd>
                <dt>Drifted</dt>
                <dd>ids that today’s formula would give otherwise. They are kept.</dd>
                <dt>Quarantined</dt>
                <dd>names that got no id, each with its reason: control QUARANTINE.</dd>
                <dt>Look-alikes</dt>
                <dd>
                  groups and pairs of names that differ and look alike. A person joins them by an alias,
                  nothing else does.
                </dd>
              </dl>
            </details>`
    }
    ${cutNote(identities, 'rows', 'identities.csv')}
  </section>`;
}

function identityRow(row: IdentityCounts): Html {
  const counts = [
    row.assigned_count,
    row.new_count,
    row.kept_count,
    row.carried_count,
    row.drifted_count,
    row.quarantined_count,
    row.look_alike_count,
    row.alias_count,
  ];
  return html`<tr data-tenant="${row.tenant_id}">
    <th scope="row">${row.tenant_id}</th>
    <td>${codeInWords(row.kind)}</td>
    ${counts.map((value) => html`<td class="number${value === 0 ? ' zero' : ''}">${count(value)}</td>`)}
  </tr> `;
}

export function changesetsSection({ changesets, events }: ReportDocument): Html {
  return html`<section id="changesets" aria-labelledby="changesets-heading">
    <h2 id="changesets-heading">Changesets of the period</h2>
    <p class="lead">
      Every import of agent profiles in which something was done since the run before began, as it stood when
      this run began.
    </p>
    ${
      changesets.rows.length === 0
        ? html`<p class="empty">No changeset was uploaded, approved, committed or rolled back.</p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label="Table of the changesets">
            <table>
              <caption>
                Changesets of the period
              </caption>
              <thead>
                <tr>
                  <th scope="col">Changeset</th>
                  <th scope="col">Status</th>
                  <th scope="col" class="number">Rows</th>
                  <th scope="col" class="number">created</th>
                  <th scope="col" class="number">updated</th>
                  <th scope="col" class="number">unchanged</th>
                  <th scope="col" class="number">rejected</th>
                  <th scope="col">Who took which step</th>
                </tr>
              </thead>
              <tbody>
                ${changesets.rows.map(changesetRow)}
              </tbody>
            </table>
          </div>`
    }
    ${cutNote(changesets, 'changesets', 'changesets.csv')}
    <h3>Events of the audit chain in the period</h3>
    ${
      events.rows.length === 0
        ? html`<p class="empty">Nobody did anything that leaves an event.</p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label="Events by tenant, kind and actor">
            <table>
              <caption>
                Events by tenant, kind and actor
              </caption>
              <thead>
                <tr>
                  <th scope="col">Tenant</th>
                  <th scope="col">Event</th>
                  <th scope="col">Actor</th>
                  <th scope="col" class="number">Events</th>
                  <th scope="col" class="number">First</th>
                  <th scope="col" class="number">Last</th>
                </tr>
              </thead>
              <tbody>
                ${events.rows.map(
                  (row) =>
                    html`<tr data-tenant="${row.tenant_id}">
                      <td>${row.tenant_id}</td>
                      <td>${codeInWords(row.event_type)}</td>
                      <td><bdi>${row.actor}</bdi></td>
                      <td class="number">${count(row.event_count)}</td>
                      <td class="number">${count(row.first_sequence)}</td>
                      <td class="number">${count(row.last_sequence)}</td>
                    </tr> `,
                )}
              </tbody>
            </table>
          </div>`
    }
    ${cutNote(events, 'rows', 'audit_events in the warehouse')}
  </section>`;
}

function changesetRow(changeset: ReportedChangeset): Html {
  const counts = [
    changeset.row_count,
    changeset.created_count,
    changeset.updated_row_count,
    changeset.unchanged_count,
    changeset.rejected_count,
  ];
  return html`<tr data-tenant="${changeset.tenant_id}">
    <th scope="row">
      <code class="whole">${changeset.changeset_id}</code>
      <small>${changeset.tenant_id}, ${changeset.org_id}</small>
    </th>
    <td>
      ${codeInWords(changeset.status)}${
        changeset.changeset_kind === 'BOOTSTRAP' ? html`<small>Bootstrap</small>` : null
      }
    </td>
    ${counts.map((value) => html`<td class="number">${count(value)}</td>`)}
    <td>
      <ul>
        ${step('Uploaded', changeset.uploaded_by, changeset.uploaded_at)}
        ${step('Validated', changeset.validated_by, changeset.validated_at)}
        ${step('Approved and committed', changeset.committed_by, changeset.committed_at)}
        ${step('Rejected', changeset.rejected_by, changeset.rejected_at)}
        ${step('Rolled back', changeset.rolled_back_by, changeset.rolled_back_at)}
      </ul>
    </td>
  </tr>`;
}

function step(what: string, actor: string | null, at: string | null): Html | null {
  return actor === null ? null : html`<li>${what} by <bdi>${actor}</bdi>, ${time(at)}</li>`;
}
