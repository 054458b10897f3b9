import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, the longest first: begun last, one of them would run on alone on its core. */
const LONGEST = [
  'controls/mutations',
  'flows/changeset',
  'evidence/tampering',
  'changesets/processes',
  'changesets/atomicity',
  'migrations/migrate',
  'changesets/bound_to_review',
  'report/report',
  'flows/load_and_run',
  'report/browser',
  'flows/example',
  'flows/readme',
  'flows/superseded_and_partial',
  'flows/verify',
  'flows/waiting',
  'migrations/interrupted',
  'flows/wrong_calls',
  'changesets/random_histories',
  'identity/stability',
  'flows/broken_sql',
  'flows/four_eyes',
  'controls/evidence',
  'googlesql/signatures',
  'changesets/rollback',
];

function place({ moduleId }: TestSpecification): number {
  const found = LONGEST.findIndex((name) => moduleId.endsWith(`/tests/${name}.test.ts`));
  return found < 0 ? LONGEST.length : found;
}

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}
