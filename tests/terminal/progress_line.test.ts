import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ProgressLine, type ProgressForm } from '../../scripts/terminal/progress_line.ts';

const written: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  written.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
});

function progressLine(form: ProgressForm): ProgressLine {
  const stream = { columns: 12, write: (text: string) => written.push(text) };
  return new ProgressLine(stream as unknown as NodeJS.WriteStream, form);
}

test('shows nothing of what is over within a second', () => {
  const progress = progressLine('drawn');
  progress.update('one');
  vi.advanceTimersByTime(999);
  progress.clear();
  vi.advanceTimersByTime(10_000);
  expect(written).toEqual([]);
});

test('shows the latest step after a second, follows it, fits the width and goes away', () => {
  const progress = progressLine('drawn');
  progress.update('one');
  progress.update('two');
  vi.advanceTimersByTime(1000);
  progress.update('three and a long tail');
  progress.clear();
  expect(written).toEqual(['\r\u001b[Ktwo', '\r\u001b[Kthree and a', '\r\u001b[K']);
});

test('in a file or a pipe is a whole line every twenty seconds, with the seconds that it took so far', () => {
  const progress = progressLine('logged');
  progress.update('one');
  vi.advanceTimersByTime(19_999);
  expect(written).toEqual([]);
  progress.update('two and a long tail');
  vi.advanceTimersByTime(1);
  progress.update(() => 'three');
  vi.advanceTimersByTime(20_000);
  progress.clear();
  vi.advanceTimersByTime(60_000);
  expect(written).toEqual(['[20 s] two and a long tail\n', '[40 s] three\n']);
});

test('shows nothing when nobody watches', () => {
  const progress = progressLine('none');
  progress.update('one');
  vi.advanceTimersByTime(10_000);
  progress.clear();
  expect(written).toEqual([]);
});
