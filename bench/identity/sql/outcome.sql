-- What a run must leave, whoever ran it: of each table its rows, its money and a digest over its ids and facts. Times and the
-- run's name are its own. A sum of hashes depends on no order and, unlike an exclusive or, sees a row that stands twice.

SELECT
  'identity_ledger' AS table_name,
  count(*) AS row_count,
  CAST(NULL AS VARCHAR) AS money,
  CAST(sum(CAST(hash(tenant_id, kind, identity_id, raw_name, normalized_name, source, full_digest) AS HUGEINT)) AS VARCHAR) AS digest
FROM payroll_analytics.identity_ledger
UNION ALL
SELECT
  'identity_quarantine',
  count(*),
  NULL,
  CAST(sum(CAST(hash(tenant_id, kind, raw_name, reason, offered_id) AS HUGEINT)) AS VARCHAR)
FROM payroll_analytics.identity_quarantine
UNION ALL
SELECT
  'dim_business_mapping',
  count(*),
  NULL,
  CAST(sum(CAST(hash(tenant_id, business_id, business_name, normalized_name, is_active, first_seen_date, last_seen_date, business_digest) AS HUGEINT)) AS VARCHAR)
FROM payroll_analytics.dim_business_mapping
UNION ALL
SELECT
  'dim_agent_identity',
  count(*),
  NULL,
  CAST(
    sum(
      CAST(
        hash(tenant_id, agent_key, display_name, normalized_name, aliases, upstream_agent_id, upstream_agent_ids, effective_start_date, effective_end_date, is_active, agent_digest)
        AS HUGEINT
      )
    )
    AS VARCHAR
  )
FROM payroll_analytics.dim_agent_identity
UNION ALL
SELECT
  'commission_traceability',
  count(*),
  concat(sum(commission_amount), ' of ', sum(gross_commission)),
  CAST(
    sum(
      CAST(
        hash(
          tenant_id, period_label, stage1_row_id, stage3_component_id, business_id, business_name, product_code, agent_key, agent_id, agent_name,
          component_type, split_rate, commission_amount, gross_commission, trace_status, content_fingerprint, source_file, source_row,
          stage1_source_file, stage1_source_row, stage1_snapshot_id, stage3_snapshot_id
        )
        AS HUGEINT
      )
    )
    AS VARCHAR
  )
FROM payroll_analytics.commission_traceability
ORDER BY table_name;
