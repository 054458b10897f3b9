/**
 * Versions of agent profiles: their order, and the statements that write, count, digest and guard them. A commit and a Bulk
 * Bootstrap use the same ones. Source: docs/architecture.md, "Profiles".
 */
import { hexDigestSql } from './digest.ts';
import { fieldsSql } from './fields.ts';
import { slices } from './slices.ts';

export const IDENTITY_FIELDS = [
  'agent_id',
  'first_name',
  'last_name',
  'preferred_name',
  'agency_name',
  'npn',
  'status',
];
export const CONTACT_FIELDS = [
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

/** An aggregate over an agent's versions of one side: the order of the one in force on a day, or of the first where none is yet. */
export function firstInForce(version: string, day: string): string {
  const order = versionOrder(version);
  return `COALESCE(MAX(IF(${version}.effective_start_date <= ${day}, ${order}, NULL)), MIN(${order}))`;
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
  const counted = (versions: string): string =>
    `(SELECT COUNTIF(version.operation = 'CREATE') AS created_count, COUNTIF(version.operation = 'UPDATE') AS updated_count ` +
    `FROM ${versions} AS version WHERE version.tenant_id = @tenant_id AND version.changeset_id = @changeset_id)`;
  return (
    `(SELECT identity.created_count, identity.updated_count, contact.created_count AS contact_created_count, ` +
    `contact.updated_count AS contact_updated_count ` +
    `FROM ${counted(identityVersions)} AS identity CROSS JOIN ${counted(contactVersions)} AS contact)`
  );
}

/**
 * A digest of rows (changeset_id, agent_entity_id, row_digest), whatever their order, a row per changeset_id: SHA-256 of the sorted
 * row digests of each bucket of agents, and of the buckets' digests. A STRING_AGG of all rows would pass the 100 MB that a value
 * may have; `rows` gives those of one slice of the agents, as an engine holds the texts of all that it gathers.
 */
function digestsByChangeset(rows: (ofSlice: string) => string): string {
  const buckets = slices('version.agent_entity_id').map(
    (ofSlice) =>
      `SELECT versions.changeset_id, SUBSTR(versions.agent_entity_id, 1, 2) AS prefix, ` +
      `${hexDigestSql('SHA256', `STRING_AGG(versions.row_digest, '' ORDER BY versions.row_digest)`)} AS digest ` +
      `FROM (${rows(ofSlice)}) AS versions GROUP BY versions.changeset_id, prefix`,
  );
  return (
    `(SELECT bucket.changeset_id, ${hexDigestSql('SHA256', `STRING_AGG(bucket.digest, '' ORDER BY bucket.prefix)`)} AS digest ` +
    `FROM (${buckets.join(' UNION ALL ')}) AS bucket GROUP BY bucket.changeset_id)`
  );
}

/** What the versions that stand in the tables come to: (changeset_id, digest), of the changesets that have any. */
export function writtenDigests(
  identityVersions: string,
  contactVersions: string,
  condition = 'TRUE',
): string {
  const rowDigests = (side: string, versions: string, fields: readonly string[], ofSlice: string): string => {
    const texts = [
      `'${side}/v1'`,
      'version.agent_entity_id',
      'CAST(version.effective_start_date AS STRING)',
      'version.operation',
      ...fields.map((field) => `version.${field}`),
    ];
    return (
      `SELECT version.changeset_id, version.agent_entity_id, ${hexDigestSql('SHA256', fieldsSql(...texts))} AS row_digest ` +
      `FROM ${versions} AS version WHERE ${condition} AND ${ofSlice}`
    );
  };
  return digestsByChangeset(
    (ofSlice) =>
      `${rowDigests('identity', identityVersions, IDENTITY_FIELDS, ofSlice)} UNION ALL ` +
      rowDigests('contact', contactVersions, CONTACT_FIELDS, ofSlice),
  );
}

/** SHA-256 of the empty text. */
export const noVersions = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** The digest of the version rows that the changeset @changeset_id wrote; of none, that of the empty text. */
export function versionsDigest(identityVersions: string, contactVersions: string): string {
  const ofThis = `version.tenant_id = @tenant_id AND version.changeset_id = @changeset_id`;
  return (
    `COALESCE((SELECT written.digest FROM ${writtenDigests(identityVersions, contactVersions, ofThis)} AS written), ` +
    `'${noVersions}')`
  );
}

/**
 * The later changesets that wrote a version of an agent whom the changeset @changeset_id (`blocked_changeset_id`) wrote too, one
 * row each: they have to be rolled back first, the latest first.
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
    `(SELECT @changeset_id AS blocked_changeset_id, later.changeset_id, later.changeset_seq, COUNT(DISTINCT later.agent_entity_id) AS agent_count, ` +
    `MIN(later.agent_entity_id) AS first_agent_entity_id ` +
    `FROM (${both('version.changeset_id, version.changeset_seq, version.agent_entity_id', `version.changeset_seq > ${seq}`)}) AS later ` +
    `WHERE later.agent_entity_id IN (${both('version.agent_entity_id', 'version.changeset_id = @changeset_id')}) ` +
    `GROUP BY later.changeset_id, later.changeset_seq)`
  );
}
