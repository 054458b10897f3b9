import { count, type Changeset, type ChangesetId } from '../changesets/changeset.ts';
import { ExitCode } from '../errors.ts';
import { nextText } from '../terminal/next_step.ts';
import type { Report } from '../terminal/report.ts';
import type { Style } from '../terminal/style.ts';
import { valueText } from '../terminal/table.ts';
import type { Row } from '../warehouse/values.ts';
import type { ChangesetCall } from './changeset_call.ts';
import { changesetReport } from './changeset_report.ts';

/** What a rollback would remove, and what has to be rolled back before it; wrong data when something has. */
export function rollbackPreviewReport(
  call: ChangesetCall,
  rows: readonly Row[],
  givenBack: readonly Row[],
): Report {
  const [first] = rows;
  if (!first) throw new Error('A preview gives a row');
  const blockers = rows.filter((row) => typeof row.blocking_changeset_id === 'string');
  const [latest] = blockers;
  const rollback = (id: unknown): string =>
    call.command('changeset', 'rollback', id as ChangesetId, '--reason', 'TEXT');
  const next = rollback(latest?.blocking_changeset_id ?? first.changeset_id);
  const { changeset_id, created_count, updated_count, contact_created_count, contact_updated_count } = first;
  const removed = {
    changeset_id,
    created_count,
    updated_count,
    contact_created_count,
    contact_updated_count,
  };
  return {
    exitCode: blockers.length === 0 ? ExitCode.done : ExitCode.wrongData,
    document: {
      ...removed,
      blockers: blockers.map((row) => ({
        changeset_id: row.blocking_changeset_id,
        agent_count: row.blocking_agent_count,
        first_agent_entity_id: row.blocking_agent_entity_id,
      })),
      people_given_back: givenBack,
      next_step: next,
    },
    text: (style) =>
      [
        `A rollback of ${valueText(first.changeset_id ?? null)} removes\n`,
        `  identities: ${number(first, 'created_count')} created, ${number(first, 'updated_count')} updated\n`,
        `  contacts:   ${number(first, 'contact_created_count')} created, ${number(first, 'contact_updated_count')} updated\n`,
        blockers.length === 0
          ? 'Nothing blocks it; every window is then what it was before the commit.\n'
          : `${style.red('Blocked')} by later changesets that wrote to the same agents; roll back first, in this order:\n`,
        ...blockers.map(
          (row) =>
            `  ${valueText(row.blocking_changeset_id ?? null)}  agents: ${number(row, 'blocking_agent_count')}, ` +
            `such as ${valueText(row.blocking_agent_entity_id ?? null)}\n`,
        ),
        peopleGivenBackText(givenBack, style),
        nextText(next, style),
      ].join(''),
  };
}

/** A changeset that was rolled back, and who is one person with somebody else since. */
export function rolledBackReport(
  call: ChangesetCall,
  changeset: Changeset,
  givenBack: readonly Row[],
): Report {
  const report = changesetReport(call, changeset);
  return {
    document: { ...report.document, people_given_back: givenBack },
    text: (style) => `${report.text(style)}${peopleGivenBackText(givenBack, style)}`,
  };
}

/** More than these nobody reads on a terminal; `--json` has them all. */
const PAIRS_SHOWN = 10;

function peopleGivenBackText(givenBack: readonly Row[], style: Style): string {
  if (givenBack.length === 0) return '';
  const left = givenBack.length - PAIRS_SHOWN;
  return [
    `${style.yellow('Warning:')} since its commit somebody else was given the e-mail and the name that this gives back, so two agents are one person then:\n`,
    ...givenBack
      .slice(0, PAIRS_SHOWN)
      .map(
        (row) =>
          `  ${valueText(row.agent_entity_id ?? null)} and ${valueText(row.other_agent_entity_id ?? null)}, from ${valueText(row.from_date ?? null)}\n`,
      ),
    left > 0 ? `  and ${left.toLocaleString('en-US')} more\n` : '',
    '  Control PROFILES names those who are it still. Import another e-mail or name for one of the two, or roll back the changeset that gave them to the other.\n',
  ].join('');
}

function number(row: Row, column: string): string {
  return count(row, column).toLocaleString('en-US');
}
