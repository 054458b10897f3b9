const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Counts the lines of a file by its bytes, apart from whoever reads its rows, so that the two can be compared. CRLF, LF and
 * CR end a line; what follows the last of them is a line too, unless it is nothing.
 */
export class PhysicalLines {
  #ended = 0;
  #lastByte: number | undefined;

  get count(): number {
    const isOpen =
      this.#lastByte !== undefined && this.#lastByte !== LINE_FEED && this.#lastByte !== CARRIAGE_RETURN;
    return this.#ended + (isOpen ? 1 : 0);
  }

  take(chunk: Buffer): void {
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) this.#ended += 1;
    for (let at = chunk.indexOf(CARRIAGE_RETURN); at >= 0; at = chunk.indexOf(CARRIAGE_RETURN, at + 1)) {
      if (chunk[at + 1] !== LINE_FEED) this.#ended += 1;
    }
    // A CRLF that the chunks cut in two was counted twice.
    if (this.#lastByte === CARRIAGE_RETURN && chunk[0] === LINE_FEED) this.#ended -= 1;
    this.#lastByte = chunk.at(-1) ?? this.#lastByte;
  }
}
