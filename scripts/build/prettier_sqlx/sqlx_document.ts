import type { Doc, Options } from 'prettier';
import { builders } from 'prettier/doc';
import type { SqlxSection } from '../../googlesql/sqlx_chunks.ts';
import { sqlPieces } from './sql_pieces.ts';

const { hardline, indent, join } = builders;

/** Formats a text in a language of its own: what Prettier gives to a printer that embeds. */
export type TextToDoc = (text: string, options: Options) => Promise<Doc>;

const BLANK_LINE: Doc = [hardline, hardline];

/** The file with one blank line between its sections. */
export async function sqlxDocument(sections: readonly SqlxSection[], textToDoc: TextToDoc): Promise<Doc> {
  return [await sectionsDocument(sections, textToDoc), hardline];
}

async function sectionsDocument(sections: readonly SqlxSection[], textToDoc: TextToDoc): Promise<Doc> {
  const documents = await Promise.all(sections.map((section) => sectionDocument(section, textToDoc)));
  return join(
    BLANK_LINE,
    documents.filter((document) => document !== ''),
  );
}

async function sectionDocument(section: SqlxSection, textToDoc: TextToDoc): Promise<Doc> {
  switch (section.kind) {
    case 'separator':
      return '---';
    case 'javascript':
      return section.head === 'config'
        ? ['config ', await textToDoc(`{${section.text}}`, { parser: '__js_expression' })]
        : block(section.head, await textToDoc(section.text, { parser: 'babel' }));
    case 'block':
      return block(section.head, await sectionsDocument(section.sections, textToDoc));
    case 'sql':
      return sqlDocument(section, textToDoc);
  }
}

function block(head: string, body: Doc): Doc {
  return [head, ' {', indent([hardline, body]), hardline, '}'];
}

async function sqlDocument(
  { chunks }: Extract<SqlxSection, { kind: 'sql' }>,
  textToDoc: TextToDoc,
): Promise<Doc> {
  const documents = await Promise.all(
    sqlPieces(chunks).map(async ({ form, text, expansions }) => {
      const document =
        form === 'sql' ? await textToDoc(text, { parser: 'googlesql' }) : join(hardline, text.split('\n'));
      return expansions.restore(document, textToDoc);
    }),
  );
  return documents.length === 0 ? '' : join(BLANK_LINE, documents);
}
