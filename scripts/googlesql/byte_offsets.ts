const TAB_STOP = 8;
const encoder = new TextEncoder();

/** Turns the service's places in a text (bytes of UTF-8, or line and column) into indices of a JavaScript string. */
export class ByteOffsets {
  /** The index of each byte; undefined while the text is ASCII, where the two are equal. */
  readonly #indexOfByte: Uint32Array | undefined;
  readonly byteLength: number;

  constructor(private readonly text: string) {
    this.byteLength = encoder.encode(text).length;
    if (this.byteLength === text.length) return;
    this.#indexOfByte = new Uint32Array(this.byteLength + 1);
    let byte = 0;
    let index = 0;
    for (const character of text) {
      const bytes = encoder.encode(character).length;
      this.#indexOfByte.fill(index, byte, byte + bytes);
      byte += bytes;
      index += character.length;
    }
    this.#indexOfByte[byte] = index;
  }

  indexOfByte(byte: number): number {
    return this.#indexOfByte?.[byte] ?? byte;
  }

  /** The analyser counts columns in code points, and a tab as reaching to the next multiple of eight. */
  indexOfPosition({ line, column }: { readonly line: number; readonly column: number }): number {
    let index = 0;
    const lineBreak = /\r\n|\n|\r/g;
    for (let passed = 1; passed < line && lineBreak.exec(this.text) !== null; passed += 1)
      index = lineBreak.lastIndex;
    let reached = 0;
    for (const character of this.text.slice(index)) {
      if (reached >= column - 1) break;
      reached += character === '\t' ? TAB_STOP - (reached % TAB_STOP) : 1;
      index += character.length;
    }
    return index;
  }
}
