import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CompiledOperation } from '../../scripts/dataform/compiled_graph.ts';
import type { Row } from '../../scripts/warehouse/values.ts';
import type { StatementEvent } from '../../scripts/warehouse/warehouse.ts';
import {
  BUILD_MILLISECONDS,
  LocalWarehouse,
  WarehouseDirectory,
} from '../fixtures/warehouse/local_warehouse.ts';
import { HARBOR, LEGACY, loadSmallFiles } from '../fixtures/warehouse/small_warehouse.ts';
import { tableContents } from '../fixtures/warehouse/table_contents.ts';

/** What differs between two runs of one thing: times, and what is made of a time or by chance. */
const OWN_TO_EACH_RUN = {
  outColumns: [
    'locked_at',
    'registered_at',
    'ingested_at',
    'loaded_at',
    'occurred_at',
    'added_at',
    'ended_at',
    'quarantined_at',
    'released_at',
    'assigned_at',
    'assigned_by',
    'created_at',
    'updated_at',
    'started_at',
    'finished_at',
    'sources_as_of',
    'run_id',
    'previous_hash',
    'event_hash',
  ],
};

const LOADED = {
  tenant_id: HARBOR,
  call_id: 'one call',
  load_id: 'one load',
  row_count: 1n,
  source_file: 'sent.csv',
  file_digest: 'd'.repeat(64),
  reinstates: false,
  replaces_all: false,
  actor: 'ann',
};
const ALIAS = {
  call_id: 'one call',
  tenant_id: LEGACY,
  kind: 'agent',
  alias_name: 'J. Doe',
  canonical_name: 'Jane Doe',
  reason: 'one person',
  actor: 'ann',
};

interface Job {
  readonly name: string;
  /** On a warehouse with the small files loaded, or one where they were run too. */
  readonly on?: 'loaded' | 'run';
  readonly prepare?: (local: LocalWarehouse) => Promise<unknown>;
  readonly run: (local: LocalWarehouse) => Promise<unknown>;
}

const JOBS: readonly Job[] = [
  {
    name: 'dim_business_mapping',
    prepare: (local) =>
      local.run(
        'identity_quarantine',
        'rebuilds',
        '+current_run',
        '+business_mapping_source',
        '+business_assignments',
        '+quarantined_names',
      ),
    run: (local) => runAction(local, 'dim_business_mapping'),
  },
  {
    name: 'dim_agent_identity',
    prepare: (local) => local.run('+dim_business_mapping', '+agent_identity_source', '+quarantined_names'),
    run: (local) => runAction(local, 'dim_agent_identity'),
  },
  {
    name: 'load_stage1',
    prepare: (local) =>
      stage(local, 'stage1', { business_name: 'New Inc', product_code: 'MED', gross_commission: '1.00' }),
    run: (local) => local.procedure('load_stage1', { ...LOADED, period_label: '2025-03-01' }),
  },
  {
    name: 'load_stage3',
    prepare: (local) =>
      stage(local, 'stage3', {
        business_name: 'New Inc',
        product_code: 'MED',
        agent_name: 'New Face',
        component_type: 'WRITING',
        commission_amount: '1.00',
      }),
    run: (local) => local.procedure('load_stage3', { ...LOADED, period_label: '2025-03-01' }),
  },
  {
    name: 'load_business_mapping',
    prepare: (local) => stage(local, 'business_mapping', { business_name: 'New Inc' }),
    run: (local) => local.procedure('load_business_mapping', { ...LOADED, period_label: null }),
  },
  {
    name: 'load_hierarchy',
    prepare: (local) =>
      stage(local, 'hierarchy', { agent_id: 'H-2', parent_agent_id: 'H-1', hierarchy_level: '2' }),
    run: (local) => local.procedure('load_hierarchy', { ...LOADED, period_label: null }),
  },
  {
    name: 'tenant_add',
    run: (local) =>
      local.procedure('tenant_add', {
        call_id: 'one call',
        tenant_id: 'third',
        tenant_name: null,
        actor: 'ann',
      }),
  },
  {
    name: 'alias_add',
    on: 'run',
    run: (local) => local.procedure('alias_add', ALIAS),
  },
  {
    name: 'alias_end',
    on: 'run',
    prepare: (local) => local.procedure('alias_add', ALIAS),
    run: (local) => local.procedure('alias_end', { ...ALIAS, reason: 'two people' }),
  },
  {
    name: 'evidence_begin',
    prepare: (local) => local.run('control_runs', 'control_expectations'),
    run: (local) => runAction(local, 'evidence_begin'),
  },
];

/** A control that fails, in a run that was just opened. */
const CONTROL: Job = {
  name: 'record_hierarchy_is_sound',
  prepare: async (local) => {
    await local.sql(
      `INSERT INTO payroll_analytics.dim_agent_hierarchy VALUES ('${HARBOR}', 'H-9', 'nobody', 2, NULL, NULL)`,
    );
    await local.run('+record_hierarchy_is_sound');
    await local.run('evidence_begin');
  },
  run: (local) => runAction(local, 'record_hierarchy_is_sound'),
};

