const ERASE_LINE = '\r\u001B[K';

/**
 * Who sees what is going on: `drawn` over itself on a terminal, `logged` as a line now and then to a file or a pipe, such as
 * the log of a scheduler, or nobody.
 */
export type ProgressForm = 'drawn' | 'logged' | 'none';

/** When it first shows, so that nothing does of what is over sooner, and how often it is looked at again. */
const MILLISECONDS: Readonly<Record<Exclude<ProgressForm, 'none'>, number>> = {
  drawn: 1000,
  logged: 20_000,
};

/** One line that says what is going on when it takes long. */
export class ProgressLine {
  #text: () => string = () => '';
  #timer: NodeJS.Timeout | undefined;
  #isShown = false;

  constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly form: ProgressForm,
  ) {}

  /** A text that changes while nothing happens, such as the seconds that it takes, is a function: it is asked every time. */
  update(text: string | (() => string)): void {
    if (this.form === 'none') return;
    this.#text = typeof text === 'string' ? () => text : text;
    if (this.#isShown) this.#draw();
    this.#timer ??= this.#begin(this.form);
  }

  /** Takes the line away: before anything else is printed. */
  clear(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#isShown) this.stream.write(ERASE_LINE);
    this.#isShown = false;
  }

  #begin(form: Exclude<ProgressForm, 'none'>): NodeJS.Timeout {
    const start = performance.now();
    const show = {
      drawn: (): void => {
        this.#isShown = true;
        this.#draw();
      },
      logged: (): void => {
        this.stream.write(`[${Math.round((performance.now() - start) / 1000)} s] ${this.#text()}\n`);
      },
    };
    return setInterval(show[form], MILLISECONDS[form]).unref();
  }

  #draw(): void {
    this.stream.write(`${ERASE_LINE}${this.#text().slice(0, Math.max(0, this.stream.columns - 1))}`);
  }
}
