import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ProgressLine } from '../../scripts/terminal/progress_line.ts';

const written: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  written.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
});

function progressLine(isWatched: boolean): ProgressLine {
  const stream = { columns: 12, write: (text: string) => written.push(text) };
  return new ProgressLine(stream as unknown as NodeJS.WriteStream, isWatched);
}

test('shows nothing of what is over within a second', () => {
  const progress = progressLine(true);
  progress.update('one');
  vi.advanceTimersByTime(999);
  progress.clear();
  vi.advanceTimersByTime(10_000);
  expect(written).toEqual([]);
});

test('shows the latest step after a second, follows it, fits the width and goes away', () => {
  const progress = progressLine(true);
  progress.update('one');
  progress.update('two');
  vi.advanceTimersByTime(1000);
  progress.update('three and a long tail');
  progress.clear();
  expect(written).toEqual(['\r\u001b[Ktwo', '\r\u001b[Kthree and a', '\r\u001b[K']);
});

test('shows nothing when nobody watches', () => {
  const progress = progressLine(false);
  progress.update('one');
  vi.advanceTimersByTime(10_000);
  progress.clear();
  expect(written).toEqual([]);
});
