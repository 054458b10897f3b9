import { parse, type Parser } from 'csv-parse';

export interface ParsedRows {
  readonly rows: readonly (readonly string[])[];
  /** Why parsing can't go on after these rows. */
  readonly error?: Error;
}

/** csv-parse, fed chunk by chunk: it gives the rows that a chunk completes, those before an error too. */
export class RowParser {
  #completed: string[][] = [];
  #bytesCompleted = 0;
  readonly #parser: Parser;

  constructor() {
    this.#parser = parse({
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      // Rows are taken here, not from the stream: an error of the stream would drop the rows before it.
      on_record: (cells: string[], { bytes_records }) => {
        this.#completed.push(cells);
        this.#bytesCompleted = bytes_records;
        return null;
      },
    });
    // Every error comes to the callbacks of `write` and `end` as well.
    this.#parser.on('error', () => undefined);
    this.#parser.resume();
  }

  /** How many of the bytes fed so far belong to rows that are complete. */
  get bytesCompleted(): number {
    return this.#bytesCompleted;
  }

  write(text: Buffer): Promise<ParsedRows> {
    return new Promise((resolve) => {
      this.#parser.write(text, (error) => {
        resolve(this.#take(error));
      });
    });
  }

  end(): Promise<ParsedRows> {
    return new Promise((resolve) => {
      this.#parser.end((error?: Error | null) => {
        resolve(this.#take(error));
      });
    });
  }

  destroy(): void {
    this.#parser.destroy();
  }

  #take(error: Error | null | undefined): ParsedRows {
    const rows = this.#completed;
    this.#completed = [];
    return error ? { rows, error } : { rows };
  }
}
