import { type Command, Option } from 'commander';
import { nameFault } from '../../includes/src/name_fault.ts';
import { CallError } from '../errors.ts';
import { manifestOfRun } from '../evidence/bind_report.ts';
import type { Perform } from './perform.ts';
import { outcomeReport } from './rows_report.ts';

interface SignOptions {
  readonly run?: string;
  readonly reviewer: string;
  readonly decision: 'accepted' | 'rejected';
  readonly note: string;
  readonly digest?: string;
}

/**
 * `keyfast report sign --run ID`: what somebody else than who ran it decides about a run's report. `--run` is the option of
 * `report`, which commander reads wherever it stands.
 */
export function addReportSignCommand(report: Command, perform: Perform): void {
  report
    .command('sign')
    .description('record what a reviewer decided about the report of a run; never who ran it')
    .requiredOption('--reviewer <name>', 'who decides')
    .addOption(
      new Option('--decision <decision>', 'what').choices(['accepted', 'rejected']).makeOptionMandatory(),
    )
    .requiredOption('--note <text>', 'why, for an auditor')
    .option(
      '--digest <sha256>',
      'the digest of the manifest that was read (default: the one that the run has)',
    )
    .action((_options: object, command: Command) => {
      const { run, reviewer, decision, note, digest } = command.optsWithGlobals<SignOptions>();
      return perform(command, async (session) => {
        refuseBadName(reviewer);
        if (run === undefined) throw missingRun();
        const manifest = await manifestOfRun(session.procedure.bind(session), run);
        const result = await session.procedure('sign_report', {
          run_id: run,
          manifest_digest: digest ?? manifest?.digest ?? '',
          decision,
          reason: note,
          actor: reviewer,
          signed_by: session.actor,
        });
        return outcomeReport(
          result,
          () => `${reviewer} ${decision} the report of the run ${run}, manifest ${manifest?.sequence ?? ''}.`,
        );
      });
    });
}

/** Which report is decided about, nobody should have to guess. */
function missingRun(): CallError {
  return new CallError(
    { code: 'BAD_CALL', message: 'A decision is about one run', allowed: '--run ID, as the report shows it' },
    'keyfast report sign --help',
  );
}

function refuseBadName(reviewer: string): void {
  if (nameFault(reviewer) === null) return;
  throw new CallError({
    code: 'BAD_ACTOR',
    message: 'Somebody has to answer for a decision',
    value: reviewer,
    allowed: '--reviewer, a name of visible characters',
  });
}
