import type { LocalWarehouse } from '../fixtures/warehouse/local_warehouse.ts';
import { HARBOR, LEGACY } from '../fixtures/warehouse/small_warehouse.ts';

/** The columns and types of an earlier version's tables, as it made them. */
const CHANGESETS = `CREATE TABLE payroll_config.config_bulk_import_changesets (
  changeset_id VARCHAR NOT NULL, tenant_id VARCHAR NOT NULL, org_id VARCHAR NOT NULL, entity_type VARCHAR NOT NULL,
  status VARCHAR NOT NULL, uploaded_by VARCHAR, uploaded_at TIMESTAMP, validated_at TIMESTAMP, committed_by VARCHAR,
  committed_at TIMESTAMP)`;
const IDENTITIES = `CREATE TABLE payroll_config.agent_profile_identity (
  tenant_id VARCHAR, org_id VARCHAR, agent_entity_id VARCHAR, agent_id VARCHAR, first_name VARCHAR, last_name VARCHAR,
  preferred_name VARCHAR, agency_name VARCHAR, npn VARCHAR, status VARCHAR, effective_start_date DATE,
  effective_end_date DATE, is_current BOOLEAN, created_by VARCHAR, created_at TIMESTAMP)`;
const CONTACTS = `CREATE TABLE payroll_config.agent_profile_contact (
  tenant_id VARCHAR, org_id VARCHAR, agent_entity_id VARCHAR, email VARCHAR, phone VARCHAR, address_line1 VARCHAR,
  address_line2 VARCHAR, city VARCHAR, state VARCHAR, postal_code VARCHAR, country VARCHAR, effective_start_date DATE,
  effective_end_date DATE, is_current BOOLEAN, created_by VARCHAR, created_at TIMESTAMP)`;

/** An earlier version's window of an identity or a contact. */
export interface LegacyWindow {
  readonly tenant?: string | null;
  readonly org?: string | null;
  readonly agent: string | null;
  readonly start: string | null;
  readonly end: string | null;
  readonly agentId?: string | null;
  readonly lastName?: string | null;
  readonly email?: string | null;
  readonly createdBy?: string | null;
  readonly createdAt?: string | null;
}

export interface LegacyChangeset {
  readonly id: string;
  readonly tenant?: string;
  readonly status: string;
  readonly uploadedAt?: string;
}

export interface LegacyRows {
  readonly changesets?: readonly LegacyChangeset[];
  readonly identities?: readonly LegacyWindow[];
  readonly contacts?: readonly LegacyWindow[];
}

/** Makes the tables of an earlier version, those that are given, past the project: it can't make them any more. */
export async function leaveLegacyTables(
  local: LocalWarehouse,
  { changesets, identities, contacts }: LegacyRows,
): Promise<void> {
  await local.sql('CREATE SCHEMA IF NOT EXISTS payroll_config');
  if (changesets !== undefined) {
    await local.sql(CHANGESETS);
    await insert(
      local,
      'config_bulk_import_changesets',
      changesets.map((changeset) => ({
        changeset_id: changeset.id,
        tenant_id: changeset.tenant ?? HARBOR,
        org_id: 'west',
        entity_type: 'agent_profiles',
        status: changeset.status,
        uploaded_by: 'uma',
        uploaded_at: changeset.uploadedAt ?? '2024-01-05 08:00:00',
        validated_at: changeset.status === 'UPLOADED' ? null : '2024-01-05 09:00:00',
        committed_by: changeset.status === 'COMMITTED' ? 'carl' : null,
        committed_at: changeset.status === 'COMMITTED' ? '2024-01-05 10:00:00' : null,
      })),
    );
  }
  if (identities !== undefined) {
    await local.sql(IDENTITIES);
    await insert(
      local,
      'agent_profile_identity',
      identities.map((window) => ({
        ...windowColumns(window),
        agent_id: window.agentId ?? null,
        first_name: 'Jo',
        last_name: window.lastName === undefined ? 'Doe' : window.lastName,
        status: 'ACTIVE',
      })),
    );
  }
  if (contacts !== undefined) {
    await local.sql(CONTACTS);
    await insert(
      local,
      'agent_profile_contact',
      contacts.map((window) => ({ ...windowColumns(window), email: window.email ?? null })),
    );
  }
}

