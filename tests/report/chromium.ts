import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const HOW_TO_GET_IT =
  'The tests of the report’s page need Chromium: `apt-get install chromium` on Debian, or KEYFAST_CHROMIUM=/path/to/chromium';

/**
 * Where Chromium is, or undefined: then its tests are left out, and it is said how to get it.
 *
 * @throws Error in continuous integration, where no test may be left out.
 */
export function chromiumPath(): string | undefined {
  const path = process.env.KEYFAST_CHROMIUM ?? PLACES.find((place) => existsSync(place));
  if (path !== undefined) return path;
  if (process.env.CI !== undefined) throw new Error(HOW_TO_GET_IT);
  console.warn(HOW_TO_GET_IT);
  return undefined;
}

export function startChromium(executablePath: string): Promise<Browser> {
  // Chromium's sandbox refuses to run as root, as in a container.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args });
}
