/**
 * Versions of agent profiles: their order, and the statements that write, count, digest and guard them. A commit and a Bulk
 * Bootstrap use the same ones. Source: docs/architecture.md, "Profiles".
 */
import { hexDigestSql } from './digest.ts';
import { fieldsSql } from './fields.ts';

const IDENTITY_FIELDS = [
  'agent_id',
  'first_name',
  'last_name',
  'preferred_name',
  'agency_name',
  'npn',
  'status',
];
const CONTACT_FIELDS = [
  'email',
  'phone',
  'address_line1',
  'address_line2',
  'city',
  'state',
  'postal_code',
  'country',
];

/** The order of versions: by start date, then by the order of commits. Distinct for each version of an agent's one side. */
export function versionOrder(version: string): string {
  return `DATE_DIFF(${version}.effective_start_date, DATE '1970-01-01', DAY) * 1000000000 + ${version}.changeset_seq`;
}

/** The date of a version, from its order. */
export function versionDate(order: string): string {
  return `DATE_ADD(DATE '1970-01-01', INTERVAL DIV(${order} - MOD(MOD(${order}, 1000000000) + 1000000000, 1000000000), 1000000000) DAY)`;
}

interface Written {
  /** The quoted names of the versions table that is written, of `bulk_import_resolutions` and of the changesets. */
  readonly versions: string;
  readonly resolutions: string;
  readonly changesets: string;
}

/** Creates the identities of the agents who are new, from the resolutions of the changeset @changeset_id. */
export function createAgentProfileIdentity(written: Written): string {
  return insertVersions(written, IDENTITY_FIELDS, `'CREATE'`, `resolution.outcome = 'CREATE'`);
}

/** Writes an identity version of each agent who was there and whose identity changes. */
export function updateAgentProfileIdentity(written: Written): string {
  return insertVersions(
    written,
    IDENTITY_FIELDS,
    `'UPDATE'`,
    `resolution.outcome = 'UPDATE' AND resolution.identity_changed`,
  );
}

/** Writes a contact version of each agent whose contact is new or changes. */
export function upsertAgentProfileContact(written: Written): string {
  return insertVersions(
    written,
    CONTACT_FIELDS,
    `IF(resolution.had_contact, 'UPDATE', 'CREATE')`,
    `resolution.outcome IN ('CREATE', 'UPDATE') AND resolution.contact_changed`,
  );
}

function insertVersions(
  { versions, resolutions, changesets }: Written,
  fields: readonly string[],
  operation: string,
  condition: string,
): string {
  return `INSERT INTO ${versions} (
  tenant_id, org_id, agent_entity_id, effective_start_date, is_tombstone, operation, ${fields.join(', ')},
  changeset_id, changeset_seq, created_by, created_at
)
SELECT
  changeset.tenant_id,
  changeset.org_id,
  resolution.agent_entity_id,
  resolution.effective_start_date,
  FALSE,
  ${operation},
  ${fields.map((field) => `resolution.${field}`).join(',\n  ')},
  changeset.changeset_id,
  changeset.changeset_seq,
  changeset.committed_by,
  changeset.committed_at
FROM ${changesets} AS changeset
INNER JOIN ${resolutions} AS resolution
  ON resolution.changeset_id = changeset.changeset_id AND resolution.validation = changeset.validation_count
WHERE changeset.changeset_id = @changeset_id AND ${condition}`;
}

/** One row with the counts of the version rows that the changeset @changeset_id wrote, as they stand in the tables. */
export function writtenCounts(identityVersions: string, contactVersions: string): string {
  const counted = (versions: string, name: string, operation: string): string =>
    `(SELECT COUNTIF(version.operation = '${operation}') FROM ${versions} AS version ` +
    `WHERE version.tenant_id = @tenant_id AND version.changeset_id = @changeset_id) AS ${name}`;
  return (
    `(SELECT ${counted(identityVersions, 'created_count', 'CREATE')}, ${counted(identityVersions, 'updated_count', 'UPDATE')}, ` +
    `${counted(contactVersions, 'contact_created_count', 'CREATE')}, ${counted(contactVersions, 'contact_updated_count', 'UPDATE')})`
  );
}

/**
 * A digest of the version rows that the changeset @changeset_id wrote, whatever their order: SHA-256 of each bucket's sorted
 * row texts, then of the buckets' digests. A STRING_AGG of them all would pass the 100 MB that a value may have.
 */
export function versionsDigest(identityVersions: string, contactVersions: string): string {
  const rowTexts = (side: string, versions: string, fields: readonly string[]): string => {
    const texts = [
      `'${side}/v1'`,
      ...['org_id', 'agent_entity_id'].map((column) => `version.${column}`),
      'CAST(version.effective_start_date AS STRING)',
      'version.operation',
      ...fields.map((field) => `version.${field}`),
      'version.created_by',
      'CAST(UNIX_MICROS(version.created_at) AS STRING)',
    ];
    return (
      `SELECT SUBSTR(version.agent_entity_id, 1, 3) AS prefix, ${fieldsSql(...texts)} AS row_text FROM ${versions} AS version ` +
      `WHERE version.tenant_id = @tenant_id AND version.changeset_id = @changeset_id`
    );
  };
  const buckets =
    `SELECT versions.prefix, ${hexDigestSql('SHA256', `STRING_AGG(versions.row_text, '' ORDER BY versions.row_text)`)} AS digest ` +
    `FROM (${rowTexts('identity', identityVersions, IDENTITY_FIELDS)} UNION ALL ${rowTexts('contact', contactVersions, CONTACT_FIELDS)}) AS versions ` +
    `GROUP BY versions.prefix`;
  return `(SELECT ${hexDigestSql('SHA256', `COALESCE(STRING_AGG(bucket.digest, '' ORDER BY bucket.prefix), '')`)} FROM (${buckets}) AS bucket)`;
}

/**
 * The later changesets that wrote a version of an agent whom the changeset @changeset_id wrote too, one row each: they have to
 * be rolled back first, the latest first.
 */
export function blockers(changesets: string, identityVersions: string, contactVersions: string): string {
  const both = (columns: string, condition: string): string =>
    [identityVersions, contactVersions]
      .map(
        (versions) =>
          `SELECT ${columns} FROM ${versions} AS version WHERE version.tenant_id = @tenant_id AND ${condition}`,
      )
      .join(' UNION ALL ');
  const seq = `(SELECT mine.changeset_seq FROM ${changesets} AS mine WHERE mine.changeset_id = @changeset_id)`;
  return (
    `(SELECT later.changeset_id, later.changeset_seq, COUNT(DISTINCT later.agent_entity_id) AS agent_count, ` +
    `MIN(later.agent_entity_id) AS first_agent_entity_id ` +
    `FROM (${both('version.changeset_id, version.changeset_seq, version.agent_entity_id', `version.changeset_seq > ${seq}`)}) AS later ` +
    `WHERE later.agent_entity_id IN (${both('version.agent_entity_id', 'version.changeset_id = @changeset_id')}) ` +
    `GROUP BY later.changeset_id, later.changeset_seq)`
  );
}
