import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { KeptWarehouse } from '../fixtures/warehouse/kept_warehouse.ts';
import { BUILD_MILLISECONDS, type LocalWarehouse } from '../fixtures/warehouse/local_warehouse.ts';
import { buildSmallWarehouse, HARBOR, LEGACY } from '../fixtures/warehouse/small_warehouse.ts';
import { ChangesetSteps } from '../../scripts/changesets/changeset_steps.ts';
import { type Manifest, manifestText, sealed } from '../../scripts/evidence/manifest.ts';
import type { Anchor } from '../../scripts/evidence/anchor.ts';
import { verifyWarehouse } from '../../scripts/evidence/verify_warehouse.ts';
import { bindLastRun, callsOf, runAndBind, verify } from './bound_warehouse.ts';

/** Two runs, a report bound of each, and a decision about the second. */
let local: LocalWarehouse;
let kept: KeptWarehouse;
let first: Manifest;
let second: Manifest;

beforeAll(async () => {
  kept = await KeptWarehouse.prepared(async (fresh) => {
    first = await bindLastRun(fresh);
    second = await runAndBind(fresh);
    await callsOf(fresh)('sign_report', {
      run_id: second.run_id,
      manifest_digest: second.digest,
      decision: 'accepted',
      reason: 'every control that blocks found nothing',
      actor: 'bob',
      signed_by: 'bob',
    });
  }, buildSmallWarehouse);
  local = kept.local;
}, BUILD_MILLISECONDS);

afterAll(() => kept.remove());

beforeEach(() => kept.restore());

const OF_TELEDATA = `business_name = 'Teledata Contractors Inc' AND agent_name = 'Jane Doe'`;