async function runAction(local: LocalWarehouse, name: string): Promise<void> {
  await local.warehouse.runOperation(operation(local, name));
}

function operation(local: LocalWarehouse, name: string): CompiledOperation {
  return local.graph.operations!.find(({ target }) => target.name === name)!;
}

async function stage(local: LocalWarehouse, kind: string, cells: Row): Promise<void> {
  const staging = operation(local, `staged_${kind}`);
  await local.warehouse.runOperation(staging);
  async function* rows(): AsyncGenerator<Row> {
    yield await Promise.resolve({
      load_id: LOADED.load_id,
      staged_at: '2025-03-01T00:00:00.000000Z',
      source_file: LOADED.source_file,
      source_row: 2n,
      ...cells,
    });
  }
  await local.warehouse.stage(staging.target, rows());
}

class BrokenOff extends Error {}

let directory: WarehouseDirectory;
let bases: Record<'loaded' | 'run', string>;

beforeAll(async () => {
  directory = await WarehouseDirectory.create();
  const loaded = directory.newFile();
  await LocalWarehouse.with(loaded, loadSmallFiles);
  bases = { loaded, run: await directory.copyOf(loaded) };
  await LocalWarehouse.with(bases.run, (local) => local.run('+commission_traceability'));
}, BUILD_MILLISECONDS);

afterAll(async () => {
  await directory.remove();
});

/** A prepared warehouse, and a way to break its next script off after one of its statements. */
async function prepared(job: Job): Promise<{
  readonly local: LocalWarehouse;
  readonly breakAfter: (index: number | undefined) => void;
  readonly seen: StatementEvent[];
}> {
  const seen: StatementEvent[] = [];
  let breakingIndex: number | undefined;
  const local = await LocalWarehouse.open(await directory.copyOf(bases[job.on ?? 'loaded']), {
    onStatement: (event) => {
      if (event.target.name !== job.name) return;
      seen.push(event);
      if (event.index === breakingIndex) throw new BrokenOff();
    },
  });
  await job.prepare?.(local);
  seen.length = 0;
  return {
    local,
    breakAfter: (index) => {
      breakingIndex = index;
    },
    seen,
  };
}

test.each(JOBS.map((job) => [job.name, job] as const))(
  '%s, broken off after any statement, is done wholly or not at all',
  async (_name, job) => {
    const whole = await prepared(job);
    whole.breakAfter(2);
    await expect(job.run(whole.local)).rejects.toThrow(BrokenOff);
    whole.breakAfter(undefined);
    whole.seen.length = 0;
    await job.run(whole.local);
    const statementCount = whole.seen.length;
    const done = await tableContents(whole.local, OWN_TO_EACH_RUN);
    await whole.local.close();
    expect(statementCount).toBeGreaterThan(3);

    const { local, breakAfter } = await prepared(job);
    try {
      const before = await tableContents(local);
      expect(await tableContents(local, OWN_TO_EACH_RUN)).not.toEqual(done);
      let index = -1;
      let after = before;
      while (JSON.stringify(after) === JSON.stringify(before) && index < statementCount - 1) {
        index += 1;
        breakAfter(index);
        await expect(job.run(local)).rejects.toThrow(BrokenOff);
        after = await tableContents(local);
      }
      // The first statement that leaves anything leaves all: COMMIT. Only a SELECT of the result may come after it.
      expect(await tableContents(local, OWN_TO_EACH_RUN)).toEqual(done);
      expect(statementCount - 1 - index).toBeLessThanOrEqual(1);
    } finally {
      await local.close();
    }
  },
);

test('a control, broken off after any statement, has no verdict without what it found, and gets it by the next call', async () => {
  const whole = await prepared(CONTROL);
  await CONTROL.run(whole.local);
  const statementCount = whole.seen.length;
  const done = await tableContents(whole.local, OWN_TO_EACH_RUN);
  await whole.local.close();
  expect(statementCount).toBeGreaterThan(3);

  const { local, breakAfter } = await prepared(CONTROL);
  try {
    const ofOpenRun = (table: string): Promise<(string | null)[][]> =>
      local.sql(
        `SELECT count(*) FROM payroll_assertions.${table} SEMI JOIN payroll_assertions.current_run USING (run_id)`,
      );
    let verdicts = 0;
    for (let index = 0; index < statementCount; index += 1) {
      breakAfter(index);
      await expect(CONTROL.run(local)).rejects.toThrow(BrokenOff);
      const [[verdict]] = (await ofOpenRun('control_results')) as [[string]];
      if (verdict === '0') continue;
      verdicts += 1;
      expect([await ofOpenRun('control_populations'), await ofOpenRun('control_failures')]).toEqual([
        [['1']],
        [['1']],
      ]);
    }
    expect(verdicts).toBe(1);
    breakAfter(undefined);
    await CONTROL.run(local);
    expect(await tableContents(local, OWN_TO_EACH_RUN)).toEqual(done);
  } finally {
    await local.close();
  }
});
