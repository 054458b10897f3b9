import { idempotencyKey, idempotencyKeySql } from '../../../includes/src/idempotency_key.ts';
import { cleanText, cleanTextSql, normalizedEmail, normalizedEmailSql } from '../../../includes/src/names.ts';
import type { Formula } from './formula.ts';

/** The expected keys: `printf '%s' 'creative_benefit_strategies|org1|ann@example.com|2025-01-01|Ann|Lee' | sha256sum`. */
export const IDEMPOTENCY_KEY: Formula = {
  name: 'idempotency_key',
  parameters: ['tenant_id', 'org_id', 'email', 'effective_start_date', 'first_name', 'last_name'],
  typescript: (tenantId, orgId, email, startDate, firstName, lastName) =>
    idempotencyKey(
      tenantId,
      orgId,
      normalizedEmail(email),
      startDate,
      cleanText(firstName),
      cleanText(lastName),
    ),
  sql: idempotencyKeySql(
    'tenant_id',
    'org_id',
    normalizedEmailSql('email'),
    'CAST(effective_start_date AS DATE)',
    cleanTextSql('first_name'),
    cleanTextSql('last_name'),
  ),
  vectors: [
    {
      why: 'an agent',
      given: ['creative_benefit_strategies', 'org1', 'ann@example.com', '2025-01-01', 'Ann', 'Lee'],
      expected: '3af0d7ca9491683c346d781d78c50937bca3148bb15c40b6c9777af3629f8d10',
    },
    {
      why: 'e-mail and names are cleaned',
      given: ['creative_benefit_strategies', 'org1', ' Ann@Example.com ', '2025-01-01', '\tAnn', 'Lee\u00a0'],
      expected: '3af0d7ca9491683c346d781d78c50937bca3148bb15c40b6c9777af3629f8d10',
    },
    {
      why: 'the case of a name counts',
      given: ['creative_benefit_strategies', 'org1', 'ann@example.com', '2025-01-01', 'ann', 'Lee'],
      expected: 'ea0d6353668d0fecffbcebdfceac141cc24655643a2cf44959443094ef8f8952',
    },
    {
      why: 'decomposed names are composed',
      given: [
        'creative_benefit_strategies',
        'org1',
        'JOSE\u0301@example.com',
        '2025-02-28',
        'Jose\u0301',
        'Nu\u0301n\u0303ez',
      ],
      expected: '86793a657f779074bebce7ab77ac1b13df90ca6febea3ed723d26c8c8e0ba80a',
    },
    {
      why: 'an empty e-mail',
      given: ['creative_benefit_strategies', 'org1', '', '2025-01-01', 'Ann', 'Lee'],
      expected: '9ccf0357c2b9d45c4a75286aafd0d77fd151ab63a6882f4c8968cae3e361987e',
    },
  ],
};

/** Rows of which one field holds the separator, so that another row could share their key. */
export const WITH_SEPARATOR: readonly { readonly field: string; readonly given: readonly string[] }[] = [
  { field: 'tenant_id', given: ['a|b', 'org1', 'ann@example.com', '2025-01-01', 'Ann', 'Lee'] },
  { field: 'org_id', given: ['t', 'org|1', 'ann@example.com', '2025-01-01', 'Ann', 'Lee'] },
  { field: 'email', given: ['t', 'org1', '|', '2025-01-01', 'Ann', 'Lee'] },
  { field: 'first_name', given: ['t', 'org1', 'ann@example.com', '2025-01-01', 'An|n', 'Lee'] },
  { field: 'last_name', given: ['t', 'org1', 'ann@example.com', '2025-01-01', 'Ann', 'Lee|'] },
];