/** What somebody does behind the project's back, and what the verification says of it: all that it says. */
const ATTACKS: Readonly<Record<string, readonly [sql: string, ...says: string[]]>> = {
  'an amount is edited': [
    `UPDATE payroll_processed.stage1_snapshots SET gross_commission = 151 WHERE gross_commission = 150`,
    `fault TABLE_CHANGED stage1_snapshots CHANGED ${LEGACY} 2025-01-01 590d7e90abe5a4b0 2025-01.stage1.csv 2`,
  ],
  'a row is deleted': [
    `DELETE FROM payroll_analytics.identity_ledger WHERE natural_key = 'GARY GONE'`,
    `fault TABLE_CHANGED identity_ledger REMOVED ${LEGACY} agent GARY GONE AGENT:9e38bbd9e4fa132f`,
  ],
  'a row is inserted': [
    `INSERT INTO payroll_analytics.dim_agent_hierarchy (tenant_id, agent_id) VALUES ('harbor', 'H-9')`,
    'fault TABLE_CHANGED dim_agent_hierarchy ADDED harbor H-9 -',
  ],
  'a row is repeated': [
    `INSERT INTO payroll_processed.stage3_snapshots
     SELECT * FROM payroll_processed.stage3_snapshots WHERE agent_name = 'Gary Gone'`,
    `fault TABLE_CHANGED stage3_snapshots REPEATED ${LEGACY} 2025-02-01 b3211e39105ba204 2025-02.stage3.csv 2`,
  ],
  'a row goes to another tenant': [
    `UPDATE payroll_analytics.commission_traceability SET tenant_id = '${LEGACY}' WHERE tenant_id = 'harbor' AND ${OF_TELEDATA}`,
    `fault TABLE_CHANGED commission_traceability ADDED ${LEGACY} 2025-01-01 … …`,
    'fault TABLE_CHANGED commission_traceability REMOVED harbor 2025-01-01 … …',
  ],
  'two tenants swap their agents': [
    `UPDATE payroll_analytics.dim_agent_identity
     SET tenant_id = CASE tenant_id WHEN 'harbor' THEN '${LEGACY}' ELSE 'harbor' END WHERE normalized_name = 'JANE DOE'`,
    `fault TABLE_CHANGED dim_agent_identity ADDED ${LEGACY} AGENT:bd7b76f2d274ba4a`,
    'fault TABLE_CHANGED dim_agent_identity ADDED harbor AGENT:c5974e2b4ded850d',
    'fault TABLE_CHANGED dim_agent_identity REMOVED harbor AGENT:bd7b76f2d274ba4a',
    `fault TABLE_CHANGED dim_agent_identity REMOVED ${LEGACY} AGENT:c5974e2b4ded850d`,
  ],
  'two events change places': [
    `UPDATE payroll_config.audit_events SET sequence = 5 - sequence WHERE tenant_id = 'harbor' AND sequence IN (2, 3)`,
    'fault EVENTS_BROKEN audit_events',
    'fault TABLE_CHANGED audit_events CHANGED harbor 2',
    'fault TABLE_CHANGED audit_events CHANGED harbor 3',
  ],
  'the last event is cut off': [
    `DELETE FROM payroll_config.audit_events WHERE tenant_id = 'harbor' AND sequence = 4`,
    'fault EVENTS_BROKEN audit_events',
    'fault TABLE_CHANGED audit_events REMOVED harbor 4',
  ],
  'a result is edited': [
    `UPDATE payroll_assertions.control_results SET population_count = 1000000 WHERE control_id = '4'
     AND run_id = (SELECT max_by(run_id, started_at) FROM payroll_assertions.control_runs)`,
    'fault TABLE_CHANGED control_results CHANGED … 4',
  ],
  'how many ids there were is edited': [
    `UPDATE payroll_assertions.measured_identities SET drifted_count = 7 WHERE tenant_id = 'harbor' AND kind = 'agent'
     AND run_id = (SELECT max_by(run_id, started_at) FROM payroll_assertions.control_runs)`,
    'fault TABLE_CHANGED measured_identities CHANGED … harbor agent',
  ],
  'the money of a month is edited in the record': [
    `UPDATE payroll_assertions.measured_money SET view_commission_amount = view_commission_amount + 1
     WHERE tenant_id = 'harbor' AND period_label = DATE '2025-01-01'
     AND run_id = (SELECT max_by(run_id, started_at) FROM payroll_assertions.control_runs)`,
    'fault TABLE_CHANGED measured_money CHANGED … harbor 2025-01-01',
  ],
  'a name is cut short': [
    `UPDATE payroll_processed.stage1_snapshots SET business_name = business_name[:8] WHERE gross_commission = 150`,
    `fault TABLE_CHANGED stage1_snapshots CHANGED ${LEGACY} 2025-01-01 590d7e90abe5a4b0 2025-01.stage1.csv 2`,
  ],
  'a table is emptied': [
    `TRUNCATE payroll_analytics.dim_agent_hierarchy`,
    'fault TABLE_CHANGED dim_agent_hierarchy REMOVED harbor H-1 -',
    `fault TABLE_CHANGED dim_agent_hierarchy REMOVED ${LEGACY} A-1 -`,
    `fault TABLE_CHANGED dim_agent_hierarchy REMOVED ${LEGACY} A-7 -`,
    `fault TABLE_CHANGED dim_agent_hierarchy REMOVED ${LEGACY} TOP -`,
  ],
  'the rows of a table are put in another order, which changes none': [
    `CREATE TEMP TABLE moved AS FROM payroll_analytics.identity_ledger;
     DELETE FROM payroll_analytics.identity_ledger;
     INSERT INTO payroll_analytics.identity_ledger FROM moved ORDER BY identity_id DESC;
     DROP TABLE moved`,
  ],
  'the SQL that a control ran is said to be another': [
    `UPDATE payroll_assertions.control_results SET sql_digest = repeat('0', 64) WHERE control_id = '7'
     AND run_id = (SELECT max_by(run_id, started_at) FROM payroll_assertions.control_runs)`,
    'fault TABLE_CHANGED control_results CHANGED … 7',
  ],
  'a control is taken from those that a run had to evaluate': [
    `DELETE FROM payroll_assertions.control_expectations WHERE control_id = '7'
     AND run_id = (SELECT max_by(run_id, started_at) FROM payroll_assertions.control_runs)`,
    'fault TABLE_CHANGED control_expectations REMOVED … 7',
  ],
  'an id is assigned in the past': [
    `INSERT INTO payroll_analytics.identity_ledger
     SELECT * REPLACE ('NEW CO' AS natural_key) FROM payroll_analytics.identity_ledger WHERE natural_key = 'OWNER'`,
    `fault TABLE_CHANGED identity_ledger ADDED ${LEGACY} agent NEW CO OWNER`,
  ],
  'a run is put into the past': [
    `INSERT INTO payroll_assertions.control_runs VALUES ('11111111-1111-4111-8111-111111111111', TIMESTAMP '2020-01-01', 'duckdb', 'duckdb', NULL, NULL, '{}')`,
    'fault TABLE_CHANGED control_runs ADDED …',
  ],
  'the clock was set back during a run': [
    `UPDATE payroll_assertions.control_results SET finished_at = TIMESTAMP '2020-01-01' WHERE control_id = '8'
     AND run_id = (SELECT max_by(run_id, started_at) FROM payroll_assertions.control_runs)`,
    'fault CLOCK_SET_BACK control_results',
    'fault TABLE_CHANGED control_results CHANGED … 8',
  ],
  'the clock was set back while a control was evaluated, though not as far as the run’s beginning': [
    `UPDATE payroll_assertions.control_results AS result SET started_at = finished_at, finished_at = run.started_at
     FROM payroll_assertions.control_runs AS run WHERE run.run_id = result.run_id AND control_id = '8'
     AND result.run_id = (SELECT max_by(run_id, started_at) FROM payroll_assertions.control_runs)`,
    'fault CLOCK_SET_BACK control_results',
    'fault TABLE_CHANGED control_results CHANGED … 8',
  ],
  'a manifest is rewritten': [
    `UPDATE payroll_assertions.run_manifests SET manifest = replace(manifest, '"actor":"duckdb', '"actor":"dana')
     WHERE sequence = 1`,
    'fault MANIFEST_CHANGED: manifest 1, of the run …: the manifest was changed: its digest is … and it says …',
    'fault LINK_CHANGED: manifest 1, of the run …: the row says otherwise than the manifest in it',
  ],
  'a manifest is taken out of the chain': [
    `DELETE FROM payroll_assertions.run_manifests WHERE sequence = 1`,
    'fault LINK_MISSING: manifest 2, of the run …: it is link 1 of the chain: one is missing, repeated or moved',
    'fault LINK_BROKEN: manifest 2, of the run …: it doesn’t follow the manifest before it',
    'fault MANIFEST_MISSING: the report of the run … was written, says event 1 of *, and its manifest isn’t there as it was',
  ],
  'the last manifest is cut off': [
    `DELETE FROM payroll_assertions.run_manifests WHERE sequence = 2`,
    'fault MANIFEST_MISSING: the report of the run … was written, says event 2 of *, and its manifest isn’t there as it was',
    'fault SIGN_OFF_STALE sign_offs',
    'note UNBOUND_RUN: the run … has no report: what was recorded since the last report isn’t bound yet; make the report',
  ],
  'an old manifest is added as the newest': [
    `INSERT INTO payroll_assertions.run_manifests
     SELECT * REPLACE (3 AS sequence) FROM payroll_assertions.run_manifests WHERE sequence = 1`,
    'fault LINK_BROKEN: manifest 3, of the run …: it doesn’t follow the manifest before it',
    'fault CLOCK_SET_BACK: manifest 3, of the run …: it was made before the one before it',
    'fault LINK_CHANGED: manifest 3, of the run …: the row says otherwise than the manifest in it',
    'fault MANIFEST_ADDED: manifest 3, of the run …: the audit chain knows nothing of it',
  ],
  'what a plan of an import counted is edited': [
    `UPDATE payroll_config.bulk_import_plans SET created_count = created_count + 1, rejected_count = 0`,
    ...['…', '…'].map((id) => `fault TABLE_CHANGED bulk_import_plans CHANGED ${LEGACY} ${id} 1`),
  ],
  'a decision is turned round': [
    `UPDATE payroll_assertions.sign_offs SET decision = 'rejected'`,
    'fault SIGN_OFF_CHANGED sign_offs',
  ],
  'the note of a decision is edited': [
    `UPDATE payroll_assertions.sign_offs SET note = 'not sure'`,
    'fault SIGN_OFF_CHANGED sign_offs',
  ],
  'a decision is forged': [
    `INSERT INTO payroll_assertions.sign_offs SELECT * REPLACE ('eve' AS reviewer) FROM payroll_assertions.sign_offs`,
    'fault SIGN_OFF_CHANGED sign_offs',
  ],
  'a decision is doubled': [
    `INSERT INTO payroll_assertions.sign_offs FROM payroll_assertions.sign_offs`,
    'fault SIGN_OFF_CHANGED sign_offs',
    'fault SIGN_OFF_CHANGED sign_offs',
  ],
  'a decision is erased': [`DELETE FROM payroll_assertions.sign_offs`, 'fault SIGN_OFF_MISSING sign_offs'],
  'a decision is put in the mouth of somebody else': [
    `UPDATE payroll_assertions.sign_offs SET reviewer = 'eve'`,
    'fault SIGN_OFF_CHANGED sign_offs',
    'fault SIGN_OFF_MISSING sign_offs',
  ],
  'a row is edited and the digests of rows are thrown away': [
    `UPDATE payroll_analytics.identity_ledger SET raw_name = 'X' WHERE natural_key = 'GARY GONE';
     DELETE FROM payroll_assertions.row_digests WHERE table_name = 'identity_ledger'`,
    'fault TABLE_CHANGED identity_ledger',
  ],
  'the record of a snapshot that was seen is removed': [
    `DELETE FROM payroll_assertions.seen_snapshots WHERE tenant_id = 'harbor' AND stage = 'stage1'`,
    'fault TABLE_CHANGED stage1_snapshots REMOVED harbor 2025-01-01 4ee8a6ec05bd0682 2025-01.harbor.stage1.csv 2',
    'fault TABLE_CHANGED snapshots REMOVED stage1 harbor 2025-01-01 4ee8a6ec05bd0682',
    'fault TABLE_CHANGED seen_snapshots REMOVED … stage1 harbor 2025-01-01 4ee8a6ec05bd0682',
  ],
};

