/**
 * What changesets do to profiles, in a page of TypeScript that knows nothing of the SQL: versions in a list, windows by looking
 * through it. Source: docs/architecture.md, "Changesets" and "Profiles".
 */
import { agentEntityId } from '../../includes/src/agent_entity_id.ts';

/** The cells of a row, as sent: `''` keeps, `\N` clears. */
export interface SentRow {
  readonly entityId: string;
  readonly agentId: string;
  readonly first: string;
  readonly last: string;
  readonly date: string;
  readonly email: string;
  readonly phone: string;
  readonly agency: string;
}

type Value = string | null;
export type Side = 'identity' | 'contact';

export interface Version {
  readonly side: Side;
  readonly entityId: string;
  readonly date: string;
  readonly seq: number;
  readonly changeset: string;
  /** NULL: a tombstone, from here on no version is in force. */
  readonly fields: Readonly<Record<string, Value>> | null;
}

export interface Meaning {
  readonly outcome: 'CREATE' | 'UPDATE' | 'UNCHANGED' | 'REJECTED';
  readonly entityId: string | null;
  /** Sorted, without columns. */
  readonly errors: readonly string[];
  readonly writes: readonly Omit<Version, 'seq' | 'changeset'>[];
  /** What a plan is bound to. */
  readonly boundTo: string;
}

const IDENTITY = ['agent_id', 'first_name', 'last_name', 'agency_name'] as const;
const CONTACT = ['email', 'phone'] as const;

export class ProfileModel {
  versions: readonly Version[];
  newestSeq = 0;

  constructor(
    private readonly scope: { readonly tenantId: string; readonly orgId: string },
    /** The id reserved for a person without agent_id. */
    private readonly reservedId: (row: SentRow) => string | undefined,
    versions: readonly Version[] = [],
  ) {
    this.versions = versions;
  }

  /** What each row of a file means today. */
  resolve(rows: readonly SentRow[]): readonly Meaning[] {
    const ids = rows.map((row) => this.#entityOf(row));
    const emails = rows.map((row, place) => this.#emailBrought(row, ids[place] ?? null));
    return rows.map((row, place) => this.#meaning(row, ids[place] ?? null, clash(rows, ids, emails, place)));
  }

  commit(changeset: string, meanings: readonly Meaning[]): void {
    this.newestSeq += 1;
    const seq = this.newestSeq;
    const written = meanings.flatMap(({ writes }) =>
      writes.map((version) => ({ ...version, seq, changeset })),
    );
    this.versions = [...this.versions, ...written];
  }

  /** The changesets that have to be rolled back before this one, in that order. */
  blockers(changeset: string): readonly string[] {
    const mine = this.versions.filter((version) => version.changeset === changeset);
    const agents = new Set(mine.map(({ entityId }) => entityId));
    const seq = Math.max(0, ...mine.map((version) => version.seq));
    const later = this.versions.filter((version) => version.seq > seq && agents.has(version.entityId));
    const latestFirst = later.toSorted((one, other) => other.seq - one.seq);
    return [...new Set(latestFirst.map((version) => version.changeset))];
  }

  rollback(changeset: string): void {
    this.newestSeq += 1;
    this.versions = this.versions.filter((version) => version.changeset !== changeset);
  }

  /** `[entity, fields…, start, end, is_current, changeset]` of each window of a side, sorted. */
  windows(side: Side): readonly (readonly Value[])[] {
    return this.versions
      .filter((version) => version.side === side && version.fields !== null)
      .flatMap((version) => {
        const ofAgent = this.#of(side, version.entityId);
        if (ofAgent.some((other) => other.date === version.date && other.seq > version.seq)) return [];
        const end = earliest(ofAgent.filter((other) => other.date > version.date));
        const values = columnsOf(side).map((column) => version.fields?.[column] ?? null);
        return [[version.entityId, ...values, version.date, end, String(end === null), version.changeset]];
      })
      .toSorted(byText);
  }

  #of(side: Side, entityId: string | null): readonly Version[] {
    return this.versions.filter((version) => version.side === side && version.entityId === entityId);
  }

  /** The agent who has an agent_id, at whatever time. */
  #holder(agentId: string): string | null {
    const holders = this.versions.filter((version) => version.fields?.agent_id === agentId);
    return holders.map(({ entityId }) => entityId).toSorted()[0] ?? null;
  }

  /** The e-mail that stands beside the row's name: its own, or, where it changes the name, the one that it keeps. */
  #emailBrought(row: SentRow, entityId: string | null): Value {
    if (row.email !== '') return given(row.email) ? row.email : null;
    const baseOf = (side: Side): Version['fields'] =>
      this.#of(side, entityId)
        .toSorted(byDateAndSeq)
        .findLast(({ date, fields }) => date <= row.date && fields !== null)?.fields ?? null;
    const identity = baseOf('identity');
    if (identity === null || (identity.first_name === row.first && identity.last_name === row.last))
      return null;
    return baseOf('contact')?.email ?? null;
  }

