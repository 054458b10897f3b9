import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What can be made again, kept in a file: the SHA-256 of the JSON on the first line, the JSON on the second. */
const SHA256_LENGTH = 64;

function digestOf(json: Buffer | string): string {
  return createHash('sha256').update(json).digest('hex');
}

/** The value that `keep` wrote, or undefined: a file that is missing, cut off, damaged or edited counts as none. */
export async function readKept(path: string): Promise<unknown> {
  const content = await readFile(path).catch(() => Buffer.of());
  const json = content.subarray(SHA256_LENGTH + 1);
  const digest = content.toString('utf8', 0, SHA256_LENGTH);
  return digest === digestOf(json) ? JSON.parse(json.toString()) : undefined;
}

/** Writes the value whole or not at all. Where nothing can be written, it is made again the next time. */
export async function keep(path: string, value: unknown): Promise<void> {
  const json = JSON.stringify(value);
  const unfinished = `${path}.${randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(unfinished, `${digestOf(json)}\n${json}`);
    await rename(unfinished, path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}

/** A full disk, a directory of somebody else, a read-only file system. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
