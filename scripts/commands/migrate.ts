import { type Command, Option } from 'commander';
import { migrate } from '../migrations/migrate.ts';
import { nextText } from '../terminal/next_step.ts';
import type { Report } from '../terminal/report.ts';
import type { Perform } from './perform.ts';
import { rowsText } from './rows_report.ts';
import type { Session } from './session.ts';

type LegacyEnds = 'inclusive' | 'exclusive';

const ENDS = { inclusive: 'INCLUSIVE', exclusive: 'EXCLUSIVE' } as const;

export function addMigrateCommand(program: Command, perform: Perform): void {
  program
    .command('migrate')
    .description('bring what an earlier version left in the warehouse here; again, and nothing is done')
    .addOption(
      new Option(
        '--legacy-ends <how>',
        'what an end date is, where the rows do not tell: the last day (inclusive) or the day after it (exclusive)',
      ).choices(Object.keys(ENDS)),
    )
    .action((options: { legacyEnds?: LegacyEnds }, command: Command) =>
      perform(command, (session) => migrateWarehouse(session, options.legacyEnds)),
    );
}

async function migrateWarehouse(session: Session, legacyEnds: LegacyEnds | undefined): Promise<Report> {
  const done = await migrate(
    { legacyEnds: legacyEnds === undefined ? null : ENDS[legacyEnds], actor: session.actor },
    await session.graph(),
    await session.warehouse(),
    {
      signal: session.signal,
      onStep: (step) => {
        session.terminal.progress.update(step);
      },
    },
  );
  if (done.length === 0) {
    return {
      document: { migrations: [], quarantine: [], agents: [] },
      text: () => 'There is nothing to migrate.\n',
    };
  }
  const journal = await session.procedure('list_migrations');
  const quarantine = await session.procedure('summarise_migration_quarantine');
  const agents = await session.procedure('summarise_migrated_agents');
  return {
    document: { migrations: done, quarantine: quarantine.rows, agents: agents.rows },
    text: (style) =>
      [
        `${style.bold('Migrated')}\n${rowsText({ ...journal, rows: done }, style)}`,
        quarantine.rows.length === 0
          ? ''
          : `\n${style.bold('Set aside in migration_quarantine, for a person to decide on')}\n${rowsText(quarantine, style)}`,
        agents.rows.length === 0
          ? ''
          : `\n${style.bold('What an import of these agents has to know')}\n${rowsText(agents, style)}`,
        `\n${nextText('keyfast run', style)}`,
      ].join(''),
  };
}
