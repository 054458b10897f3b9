import type { Doc } from 'prettier';
import { utils } from 'prettier/doc';
import type { TextToDoc } from './sqlx_document.ts';

const PLACEHOLDER = /sqlx_expansion_(\d+)_/g;

/** The `${…}` of a piece of SQL. While the SQL is formatted an identifier stands for each. */
export class Expansions {
  readonly #code: string[] = [];

  /** The identifier that stands for the JavaScript between the braces. */
  placeholder(code: string): string {
    return `sqlx_expansion_${this.#code.push(code) - 1}_`;
  }

  /** The formatted SQL with every expansion back in its place, its JavaScript formatted too. */
  async restore(document: Doc, textToDoc: TextToDoc): Promise<Doc> {
    const expansions = await Promise.all(
      this.#code.map(async (code): Promise<Doc> => {
        return ['${', await textToDoc(code, { parser: '__js_expression' }), '}'];
      }),
    );
    let restored = 0;
    const result = utils.mapDoc(document, (part) => {
      if (typeof part !== 'string') return part;
      // Splitting at a group keeps what the group holds: the number of the expansion, at every odd place.
      const pieces = part.split(PLACEHOLDER).map((piece, place) => {
        if (place % 2 === 0) return piece;
        restored += 1;
        return expansions[Number(piece)] ?? '';
      });
      return pieces.length === 1 ? part : pieces;
    });
    if (restored !== expansions.length) {
      throw new Error(`${expansions.length} expansions went into the SQL and ${restored} came out`);
    }
    return result;
  }
}
