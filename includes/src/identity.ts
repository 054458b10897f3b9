/**
 * The SQL half of the identity formulas, as Dataform's global `identity`: every function takes and gives GoogleSQL
 * expressions. The formulas stand in the modules beside this one, each once as TypeScript and once as SQL.
 */
import { agentDigestSql, agentKeySql, legacyAgentIdSql, RESERVED_AGENT_NAMES_SQL } from './agent_key.ts';
import { agentEntityDigestSql, agentEntityIdSql, uuidOfDigestSql } from './agent_entity_id.ts';
import { businessDigestSql, businessIdSql } from './business_id.ts';
import { comparedIdSql } from './compared_id.ts';
import { effectiveEndSql } from './effective_end.ts';
import { idempotencyKeySql } from './idempotency_key.ts';
import { agreementsSql, fewEditsSql, LARGEST_BLOCK, skeletonSql } from './look_alike.ts';
import { nameFaultSql } from './name_fault.ts';
import {
  cleanTextSql,
  normalizedAgentNameSql,
  normalizedBusinessNameSql,
  normalizedEmailSql,
  normalizedNameSql,
} from './names.ts';
import { contentFingerprintSql, stage1RowIdSql, stage3ComponentIdSql } from './row_ids.ts';
import { personKeySql } from './same_person.ts';
import { scopeSql } from './scope.ts';
import { wayOutSql, whyWithheldSql } from './withheld.ts';

declare const dataform: { readonly projectConfig: { readonly vars: Readonly<Record<string, string>> } };

/** The version of the formulas in this folder. An id keeps the version it was assigned under. */
export const formulaVersion = 1;

export const reservedAgentNames = RESERVED_AGENT_NAMES_SQL;

export const largestBlock = LARGEST_BLOCK;

/** The scope of a normalised name in a tenant; `vars.legacyTenantId` names the tenant without one. */
export function scope(tenantId: string, normalizedName: string): string {
  return scopeSql(tenantId, normalizedName, dataform.projectConfig.vars.legacyTenantId ?? '');
}

export {
  agentDigestSql as agentDigest,
  agentEntityDigestSql as agentEntityDigest,
  agentEntityIdSql as agentEntityId,
  agentKeySql as agentKey,
  agreementsSql as agreements,
  businessDigestSql as businessDigest,
  businessIdSql as businessId,
  cleanTextSql as cleanText,
  comparedIdSql as comparedId,
  contentFingerprintSql as contentFingerprint,
  effectiveEndSql as effectiveEnd,
  fewEditsSql as fewEdits,
  idempotencyKeySql as idempotencyKey,
  legacyAgentIdSql as legacyAgentId,
  nameFaultSql as nameFault,
  normalizedAgentNameSql as normalizedAgentName,
  normalizedBusinessNameSql as normalizedBusinessName,
  normalizedEmailSql as normalizedEmail,
  normalizedNameSql as normalizedName,
  personKeySql as personKey,
  skeletonSql as skeleton,
  stage1RowIdSql as stage1RowId,
  stage3ComponentIdSql as stage3ComponentId,
  uuidOfDigestSql as uuidOfDigest,
  wayOutSql as wayOut,
  whyWithheldSql as whyWithheld,
};
