import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TransformFailure } from 'esbuild';
import type { Fault } from '../errors.ts';

/** Why a file of the project is no JSON, and where; undefined when it is. Dataform says neither. */
export async function jsonFault(root: string, file: string): Promise<Fault | undefined> {
  const text = await readFile(join(root, file), 'utf8');
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return (await located(text, file)) ?? { code: 'BAD_JSON', message: String(error), location: { file } };
  }
}

/** The words of JSON.parse have a position on some versions of Node.js only; esbuild's reader always has one. */
async function located(text: string, file: string): Promise<Fault | undefined> {
  const { transform } = await import('esbuild');
  const failure: unknown = await transform(text, { loader: 'json', logLevel: 'silent' }).catch(
    (error: unknown) => error,
  );
  const [first] = (failure as Partial<TransformFailure>).errors ?? [];
  if (!first?.location) return undefined;
  const { line, column } = first.location;
  return { code: 'BAD_JSON', message: first.text, location: { file, line, column: column + 1 } };
}
