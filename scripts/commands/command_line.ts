import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Help, InvalidArgumentError, Option } from 'commander';
import { PROJECT_ROOT } from '../dataform/project.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { addAliasCommands } from './alias.ts';
import { addBootstrapCommand } from './bootstrap.ts';
import { addChangesetCommands } from './changeset.ts';
import { addControlsCommand } from './controls.ts';
import { addEventsCommands } from './events.ts';
import { addIdsCommands } from './ids.ts';
import { addImportCommand } from './import.ts';
import { addListCommand, LOOKALIKES, QUARANTINE } from './lists.ts';
import { addLoadCommand } from './load.ts';
import { addMigrateCommand } from './migrate.ts';
import { DEFAULT_WAREHOUSE } from './open_warehouse.ts';
import type { Perform } from './perform.ts';
import { addProfilesCommands } from './profiles.ts';
import { addReportCommand } from './report.ts';
import { addRunCommand } from './run.ts';
import { addStartCommand } from './start.ts';
import { addTenantCommands } from './tenant.ts';
import { addTestCommand } from './test.ts';
import { addVerifyCommand } from './verify.ts';

/** The commands of `keyfast`, in the order in which they are needed. */
export function commandLine(perform: Perform, terminal: Terminal, called: string): Command {
  const program = new Command(called)
    .description('Identity keys that hold fast: businesses, agents, and the trace of every commission.')
    .version(version())
    .addOption(
      new Option('--warehouse <name>', 'duckdb:FILE or bigquery')
        .env('KEYFAST_WAREHOUSE')
        .default(DEFAULT_WAREHOUSE),
    )
    .option('--json', 'one JSON document on standard output, errors too (help is text)', false)
    .addOption(
      new Option('--actor <name>', 'who does it, for the record (default: your user name)').env(
        'KEYFAST_ACTOR',
      ),
    )
    .addOption(
      new Option(
        '--wait <seconds>',
        'how long to wait for another process that uses the database, or on BigQuery for its transactions (default: 600)',
      )
        .env('KEYFAST_WAIT')
        .argParser(seconds),
    )
    .addOption(
      new Option(
        '--memory <size>',
        'how much memory DuckDB may take before it goes on on disk, as 4GB (default: 1GB)',
      )
        .env('KEYFAST_MEMORY')
        .argParser(memorySize),
    )
    .configureHelp({
      showGlobalOptions: true,
      optionDescription: (option) =>
        `${new Help().optionDescription(option)}${option.mandatory ? ' (required)' : ''}`,
    })
    .configureOutput({
      writeOut: (text) => {
        terminal.plain(text);
      },
      // What commander refuses is thrown as well, and printed as all errors are.
      writeErr: () => undefined,
    })
    .exitOverride();
  addStartCommand(program, perform);
  addTenantCommands(program, perform);
  addLoadCommand(program, perform);
  addRunCommand(program, perform);
  addTestCommand(program, perform);
  addControlsCommand(program, perform);
  addReportCommand(program, perform);
  addVerifyCommand(program, perform);
  addIdsCommands(program, perform);
  addListCommand(program, perform, LOOKALIKES);
  addListCommand(program, perform, QUARANTINE);
  addAliasCommands(program, perform);
  addImportCommand(program, perform);
  addChangesetCommands(program, perform);
  addBootstrapCommand(program, perform);
  addProfilesCommands(program, perform);
  addEventsCommands(program, perform);
  addMigrateCommand(program, perform);
  return program;
}

function seconds(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It is a whole number of seconds, 0 or more.');
  return Number(text);
}

function memorySize(text: string): string {
  if (!/^(?:[1-9]\d{0,3}GB|[1-9]\d{2,6}MB)$/.test(text)) {
    throw new InvalidArgumentError('It is a whole number of MB or GB, from 100MB, as 4GB.');
  }
  return text;
}

function version(): string {
  const packageFile = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  return packageFile.version;
}
