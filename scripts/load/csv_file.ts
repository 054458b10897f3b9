import { createReadStream } from 'node:fs';
import type { Fault } from '../errors.ts';
import { firstControlCharacter } from './control_character.ts';
import { FaultList } from './fault_list.ts';
import { judgeHeader, wrongDelimiter } from './header.ts';
import { inWords, LIMITS } from './limits.ts';
import { findQuoteFault, type QuoteFault } from './quote_fault.ts';
import { RowParser } from './row_parser.ts';
import type { SourceKind } from './source_kinds.ts';
import { lineAt, lineBreaks, textAt } from './text_position.ts';
import { isSystemError, unreadableFile } from './unreadable_file.ts';
import { UnreadableBytes, Utf8Text } from './utf8_text.ts';

export interface CsvRow {
  /** The physical line of the file that the row starts on, from 1: line breaks inside quotes count. */
  readonly line: number;
  /** In the order of `CsvFile.columns`; an empty cell is NULL. */
  readonly cells: readonly (string | null)[];
}

const CHUNK_BYTES = 256 * 1024;
const BYTE_ORDER_MARK_BYTES = 3;

/**
 * A CSV file (RFC 4180, UTF-8, a header) read once, in bounded memory. What is wrong with it goes to `faults`, every fault
 * that can be found; a file that has any must not be loaded. What its values mean is for the procedures to judge.
 */
export class CsvFile {
  readonly faults = new FaultList();
  readonly #text = new Utf8Text();
  #columns: readonly string[] = [];
  #hasHeader = false;
  #line = 1;
  #rowCount = 0;
  #blankLineCount = 0;
  #hasRowOfSeveralLines = false;
  #digest: string | undefined;

  constructor(
    readonly path: string,
    readonly kind: SourceKind,
  ) {}

  /** Known when the first row is out; empty when the header was refused. */
  get columns(): readonly string[] {
    return this.#columns;
  }

  get rowCount(): number {
    return this.#rowCount;
  }

  get blankLineCount(): number {
    return this.#blankLineCount;
  }

  /** Whether a row read so far has line breaks inside quotes. */
  get hasRowOfSeveralLines(): boolean {
    return this.#hasRowOfSeveralLines;
  }

  get hadByteOrderMark(): boolean {
    return this.#text.hadByteOrderMark;
  }

  /** SHA-256 of the file's bytes; only of a file that could be read to its end. */
  get digest(): string | undefined {
    return this.#digest;
  }

  /**
   * The rows that have the shape of the header, to be read once. Those that haven't are faults.
   *
   * @throws CallError when the file can't be read.
   */
  async *rows(): AsyncGenerator<CsvRow, void> {
    const parser = new RowParser();
    try {
      for await (const chunk of createReadStream(this.path, { highWaterMark: CHUNK_BYTES })) {
        const { rows, error } = await parser.feed(this.#text.take(chunk as Buffer));
        yield* this.#takeRows(rows);
        if (error || this.#rowIsTooLarge(parser)) {
          await this.#addBrokenRow(parser, error);
          return;
        }
      }
      this.#digest = this.#text.finish();
      const { rows, error } = await parser.finish();
      yield* this.#takeRows(rows);
      if (error) await this.#addBrokenRow(parser, error);
      else if (this.faults.count === 0 && this.#rowCount === 0) this.#addNoRows();
    } catch (error) {
      if (isSystemError(error)) throw unreadableFile(this.path, error);
      if (!(error instanceof UnreadableBytes)) throw error;
      const { byteOffset } = error;
      this.#add(error.fault, byteOffset === undefined ? {} : { line: await lineAt(this.path, byteOffset) });
    } finally {
      parser.destroy();
    }
  }

  *#takeRows(rows: readonly (readonly string[])[]): Generator<CsvRow, void> {
    for (const cells of rows) {
      const line = this.#line;
      const shaped = this.#take(cells, line);
      const breaks = lineBreaksIn(cells);
      this.#line = line + 1 + breaks;
      if (breaks > 0) this.#hasRowOfSeveralLines = true;
      if (shaped) yield { line, cells: cells.map((cell) => (cell === '' ? null : cell)) };
    }
  }

  /** Whether it is a row of the right shape, and not the header, a blank line or a fault. */
  #take(cells: readonly string[], line: number): boolean {
    if (cells.length === 1 && cells[0] === '') {
      this.#blankLineCount += 1;
      return false;
    }
    if (!this.#hasHeader) {
      this.#hasHeader = true;
      this.#takeHeader(cells, line);
      return false;
    }
    this.#rowCount += 1;
    if (this.#columns.length === 0) return false;
    if (cells.length === this.#columns.length) return this.#cellsAreSound(cells, line);
    const fewOrMany = cells.length < this.#columns.length ? 'few' : 'many';
    this.#add(
      {
        code: `TOO_${fewOrMany.toUpperCase()}_CELLS`,
        message: `The row has ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}: too ${fewOrMany}`,
        value: cells.join(','),
        allowed: `${this.#columns.length}, as the header has`,
      },
      { line },
    );
    return false;
  }

  #takeHeader(cells: readonly string[], line: number): void {
    const header = judgeHeader(cells, this.kind);
    for (const { column, ...fault } of header.faults) {
      this.#add(fault, column === undefined ? { line } : { line, column });
    }
    this.#columns = header.columns ?? [];
  }