describe('every attack is named, and nothing else', () => {
  test.each(Object.entries(ATTACKS))('%s', async (_name, [attack, ...says]) => {
    await local.sql(attack);

    expect((await verify(local)).sort()).toEqual([...says].sort());
  });
});

test('a manifest that is rewritten with every digest of its own is not the one that the audit chain names', async () => {
  const forged = sealed({ ...second, parameters: {} });
  await local.sql(
    `UPDATE payroll_assertions.run_manifests
     SET manifest = '${manifestText(forged).replaceAll("'", "''")}', digest = '${forged.digest}' WHERE sequence = 2`,
  );

  expect((await verify(local)).sort()).toEqual([
    'fault MANIFEST_ADDED: manifest 2, of the run …: the audit chain knows nothing of it',
    'fault MANIFEST_MISSING: the report of the run … was written, says event 2 of *, and its manifest isn’t there as it was',
    'fault SIGN_OFF_STALE sign_offs',
  ]);
});

test('a chain whose last manifest was never anchored isn’t protected by the anchors before it', async () => {
  const anchorOf = ({ sequence, run_id, digest }: Manifest): Anchor => ({
    sequence,
    run_id,
    digest,
    anchored_at: '2026-01-31T07:00:00.000Z',
  });
  const codes = async (...anchors: Anchor[]): Promise<string[]> => {
    const kept = { file: 'anchors.csv', anchors, findings: [] };
    return (await verifyWarehouse(callsOf(local), undefined, kept)).findings.map(({ code }) => code);
  };

  expect(await codes(anchorOf(first))).toEqual(['NOT_ANCHORED']);
  expect(await codes(anchorOf(first), anchorOf(second))).toEqual([]);
});

