-- The organisation's agents before the file comes: as many as agent_count, in the form that a commit leaves, written by one changeset
-- whose rows are no longer kept. Three in four have an agent_id, one in a hundred a second version in the future.

INSERT INTO payroll_config.config_bulk_import_changesets
  (changeset_id, tenant_id, org_id, entity_type, changeset_kind, status, source_file, validation_count, is_resolving, changeset_seq, uploaded_by, uploaded_at)
VALUES
  ('existing', 'harbor_point_advisors', 'east', 'agent_profiles', 'IMPORT', 'COMMITTED', 'existing.csv', 1, false, 1, 'bench', TIMESTAMP '2024-01-01');

CREATE OR REPLACE TEMP VIEW agents AS
SELECT
  range AS agent,
  entity_id(range) AS agent_entity_id,
  if(range % 4 = 3, NULL, concat('A', range)) AS agent_id,
  first_name_of(range) AS first_name,
  last_name_of(range) AS last_name
FROM range(getvariable('agent_count'));

INSERT INTO payroll_config.agent_profile_identity_versions
SELECT
  'harbor_point_advisors', 'east', agent_entity_id, version.starts, false, version.operation, agent_id, first_name, last_name,
  if(agent % 10 = 1, 'Nick', NULL), concat('Agency ', agent % 100), CAST(agent AS VARCHAR), version.status, 'existing', 1, 'bench', TIMESTAMP '2024-01-01'
FROM agents
CROSS JOIN (VALUES (DATE '2024-01-01', 'CREATE', 'ACTIVE', 1), (DATE '2027-01-01', 'UPDATE', 'INACTIVE', 100)) AS version(starts, operation, status, every)
WHERE agent % version.every = 0;

INSERT INTO payroll_config.agent_profile_contact_versions
SELECT
  'harbor_point_advisors', 'east', agent_entity_id, DATE '2024-01-01', false, 'CREATE', concat('agent', agent, '@example.com'),
  concat('+1 555 ', lpad(CAST(agent AS VARCHAR), 7, '0')), concat(agent % 9000, ' Main Street'), NULL, 'Springfield', 'IL', concat('627', agent % 90 + 10), 'US',
  'existing', 1, 'bench', TIMESTAMP '2024-01-01'
FROM agents;

INSERT INTO payroll_config.bulk_import_idempotency_keys
SELECT 'harbor_point_advisors', 'east', sha256(concat('key ', agent)), agent_entity_id, 'existing', TIMESTAMP '2024-01-01'
FROM agents
WHERE agent_id IS NULL;

INSERT INTO payroll_analytics.identity_ledger
SELECT
  'harbor_point_advisors', 'east', 'agent_profile', agent_entity_id,
  if(agent_id IS NULL, concat('idempotency_key:', sha256(concat('key ', agent))), concat('agent_id:', agent_id)), concat(first_name, ' ', last_name),
  upper(concat(first_name, ' ', last_name)), 'MINTED', 1, sha256(concat('agent ', agent)), TIMESTAMP '2024-01-01', 'existing'
FROM agents;