  #entityOf(row: SentRow): string | null {
    const { tenantId, orgId } = this.scope;
    if (row.entityId !== '') return row.entityId;
    if (given(row.agentId)) return this.#holder(row.agentId) ?? agentEntityId(tenantId, orgId, row.agentId);
    return this.reservedId(row) ?? null;
  }

  #meaning(row: SentRow, entityId: string | null, clashes: readonly string[]): Meaning {
    const identity = this.#sideOf('identity', row, entityId, {
      agent_id: row.agentId,
      first_name: row.first,
      last_name: row.last,
      agency_name: row.agency,
    });
    const contact = this.#sideOf('contact', row, entityId, { email: row.email, phone: row.phone });
    const isKnown = this.#of('identity', entityId).length > 0;
    const isCreate = row.entityId === '';
    const holder = given(row.agentId) ? this.#holder(row.agentId) : null;
    const names = [identity.merged.first_name, identity.merged.last_name];
    const differs =
      (isCreate && !isKnown) ||
      contact.merged.email !== contact.base?.fields?.email ||
      names.join() !== [identity.base?.fields?.first_name, identity.base?.fields?.last_name].join();
    const { email = null } = contact.merged;
    const strangers = email !== null && differs ? this.#strangers(row, email, entityId) : NO_STRANGERS;
    const agentIds = this.#of('identity', entityId).flatMap(({ fields }) => fields?.agent_id ?? []);
    const errors = [
      !isCreate && !isKnown && 'UNKNOWN_AGENT',
      !isCreate && isKnown && !identity.base && 'BEFORE_FIRST_VERSION',
      ((given(row.agentId) && agentIds.length > 0 && !agentIds.includes(row.agentId)) ||
        (typeof identity.base?.fields?.agent_id === 'string' &&
          identity.merged.agent_id !== identity.base.fields.agent_id)) &&
        'AGENT_ID_FIXED',
      holder !== null && holder !== entityId && 'AGENT_ID_TAKEN',
      isCreate && isKnown && (identity.isChanged || contact.isChanged) && 'AGENT_EXISTS',
      strangers.samePerson !== null && 'AGENT_EXISTS',
      ...clashes,
    ].filter((code) => code !== false);
    const isChanged = identity.isChanged || contact.isChanged;
    const outcome = errors.length > 0 ? 'REJECTED' : !isKnown ? 'CREATE' : isChanged ? 'UPDATE' : 'UNCHANGED';
    const isWritten = outcome === 'CREATE' || outcome === 'UPDATE';
    return {
      outcome,
      entityId,
      errors: errors.toSorted(),
      writes: isWritten ? [...identity.writes, ...contact.writes] : [],
      boundTo: JSON.stringify([
        entityId,
        outcome,
        errors,
        holder,
        strangers,
        identity.bounds,
        contact.bounds,
      ]),
    };
  }

  #sideOf(
    side: Side,
    { date }: SentRow,
    entityId: string | null,
    cells: Readonly<Record<string, string>>,
  ): {
    readonly base: Version | undefined;
    readonly merged: Readonly<Record<string, Value>>;
    readonly isChanged: boolean;
    readonly writes: Meaning['writes'];
    readonly bounds: unknown;
  } {
    const ofAgent = this.#of(side, entityId).toSorted(byDateAndSeq);
    const until = earliest(ofAgent.filter((version) => version.date > date));
    const before = ofAgent.filter((version) => version.date <= date);
    const base = before.findLast(({ fields }) => fields !== null);
    // After a tombstone no version is in force: whoever says anything of that side opens it again.
    const isClosed = base !== undefined && before.at(-1) !== base;
    const says = side === 'identity' || Object.values(cells).some((cell) => cell !== '');
    const merged: Record<string, Value> = {};
    for (const [column, cell] of Object.entries(cells)) {
      merged[column] = cell === '' ? (base?.fields?.[column] ?? null) : cell === '\\N' ? null : cell;
    }
    const isChanged =
      (side === 'identity' && base === undefined) ||
      (isClosed && says) ||
      columnsOf(side).some((column) => merged[column] !== (base?.fields?.[column] ?? null));
    const writes = isChanged && entityId !== null ? [{ side, entityId, date, fields: merged }] : [];
    return { base, merged, isChanged, writes, bounds: [base?.date, base?.seq, until] };
  }

  /** Other agents who have the row's e-mail on its date or later, and of these one who has its name then too. */
  #strangers(row: SentRow, email: string, entityId: string | null): Strangers {
    const others = new Set(this.versions.map((version) => version.entityId).filter((id) => id !== entityId));
    const fromThenOn = (side: Side, id: string): readonly Version['fields'][] => {
      const ofAgent = this.#of(side, id).toSorted(byDateAndSeq);
      const inForce = ofAgent.findLastIndex(({ date }) => date <= row.date);
      return ofAgent.slice(Math.max(inForce, 0)).map(({ fields }) => fields);
    };
    const sameEmail = [...others]
      .filter((id) => fromThenOn('contact', id).some((fields) => fields?.email === email))
      .toSorted();
    const samePerson = sameEmail.filter((id) =>
      fromThenOn('identity', id).some(
        (fields) => fields?.first_name === row.first && fields.last_name === row.last,
      ),
    );
    return { sameEmail: sameEmail[0] ?? null, samePerson: samePerson[0] ?? null };
  }
}

