-- The sources of a busy year, written straight into the tables that the engine's own DDL made. The variables stage1_rows,
-- stage3_rows (a multiple of stage1_rows) and tenant_count size it. Everything else follows from a row's number, so the same
-- size gives the same rows on every machine. In order of loading: file by file, one file a tenant and month.

-- A number from 0 to n - 1 that looks random: two steps of the minimal standard generator, its low bits dropped.
CREATE TEMP MACRO draw(seed, salt, n) AS ((((seed * 48271 + salt * 1299721) % 2147483647) * 48271 % 2147483647) >> 4) % n;

CREATE TEMP MACRO word(words, place) AS words[1 + place % len(words)];

CREATE TEMP TABLE tenant_numbers AS
SELECT row_number() OVER (ORDER BY tenant_id) - 1 AS tenant, tenant_id
FROM payroll_config.tenants
WHERE tenant_id != '*';

-- A line's own place in the year: file = tenant and month, slot = its place in the file. Five lines are two businesses'.
CREATE TEMP TABLE lines AS
WITH
  numbered_lines AS (
    SELECT line, line * files // getvariable('stage1_rows') AS file, files
    FROM range(CAST(getvariable('stage1_rows') AS BIGINT)) AS lines (line),
      (SELECT 12 * CAST(getvariable('tenant_count') AS BIGINT) AS files)
  ),
  placed_lines AS (
    SELECT line, file, line - (file * getvariable('stage1_rows') + files - 1) // files AS slot
    FROM numbered_lines
  )