test('evidence that nobody touched has neither fault nor note', async () => {
  expect(await verify(local)).toEqual([]);
});

describe('what people do in the open is told from tampering', () => {
  beforeEach(async () => {
    await local.procedure('alias_add', {
      tenant_id: LEGACY,
      kind: 'business',
      alias_name: 'Zenith Freight',
      canonical_name: 'Acme Widgets Inc',
      reason: 'one business, says the steward',
      actor: 'ann',
    });
    await local.load({
      kind: 'stage1',
      tenant: HARBOR,
      name: '2025-03.harbor.stage1.csv',
      period: '2025-03',
      lines: ['business_name,product_code,employee_count,gross_commission', 'Fresh Water Ltd,MED,3,0.00'],
    });
    await local.load({
      kind: 'hierarchy',
      tenant: HARBOR,
      name: 'hierarchy.new.csv',
      lines: ['agent_id,parent_agent_id,hierarchy_level', 'H-1,,1', 'H-2,H-1,2'],
    });
  });

  test('a load and an alias since the last run are noted, with the event that accounts for each', async () => {
    expect(await verify(local)).toEqual([
      'note CHANGED_SINCE dim_agent_hierarchy ADDED harbor H-2 -',
      `note CHANGED_SINCE identity_aliases ADDED ${LEGACY} business ZENITH FREIGHT …`,
    ]);
  });

  test('more rows than the event says that it changed are faults: nobody can tell which are its own', async () => {
    await local.sql(
      `INSERT INTO payroll_analytics.dim_agent_hierarchy (tenant_id, agent_id) VALUES ('harbor', 'H-9')`,
    );

    expect(await verify(local)).toEqual([
      'fault TABLE_CHANGED dim_agent_hierarchy ADDED harbor H-9 -',
      'fault TABLE_CHANGED dim_agent_hierarchy ADDED harbor H-2 -',
      `note CHANGED_SINCE identity_aliases ADDED ${LEGACY} business ZENITH FREIGHT …`,
    ]);
  });

  test('after the next run nothing is left to say, and the earlier reports still hold', async () => {
    await runAndBind(local);

    expect(await verify(local)).toEqual([]);
    expect(await verify(local, first)).toEqual([
      'note SUPERSEDED: this is report 1; the warehouse has later ones, up to 3',
    ]);
  });
});

