import { AGENT_ENTITY_IDS } from './agent_entity_ids.ts';
import { AGENT_KEYS } from './agent_keys.ts';
import { BUSINESS_IDS } from './business_ids.ts';
import { FIELDS } from './fields.ts';
import type { Formula } from './formula.ts';
import { IDEMPOTENCY_KEY } from './idempotency_keys.ts';
import { NAME_FAULT } from './name_fault.ts';
import { NORMALISED_NAMES } from './normalised_names.ts';
import { ROW_IDS } from './row_ids.ts';
import { SCOPE } from './scopes.ts';

export const ALL_FORMULAS: readonly Formula[] = [
  ...NORMALISED_NAMES,
  NAME_FAULT,
  SCOPE,
  ...BUSINESS_IDS,
  ...AGENT_KEYS,
  ...AGENT_ENTITY_IDS,
  IDEMPOTENCY_KEY,
  ...FIELDS,
  ...ROW_IDS,
];
