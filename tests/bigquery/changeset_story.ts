import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agentEntityId } from '../../includes/src/agent_entity_id.ts';
import { AGENT_PROFILES } from '../../scripts/changesets/agent_profiles.ts';
import type { ChangesetId, ChangesetKind } from '../../scripts/changesets/changeset.ts';
import { ChangesetSteps } from '../../scripts/changesets/changeset_steps.ts';
import { stagedRows } from '../../scripts/changesets/staged_rows.ts';
import type { CompiledGraph } from '../../scripts/dataform/compiled_graph.ts';
import { prepareProcedure, runProcedure } from '../../scripts/dataform/run_procedure.ts';
import { KeyfastError } from '../../scripts/errors.ts';
import { CsvFile } from '../../scripts/load/csv_file.ts';
import type { Parameters, Row } from '../../scripts/warehouse/values.ts';
import type { Warehouse } from '../../scripts/warehouse/warehouse.ts';
import { lastingLines } from './relations.ts';

export const SCOPE = { tenantId: 'harbor_point_advisors', orgId: 'north', actor: 'uma' };
export const JANE = agentEntityId(SCOPE.tenantId, SCOPE.orgId, 'A1');
const KIM = agentEntityId(SCOPE.tenantId, SCOPE.orgId, 'A2');

const FIRST = changesetId(1);
const MOVED = changesetId(2);
const MOVING = changesetId(3);
const STALE = changesetId(4);
const UNDONE = changesetId(5);
const BOOTSTRAP = changesetId(6);

/** The rows of each file under `HEADER`. */
const ROWS: Readonly<Record<ChangesetId, readonly string[]>> = {
  [FIRST]: [
    ',A1,Jane,Doe,2025-01-01,jane@x.org,111,North',
    ',A2,"Kim ""K""",Nuñez,2025-01-01,Kim@X.org,,',
    ',A3,Lee,Third,someday,lee@x.org,,',
    ',A1,Jane,Doe,2025-01-01,jane@x.org,111,North',
  ],
  [MOVED]: [',A4,Max,Fourth,2025-01-01,max@x.org,,'],
  [MOVING]: [`${JANE},,Jane,Miller,2025-02-01,,222,`, ',A3,Lee,Third,2025-02-01,lee@x.org,,'],
  [STALE]: [`${KIM},,Kim,New,2025-03-01,,,`],
  [UNDONE]: [`${KIM},,Kim,Other,2025-03-01,kim@y.org,,\\N`],
  [BOOTSTRAP]: [',A5,Ned,Fifth,2024-05-01,ned@x.org,333,'],
};
const HEADER = 'agent_entity_id,agent_id,first_name,last_name,effective_start_date,email,phone,agency_name';
const TIME = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g;

/** What each step of the story gave, by its name: rows as lines without what no two runs have in common, or the fault it was refused with. */
export type Answers = Readonly<Record<string, readonly string[] | string>>;

/**
 * Changesets through every procedure that there is for one, with ids of ours: the plan's hash covers the changeset's id, so that
 * two warehouses agree on it only where this is the same.
 */
