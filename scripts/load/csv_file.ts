import { createReadStream } from 'node:fs';
import type { Fault } from '../errors.ts';
import { firstControlCharacter } from './control_character.ts';
import { FaultList } from './fault_list.ts';
import type { CsvKind } from './csv_kind.ts';
import { judgeHeader, wrongDelimiter } from './header.ts';
import { DEFAULT_LIMITS, inWords, type Limits } from './limits.ts';
import { findQuoteFault, type QuoteFault } from './quote_fault.ts';
import { RowParser } from './row_parser.ts';
import { lineAt, lineBreaks, textAt } from './text_position.ts';
import { isSystemError, unreadableFile } from './unreadable_file.ts';
import { UnreadableBytes, Utf8Text } from './utf8_text.ts';

export interface CsvRow {
  /** The physical line of the file that the row starts on, from 1: line breaks inside quotes count. */
  readonly line: number;
  /** The physical line that it ends on. */
  readonly lastLine: number;
  /** In the order of `CsvFile.columns`; an empty cell is `''`. */
  readonly cells: readonly string[];
  /** Only where `CsvKind.misshapenRow` lets such rows through: the cells can't be told apart then. */
  readonly shapeFault?: ShapeFault;
}

export type ShapeFault = 'TOO_FEW_CELLS' | 'TOO_MANY_CELLS';

const CHUNK_BYTES = 1024 * 1024;
const BYTE_ORDER_MARK_BYTES = 3;

/**
 * A CSV file (RFC 4180, UTF-8, a header) read once, in bounded memory. What is wrong with it goes to `faults`, every fault
 * that can be found; a file that has any must not be loaded. What its values mean is for the procedures to judge.
 */
export class CsvFile {
  readonly faults: FaultList;
  readonly #text: Utf8Text;
  #columns: readonly string[] = [];
  /** How many cells the header has, and which of them are of `#columns` when some are passed over. */
  #cellCount = 0;
  #takenCells: readonly number[] | undefined;
  #headerLineCount = 0;
  #line = 1;
  #rowCount = 0;
  #blankLineCount = 0;
  #hasRowOfSeveralLines = false;
  readonly #rowsWithLostCharacters = { count: 0, firstLine: 0 };
  #digest: string | undefined;

  constructor(
    readonly path: string,
    readonly kind: CsvKind,
    readonly limits: Limits = DEFAULT_LIMITS,
  ) {
    this.faults = new FaultList(limits.faultsKept);
    this.#text = new Utf8Text(limits.fileBytes);
  }

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

  /** Of the rows read so far, how many hold U+FFFD, and the line of the first. */
  get rowsWithLostCharacters(): { readonly count: number; readonly firstLine: number } {
    return this.#rowsWithLostCharacters;
  }

  /** 0 before the header; more than one when a quoted header holds a line break. */
  get headerLineCount(): number {
    return this.#headerLineCount;
  }

  /** By the line breaks in the bytes read so far, whatever the rows say. */
  get physicalLineCount(): number {
    return this.#text.physicalLineCount;
  }

  get byteCount(): number {
    return this.#text.byteCount;
  }

  get hadByteOrderMark(): boolean {
    return this.#text.hadByteOrderMark;
  }

  /** Whether the header has columns of ours, which are passed over: then Keyfast wrote the file. */
  get isOurs(): boolean {
    return this.#takenCells !== undefined;
  }

  /** SHA-256 of the file's bytes; only of a file that could be read to its end. */
  get digest(): string | undefined {
    return this.#digest;
  }

  /**
   * The rows that have the shape of the header, to be read once. Those that haven't are faults, or come with their
   * `shapeFault`, as the kind of the file says.
   *
   * @throws CallError when the file can't be read.
   */
  async *rows(): AsyncGenerator<CsvRow, void> {
    for await (const batch of this.batches()) yield* batch;
  }

