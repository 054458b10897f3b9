/**
 * What holds of profiles whatever was committed and rolled back, asked of the tables alone: nothing here says how a window comes
 * about. Source: docs/architecture.md, "Profiles".
 */
import { expect } from 'vitest';
import type { LocalWarehouse } from '../fixtures/warehouse/local_warehouse.ts';

export const SIDES = ['identity', 'contact'] as const;

/** By its sentence the query of the rows that break it. */
function invariants(side: (typeof SIDES)[number]): Readonly<Record<string, string>> {
  const windows = `payroll_config.agent_profile_${side}`;
  const versions = `payroll_config.agent_profile_${side}_versions`;
  return {
    'a window ends after it begins': `SELECT * FROM ${windows} WHERE effective_end_date <= effective_start_date`,
    'no two windows of an agent have a day in common': `
      SELECT * FROM ${windows} AS one JOIN ${windows} AS other USING (tenant_id, agent_entity_id)
      WHERE one.effective_start_date < other.effective_start_date
        AND (one.effective_end_date IS NULL OR one.effective_end_date > other.effective_start_date)`,
    'no two windows of an agent begin on one day': `
      SELECT tenant_id, agent_entity_id, effective_start_date FROM ${windows} GROUP BY ALL HAVING count(*) > 1`,
    'where a window ends another begins, or there is a gap that a migration left': `
      SELECT * FROM ${windows} AS ended
      WHERE effective_end_date IS NOT NULL
        AND NOT EXISTS (
          SELECT 1 FROM ${versions} AS version
          WHERE version.agent_entity_id = ended.agent_entity_id
            AND version.effective_start_date = ended.effective_end_date
            AND (NOT version.is_tombstone OR version.changeset_id = 'migrated')
        )`,
    'the first window begins on the first day of all that is committed': `
      SELECT agent_entity_id FROM ${versions} AS version FULL JOIN ${windows} AS shown USING (agent_entity_id)
      GROUP BY agent_entity_id
      HAVING min(shown.effective_start_date)
        IS DISTINCT FROM min(version.effective_start_date) FILTER (NOT version.is_tombstone)`,
    'each day on which something is committed begins a window, but for the gaps': `
      SELECT agent_entity_id, effective_start_date FROM ${versions} WHERE NOT is_tombstone
      EXCEPT SELECT agent_entity_id, effective_start_date FROM ${windows}`,
    'a window shows a version that is there': `
      SELECT agent_entity_id, effective_start_date, changeset_id FROM ${windows}
      EXCEPT SELECT agent_entity_id, effective_start_date, changeset_id FROM ${versions} WHERE NOT is_tombstone`,
    'the changeset of each version is committed': `
      SELECT * FROM ${versions} AS version
      WHERE changeset_id != 'migrated'
        AND changeset_id NOT IN (
          SELECT changeset_id FROM payroll_config.config_bulk_import_changesets WHERE status = 'COMMITTED'
        )`,
    'the window that is current is the last one, and open': `
      SELECT * FROM ${windows} AS current
      WHERE is_current != (effective_end_date IS NULL)
        OR is_current AND EXISTS (
          SELECT 1 FROM ${windows} AS later
          WHERE later.agent_entity_id = current.agent_entity_id
            AND later.effective_start_date > current.effective_start_date
        )`,
  };
}

/** Fails with the invariants that are broken, and the rows that break each. */
export async function expectSoundHistory(local: LocalWarehouse): Promise<void> {
  for (const side of SIDES) {
    for (const [sentence, query] of Object.entries(invariants(side))) {
      expect({ side, sentence, broken: await local.sql(query) }).toEqual({ side, sentence, broken: [] });
    }
  }
}

/** Every window that these agents have: side, agent, and the whole row as text. */
export async function windowsOf(
  local: LocalWarehouse,
  agents: readonly string[],
): Promise<readonly (readonly (string | null)[])[]> {
  const listed = agents.map((agent) => `'${agent}'`).join(', ') || 'NULL';
  const rows = SIDES.map(
    (side) =>
      `SELECT '${side}' AS side, agent_entity_id, CAST(shown AS VARCHAR) AS shown
       FROM payroll_config.agent_profile_${side} AS shown WHERE agent_entity_id IN (${listed})`,
  );
  return local.sql(`${rows.join(' UNION ALL ')} ORDER BY ALL`);
}
