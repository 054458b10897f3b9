-- The file: row_count rows of 17 columns. Even rows create, half of them with an agent_id; odd ones update an agent each, scattered over
-- the organisation's. One in a thousand is wrong, of fifteen kinds in turn.

CREATE OR REPLACE TEMP VIEW creates AS
WITH
  planned AS (
    SELECT
      range AS row,
      if(range % 1000 = 8 + 2 * (range // 1000 % 2), range // 1000 % 15, NULL) AS fault,
      -- Who is met by the row that is wrong in this way.
      range * 31 % getvariable('agent_count') // 4 * 4 AS met,
      range * 37 % getvariable('agent_count') AS neighbour
    FROM range(getvariable('row_count'))
    WHERE range % 2 = 0
  )
SELECT
  row,
  '' AS agent_entity_id,
  CASE WHEN fault = 8 THEN concat('A', met) WHEN fault IN (9, 13) OR row % 4 = 2 THEN '' ELSE concat('N', row) END AS agent_id,
  CASE
    WHEN fault = 9 THEN first_name_of(met)
    WHEN fault = 10 THEN concat('Zero', chr(8203), 'Width')
    WHEN row % 50 = 6 THEN concat('Jose', chr(769))
    WHEN row % 100 = 36 THEN 'Søren'
    ELSE ['Ben', 'Chloe', 'Ines', 'Kofi', 'Priya', 'Soren'][1 + row % 6]
  END AS first_name,
  CASE
    WHEN fault = 9 THEN last_name_of(met)
    WHEN fault = 2 THEN ''
    WHEN fault = 13 THEN 'Pipe|Cutter'
    ELSE concat('Newcomer ', row % 7919)
  END AS last_name,
  if(row % 10 = 0, 'Sunny', '') AS preferred_name,
  if(row % 40 = 12, concat('  Agency ', row % 100, ' '), concat('Agency ', row % 100)) AS agency_name,
  CAST(row AS VARCHAR) AS npn,
  if(row % 3 = 0, 'active', 'ACTIVE') AS status,
  '2025-03-01' AS effective_start_date,
  CASE
    WHEN fault = 3 THEN 'no.at.sign'
    WHEN fault = 9 THEN concat('agent', met, '@example.com')
    WHEN row % 500 = 202 THEN concat('Agent', neighbour, '@example.com')
    ELSE concat('Newcomer', row, '@Example.com')
  END AS email,
  concat('+1 444 ', lpad(CAST(row AS VARCHAR), 7, '0')) AS phone,
  concat(row % 9000, ' Oak Avenue') AS address_line1,
  if(row % 8 = 0, concat('Suite ', row % 70), '') AS address_line2,
  'Springfield' AS city,
  'IL' AS state,
  concat('627', row % 90 + 10) AS postal_code,
  'US' AS country
FROM planned;

CREATE OR REPLACE TEMP VIEW updates AS
WITH
  planned AS (
    SELECT range AS row, if(range % 1000 = 7, range // 1000 % 15, NULL) AS fault
    FROM range(getvariable('row_count'))
    WHERE range % 2 = 1
  ),
  -- A copy is the update before it over again; one agent twice is that agent with something else.
  aimed AS (
    SELECT row, fault, if(fault = 11, row - 2, row) AS source, if(fault IN (7, 11), row - 2, row) // 2 * 7919 % getvariable('agent_count') AS agent
    FROM planned
  )
SELECT
  row,
  CASE
    WHEN fault = 1 THEN entity_id(-row)
    WHEN fault = 6 THEN concat('id-', row)
    WHEN source % 200 = 61 THEN upper(entity_id(agent))
    ELSE entity_id(agent)
  END AS agent_entity_id,
  if(fault = 14 AND agent % 4 != 3, concat('Z', row), '') AS agent_id,
  first_name_of(agent) AS first_name,
  last_name_of(agent) AS last_name,
  if(source % 200 = 63, '\N', '') AS preferred_name,
  if(source % 4 = 1, concat('Agency ', source % 100 + 100), '') AS agency_name,
  CASE WHEN fault = 5 THEN 'NPN-1' WHEN source % 6 = 1 THEN CAST(agent AS VARCHAR) ELSE '' END AS npn,
  CASE WHEN fault = 4 THEN 'ACTVE' WHEN source % 6 = 3 THEN 'active' ELSE '' END AS status,
  CASE
    WHEN fault = 0 THEN '2025-02-30'
    WHEN fault = 12 THEN '2020-01-01'
    WHEN source % 100 = 51 THEN '2024-01-01'
    ELSE '2025-03-01'
  END AS effective_start_date,
  if(source % 6 = 5, concat('agent', agent, '@example.com'), '') AS email,
  if(source % 500 = 101, 'call the office', '') AS phone,
  if(source % 20 = 19, '', concat(source % 9000, if(fault = 7, ' Elm', ' Oak'), ' Avenue')) AS address_line1,
  '' AS address_line2,
  if(source % 6 = 3, 'Shelbyville', '') AS city,
  if(source % 6 = 3, 'IL', '') AS state,
  '' AS postal_code,
  '' AS country
FROM aimed;

CREATE OR REPLACE TEMP VIEW sent_rows AS
SELECT * EXCLUDE (row)
FROM (FROM creates UNION ALL FROM updates)
ORDER BY row;
