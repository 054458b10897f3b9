-- The ids of a first run, looked up in the ledger all the same: quarantine, ledger and both dimensions, in one transaction.

CREATE SCHEMA IF NOT EXISTS payroll_analytics;

CREATE TABLE IF NOT EXISTS payroll_analytics.identity_quarantine (
  tenant_id VARCHAR NOT NULL,
  kind VARCHAR NOT NULL,
  raw_name VARCHAR NOT NULL,
  reason VARCHAR NOT NULL,
  offered_id VARCHAR,
  quarantined_at TIMESTAMP NOT NULL,
  released_at TIMESTAMP
);

CREATE TABLE IF NOT EXISTS payroll_analytics.identity_ledger (
  tenant_id VARCHAR NOT NULL,
  org_id VARCHAR,
  kind VARCHAR NOT NULL,
  identity_id VARCHAR NOT NULL,
  natural_key VARCHAR NOT NULL,
  raw_name VARCHAR NOT NULL,
  normalized_name VARCHAR NOT NULL,
  source VARCHAR NOT NULL,
  formula_version BIGINT NOT NULL,
  full_digest VARCHAR NOT NULL,
  assigned_at TIMESTAMP NOT NULL,
  assigned_by VARCHAR NOT NULL
);

CREATE TABLE IF NOT EXISTS payroll_analytics.identity_aliases (
  tenant_id VARCHAR NOT NULL,
  kind VARCHAR NOT NULL,
  alias_name VARCHAR NOT NULL,
  alias_normalized_name VARCHAR NOT NULL,
  canonical_normalized_name VARCHAR NOT NULL,
  canonical_id VARCHAR NOT NULL,
  ended_at TIMESTAMP
);

CREATE TABLE IF NOT EXISTS payroll_analytics.dim_business_mapping (
  tenant_id VARCHAR NOT NULL,
  business_id VARCHAR NOT NULL,
  business_name VARCHAR NOT NULL,
  normalized_name VARCHAR NOT NULL,
  is_active BOOLEAN NOT NULL,
  first_seen_date DATE,
  last_seen_date DATE,
  business_digest VARCHAR NOT NULL,
  formula_version BIGINT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP
);

CREATE TABLE IF NOT EXISTS payroll_analytics.dim_agent_identity (
  tenant_id VARCHAR NOT NULL,
  agent_key VARCHAR NOT NULL,
  display_name VARCHAR NOT NULL,
  normalized_name VARCHAR NOT NULL,
  aliases VARCHAR[],
  upstream_agent_id VARCHAR,
  upstream_agent_ids VARCHAR[],
  effective_start_date DATE,
  effective_end_date DATE,
  is_active BOOLEAN NOT NULL,
  agent_digest VARCHAR NOT NULL,
  formula_version BIGINT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP
);

BEGIN TRANSACTION;

CREATE OR REPLACE TEMP TABLE business_assignments AS
WITH
  latest_spellings AS (
    SELECT tenant_id, normalized_name, spelling, digest
    FROM business_spellings
    WHERE reason IS NULL
    QUALIFY row_number() OVER (PARTITION BY tenant_id, normalized_name ORDER BY last_seen DESC, spelling) = 1
  )
SELECT
  latest.tenant_id,
  latest.normalized_name,
  latest.spelling,
  latest.digest,
  coalesce(mapping.business_id, substring(latest.digest, 1, 16)) AS business_id,
  if(mapping.business_id IS NULL, 'MINTED', 'CARRIED') AS source,
  taken.identity_id IS NOT NULL OR count(*) OVER (PARTITION BY coalesce(mapping.business_id, substring(latest.digest, 1, 16))) > 1 AS is_withheld
FROM latest_spellings AS latest
LEFT JOIN payroll_processed.business_id_mapping AS mapping USING (tenant_id, normalized_name)
LEFT JOIN (SELECT DISTINCT identity_id FROM payroll_analytics.identity_ledger WHERE kind = 'business') AS taken
  ON taken.identity_id = coalesce(mapping.business_id, substring(latest.digest, 1, 16))
