import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

export const HOW_TO_GET_CHROMIUM =
  '`apt-get install chromium` on Debian, or KEYFAST_CHROMIUM=/path/to/chromium';

/** Where Chromium is, undefined where it isn't. Nothing is downloaded. */
export function findChromium(): string | undefined {
  return process.env.KEYFAST_CHROMIUM ?? PLACES.find((place) => existsSync(place));
}

export function startChromium(executablePath: string): Promise<Browser> {
  // Chromium's sandbox refuses to run as root, as in a container.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args });
}
