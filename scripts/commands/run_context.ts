import { checkedOutCommit, uncommittedSources } from '../dataform/checked_out_commit.ts';
import { graphActions, type GraphAction } from '../dataform/graph_action.ts';
import { graphDigest } from '../dataform/graph_digest.ts';
import { actionsLeftOut } from '../evidence/run_parameters.ts';
import type { Session } from './session.ts';

/** Records who opened the current run and with what: what SQL can't know, so that a scheduled run of Dataform leaves none. */
export async function recordRunContext(session: Session, selected: readonly GraphAction[]): Promise<void> {
  const graph = await session.graph();
  const { engine } = await session.warehouse();
  const vars = graph.projectConfig.vars ?? {};
  // A deployment without a checkout says which commit it is.
  const released = vars.releaseCommit === '' ? undefined : vars.releaseCommit;
  const uncommitted = released === undefined ? await uncommittedSources() : null;
  await session.procedure('record_run_context', {
    actor: session.actor,
    git_commit: released ?? (await checkedOutCommit()),
    graph_digest: graphDigest(graph),
    run_parameters: JSON.stringify({
      vars: sorted(vars),
      warehouse: engine,
      left_out: actionsLeftOut(graphActions(graph), selected),
      ...(uncommitted !== null && { uncommitted }),
    }),
  });
}

function sorted(vars: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(vars).sort(([one], [other]) => (one < other ? -1 : 1)));
}
