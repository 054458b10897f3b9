const DELAY_MILLISECONDS = 1000;
const ERASE_LINE = '\r\u001B[K';

/** One line that says what is going on, shown when it takes more than a second, and only to a person at a terminal. */
export class ProgressLine {
  #text = '';
  #timer: NodeJS.Timeout | undefined;
  #isShown = false;

  constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly isWatched: boolean,
  ) {}

  update(text: string): void {
    if (!this.isWatched) return;
    this.#text = text;
    if (this.#isShown) this.#draw();
    this.#timer ??= setTimeout(() => {
      this.#isShown = true;
      this.#draw();
    }, DELAY_MILLISECONDS).unref();
  }

  /** Takes the line away: before anything else is printed. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isShown) this.stream.write(ERASE_LINE);
    this.#isShown = false;
  }

  #draw(): void {
    this.stream.write(`${ERASE_LINE}${this.#text.slice(0, Math.max(0, this.stream.columns - 1))}`);
  }
}
