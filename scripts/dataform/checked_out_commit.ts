import { execFile } from 'node:child_process';
import { PROJECT_ROOT } from './project.ts';

/** The git commit that a directory is checked out at; null outside a checkout, and where there is no git. */
export function checkedOutCommit(root: string = PROJECT_ROOT): Promise<string | null> {
  return new Promise((resolve) => {
    execFile('git', ['rev-parse', '--verify', 'HEAD'], { cwd: root }, (error, stdout) => {
      const commit = stdout.trim();
      resolve(error === null && /^[0-9a-f]{40,64}$/.test(commit) ? commit : null);
    });
  });
}

/** Of what the graph is compiled from. */
const SOURCES = ['definitions', 'includes', 'dataform.json'];

/**
 * The files of the graph's sources that are otherwise than in the commit that a directory is checked out at, new ones too; null outside a
 * checkout, and where there is no git.
 */
export function uncommittedSources(root: string = PROJECT_ROOT): Promise<readonly string[] | null> {
  return new Promise((resolve) => {
    const status = ['status', '--porcelain', '--no-renames', '--untracked-files=all', '-z', '--', ...SOURCES];
    execFile('git', status, { cwd: root }, (error, stdout) => {
      resolve(
        error === null ? stdout.split('\0').flatMap((line) => (line === '' ? [] : line.slice(3))) : null,
      );
    });
  });
}
