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
