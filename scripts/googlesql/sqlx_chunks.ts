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

/** What a `.sqlx` file is made of, in its order. A head is what stands before the brace: `config`, `input "names"`. */
export type SqlxSection =
  | { readonly kind: 'sql'; readonly chunks: readonly SqlxChunk[] }
  | { readonly kind: 'separator' }
  | { readonly kind: 'javascript'; readonly head: string; readonly text: string }
  | { readonly kind: 'block'; readonly head: string; readonly sections: readonly SqlxSection[] };

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

function headOf(opening: string): string {
  return opening.slice(0, -1).trimEnd();
}

/** Splits a `.sqlx` file as Dataform's own lexer does. Expects `\n` line breaks. */
export function sqlxSections(source: string): readonly SqlxSection[] {
  return new SqlxReader(source).sql(0, false).sections;
}

/** The texts that Dataform compiles from the file. */
export function sqlxParts(source: string): readonly SqlxPart[] {
  return partsOf(sqlxSections(source));
}

function partsOf(sections: readonly SqlxSection[]): SqlxPart[] {
  const parts: SqlxPart[] = [];
  let part: SqlxChunk[] = [];
  for (const section of sections) {
    if (section.kind === 'sql') part.push(...section.chunks);
    else if (section.kind === 'block') parts.push(...partsOf(section.sections));
    else if (section.kind === 'separator') {
      parts.push(part);
      part = [];
    }
  }
  parts.push(part);
  return parts;
}

/** A section, and the index after it. */
interface ReadSection {
  readonly section: SqlxSection;
  readonly end: number;
}

class SqlxReader {
  constructor(private readonly source: string) {}

  /** Reads SQL from the index on and gives the index after it: after the closing brace in a block, else the end. */
  sql(from: number, inBlock: boolean): { readonly sections: readonly SqlxSection[]; readonly end: number } {
    const sections: SqlxSection[] = [];
    let chunks: SqlxChunk[] = [];
    let literal = from;
    let index = from;
    let quote: string | undefined;
    const endLiteral = (): void => {
      if (index > literal)
        chunks.push({ kind: 'literal', start: literal, text: this.source.slice(literal, index) });
    };
    const endSql = (): void => {
      endLiteral();
      if (chunks.length > 0) sections.push({ kind: 'sql', chunks });
      chunks = [];
    };

    while (index < this.source.length) {
      if (this.source.startsWith('${', index)) {
        endLiteral();
        const end = this.javaScript(index + 2);
        chunks.push({ kind: 'expansion', start: index, text: this.source.slice(index + 2, end - 1) });
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
          endSql();
          sections.push(block.section);
          literal = index = block.end;
        } else if (separator !== undefined) {
          endSql();
          sections.push({ kind: 'separator' });
          literal = index += separator.length;
        } else {
          quote = matchAt(QUOTE, this.source, index);
          index += (quote ?? matchAt(COMMENT, this.source, index) ?? ' ').length;
        }
      }
    }
    endSql();
    return { sections, end: index + 1 };
  }

  /** The `config {…}`, `js {…}`, `pre_operations {…}` … that begins here, if one does. */
  private block(index: number): ReadSection | undefined {
    const js = matchAt(JS_BLOCK, this.source, index);
    if (js !== undefined) {
      const from = index + js.length;
      const end = this.javaScript(from);
      return {
        section: { kind: 'javascript', head: headOf(js), text: this.source.slice(from, end - 1) },
        end,
      };
    }
    const sql = matchAt(SQL_BLOCK, this.source, index);
    if (sql === undefined) return undefined;
    const { sections, end } = this.sql(index + sql.length, true);
    return { section: { kind: 'block', head: headOf(sql), sections }, end };
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
