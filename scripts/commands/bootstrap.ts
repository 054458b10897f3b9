import type { Command } from 'commander';
import { bootstrapProfiles } from '../changesets/bootstrap_profiles.ts';
import { RowProgress } from '../terminal/row_progress.ts';
import { performOnChangesets, withScope } from './changeset_call.ts';
import { changesetReport } from './changeset_report.ts';
import type { Perform } from './perform.ts';

/** `keyfast bootstrap FILE`: creates agents directly, all rows of the file or none. */
export function addBootstrapCommand(program: Command, perform: Perform): void {
  withScope(program.command('bootstrap'))
    .description('create the agents of a CSV directly, without a review: all rows or none')
    .argument('<file>', 'CSV in UTF-8 with a header; agent_entity_id stays empty')
    .action((file: string, _options: object, command: Command) =>
      performOnChangesets(perform, command, async (call) => {
        const { progress } = call.session.terminal;
        const rate = new RowProgress();
        const committed = await bootstrapProfiles(call.steps, file, {
          signal: call.session.signal,
          onRows: (rowCount, byteCount, fileBytes) => {
            progress.update(`${file}: ${rate.text(rowCount, byteCount / fileBytes)}`);
          },
          onStep: (step) => {
            call.session.showWork(step);
          },
        });
        return changesetReport(call, committed, await call.steps.issueSummary(committed.changeset_id));
      }),
    );
}