SELECT
  line,
  file // 12 AS tenant,
  file % 12 AS period,
  slot,
  slot * 2 // 5 AS business,
  -- One in a hundred repeats a product of its business: a second line with the same natural key.
  (slot * 2 // 5 + if(draw(slot, 1, 100) = 0, 0, slot)) % 12 AS product,
  -- One month is corrected: a first, smaller snapshot is superseded by a second.
  file % 12 = 5 AND slot % 2 = 1 AS is_superseded,
  20 * (1 + draw(line, 2, 40000)) AS gross_cents,
FROM placed_lines;

-- Twice as many names as lines use: what is paid without a stage-1 line goes to the second half.
CREATE TEMP TABLE business_names AS
WITH
  plain_names AS (
    SELECT
      business,
      concat_ws(
        ' ',
        word(['Harbor', 'Summit', 'Cedar', 'Granite', 'Prairie', 'Lakeshore', 'Ironwood', 'Beacon', 'Meridian', 'Juniper', 'Redwood', 'Anchor', 'Keystone', 'Sterling', 'Pioneer', 'Evergreen', 'Bluebird', 'Copper', 'Crescent', 'Falcon', 'Golden', 'Hudson', 'Liberty', 'Magnolia', 'Northstar', 'Orchard', 'Pacific', 'Quarry', 'Riverside', 'Silver'], business),
        word(['Electric', 'Dental Care', 'Logistics', 'Roofing', 'Foods', 'Engineering', 'Plumbing', 'Software', 'Bakery', 'Textiles', 'Motors', 'Landscaping', 'Printing', 'Pharmacy', 'Builders', 'Catering', 'Mechanical', 'Consulting', 'Freight', 'Optics', 'Glass', 'Seafood', 'Timber', 'Signs', 'Security', 'Staffing', 'Radiology', 'Telecom', 'Vending', 'Welding'], business // 30),
        word(['of Akron', 'of Boise', 'of Camden', 'of Dayton', 'of Elgin', 'of Fresno', 'of Geneva', 'of Helena', 'of Irvine', 'of Joliet', 'of Kenosha', 'of Lowell', 'of Macon', 'of Nashua', 'of Ogden', 'of Peoria', 'of Quincy', 'of Racine', 'of Salem', 'of Tacoma'], business // 900),
        if(business >= 18000, CAST(business // 18000 AS VARCHAR), NULL),
        word(['Inc', 'LLC', 'Inc.', 'Corp', '& Sons', 'Co.', 'Group', 'Ltd'], business + business // 7)
      ) AS name
    FROM range(2 * (SELECT 1 + max(business) FROM lines)) AS businesses (business)
  )
SELECT
  business,
  CASE
    WHEN business % 200 = 7 THEN replace(replace(name, 'o', 'ö'), 'e', 'é')
    -- A zero-width space: in quarantine, without an id.
    WHEN business % 1000 = 11 THEN replace(name, ' ', ' ' || chr(8203))
    ELSE name
  END AS name
FROM plain_names;

CREATE TEMP TABLE agent_names AS
WITH
  plain_names AS (
    SELECT
      agent,
      concat_ws(
        ' ',
        word(['James', 'Maria', 'Robert', 'Linda', 'David', 'Elena', 'Michael', 'Susan', 'Carlos', 'Karen', 'Thomas', 'Nancy', 'Daniel', 'Priya', 'Paul', 'Helen', 'Kevin', 'Ruth', 'Brian', 'Denise', 'George', 'Alice', 'Edward', 'Joyce', 'Steven', 'Amara', 'Kenneth', 'Laura', 'Andrew', 'Teresa'], agent),
        chr(CAST(65 + agent * 7 % 26 AS INTEGER)) || '.',
        word(['Smith', 'Johnson', 'Nguyen', 'Brown', 'Garcia', 'Miller', 'Davis', 'Lopez', 'Wilson', 'Anderson', 'Taylor', 'Moore', 'Jackson', 'Martin', 'Lee', 'Perez', 'White', 'Harris', 'Clark', 'Lewis', 'Walker', 'Young', 'Allen', 'Wright', 'Torres', 'Scott', 'Baker', 'Adams', 'Nelson', 'Carter'], agent // 30),
        if(agent >= 23400, CAST(agent // 23400 AS VARCHAR), NULL)
      ) AS name
    FROM range(20 + (SELECT max(business) FROM lines) // 3) AS agents (agent)
  )
SELECT
  agent,
  CASE
    WHEN agent = 0 THEN 'OWNER'
    WHEN agent = 1 THEN 'Unassigned'
    WHEN agent % 200 = 5 THEN replace(replace(name, 'o', 'ó'), 'e', 'é')
    WHEN agent % 1000 = 11 THEN replace(name, ' ', ' ' || chr(8203))
    ELSE name
  END AS name
FROM plain_names;

-- How people write a name: one in fifty in lower case, in capitals, with blanks, and, where there are accents, decomposed.
CREATE TEMP MACRO as_written(name, seed) AS CASE draw(seed, 3, 50)
  WHEN 0 THEN lower(name)
  WHEN 1 THEN upper(name)
  WHEN 2 THEN name || '  '
  WHEN 3 THEN replace(replace(replace(name, 'é', 'e' || chr(769)), 'ö', 'o' || chr(776)), 'ó', 'o' || chr(769))
  ELSE name
END;

CREATE TEMP MACRO file_name(stage, tenant_id, period, is_superseded) AS
  concat(tenant_id, '/', stage, '/2025-', printf('%02d', period + 1), if(period != 5, '', if(is_superseded, '.first', '.corrected')), '.csv');

CREATE TEMP MACRO arrival(period, is_superseded) AS
  CAST(make_date(2025, period + 1, 1) AS TIMESTAMP) + to_days(if(is_superseded, 33, 40));

INSERT INTO payroll_processed.stage1_snapshots BY NAME
SELECT
  tenant.tenant_id,
  make_date(2025, line.period + 1, 1) AS period_label,
  substring(md5(file_name('stage1', tenant.tenant_id, line.period, line.is_superseded)), 1, 16) AS snapshot_id,
  file_name('stage1', tenant.tenant_id, line.period, line.is_superseded) AS source_file,
  line.slot + 2 AS source_row,
  as_written(business.name, line.line) AS business_name,
  printf('PRD-%02d', line.product) AS product_code,
  1 + draw(line.business, 4, 400) AS employee_count,
  CAST(line.gross_cents AS DECIMAL(38, 9)) / 100 AS gross_commission,
  arrival(line.period, line.is_superseded) AS ingested_at
FROM lines AS line
JOIN tenant_numbers AS tenant USING (tenant)
JOIN business_names AS business USING (business)
ORDER BY line.line;

INSERT INTO payroll_processed.stage3_snapshots BY NAME
WITH
  -- A business has three agents, and a line five components for them.
  components AS (
    SELECT
      line.line * per_line + place AS component,
      line.tenant,
      line.period,
      line.slot * per_line + place AS slot,
      line.is_superseded,
      -- One line in a hundred nobody is paid for, and what is paid instead has no line.
      line.business + if(draw(line.line, 5, 100) = 0, business_count, 0) AS business,
      line.product,
      -- One agent in twenty-five leaves in October, and the next one takes over.
      draw(line.business * 3 + place % 3, 6, agent_count - 1) AS first_agent,
      first_agent + if(first_agent % 25 = 3 AND line.period >= 9, 1, 0) AS agent,
      place % 5 AS kind,
      line.gross_cents
    FROM lines AS line,
      (SELECT CAST(getvariable('stage3_rows') // getvariable('stage1_rows') AS BIGINT) AS per_line),
      (SELECT 1 + max(business) AS business_count FROM lines),
      (SELECT count(*) AS agent_count FROM agent_names),
      (SELECT unnest(range(CAST(getvariable('stage3_rows') // getvariable('stage1_rows') AS BIGINT))) AS place)
  )
SELECT
  tenant.tenant_id,
  make_date(2025, component.period + 1, 1) AS period_label,
  substring(md5(file_name('stage3', tenant.tenant_id, component.period, component.is_superseded)), 1, 16) AS snapshot_id,
  file_name('stage3', tenant.tenant_id, component.period, component.is_superseded) AS source_file,
  component.slot + 2 AS source_row,
  as_written(business.name, component.component) AS business_name,
  printf('PRD-%02d', component.product) AS product_code,
  if(draw(component.component, 7, 10) < 3, NULL, printf('A-%05d', component.agent)) AS agent_id,
  if(draw(component.component, 8, 100) = 0, NULL, as_written(agent.name, component.component + 17)) AS agent_name,
  word(['WRITING', 'OVERRIDE', 'SERVICE', 'REFERRAL', 'BONUS'], component.kind) AS component_type,
  CAST([0.40, 0.30, 0.15, 0.10, 0.05][component.kind + 1] AS DECIMAL(38, 9)) AS split_rate,
  CAST(component.gross_cents * [40, 30, 15, 10, 5][component.kind + 1] // 100 AS DECIMAL(38, 9)) / 100 AS commission_amount,
  arrival(component.period, component.is_superseded) AS ingested_at
FROM components AS component
JOIN tenant_numbers AS tenant USING (tenant)
JOIN business_names AS business USING (business)
JOIN agent_names AS agent USING (agent)
ORDER BY component.component;

INSERT INTO payroll_processed.snapshots BY NAME
SELECT 'stage1' AS stage, tenant_id, period_label, snapshot_id, source_file, count(*) AS row_count, max(ingested_at) AS ingested_at
FROM payroll_processed.stage1_snapshots
GROUP BY ALL
UNION ALL BY NAME
SELECT 'stage3' AS stage, tenant_id, period_label, snapshot_id, source_file, count(*) AS row_count, max(ingested_at) AS ingested_at
FROM payroll_processed.stage3_snapshots
GROUP BY ALL;

-- The reference mapping knows a third of the businesses, half of those with an id of the former system's.
INSERT INTO payroll_processed.business_id_mapping BY NAME
SELECT
  tenant.tenant_id,
  if(business.business % 6 = 0, substring(md5(concat('former system|', tenant.tenant_id, '|', business.business)), 1, 16), NULL) AS business_id,
  business.name AS business_name,
  upper(business.name) AS normalized_name,
  if(business.business % 12 = 0, TRUE, NULL) AS is_active,
  DATE '2024-01-01' AS first_seen_date,
  DATE '2024-12-01' AS last_seen_date,
  TIMESTAMP '2025-01-02 00:00:00' AS loaded_at
FROM business_names AS business, tenant_numbers AS tenant
WHERE business.business % 3 = 0 AND business.business < (SELECT 1 + max(business) FROM lines) AND NOT contains(business.name, chr(8203));

-- Eight agents report to each.
INSERT INTO payroll_analytics.dim_agent_hierarchy BY NAME
SELECT
  tenant.tenant_id,
  printf('A-%05d', agent.agent) AS agent_id,
  if(agent.agent = 0, NULL, printf('A-%05d', agent.agent // 8)) AS parent_agent_id,
  CASE WHEN agent.agent = 0 THEN 1 ELSE 2 + CAST(floor(log(agent.agent) / log(8)) AS BIGINT) END AS hierarchy_level,
  DATE '2025-01-01' AS effective_start_date
FROM agent_names AS agent, tenant_numbers AS tenant;