test('a table that lost a column is a finding, and no failure of the warehouse', async () => {
  const table = 'ALTER TABLE payroll_analytics.dim_agent_hierarchy';
  await local.sql(`${table} RENAME COLUMN parent_agent_id TO parent`);
  const found = await verify(local).finally(() =>
    local.sql(`${table} RENAME COLUMN parent TO parent_agent_id`),
  );
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(/^fault TABLE_UNREADABLE: the tables can’t be compared .*parent_agent_id/);
});

test('a report of another warehouse is one finding, and not one for each row', async () => {
  const foreign = sealed({ ...first, run_id: 'b0000000-0000-4000-8000-000000000000' });
  expect(await verify(local, foreign)).toEqual([
    'fault NOT_IN_CHAIN: manifest 1 of the run …, …, isn’t in the warehouse: its manifest 1 is …, of the run …',
    'fault ANOTHER_WAREHOUSE: this warehouse has neither the run … nor the manifest before it: is it the one that the report was made of? Its tables weren’t compared',
  ]);
});

test('a report whose manifest the chain has not got is named', async () => {
  expect(await verify(local, { ...first, digest: 'f'.repeat(64) })).toEqual([
    'fault NOT_IN_CHAIN: manifest 1 of the run …, …, isn’t in the warehouse: its manifest 1 is …, of the run …',
  ]);
});