  #cellsAreSound(cells: readonly string[], line: number): boolean {
    const faultsBefore = this.faults.count;
    for (const [index, cell] of cells.entries()) {
      const place = (): { line: number; column: number | string } => ({
        line: line + lineBreaksIn(cells.slice(0, index)),
        column: this.#columns[index] ?? index + 1,
      });
      // A UTF-16 unit is at most three bytes of UTF-8, so most cells need no counting.
      if (cell.length > LIMITS.cellBytes / 3 && Buffer.byteLength(cell) > LIMITS.cellBytes) {
        const allowed = `at most ${inWords(LIMITS.cellBytes)}`;
        this.#add(
          { code: 'CELL_TOO_LARGE', message: 'The cell is too large', value: cell, allowed },
          place(),
        );
      }
      const control = this.#text.hasControlCharacter ? firstControlCharacter(cell) : undefined;
      if (control !== undefined) {
        const message = `The cell holds the control character ${control}`;
        this.#add({ code: 'CONTROL_CHARACTER', message, value: cell }, place());
      }
    }
    return this.faults.count === faultsBefore;
  }

  #rowIsTooLarge(parser: RowParser): boolean {
    return this.#text.byteCount - this.#offsetOfUnfinishedRow(parser) > LIMITS.rowBytes;
  }

  #offsetOfUnfinishedRow(parser: RowParser): number {
    return parser.bytesCompleted + (this.#text.hadByteOrderMark ? BYTE_ORDER_MARK_BYTES : 0);
  }

  /** A quote that is never closed swallows the rest of the file, so that is what a row without end mostly is. */
  async #addBrokenRow(parser: RowParser, error: Error | undefined): Promise<void> {
    const text = await textAt(this.path, this.#offsetOfUnfinishedRow(parser), LIMITS.rowBytes);
    const quoteFault = findQuoteFault(text);
    const delimiterFault = quoteFault && wrongDelimiter(quoteFault.after, firstLine(text));
    if (delimiterFault && this.#columns.length === 0) {
      // Of the header itself; one without quotes was refused for it already.
      if (!this.#hasHeader) this.#add(delimiterFault, { line: this.#line });
    } else if (quoteFault) {
      this.#addQuoteFault(quoteFault);
    } else if (error) {
      this.#add({ code: 'NOT_CSV', message: error.message }, { line: this.#line });
    } else {
      const allowed = `at most ${inWords(LIMITS.rowBytes)}`;
      this.#add({ code: 'ROW_TOO_LARGE', message: 'The row is too large', allowed }, { line: this.#line });
    }
  }

  #addQuoteFault(fault: QuoteFault): void {
    const never = fault.kind === 'never closed';
    this.#add(
      {
        code: never ? 'UNCLOSED_QUOTE' : 'STRAY_QUOTE',
        message: never ? 'The quote that opens here is never closed' : `A quote is misplaced: ${fault.kind}`,
        value: fault.excerpt,
        allowed:
          'a cell that holds a quote, a comma or a line break stands in quotes, its own quotes doubled',
      },
      {
        line: this.#line + fault.linesBefore,
        column: this.#columns[fault.cellNumber - 1] ?? fault.cellNumber,
      },
    );
  }

  #addNoRows(): void {
    if (this.#hasHeader) {
      this.#add(
        { code: 'NO_ROWS', message: 'The file has a header and no rows', allowed: 'at least one row' },
        {},
      );
    } else {
      this.#add(
        { code: 'EMPTY_FILE', message: 'The file is empty', allowed: 'a header and at least one row' },
        {},
      );
    }
  }

  #add(fault: Fault, place: { readonly line?: number; readonly column?: number | string }): void {
    this.faults.add({ ...fault, location: { file: this.path, ...place } });
  }
}

function lineBreaksIn(cells: readonly string[]): number {
  return cells.reduce((breaks, cell) => breaks + lineBreaks(cell), 0);
}

function firstLine(text: string): string {
  return text.split(/[\r\n]/, 1)[0] ?? '';
}
