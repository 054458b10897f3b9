import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { agentEntityId } from '../../includes/src/agent_entity_id.ts';
import { KeptWarehouse } from '../fixtures/warehouse/kept_warehouse.ts';
import { BUILD_MILLISECONDS, type LocalWarehouse } from '../fixtures/warehouse/local_warehouse.ts';
import { HARBOR_NORTH, Importer, prepareProfiles } from './importer.ts';

const { tenantId, orgId } = HARBOR_NORTH;
const BOB = agentEntityId(tenantId, orgId, 'B1');
const CY = agentEntityId(tenantId, orgId, 'C1');

let kept: KeptWarehouse;
let local: LocalWarehouse;
let importer: Importer;

beforeAll(async () => {
  kept = await KeptWarehouse.prepared(async (fresh) => {
    await prepareProfiles(fresh, tenantId);
    await Importer.on(fresh).imported(
      ',B1,Bob,Moe,2025-01-01,shared@x.org,,',
      ',C1,Cy,Noe,2025-01-01,shared@x.org,,',
      ',,Ann,Lee,2025-01-01,ann@x.org,,',
    );
  });
  local = kept.local;
  importer = Importer.on(local);
}, BUILD_MILLISECONDS);

beforeEach(() => kept.restore());

afterAll(() => kept.remove());

/** `line code column` of the errors that a validation finds. */
function errorsOf(...rows: string[]): Promise<string[]> {
  return issuesOf('ERROR', ...rows);
}

async function issuesOf(severity: 'ERROR' | 'WARNING', ...rows: string[]): Promise<string[]> {
  const { changeset_id } = await importer.validated(...rows);
  const issues = await local.sql(
    `SELECT source_row || ' ' || code || ' ' || column_name FROM payroll_config.bulk_import_issues
     WHERE changeset_id = '${changeset_id}' AND severity = '${severity}' ORDER BY ALL`,
  );
  return issues.map(([issue]) => String(issue));
}

async function idOf(firstName: string): Promise<string> {
  const [[id] = []] = await local.sql(
    `SELECT agent_entity_id FROM payroll_config.agent_profile_identity_versions WHERE first_name = '${firstName}'`,
  );
  return String(id);
}

test('a rename makes nobody a second one of another agent by the e-mail that it keeps', async () => {
  expect(await errorsOf(`${CY},,Bob,Moe,2025-06-01,,,`)).toEqual(['2 AGENT_EXISTS email']);
  expect(await errorsOf(`${CY},,Bo,Moe,2025-06-01,,,`)).toEqual([]);
  // Two renames of one file to one name, beside one e-mail.
  expect(await errorsOf(`${CY},,Zoe,Zed,2025-06-01,,,`, `${BOB},,Zoe,Zed,2025-06-01,,,`)).toEqual([
    '2 DUPLICATE_AGENT email',
    '3 DUPLICATE_AGENT email',
  ]);
});

test('who has the e-mail and the name on the row’s day is the same person, whatever a later version says', async () => {
  await importer.imported(`${await idOf('Ann')},,Ann,Lee,2030-01-01,ann@elsewhere.org,,`);

  expect(await errorsOf(',,Ann,Lee,2026-06-01,ann@x.org,,')).toEqual(['2 AGENT_EXISTS email']);
  // From then on the address is free.
  expect(await errorsOf(',,Ann,Lee,2031-06-01,ann@x.org,,')).toEqual([]);
});

test('who will have them later is the same person too', async () => {
  await importer.imported(`${await idOf('Ann')},,Ann,Low,2030-01-01,low@x.org,,`);

  expect(await errorsOf(',,Ann,Low,2026-06-01,low@x.org,,')).toEqual(['2 AGENT_EXISTS email']);
});

test('what a back-dated row puts beside a later version is looked at too: its name beside a later e-mail', async () => {
  const ann = await idOf('Ann');
  await importer.imported(`${ann},,Ann,Lee,2026-01-01,shared@x.org,,`);

  expect(await errorsOf(`${ann},,Bob,Moe,2025-06-01,,,`)).toEqual(['2 AGENT_EXISTS email']);
  expect(await errorsOf(`${ann},,Bob,Moe,2025-06-01,ann@x.org,,`)).toEqual(['2 AGENT_EXISTS email']);
  // Nobody else has the address under that name.
  expect(await errorsOf(`${ann},,Bo,Moe,2025-06-01,,,`)).toEqual([]);
});

test('and its e-mail beside a later name', async () => {
  const ann = await idOf('Ann');
  await importer.imported(`${ann},,Bob,Moe,2026-01-01,,,`);

  expect(await errorsOf(`${ann},,Ann,Lee,2025-06-01,shared@x.org,,`)).toEqual(['2 AGENT_EXISTS email']);
  expect(await errorsOf(`${ann},,Ann,Lee,2025-06-01,else@x.org,,`)).toEqual([]);
});

