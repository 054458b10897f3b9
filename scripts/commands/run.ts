import type { Command } from 'commander';
import { exists } from '../dataform/existence.ts';
import { graphActions, isRelation, type GraphAction } from '../dataform/graph_action.ts';
import { inDependencyOrder } from '../dataform/order.ts';
import { selectActions } from '../dataform/select.ts';
import { DataError, type Fault } from '../errors.ts';
import { actionsLeftOut } from '../evidence/run_parameters.ts';
import type { Perform } from './perform.ts';
import { EVIDENCE_BEGIN, runRecorded } from './recorded_run.ts';
import { dryRunReport, runReport } from './run_report.ts';
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
    .option('--dry-run', 'say what would run, in which order, and run nothing', false)
    .action(({ select = [], dryRun }: { select?: string[]; dryRun: boolean }, command: Command) => {
      const selections = select.flatMap((selection) => selection.split(','));
      return dryRun
        ? perform(command, (session) => showOrder(session, selections), 'none')
        : perform(command, (session) => runSelected(session, selections), 'created');
    });
}

/** What a run would do. It evaluates nothing, so of no control it says anything. */
async function showOrder(session: Session, selections: readonly string[]): Promise<Report> {
  const graph = graphActions(await session.graph());
  return dryRunReport(inDependencyOrder(selectedActions(graph, selections).all, graph));
}

/** Runs the actions that the selections name, all when there is none, and reports what they left. */
async function runSelected(session: Session, selections: readonly string[]): Promise<Report> {
  const { actions, all, added } = selectedActions(graphActions(await session.graph()), selections);
  await refuseMissingDependencies(session, actions, all, selections);
  const results = await runRecorded(session, all);
  return runReport(
    session,
    results.filter((result) => result.action !== added || result.status === 'ERROR'),
    actionsLeftOut(actions, all),
  );
}

interface Selected {
  /** Of the graph, those that aren't disabled. */
  readonly actions: readonly GraphAction[];
  readonly all: readonly GraphAction[];
  /** The one of them that nobody asked for. */
  readonly added?: GraphAction;
}

/** What records under the open run opens one of its own: never into the evidence of an earlier run. */
function selectedActions(graph: readonly GraphAction[], selections: readonly string[]): Selected {
  const actions = graph.filter((action) => !action.disabled);
  const all = selectActions(actions, selections);
  const beginning = actions.find((action) => action.name === EVIDENCE_BEGIN);
  return beginning !== undefined && !all.includes(beginning) && all.some(dependsOn(beginning))
    ? { actions, all: [beginning, ...all], added: beginning }
    : { actions, all };
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