function windowColumns(window: LegacyWindow): Readonly<Record<string, string | null>> {
  const or = (value: string | null | undefined, usual: string): string | null =>
    value === undefined ? usual : value;
  return {
    tenant_id: or(window.tenant, HARBOR),
    org_id: or(window.org, 'west'),
    agent_entity_id: window.agent,
    effective_start_date: window.start,
    effective_end_date: window.end,
    is_current: String(window.end === null || window.end.startsWith('9999')),
    created_by: or(window.createdBy, 'carl'),
    created_at: or(window.createdAt, '2024-01-05 10:00:00'),
  };
}

async function insert(
  local: LocalWarehouse,
  table: string,
  rows: readonly Readonly<Record<string, string | null>>[],
): Promise<void> {
  const literal = (value: string | null): string =>
    value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return;
  const values = rows.map((row) => `(${columns.map((column) => literal(row[column] ?? null)).join(', ')})`);
  await local.sql(`INSERT INTO payroll_config.${table} (${columns.join(', ')}) VALUES ${values.join(', ')}`);
}

export const JANE = '11111111-1111-4111-8111-111111111111';
export const GAP = '22222222-2222-4222-8222-222222222222';
export const TWICE = '33333333-3333-4333-8333-333333333333';
export const LEFT = '44444444-4444-4444-8444-444444444444';
export const OTHER = '55555555-5555-4555-8555-555555555555';
export const COMMITTED = 'c0000000-0000-4000-8000-000000000001';
export const OPEN = 'c0000000-0000-4000-8000-000000000002';
export const MARKED = 'c0000000-0000-4000-8000-000000000003';

/** A small warehouse as an earlier version left it: inclusive ends in the identities, half-open ones in the contacts. */
export const LEFT_BEHIND: LegacyRows = {
  changesets: [
    { id: COMMITTED, status: 'COMMITTED', uploadedAt: '2024-01-05 08:00:00' },
    { id: OPEN, status: 'VALIDATED', uploadedAt: '2024-01-06 08:00:00' },
    // The earlier version's way to take one back.
    { id: MARKED, status: 'INVALID', uploadedAt: '2024-01-07 08:00:00' },
  ],
  identities: [
    // Two windows that touch: the pair that tells that ends are inclusive. The open one ends in the year 9999.
    { agent: JANE, agentId: 'A-1', start: '2024-01-01', end: '2024-05-31' },
    { agent: JANE, agentId: 'A-1', lastName: 'Roe', start: '2024-06-01', end: '9999-12-31' },
    // Away from April to May, and gone since September; the id in upper case in one row.
    { agent: GAP, start: '2024-01-01', end: '2024-03-31' },
    { agent: GAP.toUpperCase(), start: '2024-06-01', end: '2024-08-31', createdBy: null, createdAt: null },
    // NULL ends twice, and the later row twice.
    { agent: TWICE, agentId: 'A-3', start: '2024-01-01', end: null },
    { agent: TWICE, agentId: 'A-3', lastName: 'Twice', start: '2024-02-01', end: null },
    { agent: TWICE, agentId: 'A-3', lastName: 'Twice', start: '2024-02-01', end: null },
    // Ends before it begins, and nothing else is known of the agent.
    { agent: LEFT, agentId: 'A-4', start: '2024-03-01', end: '2024-02-01' },
    // Nobody's, and one of a tenant that can't be registered.
    { agent: null, start: '2024-01-01', end: null },
    { agent: OTHER, tenant: 'Not A Tenant', start: '2024-01-01', end: null },
    // The same agent id in another tenant, on one day only.
    { agent: OTHER, tenant: LEGACY, agentId: 'A-1', start: '2024-01-01', end: '2024-01-01' },
  ],
  contacts: [
    { agent: JANE, email: 'Jane@Example.com', start: '2024-01-01', end: '2024-02-01' },
    { agent: JANE, email: 'jane@example.org', start: '2024-02-01', end: null },
    { agent: GAP, email: null, start: '2024-01-01', end: '2024-04-01' },
  ],
};
