import type { Command } from 'commander';
import type { Style } from '../terminal/style.ts';
import type { ResultSet } from '../warehouse/values.ts';
import { lookAlikesText } from './look_alikes_text.ts';
import type { Perform } from './perform.ts';
import { quarantineReason } from './quarantine_reason.ts';
import { listReport } from './rows_report.ts';
import { tenantOption } from './tenant_option.ts';

/** A list that a procedure gives, of one tenant or of all. */
interface List {
  readonly name: string;
  readonly description: string;
  readonly procedure: string;
  readonly key: string;
  readonly title: string;
  readonly none: string;
  readonly wordsOf?: Readonly<Record<string, (code: string) => string>>;
  /** In the place of a table of all its columns. */
  readonly table?: (result: ResultSet, style: Style) => string;
}

export const LOOKALIKES: List = {
  name: 'lookalikes',
  description: 'names that differ and look alike; a person joins them by an alias, nothing else does',
  procedure: 'list_lookalikes',
  key: 'lookalikes',
  title: 'Names that look alike',
  none: 'No two names look alike.',
  table: (result, style) => lookAlikesText(result, style, { rest: 'ask for one --tenant' }),
};

export const QUARANTINE: List = {
  name: 'quarantine',
  description: 'names that got no id, and why',
  procedure: 'list_quarantine',
  key: 'quarantine',
  title: 'Quarantined names',
  none: 'No name is quarantined.',
  // In quotes, as the summary of a run has them: a blank in front or at the end is seen.
  wordsOf: { raw_name: (name) => `"${name}"`, reason: (code) => `it ${quarantineReason(code)}` },
};

export const DRIFT: List = {
  name: 'drift',
  description: "assigned ids that today's formula would give otherwise; they are kept",
  procedure: 'list_drift',
  key: 'drift',
  title: 'Assigned ids that today’s formula would give otherwise',
  none: 'Every assigned id is what today’s formula gives.',
};

export function addListCommand(parent: Command, perform: Perform, list: List): void {
  parent
    .command(list.name)
    .description(list.description)
    .addOption(tenantOption())
    .action((options: { tenant?: string }, command: Command) =>
      perform(command, async (session) =>
        listReport(
          list.key,
          await session.procedure(list.procedure, { tenant_id: options.tenant ?? null }),
          list,
        ),
      ),
    );
}
