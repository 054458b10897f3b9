CREATE OR REPLACE TABLE payroll_analytics.commission_traceability AS
FROM traced_commissions;
