DELETE FROM payroll_config.agent_profile_identity_versions
WHERE changeset_id = getvariable('changeset_id');

DELETE FROM payroll_config.agent_profile_contact_versions
WHERE changeset_id = getvariable('changeset_id');

UPDATE payroll_config.config_bulk_import_changesets
SET
  status = 'ROLLED_BACK',
  rolled_back_by = 'bench',
  rolled_back_at = now(),
  removed_count = created_count + updated_count + contact_created_count + contact_updated_count
WHERE changeset_id = getvariable('changeset_id');
