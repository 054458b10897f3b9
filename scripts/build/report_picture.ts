/**
 * `npm run picture -- reports/<run>/report.html`: docs/images/report.png, the top of a report's page as a desktop shows it.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PROJECT_ROOT } from '../dataform/project.ts';
import { findChromium, HOW_TO_GET_CHROMIUM, startChromium } from './chromium.ts';

const [page] = process.argv.slice(2);
const executable = findChromium();
if (page === undefined) throw new Error('Say which page: npm run picture -- reports/<run>/report.html');
if (executable === undefined) throw new Error(`The picture needs Chromium: ${HOW_TO_GET_CHROMIUM}`);

const browser = await startChromium(executable);
const tab = await browser.newPage({ viewport: { width: 1280, height: 1400 }, colorScheme: 'light' });
await tab.goto(pathToFileURL(resolve(page)).href);
await tab.screenshot({ path: resolve(PROJECT_ROOT, 'docs/images/report.png') });
await browser.close();
