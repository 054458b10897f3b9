/** A process of its own, in whatever time zone, that makes a history in a new DuckDB file and prints its windows: `history_elsewhere.ts FILE`. */
import { agentEntityId } from '../../includes/src/agent_entity_id.ts';
import { LocalWarehouse } from '../fixtures/warehouse/local_warehouse.ts';
import { HARBOR_NORTH, Importer, prepareProfiles, windows } from './importer.ts';

const JANE = agentEntityId(HARBOR_NORTH.tenantId, HARBOR_NORTH.orgId, 'A1');

await LocalWarehouse.with(process.argv[2] ?? '', async (local) => {
  await prepareProfiles(local, HARBOR_NORTH.tenantId);
  const importer = Importer.on(local);
  await importer.imported(',A1,Jane,Doe,2024-12-31,jane@x.org,111,', ',,Max,Fourth,2024-03-31,max@x.org,,');
  await importer.imported(`${JANE},,Jane,Miller,2025-01-01,,,`);
  await importer.rollback(await importer.imported(`${JANE},,Jane,Wrong,2025-01-02,,222,`));
  const { identity, contact } = await windows(
    local,
    "columns(column_name -> column_name IN ('last_name', 'email', 'effective_start_date', 'effective_end_date', 'is_current'))",
  );
  const days = await local.sql(
    `SELECT count(*), count_if(uploaded_on != CAST(uploaded_at AS DATE))
     FROM payroll_config.bulk_import_rows INNER JOIN payroll_config.config_bulk_import_changesets USING (changeset_id)`,
  );
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  process.stdout.write(JSON.stringify({ zone, identity, contact, days }));
});
process.exit();
