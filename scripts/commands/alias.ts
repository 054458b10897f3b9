import { Argument, type Command } from 'commander';
import { quoted } from '../terminal/printable.ts';
import type { Perform } from './perform.ts';
import { listReport, outcomeReport } from './rows_report.ts';
import { requiredTenantOption, tenantOption } from './tenant_option.ts';

interface WriteOptions {
  readonly tenant: string;
  readonly reason: string;
}

export function kindArgument(): Argument {
  return new Argument('<kind>', 'what the name is of').choices(['business', 'agent']);
}

export function addAliasCommands(program: Command, perform: Perform): void {
  const alias = program.command('alias').description('say that two names are one business or agent');

  alias
    .command('add')
    .description('from the next run on, everything under the alias shows the canonical identity')
    .addArgument(kindArgument())
    .argument('<alias>', 'the name to be read as another')
    .argument('<canonical>', 'the name that has the identity')
    .addOption(requiredTenantOption())
    .requiredOption('--reason <text>', 'why, for an auditor')
    .action(
      (kind: string, aliasName: string, canonicalName: string, options: WriteOptions, command: Command) =>
        perform(command, async (session) => {
          const result = await session.procedure('alias_add', {
            tenant_id: options.tenant,
            kind,
            alias_name: aliasName,
            canonical_name: canonicalName,
            reason: options.reason,
            actor: session.actor,
          });
          const names = `${quoted(aliasName)} is ${quoted(canonicalName)}`;
          return outcomeReport(result, (row, style) =>
            row.outcome === 'ADDED'
              ? `${names}, from the next run on: ${style.asCalled('keyfast run')}`
              : `${names} already; nothing changed.`,
          );
        }),
    );

  alias
    .command('end')
    .description('make the two identities two again; nothing is deleted')
    .addArgument(kindArgument())
    .argument('<alias>', 'the name that was read as another')
    .addOption(requiredTenantOption())
    .requiredOption('--reason <text>', 'why, for an auditor')
    .action((kind: string, aliasName: string, options: WriteOptions, command: Command) =>
      perform(command, async (session) => {
        const result = await session.procedure('alias_end', {
          tenant_id: options.tenant,
          kind,
          alias_name: aliasName,
          reason: options.reason,
          actor: session.actor,
        });
        return outcomeReport(
          result,
          (_, style) =>
            `${quoted(aliasName)} is itself again, from the next run on: ${style.asCalled('keyfast run')}`,
        );
      }),
    );

  alias
    .command('list')
    .description('the aliases, ended ones too')
    .addOption(tenantOption())
    .action((options: { tenant?: string }, command: Command) =>
      perform(command, async (session) =>
        listReport('aliases', await session.procedure('alias_list', { tenant_id: options.tenant ?? null }), {
          title: 'Aliases',
          none: 'There are no aliases.',
        }),
      ),
    );
}