ANTI JOIN (SELECT tenant_id, normalized_name FROM payroll_analytics.identity_ledger WHERE kind = 'business') AS assigned
  ON assigned.tenant_id = latest.tenant_id AND assigned.normalized_name = latest.normalized_name;

CREATE OR REPLACE TEMP TABLE agent_assignments AS
WITH
  latest_spellings AS (
    SELECT tenant_id, normalized_name, spelling, digest, formula_key
    FROM agent_spellings
    WHERE reason IS NULL
    QUALIFY row_number() OVER (PARTITION BY tenant_id, normalized_name ORDER BY last_period DESC, spelling) = 1
  )
SELECT
  latest.tenant_id,
  latest.normalized_name,
  latest.spelling,
  latest.digest,
  latest.formula_key AS agent_key,
  latest.formula_key NOT IN ('OWNER', 'UNASSIGNED')
  AND (taken.identity_id IS NOT NULL OR count(*) OVER (PARTITION BY latest.formula_key) > 1) AS is_withheld
FROM latest_spellings AS latest
LEFT JOIN (SELECT DISTINCT identity_id FROM payroll_analytics.identity_ledger WHERE kind = 'agent') AS taken
  ON taken.identity_id = latest.formula_key
ANTI JOIN (SELECT tenant_id, normalized_name FROM payroll_analytics.identity_ledger WHERE kind = 'agent') AS assigned
  ON assigned.tenant_id = latest.tenant_id AND assigned.normalized_name = latest.normalized_name;

INSERT INTO payroll_analytics.identity_quarantine BY NAME
SELECT tenant_id, 'business' AS kind, spelling AS raw_name, reason, NULL AS offered_id, localtimestamp AS quarantined_at
FROM business_spellings
WHERE reason IS NOT NULL
UNION ALL BY NAME
SELECT tenant_id, 'business' AS kind, spelling AS raw_name, 'ID_COLLISION' AS reason, business_id AS offered_id, localtimestamp AS quarantined_at
FROM business_assignments
WHERE is_withheld
UNION ALL BY NAME
SELECT tenant_id, 'agent' AS kind, spelling AS raw_name, reason, NULL AS offered_id, localtimestamp AS quarantined_at
FROM agent_spellings
WHERE reason IS NOT NULL
UNION ALL BY NAME
SELECT tenant_id, 'agent' AS kind, spelling AS raw_name, 'ID_COLLISION' AS reason, agent_key AS offered_id, localtimestamp AS quarantined_at
FROM agent_assignments
WHERE is_withheld;

INSERT INTO payroll_analytics.identity_ledger BY NAME
SELECT
  tenant_id,
  'business' AS kind,
  business_id AS identity_id,
  normalized_name AS natural_key,
  spelling AS raw_name,
  normalized_name,
  source,
  1 AS formula_version,
  digest AS full_digest,
  localtimestamp AS assigned_at,
  'floor' AS assigned_by
FROM business_assignments
WHERE NOT is_withheld
UNION ALL BY NAME
SELECT
  tenant_id,
  'agent' AS kind,
  agent_key AS identity_id,
  normalized_name AS natural_key,
  spelling AS raw_name,
  normalized_name,
  'MINTED' AS source,
  1 AS formula_version,
  digest AS full_digest,
  localtimestamp AS assigned_at,
  'floor' AS assigned_by
FROM agent_assignments
WHERE NOT is_withheld;

