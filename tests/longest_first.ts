import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, the longest first: begun last, one of them would run on alone on its core. */
const LONGEST = [
  'controls/mutations',
  'evidence/tampering',
  'flows/example',
  'flows/changeset',
  'changesets/atomicity',
  'report/report',
  'changesets/processes',
  'changesets/bound_to_review',
  'flows/superseded_and_partial',
  'flows/readme',
  'identity/order_independence',
  'migrations/interrupted',
  'report/browser',
  'flows/load_and_run',
  'controls/sound_sequences',
  'flows/waiting',
  'identity/look_alikes',
  'migrations/migrate',
  'evidence/retention',
  'flows/wrong_calls',
  'bench/changeset/floor',
  'flows/again_and_replace',
  'dataform/dataform_compiler',
  'evidence/table_digests',
  'flows/verify',
  'changesets/rollback',
  'changesets/random_histories',
  'report/report_files',
  'flows/four_eyes',
  'identity/atomicity',
  'flows/broken_sql',
  'identity/stability',
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
