import type { Row } from '../warehouse/values.ts';
import { statusOf } from './control_section.ts';
import type { Changes, IdentityCounts, MoneyOfPeriod, Status } from './report_document.ts';
import { textOf, textOrNull } from './row_values.ts';

/** What a run found other than the run before it. */
export function changesOf(
  results: readonly Row[],
  runs: { readonly run_id: string; readonly previous_run_id: string | null },
  identities: readonly IdentityCounts[],
  money: readonly MoneyOfPeriod[],
): Changes {
  const now = statusesIn(results, runs.run_id);
  const before = statusesIn(results, runs.previous_run_id);
  const moved = [...now].flatMap(([control_id, status]) => {
    const previous_status = before.get(control_id);
    return previous_status === undefined || previous_status === status
      ? []
      : [{ control_id, previous_status, status }];
  });
  const movedTo = (wanted: Status): string[] =>
    moved.filter(({ status }) => status === wanted).map(({ control_id }) => control_id);
  return {
    newly_failing: movedTo('FAIL'),
    newly_passing: movedTo('PASS'),
    otherwise_changed: moved.filter(({ status }) => status !== 'FAIL' && status !== 'PASS'),
    added_controls: before.size === 0 ? [] : [...now.keys()].filter((id) => !before.has(id)),
    removed_controls: [...before.keys()].filter((id) => !now.has(id)),
    changed_sql: changedSql(results, runs),
    new_id_count: sum(identities.map(({ new_count }) => new_count)),
    row_count: money.length === 0 ? null : sum(money.map(({ view_row_count }) => view_row_count)),
    previous_row_count: previousRowCount(money),
  };
}

function statusesIn(results: readonly Row[], runId: string | null): Map<string, Status> {
  const ofTheRun = results.filter((row) => row.run_id === runId);
  return new Map(ofTheRun.map((row) => [textOf(row, 'control_id'), statusOf(row)]));
}

function changedSql(
  results: readonly Row[],
  runs: { readonly run_id: string; readonly previous_run_id: string | null },
): string[] {
  const digestsIn = (runId: string | null): Map<string, string | null> =>
    new Map(
      results
        .filter((row) => row.run_id === runId)
        .map((row) => [textOf(row, 'control_id'), textOrNull(row, 'sql_digest')]),
    );
  const before = digestsIn(runs.previous_run_id);
  return [...digestsIn(runs.run_id)].flatMap(([id, digest]) => {
    const previous = before.get(id) ?? null;
    return digest === null || previous === null || digest === previous ? [] : [id];
  });
}

/** A month that came anew has none; when no month has one, the run before measured nothing. */
function previousRowCount(money: readonly MoneyOfPeriod[]): number | null {
  const known = money.map((month) => month.previous_view_row_count).filter((count) => count !== null);
  return known.length === 0 ? null : sum(known);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
