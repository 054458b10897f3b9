import type { Command } from 'commander';
import type { ActionResult } from '../dataform/action_result.ts';
import { graphActions, type GraphAction } from '../dataform/graph_action.ts';
import { runGraph } from '../dataform/run_graph.ts';
import { selectActions } from '../dataform/select.ts';
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
  const selected = select(graphActions(graph)).filter((action) => !action.disabled);
  return runReport(session, await runWithProgress(session, selected));
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
