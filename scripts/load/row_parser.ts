import { Parser } from 'csv-parse';

export interface ParsedRows {
  readonly rows: readonly (readonly string[])[];
  /** Why parsing can't go on after these rows. */
  readonly error?: Error;
}

/**
 * csv-parse, fed chunk by chunk: it gives the rows that a chunk completes, those before an error too. Rows are taken as it
 * pushes them: read from the stream, those before an error would be lost, and its `on_record` costs a third more time.
 */
export class RowParser extends Parser {
  #completed: string[][] = [];
  #bytesCompleted = 0;

  constructor() {
    super({ record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true });
    // Every error comes to the callbacks of `write` and `end` as well.
    this.on('error', () => undefined);
    this.resume();
  }

  /** How many of the bytes fed so far belong to rows that are complete. */
  get bytesCompleted(): number {
    return this.#bytesCompleted;
  }

  feed(text: Buffer): Promise<ParsedRows> {
    return new Promise((resolve) => {
      this.write(text, (error) => {
        resolve(this.#take(error));
      });
    });
  }

  finish(): Promise<ParsedRows> {
    return new Promise((resolve) => {
      this.end((error?: Error | null) => {
        resolve(this.#take(error));
      });
    });
  }

  override push(row: string[] | null): boolean {
    if (row === null) return super.push(null);
    this.#completed.push(row);
    this.#bytesCompleted = this.info.bytes;
    return true;
  }

  #take(error: Error | null | undefined): ParsedRows {
    const rows = this.#completed;
    this.#completed = [];
    return error ? { rows, error } : { rows };
  }
}
