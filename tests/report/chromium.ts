import { findChromium, HOW_TO_GET_CHROMIUM } from '../../scripts/build/chromium.ts';

/**
 * Where Chromium is, or undefined: then its tests are left out, and it is said how to get it.
 *
 * @throws Error in continuous integration, where no test may be left out.
 */
export function chromiumPath(): string | undefined {
  const path = findChromium();
  if (path !== undefined) return path;
  const missing = `The tests of the report’s page need Chromium: ${HOW_TO_GET_CHROMIUM}`;
  if (process.env.CI !== undefined) throw new Error(missing);
  console.warn(missing);
  return undefined;
}