MERGE INTO payroll_analytics.dim_business_mapping AS target
USING (
  WITH
    businesses AS (
      SELECT
        tenant_id,
        normalized_name,
        trim(nfc_normalize(first(spelling ORDER BY last_seen DESC, spelling)), white_space()) AS business_name,
        min(first_seen) AS first_seen,
        max(last_seen) AS last_seen,
        max(last_period_in_force) AS last_period_in_force
      FROM business_spellings
      WHERE reason IS NULL
      GROUP BY tenant_id, normalized_name
    ),
    latest_periods AS (
      SELECT tenant_id, max(last_period_in_force) AS latest_period
      FROM businesses
      GROUP BY tenant_id
    )
  SELECT
    business.*,
    assigned.identity_id,
    assigned.full_digest,
    assigned.formula_version,
    coalesce(mapping.is_active, business.last_period_in_force = latest.latest_period, FALSE) AS is_active
  FROM businesses AS business
  JOIN payroll_analytics.identity_ledger AS assigned USING (tenant_id, normalized_name)
  JOIN latest_periods AS latest USING (tenant_id)
  LEFT JOIN payroll_processed.business_id_mapping AS mapping USING (tenant_id, normalized_name)
  WHERE assigned.kind = 'business'
) AS source
ON target.tenant_id = source.tenant_id AND target.normalized_name = source.normalized_name
WHEN MATCHED AND (target.business_name != source.business_name OR target.is_active != source.is_active OR source.first_seen < target.first_seen_date OR source.last_seen > target.last_seen_date) THEN
  UPDATE SET
    business_name = source.business_name,
    is_active = source.is_active,
    first_seen_date = least(target.first_seen_date, source.first_seen),
    last_seen_date = greatest(target.last_seen_date, source.last_seen),
    updated_at = localtimestamp
WHEN NOT MATCHED THEN
  INSERT (tenant_id, business_id, business_name, normalized_name, is_active, first_seen_date, last_seen_date, business_digest, formula_version, created_at)
  VALUES (source.tenant_id, source.identity_id, source.business_name, source.normalized_name, source.is_active, source.first_seen, source.last_seen, source.full_digest, source.formula_version, localtimestamp);

MERGE INTO payroll_analytics.dim_agent_identity AS target
USING (
  WITH
    agents AS (
      SELECT
        tenant_id,
        normalized_name,
        trim(nfc_normalize(first(spelling ORDER BY last_period DESC, spelling)), white_space()) AS display_name,
        list_sort(list(spelling)) AS aliases,
        list_sort(list_distinct(flatten(list(agent_ids)))) AS agent_ids,
        min(first_period) AS first_period,
        max(last_period) AS last_period,
        max(last_period_in_force) AS last_period_in_force
      FROM agent_spellings
      WHERE reason IS NULL
      GROUP BY tenant_id, normalized_name
    ),
    latest_periods AS (
      SELECT tenant_id, max(last_period_in_force) AS latest_period
      FROM agents
      GROUP BY tenant_id
    )
  SELECT
    agent.*,
    assigned.identity_id,
    assigned.full_digest,
    assigned.formula_version,
    normalized_name IN ('OWNER', 'UNASSIGNED') OR coalesce(agent.last_period_in_force = latest.latest_period, FALSE) AS is_active
  FROM agents AS agent
  JOIN payroll_analytics.identity_ledger AS assigned USING (tenant_id, normalized_name)
  JOIN latest_periods AS latest USING (tenant_id)
  WHERE assigned.kind = 'agent'
) AS source
ON target.tenant_id = source.tenant_id AND target.agent_key = source.identity_id
WHEN MATCHED AND (target.display_name != source.display_name OR target.is_active != source.is_active OR target.aliases != source.aliases OR target.upstream_agent_ids != source.agent_ids) THEN
  UPDATE SET
    display_name = source.display_name,
    aliases = source.aliases,
    upstream_agent_ids = source.agent_ids,
    is_active = source.is_active,
    updated_at = localtimestamp
WHEN NOT MATCHED THEN
  INSERT (tenant_id, agent_key, display_name, normalized_name, aliases, upstream_agent_id, upstream_agent_ids, effective_start_date, effective_end_date, is_active, agent_digest, formula_version, created_at)
  VALUES (
    source.tenant_id,
    source.identity_id,
    source.display_name,
    source.normalized_name,
    source.aliases,
    if(len(source.agent_ids) = 1, source.agent_ids[1], NULL),
    source.agent_ids,
    source.first_period,
    if(source.is_active, NULL, CAST(source.last_period + INTERVAL 1 MONTH AS DATE)),
    source.is_active,
    source.full_digest,
    source.formula_version,
    localtimestamp
  );

COMMIT;
