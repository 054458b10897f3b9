import { scope, scopeSql } from '../../../includes/src/scope.ts';
import { LEGACY_TENANT, type Formula } from './formula.ts';

export const SCOPE: Formula = {
  name: 'scope',
  parameters: ['tenant_id', 'normalized_name'],
  typescript: (tenantId, name) => scope(tenantId, name, LEGACY_TENANT),
  sql: scopeSql('tenant_id', 'normalized_name', LEGACY_TENANT),
  vectors: [
    {
      why: 'the legacy tenant keeps the plain name',
      given: ['creative_benefit_strategies', 'ACME'],
      expected: 'ACME',
    },
    {
      why: 'any other tenant stands before it',
      given: ['harbor_point_advisors', 'ACME'],
      expected: 'harbor_point_advisors|ACME',
    },
    {
      why: 'a longer tenant id is another',
      given: ['creative_benefit_strategies_2', 'A'],
      expected: 'creative_benefit_strategies_2|A',
    },
    {
      why: 'a separator in the name stays',
      given: ['harbor_point_advisors', 'A|B'],
      expected: 'harbor_point_advisors|A|B',
    },
    { why: 'an empty name', given: ['harbor_point_advisors', ''], expected: 'harbor_point_advisors|' },
  ],
  nullVectors: [
    { why: 'a NULL name', given: ['harbor_point_advisors', null], expected: null },
    { why: 'a NULL name of the legacy tenant', given: ['creative_benefit_strategies', null], expected: null },
  ],
};
