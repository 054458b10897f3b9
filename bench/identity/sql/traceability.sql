-- Every commission traced: what semantic_view_commission_traceability gives, over the spellings.

CREATE OR REPLACE TEMP MACRO field(value) AS CASE WHEN value IS NULL THEN 'N' ELSE strlen(value) || ':' || value END;

CREATE OR REPLACE TEMP MACRO number_text(value) AS rtrim(rtrim(CAST(value AS VARCHAR), '0'), '.');

CREATE OR REPLACE TEMP VIEW traced_commissions AS
WITH
  canonical_identities AS (
    SELECT assigned.tenant_id, assigned.kind, assigned.normalized_name, coalesce(alias.canonical_id, assigned.identity_id) AS canonical_id
    FROM payroll_analytics.identity_ledger AS assigned
    LEFT JOIN payroll_analytics.identity_aliases AS alias
      ON alias.tenant_id = assigned.tenant_id
      AND alias.kind = assigned.kind
      AND alias.alias_normalized_name = assigned.normalized_name
      AND alias.ended_at IS NULL
  ),
  businesses AS (
    SELECT name.tenant_id, name.spelling, name.own_business, identity.canonical_id AS business_id
    FROM business_spellings AS name
    LEFT JOIN canonical_identities AS identity
      ON identity.kind = 'business'
      AND identity.tenant_id = name.tenant_id
      AND identity.normalized_name = if(name.reason IS NULL, name.normalized_name, NULL)
  ),
  agents AS (
    SELECT
      name.tenant_id,
      name.spelling,
      name.own_agent,
      identity.canonical_id AS agent_key,
      dimension.is_active,
      CASE
        WHEN name.reason IS NOT NULL THEN NULL
        WHEN name.normalized_name IN ('OWNER', 'UNASSIGNED') THEN name.normalized_name
        ELSE 'NAME:' || substring(sha256(name.normalized_name), 1, 12)
      END AS legacy_agent_id
    FROM agent_spellings AS name
    LEFT JOIN canonical_identities AS identity
      ON identity.kind = 'agent'
      AND identity.tenant_id = name.tenant_id
      AND identity.normalized_name = if(name.reason IS NULL, name.normalized_name, NULL)
    LEFT JOIN payroll_analytics.dim_agent_identity AS dimension
      ON dimension.tenant_id = identity.tenant_id
      AND dimension.agent_key = identity.canonical_id
  ),
  fingerprinted_lines AS (
    SELECT
      line.tenant_id,
      line.period_label,
      business.own_business,
      business.business_id,
      line.business_name,
      line.product_code,
      trim(nfc_normalize(line.product_code), white_space()) AS product,
      line.gross_commission,
      line.snapshot_id,
      line.source_file,
      line.source_row,
      sha256(
        '9:stage1/v1' || field(line.tenant_id) || field(CAST(line.period_label AS VARCHAR)) || field(line.business_name) || field(line.product_code)
        || field(CAST(line.employee_count AS VARCHAR)) || field(number_text(line.gross_commission))
      ) AS content_fingerprint
    FROM payroll_processed.stage1_snapshots AS line
    JOIN current_snapshots AS snapshot
      ON snapshot.stage = 'stage1'
      AND snapshot.tenant_id = line.tenant_id
      AND snapshot.period_label = line.period_label
      AND snapshot.snapshot_id = line.snapshot_id
    JOIN businesses AS business
      ON business.tenant_id = line.tenant_id
      AND business.spelling = coalesce(line.business_name, '')
  ),
  lines AS MATERIALIZED (
    SELECT
      *,
      row_number() OVER (PARTITION BY tenant_id, period_label, own_business, product ORDER BY source_file, source_row, content_fingerprint) AS occurrence,
      sha256(
        '9:stage1/v1' || field(tenant_id) || field(CAST(period_label AS VARCHAR)) || field(own_business) || field(product) || field(CAST(occurrence AS VARCHAR))
      ) AS stage1_row_id
    FROM fingerprinted_lines
  ),
  fingerprinted_components AS (
    SELECT
      component.tenant_id,
      component.period_label,
      business.own_business,
      business.business_id,
      coalesce(agent.own_agent, component.agent_id, 'UNKNOWN') AS own_agent,
      coalesce(agent.agent_key, component.agent_id, 'UNKNOWN') AS agent_key,
      agent.agent_key IS NOT NULL AS has_agent_key,
      agent.is_active,
      coalesce(component.agent_id, agent.legacy_agent_id) AS agent_id,
      component.business_name,
      component.product_code,
      trim(nfc_normalize(component.product_code), white_space()) AS product,
      component.agent_name,
      component.component_type,
      component.split_rate,
      component.commission_amount,
      component.snapshot_id,
      component.source_file,
      component.source_row,
      sha256(
        '9:stage3/v1' || field(component.tenant_id) || field(CAST(component.period_label AS VARCHAR)) || field(component.business_name)
        || field(component.product_code) || field(component.agent_id) || field(component.agent_name) || field(component.component_type)
        || field(number_text(component.split_rate)) || field(number_text(component.commission_amount))
      ) AS content_fingerprint
    FROM payroll_processed.stage3_snapshots AS component
    JOIN current_snapshots AS snapshot
      ON snapshot.stage = 'stage3'
      AND snapshot.tenant_id = component.tenant_id
      AND snapshot.period_label = component.period_label
      AND snapshot.snapshot_id = component.snapshot_id
    JOIN businesses AS business
      ON business.tenant_id = component.tenant_id
      AND business.spelling = coalesce(component.business_name, '')
    LEFT JOIN agents AS agent
      ON agent.tenant_id = component.tenant_id
      AND agent.spelling = component.agent_name
  ),
  identified_components AS (
    SELECT
      *,
      row_number() OVER (PARTITION BY tenant_id, period_label, own_business, product, own_agent, component_type ORDER BY source_file, source_row, content_fingerprint) AS occurrence,
      sha256(
        '9:stage3/v1' || field(tenant_id) || field(CAST(period_label AS VARCHAR)) || field(own_business) || field(product) || field(own_agent)
        || field(component_type) || field(CAST(occurrence AS VARCHAR))
      ) AS stage3_component_id
    FROM fingerprinted_components
  ),
  components AS (
    SELECT *, row_number() OVER (PARTITION BY tenant_id, period_label, own_business, product ORDER BY stage3_component_id) AS place
    FROM identified_components
  ),
  paid_products AS (
    SELECT DISTINCT component.tenant_id, component.period_label, business.own_business, trim(nfc_normalize(component.product_code), white_space()) AS product
    FROM payroll_processed.stage3_snapshots AS component
    JOIN current_snapshots AS snapshot
      ON snapshot.stage = 'stage3'
      AND snapshot.tenant_id = component.tenant_id
      AND snapshot.period_label = component.period_label
      AND snapshot.snapshot_id = component.snapshot_id
    JOIN business_spellings AS business
      ON business.tenant_id = component.tenant_id
      AND business.spelling = coalesce(component.business_name, '')
  )
