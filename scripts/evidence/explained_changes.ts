import { createHash } from 'node:crypto';
import { fields } from '../../includes/src/fields.ts';
import { countOf, textOf } from '../report/row_values.ts';
import type { Row } from '../warehouse/values.ts';
import type { RowDifference } from './finding.ts';

/** An event of the audit chain that came after a run. */
export interface LaterEvent {
  readonly tenantId: string;
  readonly sequence: number;
  readonly occurredAt: string;
  readonly type: string;
  readonly actor: string;
  readonly subject: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Rows of list_events_since. */
export function laterEvents(rows: readonly Row[]): LaterEvent[] {
  return rows.map((row) => ({
    tenantId: textOf(row, 'tenant_id'),
    sequence: countOf(row, 'sequence'),
    occurredAt: textOf(row, 'occurred_at'),
    type: textOf(row, 'event_type'),
    actor: textOf(row, 'actor'),
    subject: textOf(row, 'subject'),
    details: detailsIn(textOf(row, 'details')),
  }));
}

function detailsIn(text: string): LaterEvent['details'] {
  try {
    return JSON.parse(text) as LaterEvent['details'];
  } catch {
    return {};
  }
}

/**
 * Of each table whose rows people change between two runs: whether an event accounts for a row that differs. A table that
 * isn't here is written by runs alone.
 */
const ACCOUNTS: Readonly<Record<string, (event: LaterEvent, rowKey: string) => boolean>> = {
  business_id_mapping: ofFile('business_mapping'),
  dim_agent_hierarchy: ofFile('hierarchy'),
  identity_aliases: (event, rowKey) =>
    event.type.startsWith('ALIAS_') && event.details.alias_digest === aliasDigest(event, rowKey),
  config_bulk_import_changesets: ofChangeset,
  agent_profile_identity_versions: ofWriting,
  agent_profile_contact_versions: ofWriting,
};

function ofFile(kind: string): (event: LaterEvent) => boolean {
  return (event) => event.type === 'FILE_LOADED' && event.details.kind === kind;
}

/** A step of the changeset that is part of the row's key; a migration writes many. */
function ofChangeset(event: LaterEvent, rowKey: string): boolean {
  const isStep = event.type.startsWith('CHANGESET_') && rowKey.split(' ').includes(event.subject);
  return isStep || event.type.endsWith('_MIGRATED');
}

/** The steps of a changeset that write versions: no other leaves any, or takes one away. */
function writesVersions({ type }: LaterEvent): boolean {
  return type === 'CHANGESET_COMMITTED' || type === 'CHANGESET_ROLLED_BACK';
}

function ofWriting(event: LaterEvent, rowKey: string): boolean {
  return (writesVersions(event) || event.type.endsWith('_MIGRATED')) && ofChangeset(event, rowKey);
}

/** An alias's event holds no name but the digest of it; the key is tenant, kind, name and time. */
function aliasDigest({ tenantId }: LaterEvent, rowKey: string): string {
  const name = rowKey.split(' ').slice(2, -1).join(' ');
  return createHash('sha256').update(fields(tenantId, name)).digest('hex');
}

/**
 * Of all rows of a table that differ, those that an event accounts for, each with the event. Where the events say how many rows
 * they changed and more differ, nobody can tell which are theirs, so none is.
 */
export function explained(
  table: string,
  rows: readonly RowDifference[],
  events: readonly LaterEvent[],
): ReadonlyMap<RowDifference, LaterEvent> {
  const accounts = ACCOUNTS[table];
  const candidates = rows.flatMap((row) => {
    const tenantId = row.row_key.split(' ')[0] ?? '';
    const own = events.filter((event) => event.tenantId === tenantId && accounts?.(event, row.row_key));
    const [first] = own;
    return first === undefined ? [] : [{ row, tenantId, event: first, own }];
  });
  const isWithin = ({ tenantId, own }: (typeof candidates)[number]): boolean =>
    candidates.filter((other) => other.tenantId === tenantId).length <= capacity(own);
  return new Map(candidates.filter(isWithin).map(({ row, event }) => [row, event]));
}

/** How many rows the loading of files says that it changed; other events are of the very row. */
function capacity(events: readonly LaterEvent[]): number {
  if (events.some(({ type }) => type !== 'FILE_LOADED')) return Infinity;
  return events.reduce((sum, event) => sum + countsIn(event, 'changed', 'removed'), 0);
}

function countsIn({ details }: LaterEvent, ...names: readonly string[]): number {
  const counts = names.map((name) => details[name]);
  return counts.reduce<number>((sum, count) => sum + (typeof count === 'number' ? count : 0), 0);
}

/** What an event can have changed in a table whose rows aren't known: rows of one bucket, or so many rows wherever. */
type Reach = { readonly bucket: string } | { readonly rows: number };

const REACHES: Readonly<Record<string, (event: LaterEvent) => Reach | undefined>> = {
  business_id_mapping: rowsOfFile('business_mapping'),
  dim_agent_hierarchy: rowsOfFile('hierarchy'),
  identity_aliases: ({ type }) => (type.startsWith('ALIAS_') ? { rows: 1 } : undefined),
  config_bulk_import_changesets: (event) =>
    event.type.startsWith('CHANGESET_') ? { bucket: changesetBucket(event) } : migrated(event),
  agent_profile_identity_versions: rowsOfChangeset,
  agent_profile_contact_versions: rowsOfChangeset,
};

function rowsOfFile(kind: string): (event: LaterEvent) => Reach | undefined {
  const isOfKind = ofFile(kind);
  return (event) => (isOfKind(event) ? { rows: countsIn(event, 'changed', 'removed') } : undefined);
}

function rowsOfChangeset(event: LaterEvent): Reach | undefined {
  return writesVersions(event)
    ? { rows: countsIn(event, 'created', 'updated', 'contact_created', 'contact_updated') }
    : migrated(event);
}

/** A migration happens once, and writes whatever there was. */
function migrated({ type }: LaterEvent): Reach | undefined {
  return type.endsWith('_MIGRATED') ? { rows: Infinity } : undefined;
}

/** As includes/src/digested_tables.ts has it: of the tenant and the changeset. */
function changesetBucket({ tenantId, subject }: LaterEvent): string {
  return createHash('sha256').update(fields(tenantId, subject)).digest('hex').slice(0, 2);
}

/**
 * The events that account for all these buckets of a table, of whose rows nobody can say which differ: each bucket is that of an
 * event, or they are no more than the rows that the events say they changed. Empty where they don't.
 */
export function accountsForBuckets(
  table: string,
  buckets: readonly string[],
  events: readonly LaterEvent[],
): readonly LaterEvent[] {
  const reaching = events.flatMap((event) => {
    const reach = REACHES[table]?.(event);
    return reach === undefined ? [] : [{ event, reach }];
  });
  const named = new Set(reaching.flatMap(({ reach }) => ('bucket' in reach ? [reach.bucket] : [])));
  const rows = reaching.reduce((sum, { reach }) => sum + ('rows' in reach ? reach.rows : 0), 0);
  const isWithin = buckets.filter((bucket) => !named.has(bucket)).length <= rows;
  return isWithin ? reaching.map(({ event }) => event) : [];
}
