import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PhysicalLines } from '../../scripts/load/physical_lines.ts';

function count(...chunks: readonly string[]): number {
  const lines = new PhysicalLines();
  for (const chunk of chunks) lines.take(Buffer.from(chunk));
  return lines.count;
}

test.each([
  ['', 0],
  ['a', 1],
  ['a\n', 1],
  ['a\nb', 2],
  ['a\r\nb\r\n', 2],
  ['a\rb\r', 2],
  ['\n', 1],
  ['\n\r\n\r', 3],
  ['a\u2028b\u0085c\vd', 1],
])('%j has %i', (text, lines) => {
  expect(count(text)).toBe(lines);
});

test('wherever the chunks are cut', () => {
  const text = fc.string({ unit: fc.constantFrom('\r', '\n', 'a') });
  fc.assert(
    fc.property(text, fc.nat(), (whole, place) => {
      const at = place % (whole.length + 1);
      expect(count(whole.slice(0, at), whole.slice(at))).toBe(count(whole));
    }),
  );
});