export async function tellOfChangesets(graph: CompiledGraph, warehouse: Warehouse): Promise<Answers> {
  const directory = await mkdtemp(join(tmpdir(), 'keyfast-changesets-'));
  const answers: Record<string, readonly string[] | string> = {};
  const steps = new ChangesetSteps(graph, warehouse, { ...SCOPE, actor: 'rob' });
  const ofOrg = { tenant_id: SCOPE.tenantId, org_id: SCOPE.orgId };

  const tell = async (step: string, told: Promise<Row | readonly Row[]>): Promise<void> => {
    answers[step] = await told.then((given) => lastingLines([given].flat()), refusal);
  };
  const call = async (name: string, parameters: Parameters): Promise<readonly Row[]> =>
    (await runProcedure(graph, warehouse, name, { ...ofOrg, ...parameters })).rows;
  const upload = async (
    id: ChangesetId,
    kind: ChangesetKind = 'IMPORT',
    file: ChangesetId = id,
  ): Promise<readonly Row[]> => {
    const path = join(directory, `${file}.csv`);
    await writeFile(path, [HEADER, ...(ROWS[file] ?? [])].map((line) => `${line}\n`).join(''));
    return await uploadAs(id, kind, path, graph, warehouse);
  };
  const commit = async (id: ChangesetId, acceptRejected?: number): Promise<Row> => {
    const { plan_hash: planHash } = await steps.show(id);
    return await steps.commit(id, { planHash: planHash ?? '', acceptRejected });
  };

  try {
    await tell('an upload', upload(FIRST));
    await tell('a validation', steps.validate(FIRST));
    await tell('a review', call('review_changeset_rows', { changeset_id: FIRST, only: null, after_row: 0n }));
    await tell(
      'issues',
      call('list_changeset_issues', { changeset_id: FIRST, severity: null, after_row: 0n }),
    );
    await tell('a summary of issues', steps.issueSummary(FIRST));
    await tell('rejected rows', call('list_rejected_rows', { changeset_id: FIRST, after_row: 0n }));
    await tell('a commit that leaves rows behind unasked', commit(FIRST));
    await tell('a commit', commit(FIRST, 2));
    await tell('a second commit', commit(FIRST, 2));

    await upload(MOVED);
    await tell('an upload of a file that is open', upload(changesetId(9), 'IMPORT', MOVED));
    await steps.validate(MOVED);
    await upload(MOVING);
    await steps.validate(MOVING);
    await tell('a commit of updates', commit(MOVING));
    await tell('a commit that profiles moved under', commit(MOVED));

    for (const id of [STALE, UNDONE]) {
      await upload(id);
      await steps.validate(id);
    }
    await tell('a commit of what a stale plan is about', commit(UNDONE));
    await tell('a commit of a stale plan', commit(STALE));
    await tell('a rejection', steps.reject(STALE, 'the plan is stale'));

    await tell('a preview of a rollback that is blocked', steps.previewRollback(FIRST));
    await tell('a rollback that is blocked', steps.rollback(FIRST, 'nobody asked first'));
    await tell('a preview of a rollback', steps.previewRollback(UNDONE));
    await tell('people whom a rollback gives back', steps.peopleGivenBack(UNDONE));
    await tell('profiles before a rollback', call('list_profiles', { after_id: '' }));
    await tell('a rollback', steps.rollback(UNDONE, 'it was another Kim'));
    await tell('profiles after a rollback', call('list_profiles', { after_id: '' }));

    await upload(BOOTSTRAP, 'BOOTSTRAP');
    await steps.validate(BOOTSTRAP);
    await tell('a bootstrap', commit(BOOTSTRAP));
    await tell('a changeset that is nobody’s', steps.show(changesetId(9)));
    await call('discard_upload', { changeset_id: changesetId(9) });

    await tell('a search', call('find_changesets', { changeset_id: FIRST.slice(0, 8) }));
    await tell('changesets', call('list_changesets', {}));
    await tell('events', call('list_events', { subject: null }));
    await tell('links of the chains', call('verify_events', { tenant_id: null }));
    return answers;
  } finally {
    await rm(directory, { recursive: true });
  }
}

function changesetId(place: number): ChangesetId {
  return `${place}0000000-0000-4000-8000-000000000000` as ChangesetId;
}

/** As an upload does, under an id that is given. */
async function uploadAs(
  id: ChangesetId,
  kind: ChangesetKind,
  path: string,
  graph: CompiledGraph,
  warehouse: Warehouse,
): Promise<readonly Row[]> {
  const ofOrg = { tenant_id: SCOPE.tenantId, org_id: SCOPE.orgId, changeset_kind: kind };
  await runProcedure(graph, warehouse, 'check_upload', ofOrg);
  await prepareProcedure(graph, warehouse, 'upload_changeset');
  const staging = graph.operations?.find(({ target }) => target.name === 'bulk_import_rows')?.target;
  if (!staging) throw new Error('No operation creates bulk_import_rows.');
  const csv = new CsvFile(path, AGENT_PROFILES);
  const upload = { changesetId: id, scope: SCOPE, uploadedOn: '2026-01-15', signal: undefined };
  await warehouse.stage(staging, stagedRows(csv, { ...upload, onRows: () => undefined }));
  const { rows } = await runProcedure(graph, warehouse, 'upload_changeset', {
    ...ofOrg,
    changeset_id: id,
    entity_type: 'agent_profiles',
    source_file: 'profiles.csv',
    file_digest: csv.digest ?? '',
    header_columns: csv.columns.join(','),
    file_notes: null,
    physical_line_count: BigInt(csv.physicalLineCount),
    header_line_count: BigInt(csv.headerLineCount),
    blank_line_count: BigInt(csv.blankLineCount),
    actor: SCOPE.actor,
  });
  return rows;
}

function refusal(error: unknown): string {
  if (!(error instanceof KeyfastError)) throw error;
  return error.faults.map(({ code, message }) => `${code}: ${message.replace(TIME, 'TIME')}`).join('\n');
}