SELECT
  component.tenant_id,
  component.period_label,
  line.stage1_row_id,
  component.stage3_component_id,
  component.business_id,
  component.business_name,
  component.product_code,
  component.agent_key,
  component.agent_id,
  component.agent_name,
  component.component_type,
  component.split_rate,
  component.commission_amount,
  if(component.place = 1, line.gross_commission, NULL) AS gross_commission,
  CASE
    WHEN component.business_id IS NULL OR (component.agent_name IS NOT NULL AND NOT component.has_agent_key) THEN 'QUARANTINED'
    WHEN line.stage1_row_id IS NULL THEN 'NO_STAGE1'
    WHEN component.agent_name IS NULL THEN 'NO_AGENT'
    WHEN NOT component.is_active THEN 'INACTIVE_AGENT'
    ELSE 'TRACED'
  END AS trace_status,
  component.content_fingerprint,
  component.source_file,
  component.source_row,
  line.source_file AS stage1_source_file,
  line.source_row AS stage1_source_row,
  line.snapshot_id AS stage1_snapshot_id,
  component.snapshot_id AS stage3_snapshot_id
FROM components AS component
LEFT JOIN (FROM lines WHERE occurrence = 1) AS line
  ON line.tenant_id = component.tenant_id
  AND line.period_label = component.period_label
  AND line.own_business = component.own_business
  AND line.product IS NOT DISTINCT FROM component.product
UNION ALL BY NAME
SELECT
  line.tenant_id,
  line.period_label,
  line.stage1_row_id,
  line.business_id,
  line.business_name,
  line.product_code,
  line.gross_commission,
  if(line.business_id IS NULL, 'QUARANTINED', 'NO_COMPONENT') AS trace_status,
  line.content_fingerprint,
  line.source_file,
  line.source_row,
  line.source_file AS stage1_source_file,
  line.source_row AS stage1_source_row,
  line.snapshot_id AS stage1_snapshot_id
FROM lines AS line
LEFT JOIN paid_products AS paid
  ON paid.tenant_id = line.tenant_id
  AND paid.period_label = line.period_label
  AND paid.own_business = line.own_business
  AND paid.product IS NOT DISTINCT FROM line.product
WHERE line.occurrence > 1 OR paid.own_business IS NULL;
