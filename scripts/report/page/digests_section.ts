import { createHash } from 'node:crypto';
import { uncommitted } from '../../evidence/run_parameters.ts';
import type { ReportDocument, SignOff, TableDigest } from '../report_document.ts';
import { html, type Html } from './html.ts';
import { codeInWords, count, cutNote, time } from './words.ts';

/** What the report is bound to. The digest of the page itself can't stand in it: the manifest has it. */
export function digestsSection(document: ReportDocument, json: string): Html {
  const digest = createHash('sha256').update(json).digest('hex');
  const { run, digests } = document;
  return html`<section id="digests" aria-labelledby="digests-heading">
    <h2 id="digests-heading">Digests</h2>
    <p class="lead">
      What this report is bound to. <code>manifest.json</code> beside it binds the digest of every file of the
      report, this page’s too, and that of the manifest before it; <code>keyfast verify</code> checks them all
      without a network. The digest of each control’s SQL stands with the control.
    </p>
    <dl class="facts boxed">
      <div class="wide">
        <dt>report.json, SHA-256</dt>
        <dd><code>${digest}</code></dd>
      </div>
      <div class="wide">
        <dt>Compiled graph that ran, SHA-256</dt>
        <dd><code>${run.graph_digest ?? 'not recorded: no tool of ours began the run'}</code></dd>
      </div>
      <div class="wide">
        <dt>Git commit</dt>
        <dd><code>${run.git_commit ?? 'not recorded'}</code>${besideTheCommit(run.parameters)}</dd>
      </div>
      <div class="wide">
        <dt>Parameters</dt>
        <dd><code>${run.parameters ?? 'not recorded'}</code></dd>
      </div>
    </dl>
    ${digests.length === 0 ? null : tableOfDigests(digests)} ${signOffs(document)}
  </section>`;
}

function besideTheCommit(parameters: string | null): string {
  const files = uncommitted(parameters) ?? [];
  return files.length === 0 ? '' : `, with sources that it hasn’t got: ${files.join(', ')}`;
}

function tableOfDigests(digests: readonly TableDigest[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Digests of the tables">
    <table>
      <caption>
        Tables as the run saw them
      </caption>
      <thead>
        <tr>
          <th scope="col">Table</th>
          <th scope="col">Role</th>
          <th scope="col" class="number">Rows</th>
          <th scope="col">Root of the digests of its rows</th>
        </tr>
      </thead>
      <tbody>
        ${digests.map(
          ({ table_name, role, row_count, digest }) =>
            html`<tr>
              <th scope="row">${table_name}</th>
              <td>${role}</td>
              <td class="number">${count(row_count)}</td>
              <td><code>${digest}</code></td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function signOffs({ sign_offs, run }: ReportDocument): Html {
  return html`<h3 class="sign-offs">Sign-off</h3>
    <p class="lead">
      Whoever signs this report signs its manifest, so that no signature can stand in it: it is recorded by
      <code>keyfast report sign --run ${run.run_id}</code> and bound by the next manifest. Until then it is
      unsigned.
    </p>
    ${
      sign_offs.rows.length === 0
        ? html`<p class="empty">No earlier report was signed.</p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label="Table of the sign-offs">
            <table>
              <caption>
                Earlier reports that were signed
              </caption>
              <thead>
                <tr>
                  <th scope="col">Report of the run</th>
                  <th scope="col">Decision</th>
                  <th scope="col">Reviewer</th>
                  <th scope="col">When</th>
                  <th scope="col">Note</th>
                  <th scope="col">Manifest</th>
                </tr>
              </thead>
              <tbody>
                ${sign_offs.rows.map(signOffRow)}
              </tbody>
            </table>
          </div>`
    }
    ${cutNote(sign_offs, 'sign-offs', 'sign_offs in the warehouse')}`;
}

function signOffRow(row: SignOff): Html {
  return html`<tr>
    <th scope="row"><code>${row.run_id}</code></th>
    <td>${codeInWords(row.decision)}</td>
    <td><bdi>${row.reviewer}</bdi></td>
    <td>${time(row.signed_at)}</td>
    <td><bdi>${row.note}</bdi></td>
    <td><code>${row.manifest_digest}</code></td>
  </tr>`;
}
