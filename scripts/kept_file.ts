import { isAscii } from 'node:buffer';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What can be made again, kept in a file: the SHA-256 of its content on the first line, the content after it. */
const SHA256_LENGTH = 64;

/** Values of two levels, of which few are asked for at a time. */
export type Records = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** How long the JSON of each value is. */
type Lengths = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Of what was read or kept the digest is known: to write a large value as JSON again takes longer than to read it. */
const DIGESTS = new WeakMap<object, string>();

function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** ASCII alone is decoded and parsed in half the time. */
function asciiJson(value: unknown): string {
  const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(/[\u0080-\uffff]/g, escaped);
}

/** The SHA-256 of the value's JSON. */
export function contentDigest(value: object): string {
  return DIGESTS.get(value) ?? sha256(asciiJson(value));
}

/** The value that `keep` wrote, or undefined: a file that is missing, cut off, damaged or edited counts as none. */
export async function readKept(path: string): Promise<unknown> {
  const found = await readWhole(path);
  if (found === undefined) return undefined;
  const value: unknown = JSON.parse(found.content.toString('latin1'));
  if (typeof value === 'object' && value !== null) DIGESTS.set(value, found.digest);
  return value;
}

/** Writes the value whole or not at all. Where nothing can be written, it is made again the next time. */
export function keep(path: string, value: object): Promise<void> {
  const json = asciiJson(value);
  DIGESTS.set(value, sha256(json));
  return writeWhole(path, json);
}

/** What `keepRecords` wrote, or undefined as above. Each value is parsed when it is first asked for. */
export async function readKeptRecords(path: string): Promise<Records | undefined> {
  const content = (await readWhole(path))?.content;
  if (content === undefined) return undefined;
  let end = content.indexOf('\n');
  const lengths = JSON.parse(content.toString('latin1', 0, end)) as Lengths;
  end += 1;
  return mapRecords(lengths, (length) => {
    const start = end;
    end += length;
    const json = content.subarray(start, end);
    return onceAskedFor(() => JSON.parse(json.toString('latin1')) as unknown);
  });
}

/** Writes the records whole or not at all, as `keep` does: how long each is on a line, then the JSON of one after the other. */
export function keepRecords(path: string, records: Records): Promise<void> {
  const texts: string[] = [];
  const lengths = mapRecords(records, (value) => {
    const json = asciiJson(value);
    texts.push(json);
    return { value: json.length, enumerable: true };
  });
  return writeWhole(path, `${asciiJson(lengths)}\n${texts.join('')}`);
}

function mapRecords<From>(
  records: Readonly<Record<string, Readonly<Record<string, From>>>>,
  property: (value: From) => PropertyDescriptor,
): Records {
  const mapped = Object.entries(records).map(([name, values]) => {
    const properties = Object.entries(values).map(([key, value]) => [key, property(value)] as const);
    return [name, Object.defineProperties({}, Object.fromEntries(properties))] as const;
  });
  return Object.fromEntries(mapped);
}

function onceAskedFor(make: () => unknown): PropertyDescriptor {
  let made: { readonly value: unknown } | undefined;
  return { get: () => (made ??= { value: make() }).value, enumerable: true };
}

async function readWhole(
  path: string,
): Promise<{ readonly digest: string; readonly content: Buffer } | undefined> {
  const file = await readFile(path).catch(() => Buffer.of());
  const content = file.subarray(SHA256_LENGTH + 1);
  const digest = file.toString('latin1', 0, SHA256_LENGTH);
  // What an earlier version kept may be UTF-8, and would be read as other characters.
  return isAscii(content) && digest === sha256(content) ? { digest, content } : undefined;
}

async function writeWhole(path: string, content: string): Promise<void> {
  const unfinished = `${path}.${randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(unfinished, `${sha256(content)}\n${content}`);
    await rename(unfinished, path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}

/** A full disk, a directory of somebody else, a read-only file system. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
