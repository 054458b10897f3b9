import { agentEntityId } from '../../includes/src/agent_entity_id.ts';
import { bootstrapProfiles } from '../../scripts/changesets/bootstrap_profiles.ts';
import type { Changeset } from '../../scripts/changesets/changeset.ts';
import { profilesCsv } from '../../scripts/changesets/profiles_file.ts';
import type { CompiledGraph } from '../../scripts/dataform/compiled_graph.ts';
import type { Warehouse } from '../../scripts/warehouse/warehouse.ts';
import { Importer, refusal } from '../changesets/importer.ts';
import { HARBOR } from '../fixtures/warehouse/small_warehouse.ts';

const SCOPE = { tenantId: HARBOR, orgId: 'north', actor: 'ann' };
const LEE = agentEntityId(HARBOR, 'north', 'P-1');
const KIM = agentEntityId(HARBOR, 'north', 'P-2');

/** Rows with each kind of outcome: creates, a rejected one, the same agent twice, and what a person is warned of. */
const FIRST = [
  ',P-1,Lee,First,2024-01-01,lee@example.com,111,North',
  ',P-2,Kim,Second,2024-01-01,kim@example.com,222,North',
  ',P-3,Max,Third,someday,not an address,333,',
  ',P-4,Ned,Fourth,2024-01-01,,,',
  ',P-4,Ned,Fourth,2024-01-01,,,',
  ',,Oda,Fifth,2024-01-01,lee@example.com,,',
];

/** Agent profiles through every step of a changeset, and every refusal that leaves an event. */
export async function tellChangesets(
  graph: CompiledGraph,
  warehouse: Warehouse,
  directory: string,
): Promise<void> {
  const ann = new Importer(directory, graph, warehouse, SCOPE);
  const bob = ann.as({ actor: 'bob' });

  const first = await ann.validated(...FIRST);
  await lookAt(ann, first);
  await bob.commit(first);
  await bootstrapProfiles(ann.steps, await ann.rows(',P-7,Pat,Seventh,2024-01-01,pat@example.com,,'));

  // An agent of the other organisation, of which only the chain of the graph tells.
  await ann.as({ orgId: 'south' }).validated(`${LEE},,Lee,Stranger,2024-06-01,,,`);

  // Both are validated before either is committed, so that the second one resolves its rows again.
  const moved = await ann.validated(
    `${LEE},,Lee,Moved,2024-06-01,lee@example.org,,South`,
    ',P-8,Ray,Eighth,2024-06-01,,444,',
    ',P-9,Sue,Ninth,never,,,',
  );
  const before = await ann.validated(`${KIM},,Kim,Earlier,2024-06-01,kim@example.org,,`);
  await bob.commit(before);
  const committed = await bob.commit(moved);
  await bob.steps.previewRollback(committed.changeset_id);
  // Who came by what Lee had before would be one person with Lee again.
  const other = await bob.commit(await ann.validated(',P-11,Lee,First,2024-08-01,lee@example.com,,'));
  await bob.steps.peopleGivenBack(committed.changeset_id);
  await bob.rollback(other);
  await bob.rollback(committed);

  const again = await ann.rows(`${KIM},,Kim,Twice,2024-07-01,,,`);
  await ann.steps.upload(again);
  const { changeset: open } = await ann.steps.upload(again);
  await ann.steps.validate(open.changeset_id);
  await ann.steps.validate(open.changeset_id);
  await refusal(bob.steps.commit(open.changeset_id, { planHash: 'another plan', acceptRejected: undefined }));
  await bob.steps.reject(open.changeset_id, 'not now');
  await refusal(ann.steps.upload(await ann.file('agent_id,agent_id\nA,B\n')));

  const { changeset_id } = await ann.staged(',P-10,Tom,Tenth,2024-01-01,,,');
  await ann.call('discard_upload', { changeset_id });
  await readThrough(profilesCsv(graph, warehouse, SCOPE));
  await ann.call('list_events', { tenant_id: HARBOR, subject: null });
  await ann.call('verify_events', { tenant_id: HARBOR });
}

async function lookAt({ steps }: Importer, { changeset_id: id }: Changeset): Promise<void> {
  await steps.list();
  await steps.show(id.slice(0, 8));
  await steps.issueSummary(id);
  for (const pages of [steps.reviewPages(id, null), steps.issuePages(id, null), steps.rejectedRowPages(id)]) {
    await readThrough(pages);
  }
}

async function readThrough(pages: AsyncIterable<unknown>): Promise<void> {
  const reading = pages[Symbol.asyncIterator]();
  while (!(await reading.next()).done);
}
