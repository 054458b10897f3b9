import type { SqlxChunk } from '../../googlesql/sqlx_chunks.ts';
import { Expansions } from './expansions.ts';

/**
 * A run of SQL that can be parsed by itself, or a statement that is one expansion, `${audit.appendEvent({…})};`, with the
 * comments right above it.
 */
export interface SqlPiece {
  readonly form: 'sql' | 'expansion';
  /** With a placeholder for each expansion. */
  readonly text: string;
  readonly expansions: Expansions;
}

const BEGINS_STATEMENT = /;(?:\s|--.*\n|\/\*[\s\S]*?\*\/)*$/;
const BEGINS_FIRST_STATEMENT = /^(?:\s|--.*\n|\/\*[\s\S]*?\*\/)*$/;
const SEMICOLON = /^\s*;/;
const COMMENTS_ABOVE = /(?:(?<=\n|^)[^\S\n]*--.*\n)*[^\S\n]*$/;

/** Whether the expansion at the index is a whole statement, from what stands on its two sides. */
function isStatement(chunks: readonly SqlxChunk[], index: number): boolean {
  const [before, after] = [chunks[index - 1], chunks[index + 1]];
  if (before?.kind === 'expansion' || after?.kind === 'expansion') return false;
  const begins =
    before === undefined ||
    BEGINS_STATEMENT.test(before.text) ||
    (index === 1 && BEGINS_FIRST_STATEMENT.test(before.text));
  const ends =
    after === undefined ||
    SEMICOLON.test(after.text) ||
    (index === chunks.length - 2 && after.text.trim() === '');
  return begins && ends;
}

/** Cuts SQL around the statements that are expansions, which no parser of SQL would take. */
export function sqlPieces(chunks: readonly SqlxChunk[]): readonly SqlPiece[] {
  const pieces: SqlPiece[] = [];
  let text = '';
  let expansions = new Expansions();
  const endPiece = (form: SqlPiece['form']): void => {
    if (text.trim() !== '') pieces.push({ form, text: text.trim(), expansions });
    text = '';
    expansions = new Expansions();
  };

  chunks.forEach((chunk, index) => {
    if (chunk.kind === 'literal') {
      const semicolon =
        pieces.at(-1)?.form === 'expansion' && text === '' ? SEMICOLON.exec(chunk.text) : null;
      text += chunk.text.slice(semicolon?.[0].length ?? 0);
    } else if (isStatement(chunks, index)) {
      const comments = COMMENTS_ABOVE.exec(text)?.[0] ?? '';
      text = text.slice(0, text.length - comments.length);
      endPiece('sql');
      const semicolon = SEMICOLON.test(chunks[index + 1]?.text ?? '') ? ';' : '';
      text = comments + expansions.placeholder(chunk.text) + semicolon;
      endPiece('expansion');
    } else {
      text += expansions.placeholder(chunk.text);
    }
  });
  endPiece('sql');
  return pieces;
}