  /** The same rows, those together that a part of the file completes: for whoever takes a million of them. */
  async *batches(): AsyncGenerator<readonly CsvRow[], void> {
    const parser = new RowParser();
    try {
      for await (const chunk of createReadStream(this.path, { highWaterMark: CHUNK_BYTES })) {
        const { rows, error } = await parser.feed(this.#text.take(chunk as Buffer));
        yield this.#takeRows(rows);
        if (error || this.#rowIsTooLarge(parser)) {
          await this.#addBrokenRow(parser, error);
          return;
        }
      }
      this.#digest = this.#text.finish();
      const { rows, error } = await parser.finish();
      yield this.#takeRows(rows);
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

  #takeRows(rows: readonly (readonly string[])[]): CsvRow[] {
    const taken: CsvRow[] = [];
    for (const cells of rows) {
      const line = this.#line;
      const breaks = this.#text.hasQuote ? lineBreaksIn(cells) : 0;
      this.#line = line + 1 + breaks;
      const row = this.#take(cells, line, line + breaks);
      if (breaks > 0) this.#hasRowOfSeveralLines = true;
      if (row) taken.push(row);
    }
    return taken;
  }

  /** The row, unless it is the header, a blank line or a fault. */
  #take(cells: readonly string[], line: number, lastLine: number): CsvRow | undefined {
    if (cells.length === 1 && isBlankLine(cells[0] ?? '')) {
      this.#blankLineCount += 1;
      return undefined;
    }
    if (this.#headerLineCount === 0) {
      this.#headerLineCount = lastLine - line + 1;
      this.#takeHeader(cells, line);
      return undefined;
    }
    this.#rowCount += 1;
    if (this.#columns.length === 0) return undefined;
    if (cells.length !== this.#cellCount) return this.#takeMisshapen(cells, line, lastLine);
    const taken = this.#takenCells ? this.#takenCells.map((index) => cells[index] ?? '') : cells;
    if (!this.#cellsAreSound(taken, line)) return undefined;
    if (this.#text.hasReplacementCharacter) this.#noteLostCharacters(taken, line);
    return { line, lastLine, cells: taken };
  }

  #takeMisshapen(cells: readonly string[], line: number, lastLine: number): CsvRow | undefined {
    const isTooShort = cells.length < this.#cellCount;
    const shapeFault = isTooShort ? 'TOO_FEW_CELLS' : 'TOO_MANY_CELLS';
    if (this.kind.misshapenRow === 'is rejected' && cells.length <= this.limits.columns) {
      const sent = this.#withoutPassedOver(cells);
      return this.#cellsAreSound(sent, line) ? { line, lastLine, cells: sent, shapeFault } : undefined;
    }
    const amount = `${cells.length.toLocaleString('en-US')} ${cells.length === 1 ? 'cell' : 'cells'}`;
    this.#add(
      {
        code: shapeFault,
        message: `The row has ${amount}: too ${isTooShort ? 'few' : 'many'}`,
        value: cells.join(','),
        allowed: `${this.#cellCount}, as the header has`,
      },
      { line },
    );
    return undefined;
  }

  /** Of a row that hasn't the header's shape: what isn't in the place of a column that is passed over. */
  #withoutPassedOver(cells: readonly string[]): readonly string[] {
    const taken = this.#takenCells;
    if (!taken) return cells;
    return cells.filter((_, index) => index >= this.#cellCount || taken.includes(index));
  }

  #takeHeader(cells: readonly string[], line: number): void {
    const header = judgeHeader(cells, this.kind, this.limits.columns);
    for (const { column, ...fault } of header.faults) {
      this.#add(fault, column === undefined ? { line } : { line, column });
    }
    const columns = header.columns ?? [];
    this.#cellCount = columns.length;
    this.#columns = columns.filter((column) => column !== null);
    if (this.#columns.length < columns.length)
      this.#takenCells = columns.flatMap((column, index) => (column === null ? [] : index));
  }

  #cellsAreSound(cells: readonly string[], line: number): boolean {
    const faultsBefore = this.faults.count;
    for (const [index, cell] of cells.entries()) {
      // A UTF-16 unit is at most three bytes of UTF-8, so most cells need no counting.
      if (cell.length > this.limits.cellBytes / 3 && Buffer.byteLength(cell) > this.limits.cellBytes) {
        const allowed = `at most ${inWords(this.limits.cellBytes)}`;
        this.#add(
          { code: 'CELL_TOO_LARGE', message: 'The cell is too large', value: cell, allowed },
          this.#placeOfCell(cells, index, line),
        );
      }
      const control = this.#text.hasControlCharacter ? firstControlCharacter(cell) : undefined;
      if (control !== undefined) {
        const message = `The cell holds the control character ${control}`;
        const allowed = 'text; of control characters a tab and line breaks';
        this.#add(
          { code: 'CONTROL_CHARACTER', message, value: cell, allowed },
          this.#placeOfCell(cells, index, line),
        );
      }
    }
    return this.faults.count === faultsBefore;
  }

  #noteLostCharacters(cells: readonly string[], line: number): void {
    if (!cells.some((cell) => cell.includes('\ufffd'))) return;
    const rows = this.#rowsWithLostCharacters;
    if (rows.count === 0) rows.firstLine = line;
    rows.count += 1;
  }

  #placeOfCell(
    cells: readonly string[],
    index: number,
    line: number,
  ): { readonly line: number; readonly column: number | string } {
    return {
      line: line + lineBreaksIn(cells.slice(0, index)),
      column: this.#columns[index] ?? index + 1,
    };
  }

  #rowIsTooLarge(parser: RowParser): boolean {
    return this.#text.byteCount - this.#offsetOfUnfinishedRow(parser) > this.limits.rowBytes;
  }

  #offsetOfUnfinishedRow(parser: RowParser): number {
    return parser.bytesCompleted + (this.#text.hadByteOrderMark ? BYTE_ORDER_MARK_BYTES : 0);
  }

  /** A quote that is never closed swallows the rest of the file, so that is what a row without end mostly is. */
  async #addBrokenRow(parser: RowParser, error: Error | undefined): Promise<void> {
    const text = await textAt(this.path, this.#offsetOfUnfinishedRow(parser), this.limits.rowBytes);
    const quoteFault = findQuoteFault(text);
    const delimiterFault = quoteFault && wrongDelimiter(quoteFault.after, firstLine(text));
    if (delimiterFault && this.#columns.length === 0) {
      // Of the header itself; one without quotes was refused for it already.
      if (this.#headerLineCount === 0) this.#add(delimiterFault, { line: this.#line });
    } else if (quoteFault) {
      this.#addQuoteFault(quoteFault);
    } else if (error) {
      this.#add({ code: 'NOT_CSV', message: error.message }, { line: this.#line });
    } else {
      const allowed = `at most ${inWords(this.limits.rowBytes)}`;
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
    if (this.#headerLineCount > 0) {
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

/** White space alone, on one line. */
function isBlankLine(cell: string): boolean {
  return cell === '' || /^[^\S\r\n]+$/.test(cell);
}

function lineBreaksIn(cells: readonly string[]): number {
  let breaks = 0;
  for (const cell of cells) breaks += lineBreaks(cell);
  return breaks;
}

function firstLine(text: string): string {
  return text.split(/[\r\n]/, 1)[0] ?? '';
}
