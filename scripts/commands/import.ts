import type { Command } from 'commander';
import { performOnChangesets, withScope } from './changeset_call.ts';
import { uploadWithProgress, WAS_OPEN } from './changeset_upload.ts';
import { validationReport } from './changeset_review.ts';
import type { Perform } from './perform.ts';

/** `keyfast import FILE`: upload and validate in one step; it prints the review and writes no profile. */
export function addImportCommand(program: Command, perform: Perform): void {
  withScope(program.command('import'))
    .description('upload and validate a CSV of agent profiles, and print the review; a commit writes it')
    .argument('<file>', 'CSV in UTF-8 with a header')
    .action((file: string, _options: object, command: Command) =>
      performOnChangesets(perform, command, async (call) => {
        const { changeset, wasOpen } = await uploadWithProgress(call, file);
        call.session.showWork('Validating');
        await call.steps.validate(changeset.changeset_id);
        const report = await validationReport(call, changeset.changeset_id);
        return {
          ...report,
          document: { outcome: wasOpen ? 'ALREADY_OPEN' : 'UPLOADED', ...report.document },
          text: (style) => (wasOpen ? `${WAS_OPEN}\n` : '') + report.text(style),
        };
      }),
    );
}
