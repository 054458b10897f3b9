import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { graphActions } from '../dataform/graph_action.ts';
import { PROJECT_ROOT } from '../dataform/project.ts';
import { selectActions } from '../dataform/select.ts';
import { loadFiles } from '../load/load_files.ts';
import { parsePeriod } from '../load/period.ts';
import type { SourceKindName } from '../load/source_kinds.ts';
import type { Report } from '../terminal/report.ts';
import { importExampleProfiles, type ExampleProfiles } from './example_profiles.ts';
import type { Perform } from './perform.ts';
import { withRunReport } from './report.ts';
import { EVIDENCE_BEGIN, runRecorded } from './recorded_run.ts';
import { runReport } from './run_report.ts';
import type { Session } from './session.ts';

/** `data/manifest.json`: what the example consists of, in the order in which it is taken. */
interface Example {
  readonly tenants: readonly { readonly id: string; readonly name: string }[];
  readonly files: readonly {
    readonly kind: SourceKindName;
    readonly tenant: string;
    readonly period?: string;
    readonly path: string;
  }[];
  readonly profiles: readonly ExampleProfiles[];
  readonly aliases: readonly {
    readonly tenant: string;
    readonly kind: 'business' | 'agent';
    readonly alias_name: string;
    readonly canonical_name: string;
    readonly reason: string;
  }[];
}

const EXAMPLE = join(PROJECT_ROOT, 'data');
/** What assigns ids, with all that it needs. */
const IDENTITIES = ['+dim_business_mapping', '+dim_agent_identity'];

export function addStartCommand(program: Command, perform: Perform): void {
  program
    .command('start')
    .description('load the example of data/ and run everything on it; again, and nothing changes')
    .action((_options: object, command: Command) => perform(command, runExample, 'created'));
}

async function runExample(session: Session): Promise<Report> {
  const example = JSON.parse(await readFile(join(EXAMPLE, 'manifest.json'), 'utf8')) as Example;
  await registerTenants(session, example);
  await loadExample(session, example);
  const profiles = await importExampleProfiles(session, EXAMPLE, example.profiles);
  const actions = graphActions(await session.graph()).filter((action) => !action.disabled);

  // An alias leads to a name that has its id, so ids come first and the rest of the same run after the aliases.
  const identities = selectActions(actions, [EVIDENCE_BEGIN, ...IDENTITIES]).filter(
    (action) => !action.disabled,
  );
  const beginning = await runRecorded(session, identities, actions);
  await addAliases(session, example);
  const rest = await runRecorded(
    session,
    actions.filter((action) => action.name !== EVIDENCE_BEGIN),
  );
  const run = await runReport(session, [
    ...beginning.filter((result) => result.action.name === EVIDENCE_BEGIN),
    ...rest,
  ]);
  return withRunReport(session, {
    ...run,
    document: { ...run.document, profiles: profiles.map(({ document }) => document) },
    text: (style) => `${profiles.map((file) => file.text(style)).join('')}\n${run.text(style)}`,
  });
}

async function registerTenants(session: Session, { tenants }: Example): Promise<void> {
  for (const { id, name } of tenants) {
    await session.procedure('tenant_add', { tenant_id: id, tenant_name: name, actor: session.actor });
  }
}

async function loadExample(session: Session, { files }: Example): Promise<void> {
  const graph = await session.graph();
  const warehouse = await session.warehouse();
  for (const [index, { kind, tenant, period, path }] of files.entries()) {
    session.terminal.progress.update(`Loading ${index + 1} of ${files.length}: ${path}`);
    await loadFiles(
      {
        kind,
        files: [join(EXAMPLE, path)],
        tenantId: tenant,
        periodLabel: period === undefined ? null : parsePeriod(period),
        actor: session.actor,
      },
      graph,
      warehouse,
      { signal: session.signal },
    );
  }
}

/** An alias that a person ended stays ended: the example only says what nobody has said yet. */
async function addAliases(session: Session, { aliases }: Example): Promise<void> {
  const known = (await session.procedure('alias_list', { tenant_id: null })).rows;
  for (const { tenant, ...alias } of aliases) {
    const isKnown = known.some(
      (row) => row.tenant_id === tenant && row.kind === alias.kind && row.alias_name === alias.alias_name,
    );
    if (isKnown) continue;
    await session.procedure('alias_add', { ...alias, tenant_id: tenant, actor: session.actor });
  }
}