interface Strangers {
  readonly sameEmail: Value;
  readonly samePerson: Value;
}

const NO_STRANGERS: Strangers = { sameEmail: null, samePerson: null };

export function columnsOf(side: Side): readonly string[] {
  return side === 'identity' ? IDENTITY : CONTACT;
}

/** Rows of one file about one agent: of equal ones only the later are wrong. */
function clash(
  rows: readonly SentRow[],
  ids: readonly (string | null)[],
  emails: readonly Value[],
  place: number,
): readonly string[] {
  const keysOf = (at: number): readonly Value[] => {
    const { agentId, first, last } = rows[at]!;
    const email = emails[at] ?? null;
    const person = email !== null ? `${email}|${first} ${last}`.toUpperCase() : null;
    return [ids[at] ?? null, given(agentId) ? agentId.toUpperCase() : null, person];
  };
  const asks = (at: number): string =>
    JSON.stringify([rows[at]!.entityId === '', ids[at], { ...rows[at], entityId: '' }]);
  const mine = keysOf(place);
  const others = [...rows.keys()].filter(
    (at) => at !== place && keysOf(at).some((key, kind) => key !== null && key === mine[kind]),
  );
  if (others.some((at) => at < place && asks(at) === asks(place))) return ['DUPLICATE_ROW'];
  return others.some((at) => asks(at) !== asks(place)) ? ['DUPLICATE_AGENT'] : [];
}

function given(cell: string): boolean {
  return cell !== '' && cell !== '\\N';
}

function earliest(versions: readonly Version[]): string | null {
  return versions.map(({ date }) => date).toSorted()[0] ?? null;
}

function byDateAndSeq(one: Version, other: Version): number {
  return one.date < other.date ? -1 : one.date > other.date ? 1 : one.seq - other.seq;
}

export function byText(one: readonly Value[], other: readonly Value[]): number {
  const [left, right] = [JSON.stringify(one), JSON.stringify(other)];
  return left < right ? -1 : left > right ? 1 : 0;
}
