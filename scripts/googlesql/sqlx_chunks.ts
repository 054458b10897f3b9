/** A piece of a `.sqlx` file's SQL: text that Dataform copies, or a `${…}` that it replaces. */
export interface SqlxChunk {
  readonly kind: 'literal' | 'expansion';
  /** Where it begins in the file. */
  readonly start: number;
  /** Of an expansion, the JavaScript between the braces. */
  readonly text: string;
}

/** The SQL that Dataform compiles to one text: the body, a statement between `---`, a `pre_operations` block. */
export type SqlxPart = readonly SqlxChunk[];

const JS_BLOCK = /(?:config|js) \{/y;
const SQL_BLOCK = /(?:incremental_where|pre_operations|post_operations|input "[\w-]+"(?:,\s*"[\w-]+")*) \{/y;
const SEPARATOR = /[^\S\r\n]*---[^\S\r\n]*$/my;
const COMMENT = /--.*$|\/\*[\s\S]*?\*\//my;
const QUOTE = /'''|"""|['"]/y;
const JS_COMMENT_OR_STRING = /\/\/.*$|\/\*[\s\S]*?\*\/|'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/my;

function matchAt(pattern: RegExp, text: string, index: number): string | undefined {
  pattern.lastIndex = index;
  return pattern.exec(text)?.[0];
}

/** Splits a `.sqlx` file as Dataform's own lexer does. Expects `\n` line breaks. */
export function sqlxParts(source: string): readonly SqlxPart[] {
  const reader = new SqlxReader(source);
  reader.sql(0, false);
  return reader.parts;
}

class SqlxReader {
  readonly parts: SqlxPart[] = [];

  constructor(private readonly source: string) {}

  /** Reads SQL from the index on and gives the index after it: after the closing brace in a block, else the end. */
  sql(from: number, inBlock: boolean): number {
    let part: SqlxChunk[] = [];
    let literal = from;
    let index = from;
    let quote: string | undefined;
    const endLiteral = (): void => {
      if (index > literal)
        part.push({ kind: 'literal', start: literal, text: this.source.slice(literal, index) });
    };

    while (index < this.source.length) {
      if (this.source.startsWith('${', index)) {
        endLiteral();
        const end = this.javaScript(index + 2);
        part.push({ kind: 'expansion', start: index, text: this.source.slice(index + 2, end - 1) });
        literal = index = end;
      } else if (quote !== undefined) {
        if (this.source.startsWith(quote, index)) {
          index += quote.length;
          quote = undefined;
        } else index += this.source[index] === '\\' ? 2 : 1;
      } else if (inBlock && this.source[index] === '}') {
        break;
      } else {
        const block = inBlock ? undefined : this.block(index);
        const separator = matchAt(SEPARATOR, this.source, index);
        if (block !== undefined) {
          endLiteral();
          literal = index = block;
        } else if (separator !== undefined) {
          endLiteral();
          this.parts.push(part);
          part = [];
          literal = index += separator.length;
        } else {
          quote = matchAt(QUOTE, this.source, index);
          index += (quote ?? matchAt(COMMENT, this.source, index) ?? ' ').length;
        }
      }
    }
    endLiteral();
    this.parts.push(part);
    return index + 1;
  }

  /** The index after the `config {…}`, `js {…}`, `pre_operations {…}` … that begins here, if one does. */
  private block(index: number): number | undefined {
    const js = matchAt(JS_BLOCK, this.source, index);
    if (js !== undefined) return this.javaScript(index + js.length);
    const sql = matchAt(SQL_BLOCK, this.source, index);
    return sql === undefined ? undefined : this.sql(index + sql.length, true);
  }

  /** The index after the brace that closes the JavaScript which begins here. */
  private javaScript(from: number): number {
    let index = from;
    while (index < this.source.length && this.source[index] !== '}') {
      if (this.source[index] === '{') index = this.javaScript(index + 1);
      else if (this.source[index] === '`') index = this.template(index + 1);
      else index += (matchAt(JS_COMMENT_OR_STRING, this.source, index) ?? ' ').length;
    }
    return index + 1;
  }

  private template(from: number): number {
    let index = from;
    while (index < this.source.length && this.source[index] !== '`') {
      if (this.source.startsWith('${', index)) index = this.javaScript(index + 2);
      else index += this.source[index] === '\\' ? 2 : 1;
    }
    return index + 1;
  }
}
