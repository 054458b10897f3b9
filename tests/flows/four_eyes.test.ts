import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Document, Workplace } from './keyfast_process.ts';
import { ProjectCopy } from './project_copy.ts';

// A copy of the project, which is compiled and translated afresh.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const OF_HARBOR = ['--tenant', 'harbor', '--org', 'main'];
const HEADER = 'agent_id,first_name,last_name,effective_start_date';

let project: ProjectCopy;
let workplace: Workplace;

beforeAll(async () => {
  project = await ProjectCopy.make();
  await project.mend('dataform.json', '"requireSecondApprover": "false"', '"requireSecondApprover": "true"');
  workplace = new Workplace(project.root);
  await workplace.keyfast('tenant', 'add', 'harbor');
});

afterAll(async () => {
  workplace.remove();
  await project.remove();
});

function refused(answer: { readonly exitCode: number | null; readonly document: Document }): unknown {
  const error = answer.document.error as { faults: readonly unknown[]; next_step: string };
  return { exitCode: answer.exitCode, faults: error.faults, nextStep: error.next_step };
}

test('with vars.requireSecondApprover the review says that somebody else has to commit, and only somebody else can', async () => {
  workplace.file('agents.csv', `${HEADER}\nA1,Jane,Doe,2025-01-01\n`);
  const review = await workplace.json('import', 'agents.csv', ...OF_HARBOR);
  expect(review).toMatchObject({
    exitCode: 0,
    document: {
      status: 'VALIDATED',
      created_count: 1,
      obstacles: ['Somebody other than ann, who uploaded it, has to commit it.'],
    },
  });
  const { changeset_id: id, plan_hash: plan } = review.document as {
    changeset_id: string;
    plan_hash: string;
  };
  const commit = ['changeset', 'commit', id, '--plan', plan, ...OF_HARBOR];

  expect(refused(await workplace.json(...commit, '--actor', 'ann'))).toMatchObject({
    exitCode: 1,
    faults: [{ code: 'SECOND_APPROVER' }],
    nextStep: 'the same command by somebody else, who says so with --actor',
  });
  expect((await workplace.json('changeset', 'show', id, ...OF_HARBOR)).document).toMatchObject({
    status: 'VALIDATED',
  });
  expect(await workplace.json(...commit, '--actor', 'bob')).toMatchObject({
    exitCode: 0,
    document: { status: 'COMMITTED', uploaded_by: 'ann', committed_by: 'bob', created_count: 1 },
  });

  const { document } = await workplace.json('events', '--changeset', id);
  expect(document.events).toMatchObject([
    { event_type: 'CHANGESET_UPLOADED', actor: 'ann' },
    { event_type: 'CHANGESET_VALIDATED', actor: 'ann' },
    { event_type: 'COMMIT_REFUSED', actor: 'ann' },
    { event_type: 'CHANGESET_COMMITTED', actor: 'bob' },
  ]);
});

test('with it nobody bootstraps, and no agent is created', async () => {
  workplace.file('bootstrap.csv', `${HEADER}\nB1,Bo,Strap,2025-01-01\n`);
  expect(refused(await workplace.json('bootstrap', 'bootstrap.csv', ...OF_HARBOR))).toMatchObject({
    exitCode: 1,
    faults: [{ code: 'NO_BOOTSTRAP' }],
  });
  const { stdout } = await workplace.keyfast('profiles', 'export', ...OF_HARBOR);
  expect(stdout).not.toContain('B1');
});
