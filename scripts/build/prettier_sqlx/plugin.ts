import type { AstPath, Parser, Printer, SupportLanguage } from 'prettier';
import { options } from 'prettier-plugin-sql-cst';
import { sqlxSections, type SqlxSection } from '../../googlesql/sqlx_chunks.ts';
import { googlesqlParser, googlesqlPrinter } from './googlesql.ts';
import { sqlxDocument } from './sqlx_document.ts';

/** Prettier's tree of a `.sqlx` file: one node, because its parts are formatted by the parsers of their own languages. */
interface SqlxFile {
  readonly length: number;
  readonly sections: readonly SqlxSection[];
  /** Why it couldn't be formatted. */
  fault?: unknown;
}

export const languages: SupportLanguage[] = [{ name: 'SQLX', parsers: ['sqlx'], extensions: ['.sqlx'] }];

const parser: Parser<SqlxFile> = {
  astFormat: 'sqlx',
  parse: (text) => ({ length: text.length, sections: sqlxSections(text) }),
  locStart: () => 0,
  locEnd: (file) => file.length,
};

const printer: Printer<SqlxFile> = {
  embed:
    ({ node }: AstPath<SqlxFile>) =>
    async (textToDoc) => {
      try {
        return await sqlxDocument(node.sections, textToDoc);
      } catch (fault) {
        node.fault = fault;
        throw fault;
      }
    },
  // Reached only when `embed` failed: Prettier keeps that error to itself and would leave the file as it is.
  print({ node }) {
    throw node.fault;
  },
};

export { options };
export const parsers = { sqlx: parser, googlesql: googlesqlParser };
export const printers = { sqlx: printer, googlesql: googlesqlPrinter };
