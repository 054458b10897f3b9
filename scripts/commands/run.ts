import type { Command } from 'commander';
import type { ActionResult } from '../dataform/action_result.ts';
import { graphActions, type GraphAction } from '../dataform/graph_action.ts';
import { runGraph } from '../dataform/run_graph.ts';
import { selectActions } from '../dataform/select.ts';
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
      perform(command, async (session) => {
        const selections = (options.select ?? []).flatMap((selection) => selection.split(','));
        return runActions(session, (actions) => selectActions(actions, selections));
      }),
    );
}

/** Runs the actions that `select` picks and reports what they left. */
export async function runActions(
  session: Session,
  select: (actions: readonly GraphAction[]) => GraphAction[],
): Promise<Report> {
  const graph = await session.graph();
  const actions = graphActions(graph).filter((action) => !action.disabled);
  const selected = select(actions).filter((action) => !action.disabled);
  const beginning = actions.find((action) => action.name === EVIDENCE_BEGIN);
  if (!beginning || selected.includes(beginning) || !selected.some(dependsOn(beginning))) {
    return runReport(session, await runWithProgress(session, selected));
  }
  // What records under the open run opens one of its own: never into the evidence of an earlier run.
  const results = await runWithProgress(session, [beginning, ...selected]);
  return runReport(
    session,
    results.filter((result) => result.action !== beginning || result.status === 'ERROR'),
  );
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
