import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { PROJECT_ROOT } from '../dataform/project.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { addAliasCommands } from './alias.ts';
import { addControlsCommand } from './controls.ts';
import { addIdsCommands } from './ids.ts';
import { addListCommand, LOOKALIKES, QUARANTINE } from './lists.ts';
import { addLoadCommand } from './load.ts';
import { DEFAULT_WAREHOUSE } from './open_warehouse.ts';
import type { Perform } from './perform.ts';
import { addRunCommand } from './run.ts';
import { addStartCommand } from './start.ts';
import { addTenantCommands } from './tenant.ts';
import { addTestCommand } from './test.ts';

/** The commands of `keyfast`, in the order in which they are needed. */
export function commandLine(perform: Perform, terminal: Terminal): Command {
  const program = new Command('keyfast')
    .description('Identity keys that hold fast: businesses, agents, and the trace of every commission.')
    .version(version())
    .addOption(
      new Option('--warehouse <name>', 'duckdb:FILE or bigquery')
        .env('KEYFAST_WAREHOUSE')
        .default(DEFAULT_WAREHOUSE),
    )
    .option('--json', 'one JSON document on standard output', false)
    .addOption(
      new Option('--actor <name>', 'who does it, for the record (default: your user name)').env(
        'KEYFAST_ACTOR',
      ),
    )
    .configureHelp({ showGlobalOptions: true })
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
  addIdsCommands(program, perform);
  addListCommand(program, perform, LOOKALIKES);
  addListCommand(program, perform, QUARANTINE);
  addAliasCommands(program, perform);
  return program;
}

function version(): string {
  const packageFile = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  return packageFile.version;
}
