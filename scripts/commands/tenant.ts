import type { Command } from 'commander';
import { printable } from '../terminal/printable.ts';
import type { Perform } from './perform.ts';
import { listReport, outcomeReport } from './rows_report.ts';

export function addTenantCommands(program: Command, perform: Perform): void {
  const tenant = program.command('tenant').description('register and list tenants');

  tenant
    .command('add')
    .description('register a tenant; without it nothing can be loaded for it')
    .argument('<id>', 'lower-case letters, digits and underscores, a letter first')
    .option('--name <name>', 'what people call it (default: the id)')
    .action((id: string, options: { name?: string }, command: Command) =>
      perform(
        command,
        async (session) => {
          const result = await session.procedure('tenant_add', {
            tenant_id: id,
            tenant_name: options.name ?? null,
            actor: session.actor,
          });
          return outcomeReport(result, (row) =>
            row.outcome === 'REGISTERED'
              ? `${printable(id)} is registered.`
              : `${printable(id)} was registered already; nothing changed.`,
          );
        },
        'created',
      ),
    );

  tenant
    .command('list')
    .description('the registered tenants')
    .action((_options: object, command: Command) =>
      perform(command, async (session) =>
        listReport('tenants', await session.procedure('tenant_list'), {
          title: 'Tenants',
          none: 'No tenant is registered yet: keyfast tenant add ID',
        }),
      ),
    );
}
