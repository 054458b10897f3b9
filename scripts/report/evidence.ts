import { DataError } from '../errors.ts';
import type { Parameters, ResultSet, Row } from '../warehouse/values.ts';
import { textOf, textOrNull } from './row_values.ts';

/** What the warehouse holds about one run: the rows of the `report_…` procedures, whole. */
export interface Evidence {
  readonly run: Row;
  readonly results: readonly Row[];
  readonly failures: readonly Row[];
  readonly identities: readonly Row[];
  readonly money: readonly Row[];
  readonly changesets: readonly Row[];
  readonly events: readonly Row[];
  /** Of each table the whole, as the graph recorded it in the run: rows of table_digests. */
  readonly digests: readonly Row[];
  readonly signOffs: readonly Row[];
}

export type RunProcedure = (name: string, parameters: Parameters) => Promise<ResultSet>;

/**
 * Reads the evidence of a run, of the last one without an id.
 *
 * @throws CallError for an unknown run, DataError when nothing was run yet.
 */
export async function readEvidence(run: RunProcedure, runId: string | null): Promise<Evidence> {
  const {
    rows: [asked],
  } = await run('report_run', { run_id: runId });
  if (!asked) {
    const fault = {
      code: 'NOT_RUN_YET',
      message: 'There is nothing to report: nothing has been run on this warehouse',
    };
    throw new DataError([fault], 'keyfast run');
  }
  const one = { run_id: textOf(asked, 'run_id') };
  const two = { ...one, previous_run_id: textOrNull(asked, 'previous_run_id') };
  return {
    run: asked,
    results: (await run('report_results', one)).rows,
    failures: (await run('report_failures', one)).rows,
    identities: (await run('report_identities', two)).rows,
    money: (await run('report_money', two)).rows,
    changesets: (await run('report_changesets', two)).rows,
    events: (await run('report_events', two)).rows,
    digests: (await run('list_table_digests', { ...one, table_name: null })).rows,
    signOffs: (await run('report_sign_offs', one)).rows,
  };
}
