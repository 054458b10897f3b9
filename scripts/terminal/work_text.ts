import type { ScriptProgress } from '../warehouse/warehouse.ts';
import { paceText } from './row_progress.ts';

/** Below this nothing follows from the engine's count: of some joins it expects many times the rows that come. */
const LEAST_SHARE = 0.01;

/**
 * What a script is at: `Validating: statement 4 of 12 (120,000 rows, 85,000 a second, about 12 s left), 20 s`. Rows, pace and
 * time left are of that statement alone, whose rows the engine counts; how long those after it take, nobody knows.
 */
export function workText(what: string, seconds: number, running?: ScriptProgress): string {
  const soFar = `${Math.round(seconds)} s`;
  if (!running) return `${what}: ${soFar}`;
  const { index, count, milliseconds, rowCount, share } = running;
  const pace =
    rowCount === 0 || share < LEAST_SHARE ? '' : ` (${paceText(rowCount, milliseconds / 1000, share)})`;
  return `${what}: statement ${index + 1} of ${count}${pace}, ${soFar}`;
}
