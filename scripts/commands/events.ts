import type { Command } from 'commander';
import { text } from '../changesets/changeset.ts';
import { ExitCode } from '../errors.ts';
import { nextText } from '../terminal/next_step.ts';
import type { Report } from '../terminal/report.ts';
import { tableText } from '../terminal/table.ts';
import type { ResultSet } from '../warehouse/values.ts';
import type { Perform } from './perform.ts';
import { tenantOption } from './tenant_option.ts';

/** `keyfast events`: who did what; `keyfast events verify`: whether the chain of events holds. */
export function addEventsCommands(program: Command, perform: Perform): void {
  const events = program
    .command('events')
    .description('the audit events, in the order of each tenant’s chain')
    .addOption(tenantOption())
    .option('--changeset <id>', 'only those of this changeset: its id, or its first characters')
    .action((options: { tenant?: string; changeset?: string }, command: Command) =>
      perform(command, async (session) =>
        eventsReport(
          await session.procedure('list_events', {
            tenant_id: options.tenant ?? null,
            subject: options.changeset?.toLowerCase() ?? null,
          }),
        ),
      ),
    );

  events
    .command('verify')
    .description('check the audit chain, link by link; exit code 1 when it is broken')
    .action((_options: object, command: Command) =>
      perform(command, async (session) => {
        const { tenant } = command.optsWithGlobals<{ tenant?: string }>();
        return chainReport(await session.procedure('verify_events', { tenant_id: tenant ?? null }));
      }),
    );
}

/** For people what was done; the hashes that chain the events are in the document. */
function eventsReport(events: ResultSet): Report {
  return {
    document: { events: events.rows },
    text: (style) =>
      events.rows.length === 0
        ? 'There are no events.\n'
        : tableText(
            events.rows,
            [
              { heading: 'tenant', cell: (event) => event.tenant_id ?? null },
              { heading: '#', cell: (event) => event.sequence ?? null },
              { heading: 'when', cell: (event) => event.occurred_at ?? null },
              { heading: 'event', cell: (event) => event.event_type ?? null },
              { heading: 'by', cell: (event) => event.actor ?? null },
              { heading: 'subject', cell: (event) => shortened(text(event, 'subject')) },
              { heading: 'details', cell: (event) => shortened(detailsInWords(text(event, 'details'))) },
            ],
            style,
          ),
  };
}

/** Digests by their first digits, which tell them apart here; whole in the document. */
function shortened(words: string): string {
  return words.replace(/\b([0-9a-f]{12})[0-9a-f]{52}\b/g, '$1…');
}

/** `kind IMPORT, rows 5`; the id of the call says nothing to a person. What isn't JSON, because somebody changed it, as it is. */
function detailsInWords(details: string): string {
  try {
    return Object.entries(JSON.parse(details) as Record<string, unknown>)
      .filter(([name]) => name !== 'call_id')
      .map(([name, value]) => `${name.replaceAll('_', ' ')} ${String(value)}`)
      .join(', ');
  } catch {
    return details;
  }
}

function chainReport(chains: ResultSet): Report {
  if (chains.rows.length === 0) {
    return {
      exitCode: ExitCode.wrongData,
      document: { is_unbroken: false, chains: [] },
      text: (style) => `There is no chain to check.\n${nextText('keyfast tenant add NAME', style)}`,
    };
  }
  const isUnbroken = chains.rows.every((chain) => chain.fault_count === 0n);
  return {
    exitCode: isUnbroken ? ExitCode.done : ExitCode.wrongData,
    document: { is_unbroken: isUnbroken, chains: chains.rows },
    text: (style) =>
      [
        tableText(
          chains.rows,
          [
            { heading: 'tenant', cell: (chain) => chain.tenant_id ?? null },
            {
              heading: 'chain',
              cell: (chain) => (chain.fault_count === 0n ? 'OK' : 'BROKEN'),
              paint: (text, shade) => (text === 'OK' ? shade.green(text) : shade.red(text)),
            },
            { heading: 'events', cell: (chain) => chain.event_count ?? null },
            { heading: 'head', cell: (chain) => chain.event_hash ?? null },
            { heading: 'first broken link', cell: (chain) => chain.first_broken_link ?? null },
            { heading: 'faults', cell: (chain) => chain.fault_count ?? null },
            { heading: 'why', cell: (chain) => chain.issue_description ?? null, isReadInFull: true },
          ],
          style,
        ),
        isUnbroken
          ? `${style.green('Every link holds.')}\n`
          : nextText('keyfast controls AUDIT_CHAIN', style),
      ].join(''),
  };
}
