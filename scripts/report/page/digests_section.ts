import { createHash } from 'node:crypto';
import type { ReportDocument } from '../report_document.ts';
import { html, type Html } from './html.ts';

/** What the report is bound to. The digest of the page itself can't stand in it: the manifest has it. */
export function digestsSection(document: ReportDocument, json: string): Html {
  const digest = createHash('sha256').update(json).digest('hex');
  return html`<section id="digests" aria-labelledby="digests-heading">
    <h2 id="digests-heading">Digests</h2>
    <p class="lead">
      What this page was made from. The digest of the SQL of each control stands with the control.
    </p>
    <dl class="facts">
      <div class="wide">
        <dt>report.json, SHA-256</dt>
        <dd><code class="digest">${digest}</code></dd>
      </div>
      <div class="wide">
        <dt>Run</dt>
        <dd><code>${document.run.run_id}</code></dd>
      </div>
    </dl>
  </section>`;
}