/** A run that evaluates the controls again, as `keyfast controls` does: it records every table and writes none. */
async function evaluateControls(): Promise<void> {
  await local.run('evidence_begin', 'tag:control');
}

/** A run that records nothing of any table, as `keyfast controls 7` does. */
async function evaluateOneControl(): Promise<void> {
  await local.run('evidence_begin', 'record_hierarchy_is_sound');
}

const UNBOUND =
  'note UNBOUND_RUN: the run … has no report: what was recorded since the last report isn’t bound yet; make the report';

/** What only a run writes, and what only people do, edited behind the project's back. */
const EDITS: Readonly<Record<string, string>> = {
  commission_traceability: `agent_key = 'AGENT:0', agent_name = 'X' WHERE tenant_id = 'harbor'`,
  dim_business_mapping: `business_id = 'EVIL' WHERE tenant_id = 'harbor'`,
  identity_aliases: `reason = 'none'`,
  config_bulk_import_changesets: `uploaded_by = 'nobody'`,
  dim_agent_hierarchy: `parent_agent_id = 'TOP' WHERE tenant_id = 'harbor'`,
  business_id_mapping: `is_active = TRUE`,
  agent_profile_identity_versions: `created_by = 'nobody'`,
};

async function edit(tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    const [[schema] = []] = await local.sql(
      `SELECT table_schema FROM information_schema.tables WHERE table_name = '${table}'`,
    );
    await local.sql(`UPDATE ${schema ?? ''}.${table} SET ${EDITS[table] ?? ''}`);
  }
}

function changed(tables: readonly string[]): string[] {
  return tables.map((table) => `fault TABLE_CHANGED ${table}`);
}

describe('a later run makes no tampering its own', () => {
  test('when it records everything again, as it was edited', async () => {
    const tables = Object.keys(EDITS);
    await edit(tables);
    await evaluateControls();

    expect((await verify(local, second)).sort()).toEqual([...changed(tables), UNBOUND].sort());
    await bindLastRun(local);
    expect((await verify(local)).sort()).toEqual(changed(tables).sort());
  });

  test('when it writes everything that a run writes', async () => {
    const tables = ['identity_aliases', 'config_bulk_import_changesets', 'dim_agent_hierarchy'];
    await edit(tables);
    await runAndBind(local);

    expect((await verify(local)).sort()).toEqual(changed(tables).sort());
  });

  test('when it records nothing of the table and doesn’t write it', async () => {
    await evaluateOneControl();
    await edit(['dim_business_mapping', 'commission_traceability', 'identity_aliases']);

    const said = await verify(local);
    expect(said[0]).toBe(UNBOUND);
    const ofTables = said.slice(1).map((one) => one.split(' ').slice(0, 3).join(' '));
    expect([...new Set(ofTables)].sort()).toEqual(
      changed(['commission_traceability', 'dim_business_mapping', 'identity_aliases']),
    );
  });

  test('an event that accounts for one row accounts for no other', async () => {
    await local.load({
      kind: 'hierarchy',
      tenant: HARBOR,
      name: 'hierarchy.new.csv',
      lines: ['agent_id,parent_agent_id,hierarchy_level', 'H-1,,1', 'H-2,H-1,2'],
    });
    await local.sql(
      `UPDATE payroll_analytics.dim_agent_hierarchy SET hierarchy_level = 9 WHERE agent_id = 'A-7'`,
    );
    await evaluateControls();

    expect(await verify(local)).toEqual([UNBOUND, 'fault TABLE_CHANGED dim_agent_hierarchy']);
  });
});

