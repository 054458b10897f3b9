import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KeyfastSide } from '../../../bench/identity/keyfast_side.ts';
import { outcomeOfRun } from '../../../bench/identity/outcome.ts';
import { PlainSide } from '../../../bench/identity/plain_side.ts';
import type { Side } from '../../../bench/identity/side.ts';
import { createSyntheticWarehouse } from '../../../bench/identity/synthetic_warehouse.ts';
import { DuckDbConnection } from '../../../scripts/warehouse/duckdb/connection.ts';

/** Enough for names in quarantine, names beyond ASCII, corrections, repeated lines and leavers. */
const COMPONENT_COUNT = 20_000;

let directory: string;
let sources: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'keyfast-bench-test-'));
  sources = join(directory, 'sources.duckdb');
  await createSyntheticWarehouse(sources, COMPONENT_COUNT);
});

afterAll(async () => {
  await rm(directory, { recursive: true });
});

async function rowsOf(path: string, sql: string): Promise<string[]> {
  const connection = await DuckDbConnection.open(path);
  const rows = await connection.query(sql);
  connection.close();
  return rows.map((row) => row.map(String).join(' | '));
}

describe('the synthetic sources', () => {
  test('are the same rows every time, on every machine', async () => {
    const digests = await rowsOf(
      sources,
      `SELECT 'stage1', count(*), sum(gross_commission), md5(string_agg(row_text, ';' ORDER BY row_text))
       FROM (SELECT gross_commission, CAST(line AS VARCHAR) AS row_text FROM payroll_processed.stage1_snapshots AS line)
       UNION ALL
       SELECT 'stage3', count(*), sum(commission_amount), md5(string_agg(row_text, ';' ORDER BY row_text))
       FROM (SELECT commission_amount, CAST(component AS VARCHAR) AS row_text FROM payroll_processed.stage3_snapshots AS component)
       ORDER BY 1`,
    );
    expect(digests).toEqual([
      'stage1 | 4000 | 15992536.800000000 | d6290a6d11f6aec1bb57b01bc5693847',
      'stage3 | 20000 | 15992536.800000000 | 7d3882a1b4820d79ef9085a03bed6ed4',
    ]);
  });

  test('hold what makes a year of commissions hard', async () => {
    const counts = await rowsOf(
      sources,
      `SELECT unnest([
         'tenants: ' || count(DISTINCT tenant_id),
         'months: ' || count(DISTINCT period_label),
         'snapshots, one month of each tenant corrected: ' || count(DISTINCT snapshot_id),
         'agents beyond ASCII: ' || count(*) FILTER (regexp_matches(agent_name, '[éó\u0301]')),
         'businesses with a zero-width space: ' || count(*) FILTER (contains(business_name, chr(8203))),
         'businesses with blanks at the end: ' || count(*) FILTER (business_name != trim(business_name)),
         'no agent: ' || count(*) FILTER (agent_name IS NULL),
         'the owner: ' || count(*) FILTER (agent_name = 'OWNER')
       ])
       FROM payroll_processed.stage3_snapshots`,
    );
    expect(counts).toEqual([
      'tenants: 4',
      'months: 12',
      'snapshots, one month of each tenant corrected: 52',
      'agents beyond ASCII: 655',
      'businesses with a zero-width space: 465',
      'businesses with blanks at the end: 398',
      'no agent: 202',
      'the owner: 736',
    ]);
  });
});

describe('the floor', () => {
  async function outcome(name: string, open: (path: string) => Promise<Side>): Promise<string[]> {
    const path = join(directory, `${name}.duckdb`);
    await copyFile(sources, path);
    const side = await open(path);
    await side.run();
    const read = await side.read();
    await side.close();
    return [...(await outcomeOfRun(path)), ...read];
  }

  test('gives the very ids, rows and money that the graph gives', async () => {
    const keyfast = await outcome('keyfast', (path) => KeyfastSide.open(path));
    const plain = await outcome('plain', (path) => PlainSide.open(path));
    expect(plain).toEqual(keyfast);
    expect(keyfast.slice(0, 11).map((row) => row.split(' | ').slice(0, 3))).toEqual([
      ['commission_traceability', '19224', '15346073.200000000 of 15346073.200000000'],
      ['dim_agent_identity', '116', 'null'],
      ['dim_business_mapping', '166', 'null'],
      ['identity_ledger', '282', 'null'],
      ['identity_quarantine', '32', 'null'],
      ['creative_benefit_strategies', 'INACTIVE_AGENT', '186'],
      ['creative_benefit_strategies', 'NO_AGENT', '43'],
      ['creative_benefit_strategies', 'NO_COMPONENT', '9'],
      ['creative_benefit_strategies', 'NO_STAGE1', '44'],
      ['creative_benefit_strategies', 'QUARANTINED', '219'],
      ['creative_benefit_strategies', 'TRACED', '4304'],
    ]);
  });
});
