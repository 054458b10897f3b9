SELECT
  tenant_id,
  trace_status,
  count(*) AS row_count,
  count(business_id) AS business_count,
  count(agent_key) AS agent_count,
  sum(commission_amount) AS commission_amount,
  sum(gross_commission) AS gross_commission,
  max(stage1_row_id) AS greatest_row_id,
  max(stage3_component_id) AS greatest_component_id,
  max(content_fingerprint) AS greatest_fingerprint
FROM traced_commissions
GROUP BY tenant_id, trace_status
ORDER BY tenant_id, trace_status;
