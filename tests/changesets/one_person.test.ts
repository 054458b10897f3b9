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
async function errorsOf(...rows: string[]): Promise<string[]> {
  const { changeset_id } = await importer.validated(...rows);
  const issues = await local.sql(
    `SELECT source_row || ' ' || code || ' ' || column_name FROM payroll_config.bulk_import_issues
     WHERE changeset_id = '${changeset_id}' AND severity = 'ERROR' ORDER BY ALL`,
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
