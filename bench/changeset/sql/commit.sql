-- What was planned is what is stored.
SELECT if(changeset.plan_hash != stored.plan_hash, error('The rows are not those of the plan'), NULL)
FROM
  payroll_config.config_bulk_import_changesets AS changeset,
  (
    SELECT sha256(string_agg(decided_digest, '' ORDER BY prefix)) AS plan_hash
    FROM
      (
        SELECT substring(row_digest, 1, 2) AS prefix, sha256(string_agg(decided, '' ORDER BY decided)) AS decided_digest
        FROM
          (
            SELECT
              row_digest,
              sha256(
                concat(
                  field(row_digest), field(outcome), field(errors), field(warnings), field(matched_agent_entity_id),
                  field(identity_base::VARCHAR), field(identity_until::VARCHAR), field(contact_base::VARCHAR),
                  field(contact_until::VARCHAR), field(effective_start_date::VARCHAR), field(identity_changed::VARCHAR),
                  field(contact_changed::VARCHAR), field(had_contact::VARCHAR), field(agent_entity_id), field(idempotency_key),
                  field(agent_id), field(first_name), field(last_name), field(preferred_name), field(agency_name), field(npn),
                  field(status), field(email), field(phone), field(address_line1), field(address_line2), field(city), field(state),
                  field(postal_code), field(country)
                )
              ) AS decided
            FROM payroll_config.bulk_import_resolutions
            WHERE changeset_id = getvariable('changeset_id')
          )
        GROUP BY prefix
      )
  ) AS stored
WHERE changeset.changeset_id = getvariable('changeset_id');

INSERT INTO payroll_config.agent_profile_identity_versions
SELECT
  'harbor_point_advisors', 'east', agent_entity_id, effective_start_date, false, outcome, agent_id, first_name, last_name, preferred_name, agency_name, npn, status,
  getvariable('changeset_id'), 2, 'bench', now()
FROM payroll_config.bulk_import_resolutions
WHERE changeset_id = getvariable('changeset_id') AND (outcome = 'CREATE' OR outcome = 'UPDATE' AND identity_changed);

INSERT INTO payroll_config.agent_profile_contact_versions
SELECT
  'harbor_point_advisors', 'east', agent_entity_id, effective_start_date, false, if(had_contact, 'UPDATE', 'CREATE'), email, phone, address_line1, address_line2, city, state, postal_code, country,
  getvariable('changeset_id'), 2, 'bench', now()
FROM payroll_config.bulk_import_resolutions
WHERE changeset_id = getvariable('changeset_id') AND outcome IN ('CREATE', 'UPDATE') AND contact_changed;

INSERT INTO payroll_analytics.identity_ledger
SELECT
  'harbor_point_advisors', 'east', 'agent_profile', agent_entity_id,
  if(idempotency_key IS NULL, 'agent_id:' || agent_id, 'idempotency_key:' || idempotency_key), first_name || ' ' || last_name,
  person(first_name || ' ' || last_name), 'MINTED', 1, coalesce(idempotency_key, sha256('21:harbor_point_advisors4:east' || field(agent_id))), now(),
  getvariable('changeset_id')
FROM payroll_config.bulk_import_resolutions AS resolution
WHERE
  changeset_id = getvariable('changeset_id')
  AND outcome = 'CREATE'
  AND NOT EXISTS (
    FROM payroll_analytics.identity_ledger AS known
    WHERE known.kind = 'agent_profile' AND known.tenant_id = 'harbor_point_advisors' AND known.identity_id = resolution.agent_entity_id
  );

-- Counted from the tables, and the digest of what was written.
UPDATE payroll_config.config_bulk_import_changesets AS changeset
SET
  status = 'COMMITTED',
  changeset_seq = 2,
  committed_by = 'bench',
  committed_at = now(),
  created_count = identity.created_count,
  updated_count = identity.updated_count,
  contact_created_count = contact.created_count,
  contact_updated_count = contact.updated_count,
  written_digest = written.digest
FROM
  (
    SELECT count(*) FILTER (operation = 'CREATE') AS created_count, count(*) FILTER (operation = 'UPDATE') AS updated_count
    FROM payroll_config.agent_profile_identity_versions
    WHERE changeset_id = getvariable('changeset_id')
  ) AS identity,
  (
    SELECT count(*) FILTER (operation = 'CREATE') AS created_count, count(*) FILTER (operation = 'UPDATE') AS updated_count
    FROM payroll_config.agent_profile_contact_versions
    WHERE changeset_id = getvariable('changeset_id')
  ) AS contact,
  (
    SELECT sha256(string_agg(digest, '' ORDER BY prefix)) AS digest
    FROM
      (
        SELECT substring(row_digest, 1, 2) AS prefix, sha256(string_agg(row_digest, '' ORDER BY row_digest)) AS digest
        FROM
          (
            SELECT
              sha256(concat('11:identity/v1', field(agent_entity_id), field(CAST(effective_start_date AS VARCHAR)), field(operation), field(agent_id), field(first_name), field(last_name), field(preferred_name), field(agency_name), field(npn), field(status))) AS row_digest
            FROM payroll_config.agent_profile_identity_versions
            WHERE changeset_id = getvariable('changeset_id')
            UNION ALL
            SELECT
              sha256(concat('10:contact/v1', field(agent_entity_id), field(CAST(effective_start_date AS VARCHAR)), field(operation), field(email), field(phone), field(address_line1), field(address_line2), field(city), field(state), field(postal_code), field(country)))
            FROM payroll_config.agent_profile_contact_versions
            WHERE changeset_id = getvariable('changeset_id')
          )
        GROUP BY prefix
      )
  ) AS written
WHERE changeset.changeset_id = getvariable('changeset_id');
