import type { ActionResult } from '../dataform/action_result.ts';
import type { GraphAction } from '../dataform/graph_action.ts';
import { runGraph } from '../dataform/run_graph.ts';
import { recordRunContext } from './run_context.ts';
import type { Session } from './session.ts';

/** Opens a run of the controls. */
export const EVIDENCE_BEGIN = 'evidence_begin';

/** Whether an action opened a run, to which everything belongs that is recorded after it. */
export function opensRun({ action, status }: ActionResult): boolean {
  return action.name === EVIDENCE_BEGIN && status === 'SUCCESS';
}

/**
 * Runs the selected actions; of a run that they open it is recorded at once who opened it, and with what.
 *
 * @param ofRun All that the run consists of, where it goes on after these.
 */
export async function runRecorded(
  session: Session,
  selected: readonly GraphAction[],
  ofRun: readonly GraphAction[] = selected,
): Promise<ActionResult[]> {
  return runGraph(await session.graph(), selected, await session.warehouse(), {
    signal: session.signal,
    onAction: (action, index, count) => {
      session.showWork(`${index + 1} of ${count}: ${action.name}`);
    },
    onResult: async (result) => {
      if (opensRun(result)) await recordRunContext(session, ofRun);
    },
  });
}
