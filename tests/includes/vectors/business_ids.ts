import {
  businessDigest,
  businessDigestSql,
  businessId,
  businessIdSql,
} from '../../../includes/src/business_id.ts';
import { normalizedBusinessName, normalizedBusinessNameSql } from '../../../includes/src/names.ts';
import { scope, scopeSql } from '../../../includes/src/scope.ts';
import { LEGACY_TENANT, type Formula, type Vector } from './formula.ts';

const scopeOf = (tenantId: string, name: string): string =>
  scope(tenantId, normalizedBusinessName(name), LEGACY_TENANT);
const SCOPE_SQL = scopeSql('tenant_id', normalizedBusinessNameSql('name'), LEGACY_TENANT);

/** From a raw name to its id. The expected ids: `printf '%s' 'TELEDATA CONTRACTORS INC' | md5sum | cut -c 1-16`. */
const ID_VECTORS: readonly Vector[] = [
  {
    why: 'the published example',
    given: ['creative_benefit_strategies', 'Teledata Contractors Inc'],
    expected: '6cd1a713faf7c2ba',
  },
  {
    why: 'its spellings share the id',
    given: ['creative_benefit_strategies', '\u00a0teledata contractors INC\t'],
    expected: '6cd1a713faf7c2ba',
  },
  {
    why: 'its inner spaces do not',
    given: ['creative_benefit_strategies', 'ACME  Supply'],
    expected: 'd2c7780294764046',
  },
  { why: 'one space', given: ['creative_benefit_strategies', 'ACME Supply'], expected: 'cef8d13d33903f2e' },
  {
    why: 'another tenant has another id',
    given: ['harbor_point_advisors', 'Teledata Contractors Inc'],
    expected: '08769ca36abc0c29',
  },
  {
    why: 'and a third',
    given: ['lakeshore_payroll_partners', 'Teledata Contractors Inc'],
    expected: '4c14f89916138da3',
  },
  { why: 'é composed', given: ['creative_benefit_strategies', 'Café René'], expected: '9bbce012123233db' },
  {
    why: 'é decomposed',
    given: ['creative_benefit_strategies', 'Cafe\u0301 Rene\u0301'],
    expected: '9bbce012123233db',
  },
  { why: 'sharp s', given: ['creative_benefit_strategies', 'Straße & Söhne'], expected: '09b62605e826c1ca' },
  { why: 'Han', given: ['creative_benefit_strategies', '株式会社山田'], expected: '1baf645a1bd59cd2' },
  { why: 'an emoji', given: ['creative_benefit_strategies', '\u{1f600} Pets'], expected: '220df4f51e854dc6' },
  { why: 'Deseret', given: ['creative_benefit_strategies', '\u{10428}'], expected: 'e15d65e70b5d4079' },
  {
    why: 'OWNER is nothing special as a business',
    given: ['creative_benefit_strategies', 'Owner'],
    expected: 'de06d20060c639c5',
  },
  {
    why: 'a name that reads like another scope',
    given: ['creative_benefit_strategies', 'harbor_point_advisors|Acme'],
    expected: '6dab57d39f125558',
  },
  {
    why: 'and the name of that scope',
    given: ['harbor_point_advisors', 'Acme'],
    expected: '17544efb08ecdd70',
  },
];

const NULL_NAME: readonly Vector[] = [
  { why: 'a NULL name', given: ['creative_benefit_strategies', null], expected: null },
];

export const BUSINESS_IDS: readonly Formula[] = [
  {
    name: 'business_id',
    parameters: ['tenant_id', 'name'],
    typescript: (tenantId, name) => businessId(scopeOf(tenantId, name)),
    sql: businessIdSql(SCOPE_SQL),
    vectors: ID_VECTORS,
    nullVectors: NULL_NAME,
  },
  {
    name: 'business_digest',
    parameters: ['tenant_id', 'name'],
    typescript: (tenantId, name) => businessDigest(scopeOf(tenantId, name)),
    sql: businessDigestSql(SCOPE_SQL),
    vectors: [
      {
        why: 'the whole digest of the published example',
        given: ['creative_benefit_strategies', 'Teledata Contractors Inc'],
        expected: '6cd1a713faf7c2ba3f2f362deaee176e',
      },
      {
        why: 'an empty name',
        given: ['creative_benefit_strategies', ''],
        expected: 'd41d8cd98f00b204e9800998ecf8427e',
      },
    ],
    nullVectors: NULL_NAME,
  },
];
