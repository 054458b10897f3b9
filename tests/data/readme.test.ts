import { expect, test } from 'vitest';
import { text } from './committed_files.ts';

interface Claim {
  readonly path: string;
  readonly line: number;
  /** With `⟨U+200B⟩` for the code point. */
  readonly onThatLine: string;
}

const CLAIM = /^\| .+ \| `(?<path>\S+\.csv):(?<line>\d+)` +\| `(?<onThatLine>[^`]+)` +\| .+ \|$/;

const claims: Claim[] = text('README.md')
  .split('\n')
  .flatMap((markdown) => {
    const groups = CLAIM.exec(markdown)?.groups;
    return groups ? [{ path: groups.path!, line: Number(groups.line), onThatLine: groups.onThatLine! }] : [];
  });

function withCodePoints(notation: string): string {
  return notation.replace(/⟨U\+([0-9A-F]{4,5})⟩/gu, (_, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  );
}

test('the README says where its planted cases stand, in rows that this test can read', () => {
  expect(claims.length).toBe(text('README.md').match(/\.csv:\d+/g)!.length);
  expect(claims.length).toBeGreaterThan(50);
});

test.each(claims)('$path:$line holds $onThatLine', ({ path, line, onThatLine }) => {
  expect(text(path).split('\n')[line - 1]).toContain(withCodePoints(onThatLine));
});
