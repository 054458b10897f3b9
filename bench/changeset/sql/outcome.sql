-- What an import, or its rollback, must leave, whoever did it: of each table its rows and a digest over their ids, fields and decisions.
-- Times and the changeset's id are its own, and an id that was reserved is random: its idempotency key stands for it. A sum of
-- hashes depends on no order and, unlike an exclusive or, sees a row that stands twice.

CREATE OR REPLACE TEMP VIEW reserved AS
SELECT agent_entity_id, idempotency_key
FROM payroll_config.bulk_import_idempotency_keys;

SELECT
  'bulk_import_rows' AS table_name,
  count(*) AS row_count,
  CAST(sum(CAST(hash(
    source_row, last_row, cell_fault, sent_text, agent_entity_id, agent_id, first_name, last_name, preferred_name, agency_name, npn, status, effective_start_date, email, phone, address_line1, address_line2, city, state, postal_code, country
  ) AS HUGEINT)) AS VARCHAR) AS digest
FROM payroll_config.bulk_import_rows
UNION ALL
SELECT
  'bulk_import_resolutions' AS table_name,
  count(*) AS row_count,
  CAST(sum(CAST(hash(
    source_row, last_row, mode, outcome, coalesce(key.idempotency_key, agent_entity_id), id_source, resolution.idempotency_key, effective_start_date, agent_id, first_name, last_name, preferred_name, agency_name, npn, status, email, phone, address_line1, address_line2, city, state, postal_code, country, identity_changed, identity_base, identity_until, contact_changed, contact_base, contact_until, had_contact, regexp_replace(errors, ' +', ' ', 'g'), warnings, notes, partner_row, matched_agent_entity_id
  ) AS HUGEINT)) AS VARCHAR) AS digest
FROM payroll_config.bulk_import_resolutions AS resolution LEFT JOIN (FROM reserved) AS key USING (agent_entity_id)
UNION ALL
SELECT
  'bulk_import_issues' AS table_name,
  count(*) AS row_count,
  CAST(sum(CAST(hash(
    source_row, column_name, severity, code, message, value, allowed
  ) AS HUGEINT)) AS VARCHAR) AS digest
FROM payroll_config.bulk_import_issues
UNION ALL
SELECT
  'bulk_import_idempotency_keys' AS table_name,
  count(*) AS row_count,
  CAST(sum(CAST(hash(
    tenant_id, org_id, idempotency_key
  ) AS HUGEINT)) AS VARCHAR) AS digest
FROM payroll_config.bulk_import_idempotency_keys
UNION ALL
SELECT
  'agent_profile_identity_versions' AS table_name,
  count(*) AS row_count,
  CAST(sum(CAST(hash(
    tenant_id, org_id, coalesce(key.idempotency_key, agent_entity_id), effective_start_date, is_tombstone, operation, agent_id, first_name, last_name, preferred_name, agency_name, npn, status, changeset_seq
  ) AS HUGEINT)) AS VARCHAR) AS digest
FROM payroll_config.agent_profile_identity_versions LEFT JOIN (FROM reserved) AS key USING (agent_entity_id)
UNION ALL
SELECT
  'agent_profile_contact_versions' AS table_name,
  count(*) AS row_count,
  CAST(sum(CAST(hash(
    tenant_id, org_id, coalesce(key.idempotency_key, agent_entity_id), effective_start_date, is_tombstone, operation, email, phone, address_line1, address_line2, city, state, postal_code, country, changeset_seq
  ) AS HUGEINT)) AS VARCHAR) AS digest
FROM payroll_config.agent_profile_contact_versions LEFT JOIN (FROM reserved) AS key USING (agent_entity_id)
UNION ALL
SELECT
  'identity_ledger' AS table_name,
  count(*) AS row_count,
  CAST(sum(CAST(hash(
    tenant_id, org_id, kind, coalesce(key.idempotency_key, identity_id), natural_key, raw_name, normalized_name, source, formula_version, full_digest
  ) AS HUGEINT)) AS VARCHAR) AS digest
FROM payroll_analytics.identity_ledger AS ledger LEFT JOIN (FROM reserved) AS key ON key.agent_entity_id = ledger.identity_id
UNION ALL
SELECT
  'config_bulk_import_changesets' AS table_name,
  count(*) AS row_count,
  CAST(sum(CAST(hash(
    status, row_count, created_count, updated_count, updated_row_count, unchanged_count, rejected_count, contact_created_count, contact_updated_count, warning_count, changeset_seq, removed_count
  ) AS HUGEINT)) AS VARCHAR) AS digest
FROM payroll_config.config_bulk_import_changesets
ORDER BY table_name;
