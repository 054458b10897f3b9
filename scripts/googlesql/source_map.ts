import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Location } from '../errors.ts';
import { sqlxParts, type SqlxChunk, type SqlxPart } from './sqlx_chunks.ts';

/** A chunk and the index in the compiled text at which its text, or what it was replaced with, begins. */
type PlacedChunk = readonly [chunk: SqlxChunk, at: number];

const TARGET_CALL = /^\s*(?:ref|self|resolve)\s*\(/;
const QUOTED_NAME = /^`[^`]*`$/;
const STRING_LITERAL = /'(?:[^'\\]|\\[\s\S])*'/g;

/** Whether the code can have become the text: this is what decides between several places for a comma. */
function canBecome(code: string, text: string): boolean {
  if (TARGET_CALL.test(code)) return QUOTED_NAME.test(text);
  const withoutStrings = text.replace(STRING_LITERAL, '');
  return withoutStrings.split('(').length === withoutStrings.split(')').length;
}

/** Places every chunk in the compiled text; undefined when the text wasn't compiled from these chunks. */
function align(part: SqlxPart, compiled: string): readonly PlacedChunk[] | undefined {
  const failed = new Set<string>();

  const place = (index: number, at: number): readonly PlacedChunk[] | undefined => {
    const chunk = part[index];
    if (chunk === undefined) return at === compiled.length ? [] : undefined;
    const state = `${index}:${at}`;
    if (failed.has(state)) return undefined;
    for (const end of chunk.kind === 'literal' ? literalEnd(chunk, at) : expansionEnds(chunk, index, at)) {
      const rest = place(index + 1, end);
      if (rest !== undefined) return [[chunk, at], ...rest];
    }
    failed.add(state);
    return undefined;
  };

  const literalEnd = (chunk: SqlxChunk, at: number): number[] =>
    compiled.startsWith(chunk.text, at) ? [at + chunk.text.length] : [];

  /** Each place where the next literal stands, the nearest first. */
  function* expansionEnds(chunk: SqlxChunk, index: number, at: number): Generator<number> {
    const next = part[index + 1];
    if (next === undefined) {
      if (canBecome(chunk.text, compiled.slice(at))) yield compiled.length;
      return;
    }
    for (let end = at; end <= compiled.length; end += 1) {
      if (next.kind === 'literal') end = compiled.indexOf(next.text, end);
      if (end < 0) return;
      if (canBecome(chunk.text, compiled.slice(at, end))) yield end;
    }
  }

  return place(0, 0);
}

function lineAndColumn(source: string, index: number): { line: number; column: number } {
  const before = source.slice(0, index).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** A graph may be older than the files: an action whose file was moved away can still fail. */
function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

interface Source {
  readonly text: string;
  readonly parts: readonly SqlxPart[];
}

/** Where compiled SQL stands in the project's `.sqlx` files. */
export class SourceMap {
  readonly #sources = new Map<string, Source>();

  constructor(private readonly projectRoot: string) {}

  /**
   * The line and column of an index of a compiled text; inside what a `${…}` became, those of the `${`. Of a file that
   * isn't `.sqlx` or isn't there, and of a text that the file doesn't explain (a unit test's inputs), the file alone.
   */
  locate(fileName: string, compiled: string, index: number): Location {
    if (!fileName.endsWith('.sqlx')) return { file: fileName };
    const source = this.source(fileName);
    if (source === undefined) return { file: fileName };
    const { text, parts } = source;
    for (const part of parts) {
      const chunk = align(part, compiled)?.findLast(([, at]) => at <= index);
      if (chunk === undefined) continue;
      const [{ kind, start }, at] = chunk;
      return { file: fileName, ...lineAndColumn(text, kind === 'literal' ? start + index - at : start) };
    }
    return { file: fileName };
  }

  /** Dataform reads every line break as `\n`. */
  private source(fileName: string): Source | undefined {
    let source = this.#sources.get(fileName);
    if (source === undefined) {
      const content = contentOf(join(this.projectRoot, fileName));
      if (content === undefined) return undefined;
      const text = content.replaceAll('\r\n', '\n');
      source = { text, parts: sqlxParts(text) };
      this.#sources.set(fileName, source);
    }
    return source;
  }
}
