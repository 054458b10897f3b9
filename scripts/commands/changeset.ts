import { InvalidArgumentError, Option, type Command } from 'commander';
import type { ReviewedRows } from '../changesets/changeset_steps.ts';
import { withScope, performOnChangesets, type ChangesetCall } from './changeset_call.ts';
import { errorsReport, type ErrorsOptions } from './changeset_errors.ts';
import { changesetListReport, changesetReport } from './changeset_report.ts';
import { reviewReport, validationReport } from './changeset_review.ts';
import { rollbackPreviewReport, rolledBackReport } from './changeset_rollback.ts';
import { uploadWithProgress, uploadReport } from './changeset_upload.ts';
import type { Perform } from './perform.ts';
import type { Report } from '../terminal/report.ts';

const ID = 'its id, or the first 8 characters or more';
const ONLY: readonly ReviewedRows[] = ['creates', 'updates', 'unchanged', 'errors', 'warnings'];

/** `keyfast changeset …`: upload, validate, review, commit, reject, rollback, and what is there. */
export function addChangesetCommands(program: Command, perform: Perform): void {
  const changeset = program
    .command('changeset')
    .description('import agent profiles step by step: upload, validate, review, commit, rollback');
  addSteps(changeset, perform);
  addReading(changeset, perform);
}

function addSteps(changeset: Command, perform: Perform): void {
  withScope(changeset.command('upload'))
    .description('stage a CSV of agent profiles; the same file that is open already is the same changeset')
    .argument('<file>', 'CSV in UTF-8 with a header')
    .action((file: string, _options: object, command: Command) =>
      performOnChangesets(perform, command, async (call) =>
        uploadReport(call, await uploadWithProgress(call, file)),
      ),
    );

  withScope(changeset.command('validate'))
    .description('decide what every row means, and print the review; exit code 1 when rows are rejected')
    .argument('<id>', ID)
    .action((id: string, _options: object, command: Command) =>
      performOnChangesets(perform, command, (call) => validate(call, id), id),
    );

  withScope(changeset.command('commit'))
    .description('write a reviewed changeset, all of it or nothing')
    .argument('<id>', ID)
    .requiredOption('--plan <hash>', 'the plan hash of the review; any other is refused', planHash)
    .option('--accept-rejected <count>', 'how many rejected rows are left behind, exactly', rowCount)
    .action((id: string, options: { plan: string; acceptRejected?: number }, command: Command) =>
      performOnChangesets(
        perform,
        command,
        async (call) => {
          call.session.showWork('Committing');
          const request = { planHash: options.plan, acceptRejected: options.acceptRejected };
          return changesetReport(call, await call.steps.commit(id, request));
        },
        id,
      ),
    );

  withScope(changeset.command('reject'))
    .description('turn a changeset down; nothing of it was written')
    .argument('<id>', ID)
    .requiredOption('--reason <text>', 'why, for an auditor')
    .action((id: string, options: { reason: string }, command: Command) =>
      performOnChangesets(
        perform,
        command,
        async (call) => changesetReport(call, await call.steps.reject(id, options.reason)),
        id,
      ),
    );

  withScope(changeset.command('rollback'))
    .description('take a committed changeset back, exactly')
    .argument('<id>', ID)
    .option('--preview', 'say what would be removed and what blocks it, and write nothing')
    .option('--reason <text>', 'why, for an auditor; required unless --preview')
    .action((id: string, options: { preview?: boolean; reason?: string }, command: Command) =>
      performOnChangesets(
        perform,
        command,
        async (call) =>
          options.preview === true
            ? rollbackPreviewReport(
                call,
                await call.steps.previewRollback(id),
                await call.steps.peopleGivenBack(id),
              )
            : await rollback(call, id, options.reason ?? ''),
        id,
      ),
    );
}

async function rollback(call: ChangesetCall, id: string, reason: string): Promise<Report> {
  call.session.showWork('Rolling back');
  const changeset = await call.steps.rollback(id, reason);
  return rolledBackReport(call, changeset, await call.steps.peopleGivenBack(changeset.changeset_id));
}

async function validate(call: ChangesetCall, id: string): Promise<Report> {
  call.session.showWork('Validating');
  const { changeset_id } = await call.steps.validate(id);
  return validationReport(call, changeset_id);
}

interface ReviewCommandOptions {
  readonly rows?: boolean;
  readonly only?: ReviewedRows;
  readonly diff?: boolean;
  readonly after?: number;
}

function addReading(changeset: Command, perform: Perform): void {
  withScope(changeset.command('review'))
    .description('what a commit would do: counts, warnings, what is left behind, each row with its agent')
    .argument('<id>', ID)
    .option('--rows', 'a hundred rows instead of the first ten')
    .addOption(new Option('--only <rows>', 'only these rows').choices(ONLY))
    .option('--diff', 'old → new per field of each row')
    .option('--after <line>', 'the rows after this line of the file: the next page', rowCount)
    .action((id: string, { after, ...options }: ReviewCommandOptions, command: Command) =>
      performOnChangesets(
        perform,
        command,
        (call) =>
          reviewReport(call, id, { ...options, ...(after !== undefined && { after: BigInt(after) }) }),
        id,
      ),
    );

  withScope(changeset.command('errors'))
    .description('the rejected rows as they were sent, as a CSV to be mended and sent again')
    .argument('<id>', ID)
    .option('--out <file>', 'where to write the CSV; without it the errors are listed')
    .option('--force', 'replace the file when it is there')
    .action((id: string, options: ErrorsOptions, command: Command) =>
      performOnChangesets(perform, command, (call) => errorsReport(call, id, options), id),
    );

  withScope(changeset.command('show'))
    .description('one changeset: where it stands, who took each step')
    .argument('<id>', ID)
    .action((id: string, _options: object, command: Command) =>
      performOnChangesets(
        perform,
        command,
        async (call) => changesetReport(call, await call.steps.show(id)),
        id,
      ),
    );

  withScope(changeset.command('list'))
    .description('the changesets of the organisation, the newest first')
    .action((_options: object, command: Command) =>
      performOnChangesets(perform, command, async (call) =>
        changesetListReport(call, await call.steps.list()),
      ),
    );
}

function planHash(text: string): string {
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new InvalidArgumentError('It is the 64 hexadecimal digits that `changeset review` prints.');
  return text;
}

function rowCount(text: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new InvalidArgumentError('It is a whole number, 0 or more.');
  return Number(text);
}
