import { DuckDBInstance, type DuckDBPreparedStatement } from '@duckdb/node-api';
import { parse } from 'csv-parse';
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { agentEntityId } from '../../includes/src/agent_entity_id.ts';
import { AGENT_PROFILE_COLUMNS } from '../../scripts/changesets/agent_profiles.ts';
import { DuckDbConnection } from '../../scripts/warehouse/duckdb/connection.ts';
import { SCOPE } from './existing_agents.ts';

type ProfileRow = Readonly<Record<(typeof AGENT_PROFILE_COLUMNS)[number], string>>;

const STAGE = `INSERT INTO payroll_config.bulk_import_rows
  SELECT 'rows', '${SCOPE.tenantId}', current_date, $1, $1, NULL, NULL, ${AGENT_PROFILE_COLUMNS.map((_, index) => `$${index + 2}`).join(', ')}`;
const IDENTITY = `INSERT INTO payroll_config.agent_profile_identity_versions
  SELECT '${SCOPE.tenantId}', '${SCOPE.orgId}', $1, TRY_CAST($2 AS DATE), false, $3, $4, $5, $6, $7, $8, $9, $10, 'rows', 2, 'bench', now() WHERE TRY_CAST($2 AS DATE) IS NOT NULL`;
const CONTACT = `INSERT INTO payroll_config.agent_profile_contact_versions
  SELECT '${SCOPE.tenantId}', '${SCOPE.orgId}', $1, TRY_CAST($2 AS DATE), false, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'rows', 2, 'bench', now() WHERE TRY_CAST($2 AS DATE) IS NOT NULL`;

/** The agents that are there, for `importRowByRow` to tell an update from a create: a SELECT a row would cost it far more. */
export async function knownAgents(path: string): Promise<ReadonlySet<unknown>> {
  const connection = await DuckDbConnection.open(path);
  const rows = await connection.query(
    'SELECT DISTINCT agent_entity_id FROM payroll_config.agent_profile_identity_versions',
  );
  connection.close();
  return new Set(rows.flat());
}

/**
 * The way of most importers: a few INSERTs a row, prepared once, in one transaction. It does less than a changeset (no checks,
 * duplicates, issues, plan or ledger), and is here for the contrast only.
 */
export async function importRowByRow(path: string, file: string, known: ReadonlySet<unknown>): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  const [stage, identity, contact] = await Promise.all([
    connection.prepare(STAGE),
    connection.prepare(IDENTITY),
    connection.prepare(CONTACT),
  ]);
  await connection.run('BEGIN TRANSACTION');
  let line = 2;
  for await (const row of createReadStream(file).pipe(
    parse({ columns: true }),
  ) as AsyncIterable<ProfileRow>) {
    await run(stage, [String(line++), ...AGENT_PROFILE_COLUMNS.map((column) => row[column])]);
    const id = row.agent_entity_id.toLowerCase() || newId(row);
    const operation = known.has(id) ? 'UPDATE' : 'CREATE';
    const key = [id, row.effective_start_date, operation];
    const { agent_id, first_name, last_name, preferred_name, agency_name, npn, status } = row;
    await run(identity, [...key, agent_id, first_name, last_name, preferred_name, agency_name, npn, status]);
    const { email, phone, address_line1, address_line2, city, state, postal_code, country } = row;
    await run(contact, [
      ...key,
      email,
      phone,
      address_line1,
      address_line2,
      city,
      state,
      postal_code,
      country,
    ]);
  }
  await connection.run('COMMIT');
  connection.closeSync();
  instance.closeSync();
}

function newId({ agent_id }: ProfileRow): string {
  return agent_id === '' ? randomUUID() : agentEntityId(SCOPE.tenantId, SCOPE.orgId, agent_id);
}

async function run(statement: DuckDBPreparedStatement, texts: readonly string[]): Promise<void> {
  for (const [index, text] of texts.entries()) statement.bindVarchar(index + 1, text);
  await statement.run();
}
