-- Every spelling of a name, once, with what the formulas make of it.

CREATE OR REPLACE TEMP MACRO white_space() AS concat(chr(9), chr(10), chr(11), chr(12), chr(13), ' ', chr(133), chr(160), chr(5760), chr(8192), chr(8193), chr(8194), chr(8195), chr(8196), chr(8197), chr(8198), chr(8199), chr(8200), chr(8201), chr(8202), chr(8232), chr(8233), chr(8239), chr(8287), chr(12288));

CREATE OR REPLACE TEMP MACRO name_fault(name) AS CASE
  WHEN trim(name, white_space()) = '' THEN 'EMPTY_NAME'
  WHEN regexp_matches(name, '[\x{0}-\x{8}\x{E}-\x{1F}\x{7F}-\x{84}\x{86}-\x{9F}]') THEN 'CONTROL_CHARACTER'
  WHEN regexp_matches(name, '[\x{AD}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{206F}\x{FEFF}]') THEN 'INVISIBLE_CHARACTER'
END;

CREATE OR REPLACE TEMP MACRO scope(tenant, name) AS if(tenant = 'creative_benefit_strategies', name, tenant || '|' || name);

CREATE OR REPLACE TEMP TABLE current_snapshots AS
WITH
  known_snapshots AS (
    SELECT stage, tenant_id, period_label, snapshot_id, ingested_at
    FROM payroll_processed.snapshots
    UNION ALL
    SELECT 'stage1', tenant_id, period_label, snapshot_id, max(ingested_at)
    FROM payroll_processed.stage1_snapshots
    GROUP BY ALL
    UNION ALL
    SELECT 'stage3', tenant_id, period_label, snapshot_id, max(ingested_at)
    FROM payroll_processed.stage3_snapshots
    GROUP BY ALL
  )
SELECT stage, tenant_id, period_label, snapshot_id, period_label <= CAST(ingested_at AS DATE) + INTERVAL 1 MONTH AS is_timely
FROM known_snapshots
QUALIFY row_number() OVER (PARTITION BY stage, tenant_id, period_label ORDER BY ingested_at DESC, snapshot_id DESC) = 1;

CREATE OR REPLACE TEMP TABLE business_spellings AS
WITH
  named_in AS (
    SELECT DISTINCT 'stage1' AS stage, tenant_id, period_label, snapshot_id, coalesce(business_name, '') AS spelling
    FROM payroll_processed.stage1_snapshots
    UNION ALL
    SELECT DISTINCT 'stage3', tenant_id, period_label, snapshot_id, coalesce(business_name, '')
    FROM payroll_processed.stage3_snapshots
  ),
  sightings AS (
    SELECT named.tenant_id, named.spelling, named.period_label AS first_seen, named.period_label AS last_seen, snapshot.period_label AS last_period
    FROM named_in AS named
    LEFT JOIN (FROM current_snapshots WHERE is_timely) AS snapshot USING (stage, tenant_id, period_label, snapshot_id)
    UNION ALL
    SELECT tenant_id, business_name, first_seen_date, last_seen_date, NULL
    FROM payroll_processed.business_id_mapping
  ),
  spellings AS (
    SELECT
      tenant_id,
      spelling,
      upper(trim(nfc_normalize(spelling), white_space())) AS normalized_name,
      coalesce(name_fault(spelling), if(tenant_id IN (FROM (SELECT tenant_id FROM payroll_config.tenants WHERE tenant_id != '*')), NULL, 'UNKNOWN_TENANT')) AS reason,
      min(first_seen) AS first_seen,
      max(last_seen) AS last_seen,
      max(last_period) AS last_period_in_force
    FROM sightings
    GROUP BY tenant_id, spelling
  )
SELECT
  *,
  md5(scope(tenant_id, normalized_name)) AS digest,
  if(reason IS NULL OR reason = 'UNKNOWN_TENANT', substring(digest, 1, 16), 'RAW:' || spelling) AS own_business
FROM spellings;

CREATE OR REPLACE TEMP TABLE agent_spellings AS
WITH
  named_in AS (
    SELECT DISTINCT tenant_id, period_label, snapshot_id, agent_name, agent_id
    FROM payroll_processed.stage3_snapshots
    WHERE agent_name IS NOT NULL
  ),
  spellings AS (
    SELECT
      tenant_id,
      agent_name AS spelling,
      upper(regexp_replace(trim(nfc_normalize(agent_name), white_space()), '[' || white_space() || ']+', ' ', 'g')) AS normalized_name,
      coalesce(name_fault(agent_name), if(tenant_id IN (FROM (SELECT tenant_id FROM payroll_config.tenants WHERE tenant_id != '*')), NULL, 'UNKNOWN_TENANT')) AS reason,
      list(DISTINCT agent_id) FILTER (agent_id IS NOT NULL) AS agent_ids,
      min(named.period_label) AS first_period,
      max(named.period_label) AS last_period,
      max(snapshot.period_label) AS last_period_in_force
    FROM named_in AS named
    LEFT JOIN (FROM current_snapshots WHERE stage = 'stage3' AND is_timely) AS snapshot USING (tenant_id, period_label, snapshot_id)
    GROUP BY tenant_id, agent_name
  )
SELECT
  *,
  sha256(scope(tenant_id, normalized_name)) AS digest,
  if(normalized_name IN ('OWNER', 'UNASSIGNED'), normalized_name, 'AGENT:' || substring(digest, 1, 16)) AS formula_key,
  if(reason IS NULL OR reason = 'UNKNOWN_TENANT', formula_key, 'RAW:' || spelling) AS own_agent
FROM spellings;
