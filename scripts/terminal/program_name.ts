import { basename, relative } from 'node:path';

/**
 * How a person calls this program, so that the next command can be copied: `npx keyfast` from npx and npm's scripts, `keyfast`
 * where it is installed under its name, else Node with the file that it was called with.
 */
export function programName(
  environment: NodeJS.ProcessEnv,
  file: string | undefined,
  directory: string,
): string {
  if (environment.npm_command !== undefined || file === undefined) return 'npx keyfast';
  return basename(file) === 'keyfast' ? 'keyfast' : `node ${relative(directory, file)}`;
}
