import { bindReport } from '../../scripts/evidence/bind_report.ts';
import type { Finding } from '../../scripts/evidence/finding.ts';
import type { Manifest } from '../../scripts/evidence/manifest.ts';
import { verifyWarehouse } from '../../scripts/evidence/verify_warehouse.ts';
import { runProcedure } from '../../scripts/dataform/run_procedure.ts';
import { textOf } from '../../scripts/report/row_values.ts';
import type { Parameters, ResultSet } from '../../scripts/warehouse/values.ts';
import type { LocalWarehouse } from '../fixtures/warehouse/local_warehouse.ts';

export type Call = (name: string, parameters: Parameters) => Promise<ResultSet>;

export function callsOf(local: LocalWarehouse): Call {
  return (name, parameters) => runProcedure(local.graph, local.warehouse, name, parameters);
}

/** Binds a report of the last run that has one file, `report.json`. */
export async function bindLastRun(local: LocalWarehouse): Promise<Manifest> {
  const call = callsOf(local);
  const [asked = {}] = (await call('report_run', { run_id: null })).rows;
  return bindReport(call, {
    runId: textOf(asked, 'run_id'),
    files: { 'report.json': '{}\n' },
    actor: 'ann',
  });
}

/** Runs the whole graph and binds a report of it. */
export async function runAndBind(local: LocalWarehouse): Promise<Manifest> {
  await local.run();
  return bindLastRun(local);
}

/** What a verification says, in the words that a test can state: severity, code, table and each row that differs. */
export async function verify(local: LocalWarehouse, manifest?: Manifest): Promise<string[]> {
  const { findings } = await verifyWarehouse(callsOf(local), manifest, undefined);
  return findings.flatMap(inShort);
}

function inShort({ severity, code, table = '', rows = [], message }: Finding): string[] {
  if (table === 'run_manifests' || table === '')
    return [`${severity} ${code}: ${message.replace(/[0-9a-f]{64}|[0-9a-f-]{36}/g, '…')}`];
  if (rows.length === 0) return [`${severity} ${code} ${table}`];
  return rows.map(
    ({ row_key, difference }) =>
      `${severity} ${code} ${table} ${difference} ${row_key.replace(/[0-9a-f]{64}|[0-9a-f-]{36}|\d{16}/g, '…')}`,
  );
}
