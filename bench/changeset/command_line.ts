import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { ExitCode } from '../../scripts/errors.ts';
import { PROJECT_ROOT } from '../../scripts/dataform/project.ts';
import { SCOPE } from './existing_agents.ts';

/** Wall time of two commands one after the other, each with its own start. */
export interface CommandTimes {
  readonly importSeconds: number;
  readonly commitSeconds: number;
}

interface Reviewed {
  readonly changeset_id: string;
  readonly plan_hash: string;
  readonly rejected_count: number;
}

const MOST_OUTPUT_BYTES = 64 * 1024 ** 2;
const KEYFAST = join(PROJECT_ROOT, 'bin', 'keyfast.js');

/** `keyfast import` and `keyfast changeset commit` of a file, as a person calls them. */
export async function importByCommands(path: string, file: string): Promise<CommandTimes> {
  // The first call after a change builds the program and translates the SQL, which are kept.
  await keyfast(path, 'changeset', 'list');
  const imported = await keyfast(path, 'import', file);
  const reviewed = JSON.parse(imported.output) as Reviewed;
  const committed = await keyfast(
    path,
    ...['changeset', 'commit', reviewed.changeset_id, '--plan', reviewed.plan_hash],
    ...['--accept-rejected', String(reviewed.rejected_count)],
  );
  return { importSeconds: imported.seconds, commitSeconds: committed.seconds };
}

async function keyfast(
  path: string,
  ...call: readonly string[]
): Promise<{ readonly seconds: number; readonly output: string }> {
  const { tenantId, orgId, actor } = SCOPE;
  const scope = ['--tenant', tenantId, '--org', orgId, '--actor', actor];
  const start = performance.now();
  const output = await outputOf([KEYFAST, ...call, ...scope, '--warehouse', `duckdb:${path}`, '--json']);
  return { seconds: (performance.now() - start) / 1000, output };
}

function outputOf(words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, words, { maxBuffer: MOST_OUTPUT_BYTES }, (error, output, messages) => {
      // A file with wrong rows ends so, and its review is there all the same.
      if (error === null || error.code === ExitCode.wrongData) resolve(output);
      else reject(new Error(messages, { cause: error }));
    });
  });
}
