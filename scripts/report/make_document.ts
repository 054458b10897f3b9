import type { CompiledGraph } from '../dataform/compiled_graph.ts';
import { leftOut } from '../evidence/run_parameters.ts';
import { changesOf } from './changes.ts';
import { namesInFailures, reportedControls, runHistoryOf } from './control_section.ts';
import type { Evidence } from './evidence.ts';
import { excerpt, LONGEST } from './excerpt.ts';
import { MASKED, type Masking } from './masking.ts';
import type { ReportDocument, Verdict } from './report_document.ts';
import { textOf, textOrNull } from './row_values.ts';
import { coverageOf, verdictOf } from './verdict.ts';
import {
  eventCount,
  identityCounts,
  latestMonths,
  moneyOfPeriod,
  reportedChangeset,
  signOff,
  tableDigestsOf,
} from './warehouse_sections.ts';

/** The document of a run: the same evidence and the same project give the same document. */
export function makeDocument(evidence: Evidence, graph: CompiledGraph, masking: Masking): ReportDocument {
  const run = {
    run_id: textOf(evidence.run, 'run_id'),
    started_at: textOf(evidence.run, 'started_at'),
    finished_at: textOrNull(evidence.run, 'finished_at'),
    session_user_name: textOf(evidence.run, 'session_user_name'),
    actor: textOrNull(evidence.run, 'actor'),
    git_commit: textOrNull(evidence.run, 'git_commit'),
    graph_digest: textOrNull(evidence.run, 'graph_digest'),
    engine: textOrNull(evidence.run, 'engine'),
    engine_version: textOrNull(evidence.run, 'engine_version'),
    parameters: textOrNull(evidence.run, 'parameters'),
    previous_run_id: textOrNull(evidence.run, 'previous_run_id'),
    previous_started_at: textOrNull(evidence.run, 'previous_started_at'),
  };
  const controls = reportedControls(evidence, run.run_id, graph, masking);
  const names = namesInFailures(evidence.failures);
  const identities = evidence.identities.map(identityCounts);
  const money = evidence.money.map(moneyOfPeriod);
  return {
    schema: 'keyfast-report/v1',
    run,
    verdict: withPartialRun(verdictOf(controls), run.parameters),
    coverage: coverageOf(controls),
    controls,
    history: runHistoryOf(evidence.results),
    identities: excerpt(identities, LONGEST.identities),
    money: latestMonths(money),
    changesets: excerpt(evidence.changesets.map(reportedChangeset), LONGEST.changesets),
    events: excerpt(evidence.events.map(eventCount), LONGEST.events),
    changes: changesOf(evidence.results, run, identities, money),
    digests: tableDigestsOf(evidence.digests),
    sign_offs: excerpt(
      evidence.signOffs.map((row) => signOff(row, masking, names)),
      LONGEST.signOffs,
    ),
    is_masked: masking === MASKED,
  };
}

/** A run of selected actions tested what stood there, whoever left it: that belongs beside what it found. */
function withPartialRun(verdict: Verdict, parameters: string | null): Verdict {
  const count = leftOut(parameters)?.length ?? 0;
  if (count === 0) return verdict;
  const sentence = `A partial run: ${count.toLocaleString('en-US')} ${count === 1 ? 'action' : 'actions'} of the graph had no part in it, and what ${count === 1 ? 'it makes' : 'they make'} was taken as it stood.`;
  return { ...verdict, sentences: [sentence, ...verdict.sentences] };
}
