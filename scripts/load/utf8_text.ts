import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Fault } from '../errors.ts';
import { firstControlCharacter } from './control_character.ts';
import { nonCsvSignature } from './file_signature.ts';
import { inWords } from './limits.ts';
import { PhysicalLines } from './physical_lines.ts';

const QUOTE = 0x22;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const REPLACEMENT_CHARACTER = Buffer.from('\ufffd');

/** The bytes aren't what a CSV file consists of: nothing after them can be read. */
export class UnreadableBytes extends Error {
  constructor(
    readonly fault: Fault,
    /** Where in the file, from 0. */
    readonly byteOffset?: number,
  ) {
    super(fault.message);
  }
}

/**
 * Takes the bytes of a file chunk by chunk and gives them back as whole UTF-8 characters without the byte order mark,
 * or throws `UnreadableBytes`. Along the way it digests them and notes whether control characters occur.
 */
export class Utf8Text {
  readonly #hash = createHash('sha256');
  /** The bytes of a character that the chunk cut in two. */
  #carried: Buffer = Buffer.alloc(0);
  #byteCount = 0;
  #hadByteOrderMark = false;
  #hasControlCharacter = false;
  #hasReplacementCharacter = false;
  #hasQuote = false;
  readonly #lines = new PhysicalLines();

  constructor(private readonly mostBytes: number) {}

  get byteCount(): number {
    return this.#byteCount;
  }

  get hadByteOrderMark(): boolean {
    return this.#hadByteOrderMark;
  }

  /** Whether one was in any chunk so far, the latest included. */
  get hasControlCharacter(): boolean {
    return this.#hasControlCharacter;
  }

  /** Likewise of U+FFFD, which a program that wrote the file put in the place of what it couldn't read. */
  get hasReplacementCharacter(): boolean {
    return this.#hasReplacementCharacter;
  }

  /** Likewise of double quotes: without one no cell holds a line break. */
  get hasQuote(): boolean {
    return this.#hasQuote;
  }

  /** By the line breaks of the bytes so far, CRLF, LF and CR; a last line needs none. */
  get physicalLineCount(): number {
    return this.#lines.count;
  }

  take(chunk: Buffer): Buffer {
    if (this.#byteCount === 0) refuseOtherFormats(chunk);
    this.#hash.update(chunk);
    this.#lines.take(chunk);
    this.#hasQuote ||= chunk.includes(QUOTE);
    const start = this.#byteCount - this.#carried.length;
    this.#byteCount += chunk.length;
    if (this.#byteCount > this.mostBytes) throw fileTooLarge(this.mostBytes);

    const bytes = this.#carried.length === 0 ? chunk : Buffer.concat([this.#carried, chunk]);
    const end = bytes.length - unfinishedLength(bytes);
    this.#carried = bytes.subarray(end);
    const whole = bytes.subarray(0, end);
    if (!isUtf8(whole)) throw invalidUtf8(start + validLength(whole));
    this.#hasReplacementCharacter ||= whole.includes(REPLACEMENT_CHARACTER);
    this.#hasControlCharacter ||= firstControlCharacter(whole.toString('utf8')) !== undefined;
    if (start === 0 && whole.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)) {
      this.#hadByteOrderMark = true;
      return whole.subarray(BYTE_ORDER_MARK.length);
    }
    return whole;
  }

  /** To be called when all chunks were taken: SHA-256 of the file's bytes, 64 hexadecimal digits. */
  finish(): string {
    if (this.#carried.length > 0) throw invalidUtf8(this.#byteCount - this.#carried.length);
    return this.#hash.digest('hex');
  }
}

function refuseOtherFormats(firstBytes: Buffer): void {
  const signature = nonCsvSignature(firstBytes);
  if (signature === undefined) return;
  throw new UnreadableBytes({
    code: 'NOT_CSV',
    message: `The file is ${signature}`,
    allowed: 'a CSV file in UTF-8 (in a spreadsheet: save as "CSV UTF-8")',
  });
}

function fileTooLarge(mostBytes: number): UnreadableBytes {
  return new UnreadableBytes({
    code: 'FILE_TOO_LARGE',
    message: 'The file is too large',
    allowed: `at most ${inWords(mostBytes)}; split it`,
  });
}

function invalidUtf8(byteOffset: number): UnreadableBytes {
  const fault: Fault = {
    code: 'INVALID_UTF8',
    message: `Byte ${byteOffset} (from 0) is not valid UTF-8`,
    allowed: 'UTF-8 (in a spreadsheet: save as "CSV UTF-8")',
  };
  return new UnreadableBytes(fault, byteOffset);
}

/** How many bytes at the end begin a character that isn't complete yet: 0 to 3. */
function unfinishedLength(bytes: Buffer): number {
  for (let length = 1; length <= Math.min(3, bytes.length); length += 1) {
    const needed = sequenceLength(bytes[bytes.length - length] ?? 0);
    if (needed > 0) return needed > length ? length : 0;
  }
  return 0;
}

/** How many bytes at the start are valid UTF-8. */
function validLength(bytes: Buffer): number {
  let position = 0;
  while (position < bytes.length) {
    const length = sequenceLength(bytes[position] ?? 0);
    if (length === 0 || !isUtf8(bytes.subarray(position, position + length))) return position;
    position += length;
  }
  return position;
}

/** How many bytes a character has by its first byte; 0 for a byte that begins none. */
function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return lead < 0xf5 ? 4 : 0;
}
