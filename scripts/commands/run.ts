import type { Command } from 'commander';
import type { ActionResult } from '../dataform/action_result.ts';
import { exists } from '../dataform/existence.ts';
import { graphActions, isRelation, type GraphAction } from '../dataform/graph_action.ts';
import { runGraph } from '../dataform/run_graph.ts';
import { selectActions } from '../dataform/select.ts';
import { DataError, type Fault } from '../errors.ts';
import { EVIDENCE_BEGIN } from './controls.ts';
import type { Perform } from './perform.ts';
import { runReport } from './run_report.ts';
import type { Session } from './session.ts';
import type { Report } from '../terminal/report.ts';

export function addRunCommand(program: Command, perform: Perform): void {
  program
    .command('run')
    .description('run the graph as Dataform does, controls included')
    .option(
      '--select <actions...>',
      'a name, a pattern (dim_*) or tag:NAME; + before or after adds up- or downstream',
    )
    .option(
      '--full-refresh',
      'as in dataform run: for incremental tables, of which this project has none; ids are never rebuilt',
    )
    .action((options: { select?: string[] }, command: Command) =>
      perform(
        command,
        async (session) => {
          const selections = (options.select ?? []).flatMap((selection) => selection.split(','));
          return runSelected(session, selections);
        },
        'created',
      ),
    );
}

/** Runs the actions that the selections name, all when there is none, and reports what they left. */
async function runSelected(session: Session, selections: readonly string[]): Promise<Report> {
  const actions = graphActions(await session.graph()).filter((action) => !action.disabled);
  const selected = selectActions(actions, selections);
  const beginning = actions.find((action) => action.name === EVIDENCE_BEGIN);
  // What records under the open run opens one of its own: never into the evidence of an earlier run.
  const opensRun =
    beginning !== undefined && !selected.includes(beginning) && selected.some(dependsOn(beginning));
  const all = opensRun ? [beginning, ...selected] : selected;
  await refuseMissingDependencies(session, actions, all, selections);
  const results = await runWithProgress(session, all);
  return runReport(
    session,
    results.filter((result) => !opensRun || result.action !== beginning || result.status === 'ERROR'),
  );
}

/** A selected action takes what wasn't selected as it stands, so it has to stand. */
async function refuseMissingDependencies(
  session: Session,
  actions: readonly GraphAction[],
  selected: readonly GraphAction[],
  selections: readonly string[],
): Promise<void> {
  const warehouse = await session.warehouse();
  const faults: Fault[] = [];
  for (const dependency of actions.filter((action) => isRelation(action) && !selected.includes(action))) {
    const reader = selected.find(dependsOn(dependency));
    if (!reader || (await exists(warehouse, dependency.compiled.target))) continue;
    faults.push({
      code: 'NOT_RUN_YET',
      message: `${reader.name} needs ${dependency.name}, which isn't there yet`,
    });
  }
  const [first, ...others] = faults;
  if (!first) return;
  const withUpstream = selections.map((term) => (term.startsWith('+') ? term : `+${term}`)).join(' ');
  throw new DataError([first, ...others], `keyfast run --select ${withUpstream}`);
}

function dependsOn(upstream: GraphAction): (action: GraphAction) => boolean {
  return (action) => action.dependencies.includes(upstream.key);
}

export async function runWithProgress(
  session: Session,
  selected: readonly GraphAction[],
): Promise<ActionResult[]> {
  return runGraph(await session.graph(), selected, await session.warehouse(), {
    signal: session.signal,
    onAction: (action, index, count) => {
      session.terminal.progress.update(`${index + 1} of ${count}: ${action.name}`);
    },
  });
}
