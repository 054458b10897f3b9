const DELAY_MILLISECONDS = 1000;
const ERASE_LINE = '\r\u001B[K';

/** One line that says what is going on, shown when it takes more than a second, and only to a person at a terminal. */
export class ProgressLine {
  #text: () => string = () => '';
  #timer: NodeJS.Timeout | undefined;
  #isShown = false;

  constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly isWatched: boolean,
  ) {}

  /** A text that changes while nothing happens, such as the seconds that it takes, is a function: it is drawn every second. */
  update(text: string | (() => string)): void {
    if (!this.isWatched) return;
    this.#text = typeof text === 'string' ? () => text : text;
    if (this.#isShown) this.#draw();
    this.#timer ??= setInterval(() => {
      this.#isShown = true;
      this.#draw();
    }, DELAY_MILLISECONDS).unref();
  }

  /** Takes the line away: before anything else is printed. */
  clear(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#isShown) this.stream.write(ERASE_LINE);
    this.#isShown = false;
  }

  #draw(): void {
    this.stream.write(`${ERASE_LINE}${this.#text().slice(0, Math.max(0, this.stream.columns - 1))}`);
  }
}
