import { Option, type Command } from 'commander';
import { ChangesetSteps } from '../changesets/changeset_steps.ts';
import { KeyfastError } from '../errors.ts';
import type { Report } from '../terminal/report.ts';
import { changesetWayOut } from './changeset_way_out.ts';
import type { Perform } from './perform.ts';
import type { Session } from './session.ts';
import { requiredTenantOption } from './tenant_option.ts';

interface ScopeOptions {
  readonly tenant: string;
  readonly org: string;
}

/** The options that say whose changesets or profiles a command is about. */
export function withScope(command: Command): Command {
  return command
    .addOption(requiredTenantOption())
    .addOption(
      new Option('--org <id>', 'the organisation within the tenant').env('KEYFAST_ORG').makeOptionMandatory(),
    );
}

/** What a command on changesets works with: the steps of the organisation that the call names, and how to call the next one. */
export class ChangesetCall {
  constructor(
    readonly session: Session,
    readonly steps: ChangesetSteps,
    /** `--tenant T --org O`, as far as the environment doesn't say it. */
    private readonly scopeWords: readonly string[],
  ) {}

  /** A command that can be copied as it is: `keyfast changeset show ID --tenant T --org O`. */
  command(...words: readonly string[]): string {
    return ['keyfast', ...words, ...this.scopeWords].map(asShellWord).join(' ');
  }
}

/** Runs a command on changesets. What a guard refuses is told with the way out. */
export function performOnChangesets(
  perform: Perform,
  command: Command,
  work: (call: ChangesetCall) => Promise<Report>,
  /** The changeset that the command is about. */
  name?: string,
): Promise<void> {
  return perform(command, async (session) => {
    const { tenant, org } = command.opts<ScopeOptions>();
    const scope = { tenantId: tenant, orgId: org, actor: session.actor };
    const steps = new ChangesetSteps(await session.graph(), await session.warehouse(), scope);
    const call = new ChangesetCall(session, steps, wordsOfScope(command));
    try {
      return await work(call);
    } catch (error) {
      if (!(error instanceof KeyfastError) || error.nextStep !== undefined) throw error;
      const wayOut = changesetWayOut(error, call, name);
      if (wayOut === undefined) throw error;
      throw new KeyfastError(error.exitCode, error.faults, wayOut, { cause: error });
    }
  });
}

function wordsOfScope(command: Command): readonly string[] {
  const { tenant, org } = command.opts<ScopeOptions>();
  const given = { tenant, org };
  return Object.entries(given).flatMap(([option, value]) =>
    command.getOptionValueSource(option) === 'env' ? [] : [`--${option}`, value],
  );
}

/** A word as a POSIX shell takes it: in quotes where it holds what a shell reads otherwise. */
function asShellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