test('and what stands beside it in the file', async () => {
  const ann = await idOf('Ann');
  await importer.imported(`${ann},,Ann,Lee,2026-01-01,later@x.org,,`);

  expect(await errorsOf(`${ann},,Zoe,Zed,2025-06-01,,,`, ',,Zoe,Zed,2026-06-01,later@x.org,,')).toEqual([
    '2 DUPLICATE_AGENT email',
    '3 DUPLICATE_AGENT email',
  ]);
});

test('a name that ends before the later e-mail begins stands beside it nowhere', async () => {
  const ann = await idOf('Ann');
  await importer.imported(`${ann},,Ann,Lee,2025-09-01,,,`);
  await importer.imported(`${ann},,Ann,Low,2025-08-01,,,`);
  await importer.imported(`${ann},,Ann,Low,2026-01-01,shared@x.org,,`);

  expect(await errorsOf(`${ann},,Bob,Moe,2025-06-01,,,`)).toEqual([]);
});

test('who had the e-mail and the name once is told of, and stops nobody', async () => {
  await importer.imported(`${await idOf('Ann')},,Ann,Lee,2025-06-01,ann@elsewhere.org,,`);

  expect(await issuesOf('WARNING', ',,Ann,Lee,2026-01-01,ann@x.org,,')).toEqual(['2 FORMER_PERSON email']);
  expect(await errorsOf(',,Ann,Lee,2026-01-01,ann@x.org,,')).toEqual([]);
  expect(await issuesOf('WARNING', ',,Ann,Loe,2026-01-01,ann@x.org,,')).toEqual([]);
});

test('a profile that had ended is not opened again as a second one of who has its e-mail and name by now', async () => {
  const ann = await idOf('Ann');
  for (const [side, emptied] of [
    ['identity', 'NULL AS first_name, NULL AS last_name'],
    ['contact', 'NULL AS email'],
  ] as const) {
    await local.sql(
      `INSERT INTO payroll_config.agent_profile_${side}_versions
       SELECT * REPLACE (DATE '2025-06-01' AS effective_start_date, TRUE AS is_tombstone, ${emptied})
       FROM payroll_config.agent_profile_${side}_versions WHERE agent_entity_id = '${ann}'`,
    );
  }
  expect(await errorsOf(`${ann},,Ann,Lee,2026-01-01,,111,`)).toEqual([]);
  await importer.imported(',Z1,Ann,Lee,2025-07-01,ann@x.org,,');

  expect(await errorsOf(`${ann},,Ann,Lee,2026-01-01,,111,`)).toEqual(['2 AGENT_EXISTS email']);
});

test('two agents of one e-mail and name who are left as they are can be sent as they are', async () => {
  await local.sql(
    `UPDATE payroll_config.agent_profile_identity_versions SET first_name = 'Bob', last_name = 'Moe'
     WHERE agent_entity_id = '${CY}'`,
  );
  const rows = [`${BOB},B1,Bob,Moe,2025-06-01,shared@x.org,,`, `${CY},C1,Bob,Moe,2025-06-01,shared@x.org,,`];

  expect(await errorsOf(...rows)).toEqual([]);
  expect(await errorsOf(rows[0]!, `${CY},C1,Bob,Moe,2025-06-01,shared@x.org,111,`)).toEqual([
    '3 DUPLICATE_AGENT email',
  ]);
});

test('an agent_id, once set, stays, on an earlier day too', async () => {
  const ann = await idOf('Ann');
  await importer.imported(`${ann},A1,Ann,Lee,2025-06-01,,,`);

  expect(await errorsOf(`${ann},A2,Ann,Lee,2025-03-01,,,`)).toEqual(['2 AGENT_ID_FIXED agent_id']);
  expect(await errorsOf(`${ann},A1,Ann,Lee,2025-03-01,,,`)).toEqual([]);
});

test('a text that an agent has from before is no fault of a row that leaves it alone', async () => {
  await local.sql(
    `UPDATE payroll_config.agent_profile_contact_versions SET address_line1 = repeat('x', 1200) WHERE agent_entity_id = '${BOB}'`,
  );

  expect(await errorsOf(`${BOB},,Bob,Moe,2025-06-01,,111,`)).toEqual([]);
});

test.each(['fay\t@x.org', 'fay@x\u00a0y.org', 'f\u200bay@x.org', 'fay@x\u0085.org'])(
  'no e-mail address holds what can’t be seen: %j',
  async (email) => {
    expect(await errorsOf(`,F1,Fay,Fox,2025-01-01,"${email}",,`)).toContain('2 BAD_EMAIL email');
  },
);
