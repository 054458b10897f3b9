import { expect, test } from 'vitest';
import { explained, type LaterEvent } from '../../scripts/evidence/explained_changes.ts';
import type { RowDifference } from '../../scripts/evidence/finding.ts';

const CHANGESET = '11111111-1111-4111-8111-111111111111';

function event(type: string): LaterEvent {
  return {
    tenantId: 'harbor',
    sequence: 7,
    occurredAt: '2026-01-31T07:00:00Z',
    type,
    actor: 'ann',
    subject: CHANGESET,
    details: {},
  };
}

const VERSION = {
  row_key: `harbor agent 2025-01-01 ${CHANGESET}`,
  difference: 'ADDED',
} as unknown as RowDifference;

test.each([
  ['CHANGESET_COMMITTED', true],
  ['CHANGESET_ROLLED_BACK', true],
  ['PROFILES_MIGRATED', true],
  // Nothing of these writes a version.
  ['CHANGESET_UPLOADED', false],
  ['CHANGESET_VALIDATED', false],
  ['CHANGESET_REJECTED', false],
])('%s accounts for a version that came since: %s', (type, accounts) => {
  for (const side of ['identity', 'contact']) {
    expect(explained(`agent_profile_${side}_versions`, [VERSION], [event(type)]).has(VERSION)).toBe(accounts);
  }
  expect(explained('config_bulk_import_changesets', [VERSION], [event(type)]).has(VERSION)).toBe(true);
});
