import type { Command } from 'commander';
import { profilesCsv } from '../changesets/profiles_file.ts';
import { writeWholeFile } from '../changesets/written_file.ts';
import { CallError } from '../errors.ts';
import { printable } from '../terminal/printable.ts';
import type { Report } from '../terminal/report.ts';
import { RowProgress } from '../terminal/row_progress.ts';
import { performOnChangesets, withScope, type ChangesetCall } from './changeset_call.ts';
import type { Perform } from './perform.ts';

interface ExportOptions {
  readonly out?: string;
  readonly force?: boolean;
}

export function addProfilesCommands(program: Command, perform: Perform): void {
  const profiles = program.command('profiles').description('the agent profiles of an organisation');
  withScope(profiles.command('export'))
    .description('write a CSV of the profiles that are in force; sent again, it changes nothing')
    .option('--out <file>', 'where to write it (default: standard output)')
    .option('--force', 'replace the file when it is there')
    .action((options: ExportOptions, command: Command) =>
      performOnChangesets(perform, command, (call) => exportProfiles(call, options)),
    );
}

async function exportProfiles(call: ChangesetCall, { out, force = false }: ExportOptions): Promise<Report> {
  const { session, steps } = call;
  const rate = new RowProgress();
  let profileCount = 0;
  const csv = profilesCsv(await session.graph(), await session.warehouse(), steps.scope, (rowCount) => {
    profileCount += rowCount;
    if (out !== undefined) session.terminal.progress.update(`${out}: ${rate.text(profileCount)}`);
  });
  if (out !== undefined) {
    await writeWholeFile(out, csv, { replaces: force });
    return {
      document: { file: out, profile_count: profileCount },
      text: () =>
        `${printable(out)}: ${profileCount.toLocaleString('en-US')} ${profileCount === 1 ? 'profile' : 'profiles'}\n`,
    };
  }
  if (session.isJson) {
    throw new CallError({
      code: 'MISSING_OUT',
      message: 'Standard output holds one JSON document, so the CSV needs a file',
      allowed: '--out FILE',
    });
  }
  await session.terminal.stream(csv);
  return { document: {}, text: () => '' };
}
