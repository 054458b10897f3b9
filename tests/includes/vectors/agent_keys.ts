import {
  agentDigest,
  agentDigestSql,
  agentKey,
  agentKeySql,
  legacyAgentId,
  legacyAgentIdSql,
} from '../../../includes/src/agent_key.ts';
import { normalizedAgentName, normalizedAgentNameSql } from '../../../includes/src/names.ts';
import { scope, scopeSql } from '../../../includes/src/scope.ts';
import { LEGACY_TENANT, type Formula, type Vector } from './formula.ts';

const NAME_SQL = normalizedAgentNameSql('name');
const SCOPE_SQL = scopeSql('tenant_id', NAME_SQL, LEGACY_TENANT);

const NULL_NAME: readonly Vector[] = [
  { why: 'a NULL name', given: ['creative_benefit_strategies', null], expected: null },
];

/** From a raw name to its key. The expected keys: `printf '%s' 'JOHN SMITH' | sha256sum | cut -c 1-16`. */
const KEY: Formula = {
  name: 'agent_key',
  parameters: ['tenant_id', 'name'],
  typescript: (tenantId, name) => {
    const normalized = normalizedAgentName(name);
    return agentKey(normalized, scope(tenantId, normalized, LEGACY_TENANT));
  },
  sql: agentKeySql(NAME_SQL, SCOPE_SQL),
  vectors: [
    {
      why: 'a name',
      given: ['creative_benefit_strategies', 'John Smith'],
      expected: 'AGENT:31343b689097c6a2',
    },
    {
      why: 'its spellings share the key',
      given: ['creative_benefit_strategies', ' john\u00a0\u3000SMITH '],
      expected: 'AGENT:31343b689097c6a2',
    },
    {
      why: 'another tenant has another key',
      given: ['harbor_point_advisors', 'John Smith'],
      expected: 'AGENT:4d655b98df02afdd',
    },
    { why: 'OWNER is itself', given: ['creative_benefit_strategies', 'OWNER'], expected: 'OWNER' },
    { why: 'Owner is OWNER', given: ['creative_benefit_strategies', ' Owner\t'], expected: 'OWNER' },
    { why: 'OWNER is itself in every tenant', given: ['harbor_point_advisors', 'owner'], expected: 'OWNER' },
    {
      why: 'UNASSIGNED is itself',
      given: ['creative_benefit_strategies', 'Unassigned'],
      expected: 'UNASSIGNED',
    },
    {
      why: 'UNASSIGNED is itself in every tenant',
      given: ['harbor_point_advisors', 'UNASSIGNED'],
      expected: 'UNASSIGNED',
    },
    {
      why: 'a space parts UNASSIGNED',
      given: ['creative_benefit_strategies', 'Un assigned'],
      expected: 'AGENT:dae14fb8c9d47d16',
    },
    {
      why: 'OWNER with a stop is a name',
      given: ['creative_benefit_strategies', 'Owner.'],
      expected: 'AGENT:7c3fcceb5c145358',
    },
    {
      why: 'full-width OWNER is a name',
      given: ['creative_benefit_strategies', 'ＯＷＮＥＲ'],
      expected: 'AGENT:693f1cef39356106',
    },
    { why: 'sharp s', given: ['creative_benefit_strategies', 'Strauß'], expected: 'AGENT:21e489d754a41dcb' },
    { why: 'sigma', given: ['creative_benefit_strategies', 'Οδυσσεύς'], expected: 'AGENT:0e6e3aa8a6c4051c' },
    {
      why: 'decomposed',
      given: ['creative_benefit_strategies', 'Jose\u0301 Nu\u0301n\u0303ez'],
      expected: 'AGENT:8d4aa7af83a22d53',
    },
    {
      why: 'an apostrophe',
      given: ['creative_benefit_strategies', "O'Brien"],
      expected: 'AGENT:ec869aeaaf9afbad',
    },
    {
      why: 'Deseret',
      given: ['creative_benefit_strategies', '\u{10428}'],
      expected: 'AGENT:54d4cacd1905a5e1',
    },
  ],
  nullVectors: NULL_NAME,
};

const DIGEST: Formula = {
  name: 'agent_digest',
  parameters: ['tenant_id', 'name'],
  typescript: (tenantId, name) => agentDigest(scope(tenantId, normalizedAgentName(name), LEGACY_TENANT)),
  sql: agentDigestSql(SCOPE_SQL),
  vectors: [
    {
      why: 'the whole digest of a name',
      given: ['harbor_point_advisors', 'John Smith'],
      expected: '4d655b98df02afdd1e5e0fff3060dec6a6787fb51089e15d92943ee23d9ce2c0',
    },
    {
      why: 'a reserved name has a digest too',
      given: ['creative_benefit_strategies', 'Owner'],
      expected: '0559aadba9e29b9a271ec93982f3273575085931938fdbf940ae99f8bb128e30',
    },
  ],
  nullVectors: NULL_NAME,
};

const LEGACY_ID: Formula = {
  name: 'legacy_agent_id',
  parameters: ['name'],
  typescript: (name) => legacyAgentId(normalizedAgentName(name)),
  sql: legacyAgentIdSql(NAME_SQL),
  vectors: [
    { why: 'twelve digits, of no tenant', given: ['john  smith'], expected: 'NAME:31343b689097' },
    { why: 'OWNER is itself', given: [' owner'], expected: 'OWNER' },
    { why: 'UNASSIGNED is itself', given: ['Unassigned'], expected: 'UNASSIGNED' },
    { why: 'decomposed', given: ['Jose\u0301 Nu\u0301n\u0303ez'], expected: 'NAME:8d4aa7af83a2' },
  ],
  nullVectors: [{ why: 'a NULL name', given: [null], expected: null }],
};

export const AGENT_KEYS: readonly Formula[] = [KEY, DIGEST, LEGACY_ID];
