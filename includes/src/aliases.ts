/** SQL that the alias procedures share, as Dataform's global `aliases`: GoogleSQL expressions over the locked tenant's row `head`. */
import { hexDigestSql } from './digest.ts';
import { fieldsSql } from './fields.ts';

/** The alias that this very transaction added or ended: the one that carries its time. */
function touchedNow(aliases: string, time: 'added_at' | 'ended_at'): string {
  return `FROM ${aliases} AS touched WHERE touched.tenant_id = @tenant_id AND touched.kind = @kind AND touched.${time} = head.locked_at`;
}

export function changedNow(aliases: string, time: 'added_at' | 'ended_at'): string {
  return `EXISTS (SELECT 1 ${touchedNow(aliases, time)})`;
}

/** The canonical id: events hold ids, no names. */
export function subject(aliases: string, time: 'added_at' | 'ended_at'): string {
  return `(SELECT touched.canonical_id ${touchedNow(aliases, time)})`;
}

/** How the details of an alias's event end: `"kind":"agent","alias_digest":"…"}`. Who knows the name can check it, who doesn't learns nothing. */
export function endOfDetails(alias: string): string {
  const digest = hexDigestSql('SHA256', fieldsSql(`${alias}.tenant_id`, `${alias}.alias_normalized_name`));
  return `CONCAT('"kind":"', ${alias}.kind, '","alias_digest":"', ${digest}, '"}')`;
}

export function details(aliases: string, time: 'added_at' | 'ended_at'): string {
  return `(SELECT CONCAT('{', ${endOfDetails('touched')}) ${touchedNow(aliases, time)})`;
}
