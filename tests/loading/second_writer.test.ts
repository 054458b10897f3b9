import { afterAll, beforeAll, expect, test } from 'vitest';
import { runProcedure } from '../../scripts/dataform/run_procedure.ts';
import { CACHE_DIRECTORY, PROJECT_ROOT } from '../../scripts/dataform/project.ts';
import type { DuckDbConnection } from '../../scripts/warehouse/duckdb/connection.ts';
import { translationOf } from '../../scripts/warehouse/duckdb/translation_cache.ts';
import type { Parameters, Row } from '../../scripts/warehouse/values.ts';
import { BUILD_MILLISECONDS, projectGraph } from '../fixtures/warehouse/local_warehouse.ts';
import { smallDatabase } from '../googlesql/both_engines.ts';
import { SteppedWarehouse } from '../googlesql/stepped_warehouse.ts';
import { outcomesOf, SentFiles, TENANT } from './sent_files.ts';

const graph = await projectGraph();
let connection: DuckDbConnection;
let warehouse: SteppedWarehouse;
let files: SentFiles;
let secondWriters = 0;

/** Between the COMMIT of a procedure and its result, another writer locks every tenant. */
beforeAll(async () => {
  connection = await smallDatabase();
  const translated = await translationOf(graph, PROJECT_ROOT, CACHE_DIRECTORY);
  const results = new Set(
    Object.values(translated.actions).flatMap(({ statements, texts }) => {
      const last = statements.at(-1);
      return statements.at(-2)?.statement.kind === 'commit' && last
        ? [`${last.place.index} ${texts[last.place.text] ?? ''}`]
        : [];
    }),
  );
  warehouse = new SteppedWarehouse(connection, translated, async ({ text, index }) => {
    if (!results.has(`${index} ${text}`)) return;
    secondWriters += 1;
    await connection.run('UPDATE payroll_config.tenants SET locked_at = locked_at + INTERVAL 1 HOUR');
  });
  files = new SentFiles(graph, warehouse);
}, BUILD_MILLISECONDS);

afterAll(async () => {
  files.remove();
  await warehouse.close();
});

async function call(name: string, parameters: Parameters): Promise<readonly Row[]> {
  return (await runProcedure(graph, warehouse, name, parameters)).rows;
}

const ALIAS = {
  tenant_id: TENANT,
  kind: 'business',
  alias_name: 'Acme',
  canonical_name: 'Bolt',
  reason: 'one firm',
  actor: 'ann',
};

/** One story: each test goes on where the one before it ended. */
test('the result of tenant_add tells what this call did', async () => {
  const add = { tenant_id: TENANT, tenant_name: null, actor: 'ann' };
  expect(await call('tenant_add', add)).toMatchObject([{ outcome: 'REGISTERED' }]);
  expect(await call('tenant_add', add)).toMatchObject([{ outcome: 'ALREADY_REGISTERED' }]);
  expect(secondWriters).toBe(2);
});

test.each([
  ['stage1', ['business_name,product_code,gross_commission', 'Bolt,MED,1.00']],
  [
    'stage3',
    ['business_name,product_code,agent_name,component_type,commission_amount', 'Bolt,MED,Ann,BASE,1'],
  ],
  ['business-mapping', ['business_name,business_id', 'Bolt,B-1']],
  ['hierarchy', ['agent_id,parent_agent_id,hierarchy_level', 'A-1,,1']],
] as const)('the result of loading %s tells what this call did', async (kind, lines) => {
  secondWriters = 0;
  expect(outcomesOf(await files.load(kind, `${kind}.csv`, lines))).toEqual(['LOADED']);
  expect(outcomesOf(await files.load(kind, `${kind}.csv`, lines))).toEqual(['ALREADY_LOADED']);
  expect(secondWriters).toBe(2);
});

test('the result of alias_add and alias_end tells what this call did', async () => {
  await connection.run(
    `INSERT INTO payroll_analytics.identity_ledger
       (tenant_id, kind, identity_id, natural_key, raw_name, normalized_name, source, formula_version, full_digest, assigned_at, assigned_by)
     VALUES ('${TENANT}', 'business', 'B-1', 'BOLT', 'Bolt', 'BOLT', 'CARRIED', 1, '-', TIMESTAMP '2025-01-01', 'a run')`,
  );
  secondWriters = 0;
  expect(await call('alias_add', ALIAS)).toMatchObject([{ outcome: 'ADDED' }]);
  expect(await call('alias_add', ALIAS)).toMatchObject([{ outcome: 'ALREADY_ADDED' }]);
  expect(await call('alias_end', ALIAS)).toMatchObject([{ outcome: 'ENDED', alias_name: 'Acme' }]);
  expect(secondWriters).toBe(3);
});

test('what was written counts, not what another writer has made of it since', async () => {
  await files.load('hierarchy', 'two.csv', [
    'agent_id,parent_agent_id,hierarchy_level',
    'A-1,,1',
    'A-2,A-1,2',
  ]);
  const { outcomes } = await files.load(
    'hierarchy',
    'one.csv',
    ['agent_id,parent_agent_id,hierarchy_level', 'A-2,,1'],
    { replacesAll: true },
  );
  expect(outcomes).toMatchObject([{ changed_count: 1n, removed_count: 1n }]);
});