describe('a run that wrote a table is told from tampering with it', () => {
  beforeEach(async () => {
    await local.load({
      kind: 'stage1',
      tenant: HARBOR,
      name: '2025-03.harbor.stage1.csv',
      period: '2025-03',
      lines: ['business_name,product_code,employee_count,gross_commission', 'Fresh Water Ltd,MED,3,0.00'],
    });
    await local.run('evidence_begin', '+commission_traceability');
  });

  test('what it recorded nothing of is a note that names the run', async () => {
    const said = await verify(local);

    expect(said.filter((one) => one.startsWith('fault'))).toEqual([]);
    expect(said).toContain('note WRITTEN_SINCE commission_traceability ADDED harbor 2025-03-01 … -');
    expect(said.filter((one) => one.includes('dim_business_mapping'))).toHaveLength(2);
  });

  test('and nothing is left to say once a run has recorded it', async () => {
    await evaluateControls();
    await bindLastRun(local);

    expect(await verify(local)).toEqual([]);
  });
});

describe('agents imported between two runs', () => {
  beforeEach(async () => {
    const scope = { tenantId: LEGACY, orgId: 'west', actor: 'ann' };
    const steps = new ChangesetSteps(local.graph, local.warehouse, scope);
    const header = 'agent_id,first_name,last_name,effective_start_date,email';
    for (const name of ['stays', 'goes']) {
      const file = join(kept.directory.path, `${name}.csv`);
      const agents = Array.from({ length: 8 }, (_, index) => {
        const id = `${name}-${index}`;
        return `${id},New,${id},2025-04-01,${id}@example.com`;
      });
      await writeFile(file, [header, ...agents].map((line) => `${line}\n`).join(''));
      const { changeset } = await steps.upload(file);
      const { plan_hash: planHash } = await steps.validate(changeset.changeset_id);
      await steps.commit(changeset.changeset_id, { planHash: planHash ?? '', acceptRejected: undefined });
      if (name === 'goes') await steps.rollback(changeset.changeset_id, 'the wrong file');
    }
  });

  test('are accounted for by the commit and the rollback', async () => {
    await evaluateControls();
    await bindLastRun(local);

    expect(await verify(local)).toEqual([]);
  });

  test('account for no other changeset', async () => {
    await local.sql(
      `UPDATE payroll_config.config_bulk_import_changesets SET uploaded_by = 'nobody' WHERE source_file LIKE '%agents.csv'`,
    );
    await evaluateControls();
    await bindLastRun(local);

    expect(await verify(local)).toEqual(['fault TABLE_CHANGED config_bulk_import_changesets']);
  });
});

test('a load that changes more buckets than one can count is accounted for by its event, row by row', async () => {
  const agents = Array.from({ length: 120 }, (_, index) => `N-${index},H-1,2`);
  await local.load({
    kind: 'hierarchy',
    tenant: HARBOR,
    name: 'hierarchy.many.csv',
    lines: ['agent_id,parent_agent_id,hierarchy_level', 'H-1,,1', ...agents],
  });

  const said = await verify(local);
  expect(said).toHaveLength(120);
  expect(
    said.filter((one) => !one.startsWith('note CHANGED_SINCE dim_agent_hierarchy ADDED harbor N-')),
  ).toEqual([]);
});

test('what is put into the past is found after the next report too, by what an older manifest bound', async () => {
  await local.sql(
    `INSERT INTO payroll_analytics.identity_ledger
     SELECT * REPLACE ('NEW CO' AS natural_key, 'new co' AS raw_name, assigned_at - INTERVAL 30 DAY AS assigned_at)
     FROM payroll_analytics.identity_ledger WHERE natural_key = 'OWNER'`,
  );
  await runAndBind(local);

  expect((await verify(local)).filter((said) => said.includes('identity_ledger'))).toEqual([
    'fault TABLE_CHANGED identity_ledger',
  ]);
});
