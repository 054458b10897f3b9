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

/** `{"kind":"agent","alias_digest":"…"}`: who knows the name can check it, who doesn't learns nothing. */
export function details(aliases: string, time: 'added_at' | 'ended_at'): string {
  const digest = hexDigestSql('SHA256', fieldsSql('touched.tenant_id', 'touched.alias_normalized_name'));
  return `(SELECT CONCAT('{"kind":"', touched.kind, '","alias_digest":"', ${digest}, '"}') ${touchedNow(aliases, time)})`;
}
