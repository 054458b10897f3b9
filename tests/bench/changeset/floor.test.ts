import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createExistingAgents } from '../../../bench/changeset/existing_agents.ts';
import { KeyfastSide } from '../../../bench/changeset/keyfast_side.ts';
import { outcomeOfImport } from '../../../bench/changeset/outcome.ts';
import { PlainSide } from '../../../bench/changeset/plain_side.ts';
import { writeProfilesCsv } from '../../../bench/changeset/profiles_csv.ts';
import type { Side } from '../../../bench/changeset/side.ts';
import { DuckDbConnection } from '../../../scripts/warehouse/duckdb/connection.ts';

/** Enough for every kind of wrong row: one in a thousand, of fifteen kinds in turn. */
const ROW_COUNT = 20_000;
const AGENT_COUNT = 12_000;

let directory: string;
let agents: string;
let file: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'keyfast-bench-test-'));
  agents = join(directory, 'agents.duckdb');
  file = join(directory, 'profiles.csv');
  await createExistingAgents(agents, AGENT_COUNT);
  await writeProfilesCsv(file, ROW_COUNT, AGENT_COUNT);
});

afterAll(async () => {
  await rm(directory, { recursive: true });
});

interface Left {
  readonly path: string;
  readonly committed: string[];
  readonly rolledBack: string[];
}

async function leftBy(name: string, open: (path: string) => Promise<Side>): Promise<Left> {
  const path = join(directory, `${name}.duckdb`);
  await copyFile(agents, path);
  const side = await open(path);
  await side.upload(file);
  await side.validate();
  await side.commit();
  await side.close();
  const committed = await outcomeOfImport(path);
  const later = await open(path);
  await later.rollback();
  await later.close();
  return { path, committed, rolledBack: await outcomeOfImport(path) };
}

function ofVersions(outcome: readonly string[]): string[] {
  return outcome.filter((text) => text.includes('_versions'));
}

async function countsOf(path: string, sql: string): Promise<string[]> {
  const connection = await DuckDbConnection.open(path);
  const rows = await connection.query(sql);
  connection.close();
  return rows.map((row) => row.map(String).join(' '));
}

test('the file has the same bytes every time, on every machine', async () => {
  const content = await readFile(file);
  expect(content.toString().split('\n').slice(0, 3)).toEqual([
    'agent_entity_id,agent_id,first_name,last_name,preferred_name,agency_name,npn,status,effective_start_date,email,phone,address_line1,address_line2,city,state,postal_code,country',
    ',N0,Ben,Newcomer 0,Sunny,Agency 0,0,active,2025-03-01,Newcomer0@Example.com,+1 444 0000000,0 Oak Avenue,Suite 0,Springfield,IL,62710,US',
    '02db440e-41d5-57de-8513-18d5860f4c80,,Ana,Smith 0,,Agency 101,0,,2025-03-01,,,1 Oak Avenue,,,,,',
  ]);
  expect(createHash('sha256').update(content).digest('hex')).toBe(
    '7ef1c9ba077b27b3b3ce9a517478c63d1e6d6db6c6eaa5ef0d08b0547b52da55',
  );
});

describe('the floor', () => {
  test('leaves the very rows, decisions, versions and ledger that a changeset leaves, and takes them back', async () => {
    const keyfast = await leftBy('keyfast', (path) => KeyfastSide.open(path));
    const plain = await leftBy('plain', (path) => PlainSide.open(path));
    expect(plain.committed).toEqual(keyfast.committed);
    expect(plain.rolledBack).toEqual(keyfast.rolledBack);
    expect(ofVersions(keyfast.rolledBack)).toEqual(ofVersions(await outcomeOfImport(agents)));

    const decided = await countsOf(
      keyfast.path,
      'SELECT outcome, count(*) FROM payroll_config.bulk_import_resolutions GROUP BY ALL ORDER BY ALL',
    );
    expect(decided).toEqual(['CREATE 9992', 'REJECTED 22', 'UNCHANGED 667', 'UPDATE 9319']);
    const said = await countsOf(
      keyfast.path,
      'SELECT severity, code, count(*) FROM payroll_config.bulk_import_issues GROUP BY ALL ORDER BY ALL',
    );
    expect(said).toEqual([
      'ERROR AGENT_EXISTS 4',
      'ERROR AGENT_ID_FIXED 1',
      'ERROR BAD_DATE 2',
      'ERROR BAD_EMAIL 2',
      'ERROR BAD_NPN 1',
      'ERROR BAD_STATUS 2',
      'ERROR BAD_UUID 1',
      'ERROR BEFORE_FIRST_VERSION 1',
      'ERROR DUPLICATE_AGENT 4',
      'ERROR DUPLICATE_ROW 1',
      'ERROR INVISIBLE_CHARACTER 1',
      'ERROR MISSING_VALUE 2',
      'ERROR SEPARATOR_IN_KEY 1',
      'ERROR UNKNOWN_AGENT 2',
      'NOTE LOWERED_ID 100',
      'WARNING ODD_PHONE 40',
      'WARNING REPLACES_VERSION 200',
      'WARNING SAME_EMAIL 42',
      'WARNING SPLITS_WINDOW 100',
    ]);
  });
});
