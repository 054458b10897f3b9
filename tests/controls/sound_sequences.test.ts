import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { controlResults } from '../../scripts/commands/control_status.ts';
import { KeptState } from '../fixtures/warehouse/kept_state.ts';
import {
  BUILD_MILLISECONDS,
  LocalWarehouse,
  WarehouseDirectory,
} from '../fixtures/warehouse/local_warehouse.ts';
import { buildSmallWarehouse, HARBOR, LEGACY } from '../fixtures/warehouse/small_warehouse.ts';

let directory: WarehouseDirectory;
let local: LocalWarehouse;
let kept: KeptState;

beforeAll(async () => {
  directory = await WarehouseDirectory.create();
  const file = directory.newFile();
  await buildSmallWarehouse(file);
  local = await LocalWarehouse.open(file);
  kept = await KeptState.of(local);
}, BUILD_MILLISECONDS);

afterAll(async () => {
  await local.close();
  await directory.remove();
});

beforeEach(() => kept.restore());

/** What upstream writes past the project: harbor's one component once more, with other columns. */
function upstreamWrites(columns: string): Promise<unknown> {
  return local.sql(
    `INSERT INTO payroll_processed.stage3_snapshots
     SELECT * REPLACE (${columns}) FROM payroll_processed.stage3_snapshots WHERE tenant_id = '${HARBOR}' LIMIT 1`,
  );
}

const LATE_MONTH = `DATE '2024-11-01' AS period_label, 'late' AS snapshot_id, 'Nell New' AS agent_name, now() AS ingested_at`;

function runOf(...actions: readonly string[]): Promise<unknown> {
  return local.run('evidence_begin', ...actions);
}

function alias(procedure: 'alias_add' | 'alias_end', name: string): Promise<unknown> {
  return local.procedure(procedure, {
    tenant_id: LEGACY,
    kind: 'agent',
    alias_name: name,
    ...(procedure === 'alias_add' ? { canonical_name: 'Jane Doe' } : {}),
    reason: 'test',
    actor: 'ann',
  });
}

const COMPUTED = ['dim_business_mapping', 'dim_agent_identity', 'commission_traceability'];

/** The blocking controls that a run finds red, after what it computes. */
async function redControls(...computed: readonly string[]): Promise<string[]> {
  await runOf(...computed, 'record_*', 'assert_*');
  return controlResults(await local.procedure('list_control_results'))
    .filter(({ status, control }) => control.severity === 'blocks' && status !== 'PASS')
    .map(({ control, status }) => `${control.id} ${status}`);
}

/** Nothing is wrong in any of them, whatever was computed when. */
const SEQUENCES: Readonly<Record<string, readonly (() => Promise<unknown>)[]>> = {
  'a late month with a new agent comes, and only the agents are computed': [
    () => upstreamWrites(LATE_MONTH),
    () => runOf('dim_agent_identity'),
  ],
  'a late month of a known agent comes, and only the agents are computed': [
    () => upstreamWrites(LATE_MONTH.replace(`'Nell New'`, `'Jane Doe'`)),
    () => runOf('dim_agent_identity'),
  ],
  'new names come, and only the rows are traced': [
    () => upstreamWrites(`${LATE_MONTH}, 'New Oak' AS business_name`),
    () => runOf('commission_traceability'),
  ],
  'upstream writes rows after a run that it had stamped before': [
    () => upstreamWrites(LATE_MONTH.replace('now()', `TIMESTAMPTZ '2025-03-01 00:00:00+00'`)),
  ],
  "upstream writes the calendar's last day for a period": [
    () => upstreamWrites(LATE_MONTH.replace('2024-11-01', '9999-12-31')),
    () => runOf(...COMPUTED, 'record_marks'),
  ],
  'upstream takes back a month that agents began in': [
    () => upstreamWrites(LATE_MONTH.replace(`'Nell New'`, `'Jane Doe'`)),
    () => runOf(...COMPUTED, 'record_marks'),
    () => local.sql(`DELETE FROM payroll_processed.stage3_snapshots WHERE snapshot_id = 'late'`),
    () => runOf(...COMPUTED, 'record_marks'),
  ],
  'an alias is added and the agents are computed, then it is ended': [
    () => alias('alias_add', 'Gary Gone'),
    () => runOf('dim_agent_identity'),
    () => alias('alias_end', 'Gary Gone'),
  ],
  'an alias is ended, and only the rows are traced': [
    () => alias('alias_end', 'J. Doe'),
    () => runOf('commission_traceability'),
  ],
  'an alias is ended and added again, and only the agents are computed': [
    () => alias('alias_end', 'J. Doe'),
    () => alias('alias_add', 'J. Doe'),
    () => runOf('dim_agent_identity'),
  ],
  "an agent's last month is corrected away, and only the agents are computed": [
    () =>
      local.load({
        kind: 'stage3',
        tenant: HARBOR,
        name: 'corrected.csv',
        period: '2025-02',
        lines: [
          'business_name,product_code,agent_name,component_type,commission_amount',
          'Teledata Contractors Inc,MED,Nell New,WRITING,1.00',
        ],
      }),
    () => runOf('dim_agent_identity'),
  ],
};

describe.each(Object.entries(SEQUENCES))('no control is red when %s', (_, steps) => {
  test('nor after the next run of the whole', async () => {
    for (const step of steps) await step();
    expect(await redControls()).toEqual([]);
    expect(await redControls(...COMPUTED)).toEqual([]);
  });
});
