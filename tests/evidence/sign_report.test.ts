import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Manifest } from '../../scripts/evidence/manifest.ts';
import type { Parameters } from '../../scripts/warehouse/values.ts';
import { KeptWarehouse } from '../fixtures/warehouse/kept_warehouse.ts';
import { BUILD_MILLISECONDS, type LocalWarehouse } from '../fixtures/warehouse/local_warehouse.ts';
import { buildSmallWarehouse } from '../fixtures/warehouse/small_warehouse.ts';
import { bindReport } from '../../scripts/evidence/bind_report.ts';
import { bindLastRun, callsOf, runAndBind, verify } from './bound_warehouse.ts';

let local: LocalWarehouse;
let kept: KeptWarehouse;
let manifest: Manifest;

beforeAll(async () => {
  kept = await KeptWarehouse.prepared(async (fresh) => {
    // No tool ran these runs, so nothing made the table yet.
    await fresh.procedure('recompute_run_contexts', { run_id: 'none' });
    await fresh.sql(
      `DELETE FROM payroll_assertions.run_contexts;
     INSERT INTO payroll_assertions.run_contexts (run_id, actor, graph_digest, parameters, recorded_at)
     SELECT run_id, 'Dana', repeat('d', 64), '{"vars":{"legacyTenantId":"x"}}', started_at
     FROM payroll_assertions.control_runs`,
    );
    manifest = await bindLastRun(fresh);
  }, buildSmallWarehouse);
  local = kept.local;
}, BUILD_MILLISECONDS);

afterAll(() => kept.remove());

beforeEach(() => kept.restore());

function sign(over: Parameters = {}): Promise<readonly unknown[]> {
  return local.procedure('sign_report', {
    run_id: manifest.run_id,
    manifest_digest: manifest.digest,
    decision: 'accepted',
    reason: 'every control that blocks found nothing',
    actor: 'bob',
    signed_by: 'bob',
    ...over,
  });
}

test('the manifest says who ran the run, with what', () => {
  expect(manifest).toMatchObject({
    schema: 'keyfast-manifest/v1',
    sequence: 1,
    actor: 'Dana',
    graph_digest: 'd'.repeat(64),
    engine: 'duckdb',
    parameters: { vars: { legacyTenantId: 'x' } },
    previous_digest: '0'.repeat(64),
    files: { 'report.json': { bytes: 3 } },
  });
});

test('a run has one manifest: asked again it is the same, and other bytes are refused', async () => {
  expect(await bindLastRun(local)).toEqual(manifest);
  await expect(
    bindReport(callsOf(local), { runId: manifest.run_id, files: { 'report.json': '[]' }, actor: 'ann' }),
  ).rejects.toMatchObject({ exitCode: 1, faults: [{ code: 'REPORT_DIFFERS' }] });
});

test('a decision is recorded, and the next manifest binds it', async () => {
  expect(await sign()).toMatchObject([
    { reviewer: 'bob', decision: 'accepted', manifest_digest: manifest.digest },
  ]);
  const next = await runAndBind(local);

  expect(next.previous_digest).toBe(manifest.digest);
  expect(manifest.outputs.sign_offs).toMatchObject({ rows: 0 });
  expect(next.outputs.sign_offs).toMatchObject({ rows: 1 });
  expect(await verify(local)).toEqual([]);
});

test.each<[string, Parameters, string]>([
  ['who ran it can’t review it', { actor: ' dana ' }, 'OWN_WORK'],
  ['nor with spaces in the name', { actor: 'd a n a' }, 'OWN_WORK'],
  ['nor with a full stop', { actor: 'dana.' }, 'OWN_WORK'],
  ['nor with a letter that only reads as one of it', { actor: 'd\u0430na' }, 'OWN_WORK'],
  ['nor with a Greek one and an accent', { actor: 'D\u0391n\u00e1' }, 'OWN_WORK'],
  ['nor can who ran it sign in the name of somebody else', { signed_by: 'dana' }, 'OWN_WORK'],
  [
    'only the manifest that the run has is decided about',
    { manifest_digest: 'f'.repeat(64) },
    'STALE_MANIFEST',
  ],
  ['a run without a report has nothing to decide about', { run_id: 'none' }, 'UNKNOWN_RUN'],
  ['a decision is one of two', { decision: 'perhaps' }, 'BAD_DECISION'],
  ['a decision needs a note', { reason: ' \t' }, 'MISSING_REASON'],
])('%s', async (_rule, over, code) => {
  await expect(sign(over)).rejects.toMatchObject({ faults: [{ code }] });
  expect(await local.sql('SELECT count(*) FROM payroll_assertions.sign_offs')).toEqual([['0']]);
});

test('a reviewer decides once, and another may decide too', async () => {
  await sign();

  await expect(sign({ decision: 'rejected' })).rejects.toMatchObject({
    faults: [{ code: 'SIGNED_ALREADY' }],
  });
  expect(await sign({ actor: 'carol', decision: 'rejected' })).toHaveLength(1);
});

test('who called is in the event, whatever stands in the name', async () => {
  await sign({ signed_by: 'eve "the \\ auditor"' });

  const [[details] = []] = await local.sql(
    `SELECT details FROM payroll_config.audit_events WHERE event_type = 'REPORT_SIGNED'`,
  );
  expect(JSON.parse(details ?? '{}')).toMatchObject({
    decision: 'accepted',
    signed_by: 'eve "the \\ auditor"',
  });
  expect(await verify(local)).toEqual([]);
});

test('a decision that was put there by who ran the run is named, however the name is written', async () => {
  await local.sql(
    `INSERT INTO payroll_assertions.sign_offs
     VALUES ('${manifest.run_id}', 'D. Ana', 'accepted', 'x', '${manifest.digest}', now())`,
  );

  expect(await verify(local)).toEqual(['fault SIGN_OFF_CHANGED sign_offs', 'fault OWN_WORK sign_offs']);
});

test('two that write at once don’t fork the chain', async () => {
  const late = {
    run_id: manifest.run_id,
    sequence: 2n,
    digest: 'e'.repeat(64),
    previous_digest: '0'.repeat(64),
    manifest: '{}',
    prepared_by: 'eve',
    actor: 'eve',
  };

  await expect(local.procedure('write_manifest', late)).rejects.toMatchObject({
    faults: [{ code: 'STALE_CHAIN' }],
  });
});
