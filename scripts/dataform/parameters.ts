import type { GoogleSqlType } from '../warehouse/values.ts';

const STRING: GoogleSqlType = { kind: 'STRING' };

/** The type of every named parameter of the project's procedures: one name, one type, everywhere. */
export const PARAMETER_TYPES: Readonly<Record<string, GoogleSqlType>> = {
  tenant_id: STRING,
  actor: STRING,
  reason: STRING,
  /** `business` or `agent`. */
  kind: STRING,
  name: STRING,
  alias_name: STRING,
  canonical_name: STRING,
  tenant_name: STRING,
  /** Identifies one staged file of a `keyfast load`, a UUID. */
  load_id: STRING,
  source_file: STRING,
  /** SHA-256 of the file's bytes, 64 hexadecimal digits. */
  file_digest: STRING,
  /** The `--period` of a load, first of the month; NULL when the file has a `period_label` column. */
  period_label: { kind: 'DATE' },
  control_id: STRING,
};
