import type { CsvKind } from '../load/csv_kind.ts';

/** The columns of an `agent_profiles` file, in the order in which Keyfast writes them. Source: docs/architecture.md, "Changesets". */
export const AGENT_PROFILE_COLUMNS = [
  'agent_entity_id',
  'agent_id',
  'first_name',
  'last_name',
  'preferred_name',
  'agency_name',
  'npn',
  'status',
  'effective_start_date',
  'email',
  'phone',
  'address_line1',
  'address_line2',
  'city',
  'state',
  'postal_code',
  'country',
] as const;

/** The fields that a version of a profile has: what an update may change. */
export const PROFILE_FIELDS = AGENT_PROFILE_COLUMNS.filter(
  (column) => column !== 'agent_entity_id' && column !== 'effective_start_date',
);

const REQUIRED: readonly string[] = ['first_name', 'last_name', 'effective_start_date'];

/** Columns that only people read: the line and the errors of a rejected row. A file that has one is one of ours. */
export const OWN_COLUMN_PREFIX = 'keyfast_';

export const AGENT_PROFILES: CsvKind = {
  required: REQUIRED,
  optional: AGENT_PROFILE_COLUMNS.filter((column) => !REQUIRED.includes(column)),
  reserved: [],
  ignoredPrefix: OWN_COLUMN_PREFIX,
  misshapenRow: 'is rejected',
};
