import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ReportDocument } from '../report_document.ts';
import { controlsSection } from './controls_section.ts';
import { digestsSection } from './digests_section.ts';
import { html, Html, jsonElement } from './html.ts';
import { moneySection } from './money_section.ts';
import { changesetsSection, identitiesSection } from './people_sections.ts';
import { ICONS } from './status_pill.ts';
import { changesSection, coverageSection, verdictSection } from './verdict_section.ts';

const STYLE = readFileSync(new URL('page.css', import.meta.url), 'utf8');
const SCRIPT = readFileSync(new URL('page.js', import.meta.url), 'utf8');

const SECTIONS = [
  ['verdict', 'Verdict'],
  ['coverage', 'Coverage'],
  ['changes', 'Changes'],
  ['controls', 'Controls'],
  ['identities', 'Identities'],
  ['money', 'Money'],
  ['changesets', 'Changesets'],
  ['digests', 'Digests'],
] as const;

/**
 * The page of a report: one file that asks for nothing from anywhere. Its policy lets in its own style and script, by their
 * digests, and nothing else, whatever may stand in the document. `json` is `report.json`, of which the page is made.
 */
export function pageOf(json: string): string {
  const document = JSON.parse(json) as ReportDocument;
  const { run, verdict } = document;
  const policy = `default-src 'none'; style-src '${sourceOf(STYLE)}'; script-src '${sourceOf(SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>${verdict.headline} · Keyfast report of ${run.started_at.slice(0, 10)}</title>
        ${new Html(`<style>${STYLE}</style>`)}
      </head>
      <body>
        ${ICONS}
        <a class="skip" href="#main">Skip to the report</a>
        <header class="top">
          <div class="inner">
            <p class="brand">
              <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
                <rect width="22" height="22" rx="6" class="brand-ground" />
                <circle cx="11" cy="8.5" r="3.2" class="brand-key" />
                <path d="M9.7 10.5h2.6l1 6.5H8.7z" class="brand-key" /></svg
              ><b>Keyfast</b> <span>evidence report</span>
            </p>
            <nav aria-label="Sections">
              <ul>
                ${SECTIONS.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}
              </ul>
            </nav>
          </div>
        </header>
        <main id="main" tabindex="-1">
          ${verdictSection(document)} ${coverageSection(document)} ${changesSection(document)}
          ${controlsSection(document)} ${identitiesSection(document)} ${moneySection(document)}
          ${changesetsSection(document)} ${digestsSection(document, json)}
        </main>
        <footer>
          <p>
            Made from <code>report.json</code> (${document.schema}) and nothing else. It asks for nothing from
            any network.
          </p>
        </footer>
        ${jsonElement('report-document', JSON.stringify(document))} ${new Html(`<script>${SCRIPT}</script>`)}
      </body>
    </html> `;
  return page.markup;
}

/** How a policy names the text between the tags of an inline style or script. */
function sourceOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
