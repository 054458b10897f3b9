import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

/** The physical line, from 1, in which a byte of a file stands. Reads the file up to there, so only for a fault. */
export async function lineAt(path: string, byteOffset: number): Promise<number> {
  if (byteOffset === 0) return 1;
  let line = 1;
  let endsWithReturn = false;
  // Latin 1 keeps the bytes apart: a line break is one byte in UTF-8, never a part of another character.
  for await (const chunk of createReadStream(path, { end: byteOffset - 1, encoding: 'latin1' })) {
    const text = chunk as string;
    if (endsWithReturn && text.startsWith('\n')) line -= 1;
    line += lineBreaks(text);
    endsWithReturn = text.endsWith('\r');
  }
  return line;
}

export function lineBreaks(text: string): number {
  if (!text.includes('\n') && !text.includes('\r')) return 0;
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}

/** The text of a part of a file, at most `length` bytes from `byteOffset` on. */
export async function textAt(path: string, byteOffset: number, length: number): Promise<string> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - byteOffset)));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, byteOffset);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
