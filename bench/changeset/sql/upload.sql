INSERT INTO payroll_config.bulk_import_rows
SELECT
  getvariable('changeset_id'), 'harbor_point_advisors', current_date, row_number() OVER () + 1, row_number() OVER () + 1, NULL, NULL,
  agent_entity_id, agent_id, first_name, last_name, preferred_name, agency_name, npn, status, effective_start_date, email, phone, address_line1,
  address_line2, city, state, postal_code, country
FROM read_csv(getvariable('file'), header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', nullstr = chr(1));

INSERT INTO payroll_config.config_bulk_import_changesets
  (changeset_id, tenant_id, org_id, entity_type, changeset_kind, status, row_count, validation_count, is_resolving, uploaded_by, uploaded_at)
SELECT getvariable('changeset_id'), 'harbor_point_advisors', 'east', 'agent_profiles', 'IMPORT', 'UPLOADED', count(*), 0, false, 'bench', now()
FROM payroll_config.bulk_import_rows
WHERE changeset_id = getvariable('changeset_id');
