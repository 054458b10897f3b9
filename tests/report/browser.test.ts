import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { registry } from '../../includes/src/controls.ts';
import { startChromium } from '../../scripts/build/chromium.ts';
import { IN_FULL } from '../../scripts/report/masking.ts';
import { reportFiles } from '../../scripts/report/report_files.ts';
import { chromiumPath } from './chromium.ts';
import { graphOfControls, syntheticEvidence } from './evidence_rows.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const executable = chromiumPath();
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(executable === undefined)('the page in Chromium', () => {
  let browser: Browser;
  let directory: string;
  let address: string;
  /** Every part of the page, and few rows of each: a check of each element takes its time. */
  let shortAddress: string;
  let page: Page;
  /** Whatever the browser complained about, asked for or opened. */
  let complaints: string[];
  let requests: string[];

  beforeAll(async () => {
    browser = await startChromium(executable!);
    directory = await mkdtemp(join(tmpdir(), 'keyfast-page-'));
    address = await writtenPage('report.html', {
      runs: 90,
      controls: registry.length,
      failingKeys: 130,
      months: 12,
      changesets: 4,
    });
    shortAddress = await writtenPage('short.html', {
      runs: 4,
      controls: 6,
      failingKeys: 6,
      months: 3,
      changesets: 2,
    });
  });

  async function writtenPage(
    name: string,
    size: Omit<Parameters<typeof syntheticEvidence>[0], 'tenants'>,
  ): Promise<string> {
    const evidence = syntheticEvidence({ ...size, tenants: 3 });
    // In full, because only then every hostile name stands in it.
    const { files } = reportFiles(evidence, graphOfControls(), IN_FULL);
    const file = join(directory, name);
    await writeFile(file, files['report.html']!);
    return pathToFileURL(file).href;
  }

  afterAll(async () => {
    await browser.close();
    await rm(directory, { recursive: true });
  });

  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    complaints = [];
    requests = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => complaints.push(`a dialog: ${dialog.message()}`));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(address);
  });

  afterEach(async () => {
    expect(complaints).toEqual([]);
    const known = [address, shortAddress];
    expect(requests.filter((request) => !known.some((page) => request.startsWith(page)))).toEqual([]);
    await page.close();
  });

  function inPage<T>(expression: string): Promise<T> {
    return page.evaluate<T>(expression);
  }

  /** The ids of the controls that are to be seen. */
  function shown(): Promise<string[]> {
    return inPage<string[]>(
      `[...document.querySelectorAll('.control')].filter((control) => control.checkVisibility()).map(({ id }) => id)`,
    );
  }

  function countText(): Promise<string> {
    return page.locator('#filter-count').innerText();
  }

  test('opens without a complaint, asks for nothing, and the hostile names are text', async () => {
    await page.waitForLoadState('networkidle');
    expect(requests).toEqual([address]);
    expect(await page.title()).toContain('4 controls failed');
    expect(await page.locator('body img, body b script, [onerror], [onmouseover]').count()).toBe(0);
    expect(await page.locator('#control-QUARANTINE .failures tbody tr').nth(3).innerText()).toContain(
      'Data\\u{200b}dog \\u{202e}gpj.exe',
    );
  });

  test('a script that is smuggled in doesn’t run, and the policy says why', async () => {
    await page.evaluate(`{
      const script = document.createElement('script');
      script.textContent = 'document.title = "run"';
      document.body.append(script);
    }`);
    expect(await page.title()).not.toBe('run');
    expect(complaints).toEqual([expect.stringContaining('Content Security Policy')]);
    complaints = [];
  });

  test('a search narrows the controls by their words and failing keys', async () => {
    expect(await countText()).toBe('22 of 22 controls');
    await page.getByLabel('Search').fill('carrier PAID');
    expect(await shown()).toEqual(['control-6', 'control-UNMATCHED', 'control-1']);
    expect(await countText()).toBe('3 of 22 controls');
    await page.getByLabel('Search').fill('onmouseover');
    expect(await shown()).toEqual([
      'control-6',
      'control-CHANGESETS',
      'control-PROFILES',
      'control-QUARANTINE',
      'control-3',
      'control-A',
      'control-DIMENSION',
      'control-UNMATCHED',
    ]);
    await page.getByLabel('Search').fill('no such thing');
    expect(await shown()).toEqual([]);
    await page.getByRole('button', { name: 'Show all controls' }).click();
    expect(await countText()).toBe('22 of 22 controls');
  });

  test('the number of controls that are shown is told to who can’t see it', async () => {
    expect(await page.locator('#filter-count').getAttribute('aria-live')).toBe('polite');
  });

  test('status and severity narrow them', async () => {
    await page.getByRole('checkbox', { name: 'Pass' }).uncheck();
    expect(await countText()).toBe('8 of 22 controls');
    await page.getByLabel('Severity').selectOption('blocks');
    expect(await countText()).toBe('4 of 22 controls');
    await page.getByRole('button', { name: 'Reset' }).click();
    expect(await countText()).toBe('22 of 22 controls');
  });

  test('a tenant narrows the controls, their failing keys, and every table', async () => {
    await page.locator('#filter-tenant').selectOption('tenant_1');
    expect(await countText()).toBe('8 of 22 controls, failing keys and figures of tenant_1 only');
    const tenants = new Set(
      await inPage<string[]>(
        `[...document.querySelectorAll('tr[data-tenant]')].filter((row) => row.checkVisibility()).map((row) => row.dataset.tenant)`,
      ),
    );
    expect(tenants).toEqual(new Set(['tenant_1']));
    expect(await page.locator('.tenant:visible h3').allInnerTexts()).toEqual(['tenant_1']);
  });

  test('a link to a control opens it and goes there', async () => {
    await page.goto(`${address}#control-8`);
    const control = page.locator('#control-8');
    expect(await control.locator('details').first().getAttribute('open')).toBe('');
    await expect
      .poll(() => inPage<number>(`document.getElementById('control-8').getBoundingClientRect().top`))
      .toBeLessThan(200);
    expect(await page.evaluate('document.activeElement.closest(".control").id')).toBe('control-8');
  });

  test('a link to a control that the filter hides shows all again', async () => {
    await page.getByLabel('Search').fill('quarantine');
    expect(await shown()).not.toContain('control-8');
    await page.evaluate('location.hash = "#control-8"');
    await expect.poll(shown).toContain('control-8');
    expect(await page.getByLabel('Search').inputValue()).toBe('');
  });

  test('the keyboard alone reaches and opens a control', async () => {
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the report');
    const summary = page.locator('#control-8 summary').first();
    await summary.focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('#control-8 .control-body').isVisible()).toBe(true);
    expect(await inPage('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
  });

  test('on paper every control stands open, and nothing that only a screen can use', async () => {
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#control-8 .control-body').isVisible()).toBe(true);
    expect(await page.locator('nav').isVisible()).toBe(false);
    expect(await page.getByLabel('Search').isVisible()).toBe(false);
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)!.length).toBeGreaterThan(5);
  });

  test.each([1280, 390])('at a width of %d nothing sticks out', async (width) => {
    await page.setViewportSize({ width, height: 844 });
    await page.getByRole('button', { name: 'Open all' }).click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  });

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const)('axe finds no fault in it, %s and %d wide', async (colorScheme, width) => {
    await page.goto(shortAddress);
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 844 });
    await page.getByRole('button', { name: 'Open all' }).click();
    await page.evaluate(AXE);
    const { violations } = await inPage<AxeResults>('axe.run()');
    expect(
      violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .slice(0, 3)
            .map(({ html }) => html.slice(0, 160))
            .join(' | ')}`,
      ),
    ).toEqual([]);
  });

  test('without a script everything is there, but for the filter', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(address);
    expect(await plain.locator('.control').count()).toBe(22);
    expect(await plain.locator('.toolbar').isVisible()).toBe(false);
    await context.close();
  });
});

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}
