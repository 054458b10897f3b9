import { CallError } from '../errors.ts';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'You may not read it',
  EISDIR: 'It is a directory',
  ELOOP: 'Its symbolic links lead in a circle',
  ENAMETOOLONG: 'The name is too long',
  ENOTDIR: 'A part of the path before the last is a file, not a directory',
  EPERM: 'You may not read it',
};

export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

/** What the operating system says when a file can't be opened or read, as what is wrong with the call. */
export function unreadableFile(file: string, error: NodeJS.ErrnoException): CallError {
  const { code = '' } = error;
  const fault =
    code === 'ENOENT'
      ? { code: 'FILE_NOT_FOUND', message: 'There is no such file' }
      : { code: 'FILE_UNREADABLE', message: REASONS[code] ?? `It can't be read: ${error.message}` };
  return new CallError({ ...fault, location: { file }, allowed: 'a CSV file that can be read' }, undefined, {
    cause: error,
  });
}
