import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { link, rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { CallError } from '../errors.ts';
import { isSystemError } from '../load/unreadable_file.ts';

/**
 * Writes a file whole or not at all: under another name beside it first. One that is there already stays, unless it may be
 * replaced.
 *
 * @throws CallError when it is there, or can't be written.
 */
export async function writeWholeFile(
  path: string,
  lines: AsyncIterable<string>,
  { replaces }: { readonly replaces: boolean },
): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory() === true) throw isDirectory(path);
  if (!replaces && there !== undefined) throw fileExists(path);
  const unfinished = `${path}.${randomUUID()}.part`;
  try {
    await pipeline(lines, createWriteStream(unfinished, { flags: 'wx' }));
    await (replaces ? rename(unfinished, path) : place(unfinished, path));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw error.code === 'EEXIST' ? fileExists(path, error) : notWritten(path, error);
  } finally {
    // Where nothing could be written nothing may be to remove either: the first error is the one that says why.
    await rm(unfinished, { force: true }).catch(() => undefined);
  }
}

/** A link, unlike a rename, fails when somebody made the file meanwhile; not every file system has links. */
async function place(unfinished: string, path: string): Promise<void> {
  try {
    await link(unfinished, path);
  } catch (error) {
    if (!isSystemError(error) || error.code === 'EEXIST') throw error;
    await rename(unfinished, path);
  }
}

function isDirectory(path: string): CallError {
  return new CallError({
    code: 'FILE_NOT_WRITTEN',
    message: 'It is a directory',
    location: { file: path },
    allowed: 'the name of a file, in it or elsewhere',
  });
}

function fileExists(path: string, cause?: Error): CallError {
  return new CallError(
    {
      code: 'FILE_EXISTS',
      message: 'The file is there already, and nothing is overwritten unasked',
      location: { file: path },
      allowed: 'another name, or --force',
    },
    undefined,
    { cause },
  );
}

/** In words, where a person can do something about it. */
function notWritten(path: string, cause: NodeJS.ErrnoException): CallError {
  const directory = dirname(path);
  const words: Readonly<Record<string, string>> = {
    ENOENT: `There is no directory ${directory}`,
    ENOTDIR: `${directory} is no directory`,
    EACCES: `Nothing may be written to ${directory}`,
    EROFS: `Nothing may be written to ${directory}`,
    ENOSPC: 'The disk is full',
  };
  const message = words[cause.code ?? ''] ?? `It can't be written: ${cause.message}`;
  return new CallError({ code: 'FILE_NOT_WRITTEN', message, location: { file: path } }, undefined, { cause });
}
