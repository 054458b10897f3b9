import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { verifyViews } from '../../scripts/evidence/verify_views.ts';
import { KeptWarehouse } from '../fixtures/warehouse/kept_warehouse.ts';
import { BUILD_MILLISECONDS, type LocalWarehouse } from '../fixtures/warehouse/local_warehouse.ts';
import { buildSmallWarehouse } from '../fixtures/warehouse/small_warehouse.ts';
import { callsOf } from './bound_warehouse.ts';

let local: LocalWarehouse;
let kept: KeptWarehouse;

beforeAll(async () => {
  kept = await KeptWarehouse.prepared(() => Promise.resolve(), buildSmallWarehouse);
  local = kept.local;
}, BUILD_MILLISECONDS);

afterAll(() => kept.remove());

beforeEach(async () => {
  await kept.restore();
  // The views that a test puts others in the place of.
  await local.run('ledger_assigns_once', 'current_snapshots');
});

async function found(): Promise<string[]> {
  const findings = await verifyViews(callsOf(local), local.warehouse, local.graph);
  return findings.map(({ severity, code, message }) => `${severity} ${code} ${message}`);
}

const EMPTY = `CREATE OR REPLACE VIEW payroll_assertions.ledger_assigns_once AS
  SELECT '' AS tenant_id, '' AS failing_key, '' AS issue_description WHERE FALSE`;
const STANDS_AS_ANOTHER =
  'fault CONTROL_SQL_DIFFERS the view ledger_assigns_once stands in the warehouse as another than this project’s, although the newest results say that this project’s SQL ran: control LEDGER';

test('views that nobody touched have nothing to say', async () => {
  expect(await found()).toEqual([]);
});

test('a control whose view is another is named, and left as it is', async () => {
  await local.sql(EMPTY);

  expect(await found()).toEqual([STANDS_AS_ANOTHER]);
  expect(await found()).toEqual([STANDS_AS_ANOTHER]);
});

test('so it is after a run that recorded what the other view found', async () => {
  await local.sql(EMPTY);
  await local.run('evidence_begin', 'record_*');

  expect(await found()).toEqual([STANDS_AS_ANOTHER]);
});

test('a table in the place of a view is another too', async () => {
  await local.sql(
    `CREATE TABLE copied AS FROM payroll_assertions.ledger_assigns_once;
     DROP VIEW payroll_assertions.ledger_assigns_once;
     CREATE TABLE payroll_assertions.ledger_assigns_once AS FROM copied; DROP TABLE copied`,
  );
  const findings = await found();
  await local.sql('DROP TABLE payroll_assertions.ledger_assigns_once');

  expect(findings).toEqual([STANDS_AS_ANOTHER]);
});

test('a view beneath controls is named with the controls that read it', async () => {
  await local.sql(
    `CREATE OR REPLACE VIEW payroll_processed.current_snapshots AS
     SELECT * FROM payroll_processed.snapshots WHERE tenant_id = 'harbor'`,
  );

  expect(await found()).toEqual([
    'fault CONTROL_SQL_DIFFERS the view current_snapshots stands in the warehouse as another than this project’s, although the newest results say that this project’s SQL ran: controls 1, 6',
  ]);
});

test('a view that reports read and no control does is named too', async () => {
  await local.sql(
    `CREATE OR REPLACE VIEW payroll_assertions.current_run AS
     SELECT run_id, started_at FROM payroll_assertions.control_runs ORDER BY started_at LIMIT 1`,
  );
  const findings = await found();
  await local.run('current_run');

  expect(findings).toMatchObject([
    expect.stringMatching(/the view current_run stands in the warehouse as another/),
  ]);
});

test('a result of other SQL than this project’s is noted', async () => {
  await local.sql(
    `UPDATE payroll_assertions.control_results SET sql_digest = repeat('0', 64) WHERE control_id = 'LEDGER'`,
  );

  expect(await found()).toEqual([
    'note CONTROL_SQL_DIFFERS the newest results are of other SQL than this project compiles: control LEDGER',
  ]);
});
