import { v5 } from 'uuid';

import { agentEntityId, agentEntityIdSql, uuidV5Sql } from '../../../includes/src/agent_entity_id.ts';
import type { Formula } from './formula.ts';

const DNS_NAMESPACE = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

/** The expected ids: Python's `uuid.uuid5(uuid.UUID('a807bb28-a040-519b-9533-68442362c59e'), '27:creative_benefit_strategies4:org15:A-100')`. */
export const AGENT_ENTITY_IDS: readonly Formula[] = [
  {
    name: 'uuid_v5',
    parameters: ['name'],
    typescript: (name) => v5(name, DNS_NAMESPACE),
    sql: uuidV5Sql(DNS_NAMESPACE, 'name'),
    vectors: [
      {
        why: 'the example of RFC 9562, appendix A.4',
        given: ['www.example.com'],
        expected: '2ed6657d-e927-568b-95e1-2665a8aea6a2',
      },
    ],
    nullVectors: [{ why: 'a NULL name', given: [null], expected: null }],
  },
  {
    name: 'agent_entity_id',
    parameters: ['tenant_id', 'org_id', 'agent_id'],
    typescript: agentEntityId,
    sql: agentEntityIdSql('tenant_id', 'org_id', 'agent_id'),
    vectors: [
      {
        why: 'an agent',
        given: ['creative_benefit_strategies', 'org1', 'A-100'],
        expected: '4b6274f8-b1dc-51ea-a5da-a61dc9199bbc',
      },
      {
        why: 'of another tenant',
        given: ['harbor_point_advisors', 'org1', 'A-100'],
        expected: 'd7776eae-e245-59f3-8ae2-4470a922bf5b',
      },
      {
        why: 'of another organisation',
        given: ['creative_benefit_strategies', 'org2', 'A-100'],
        expected: '0bf36636-825c-54b2-ad29-8ecdeeeac108',
      },
      {
        why: 'fields that join to one text differ',
        given: ['a', 'b', 'cd'],
        expected: 'a2e5a3ad-a818-50cc-87d6-05a77e52ff6e',
      },
      { why: 'from these', given: ['a', 'bc', 'd'], expected: '91b3c2c5-6086-5b54-a368-17963f402fd5' },
      {
        why: 'lengths are in bytes',
        given: ['creative_benefit_strategies', 'org1', 'Ångström-7'],
        expected: 'f836ffa0-2c9d-5cbe-a4d0-c50dd524539c',
      },
      {
        why: 'an empty id',
        given: ['creative_benefit_strategies', 'org1', ''],
        expected: '34ae4073-2490-5e13-bfa6-7eeeb140ce2d',
      },
      // One for each value of the digit that the variant replaces: SHA-1 has 0, 1 … f in that place.
      {
        why: 'variant from 0',
        given: ['creative_benefit_strategies', 'org1', 'A-0'],
        expected: '475269a6-07b8-533d-8f2a-2accb5a2a9b7',
      },
      {
        why: 'variant from 1',
        given: ['creative_benefit_strategies', 'org1', 'A-10'],
        expected: 'fb07589d-0a18-53f5-9854-fa41d1a22f96',
      },
      {
        why: 'variant from 2',
        given: ['creative_benefit_strategies', 'org1', 'A-8'],
        expected: '16d7c9cd-6806-549c-a8d5-e8a1fc70ae87',
      },
      {
        why: 'variant from 3',
        given: ['creative_benefit_strategies', 'org1', 'A-80'],
        expected: '4b48133c-d8c1-5c94-ba04-1e378182c0b8',
      },
      {
        why: 'variant from 4',
        given: ['creative_benefit_strategies', 'org1', 'A-13'],
        expected: '32ba76fd-7746-5e0d-8a89-90e1d4beb9a9',
      },
      {
        why: 'variant from 5',
        given: ['creative_benefit_strategies', 'org1', 'A-14'],
        expected: 'b3e70d37-8cdd-5562-9c48-630676e7b9e9',
      },
      {
        why: 'variant from 6',
        given: ['creative_benefit_strategies', 'org1', 'A-22'],
        expected: 'bac62a8c-493c-541c-ad98-0069f143baee',
      },
      {
        why: 'variant from 7',
        given: ['creative_benefit_strategies', 'org1', 'A-9'],
        expected: 'f3ca5aba-ecb9-503d-bab0-9d0a53333800',
      },
      {
        why: 'variant from 8',
        given: ['creative_benefit_strategies', 'org1', 'A-31'],
        expected: 'ca0151b0-bbe6-5d32-8d0d-717a89f3b84c',
      },
      {
        why: 'variant from 9',
        given: ['creative_benefit_strategies', 'org1', 'A-3'],
        expected: '3595c43d-6cc1-5ed3-9973-fe3b0f602bf6',
      },
      {
        why: 'variant from a',
        given: ['creative_benefit_strategies', 'org1', 'A-24'],
        expected: '89d6aac7-37f2-58e6-a7fb-8e037efb2572',
      },
      {
        why: 'variant from b',
        given: ['creative_benefit_strategies', 'org1', 'A-15'],
        expected: 'e51271d1-459c-507c-b8d5-b96591a6f8c1',
      },
      {
        why: 'variant from c',
        given: ['creative_benefit_strategies', 'org1', 'A-21'],
        expected: '3d02af66-3fe2-55ed-8403-46f85e4aaa19',
      },
      {
        why: 'variant from d',
        given: ['creative_benefit_strategies', 'org1', 'A-4'],
        expected: '112a0212-906a-53e5-9db4-e2128ea2138c',
      },
      {
        why: 'variant from e',
        given: ['creative_benefit_strategies', 'org1', 'A-1'],
        expected: '4d74b928-101a-5172-ad20-2425e3229cc8',
      },
      {
        why: 'variant from f',
        given: ['creative_benefit_strategies', 'org1', 'A-28'],
        expected: '1f0df596-43a1-5c18-b212-4d708311bd18',
      },
    ],
  },
];
