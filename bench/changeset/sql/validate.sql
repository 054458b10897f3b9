CREATE OR REPLACE TEMP TABLE cells AS
WITH
  cleaned AS (
    SELECT
      source_row,
      last_row,
      if(agent_entity_id = '', 'CREATE', 'UPDATE') AS mode,
      agent_id = '' AS empty_agent_id,
      clean(agent_entity_id) AS sent_entity_id,
      clean(agent_id) AS agent_id,
      clean(first_name) AS first_name,
      clean(last_name) AS last_name,
      clean(preferred_name) AS preferred_name,
      clean(agency_name) AS agency_name,
      clean(npn) AS npn,
      clean(status) AS status,
      clean(effective_start_date) AS effective_start_date,
      clean(email) AS email,
      clean(phone) AS phone,
      clean(address_line1) AS address_line1,
      clean(address_line2) AS address_line2,
      clean(city) AS city,
      clean(state) AS state,
      clean(postal_code) AS postal_code,
      clean(country) AS country
    FROM payroll_config.bulk_import_rows
    WHERE changeset_id = getvariable('changeset_id')
  )
SELECT
  source_row,
  last_row,
  mode,
  sent_entity_id,
  if(regexp_full_match(lower(sent_entity_id), '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'), lower(sent_entity_id), NULL) AS agent_entity_id,
  NOT empty_agent_id AND agent_id = '' AS blank_agent_id,
  nullif(agent_id, '') AS agent_id,
  nullif(first_name, '') AS first_name,
  nullif(last_name, '') AS last_name,
  nullif(preferred_name, '') AS preferred_name,
  nullif(agency_name, '') AS agency_name,
  nullif(npn, '') AS npn,
  nullif(upper(status), '') AS status,
  nullif(effective_start_date, '') AS effective_start_date,
  if(regexp_full_match(effective_start_date, '[0-9]{4}-[0-9]{2}-[0-9]{2}') AND effective_start_date BETWEEN '1900-01-01' AND '2199-12-31', TRY_CAST(effective_start_date AS DATE), NULL) AS start_date,
  if(email = '\N', email, nullif(lower(email), '')) AS email,
  nullif(phone, '') AS phone,
  nullif(address_line1, '') AS address_line1,
  nullif(address_line2, '') AS address_line2,
  nullif(city, '') AS city,
  nullif(state, '') AS state,
  nullif(postal_code, '') AS postal_code,
  nullif(country, '') AS country
FROM cleaned;

CREATE OR REPLACE TEMP TABLE keyed AS
SELECT
  source_row,
  person(nullif(first_name, '') || ' ' || last_name) AS person,
  if(
    mode = 'CREATE' AND given(agent_id) IS NULL AND start_date IS NOT NULL AND NOT contains(given(email) || given(first_name) || given(last_name), '|'),
    sha256('harbor_point_advisors|east|' || email || '|' || start_date || '|' || first_name || '|' || last_name),
    NULL
  ) AS idempotency_key
FROM cells;

INSERT INTO payroll_config.bulk_import_idempotency_keys
SELECT 'harbor_point_advisors', 'east', idempotency_key, uuid(), getvariable('changeset_id'), now()
FROM (SELECT DISTINCT idempotency_key FROM keyed WHERE idempotency_key IS NOT NULL) AS wanted
ANTI JOIN (FROM payroll_config.bulk_import_idempotency_keys WHERE tenant_id = 'harbor_point_advisors') AS known USING (idempotency_key);

-- Who each row is about.
CREATE OR REPLACE TEMP TABLE agents AS
WITH
  asked AS (
    SELECT cells.* REPLACE (given(agent_id) AS agent_id), keyed.person, keyed.idempotency_key
    FROM cells
    JOIN keyed USING (source_row)
  ),
  holders AS (
    SELECT
      asked.source_row,
      min(version.agent_entity_id) FILTER (version.agent_id = asked.agent_id) AS holder_id,
      min(version.agent_entity_id) AS any_agent_entity_id
    FROM cells AS asked
    JOIN payroll_config.agent_profile_identity_versions AS version ON upper(given(asked.agent_id)) = upper(version.agent_id)
    WHERE version.tenant_id = 'harbor_point_advisors' AND version.org_id = 'east'
    GROUP BY asked.source_row
  ),
  remembered AS (
    SELECT asked.source_row, min(ledger.identity_id) AS remembered_id
    FROM cells AS asked
    JOIN payroll_analytics.identity_ledger AS ledger ON 'agent_id:' || given(asked.agent_id) = ledger.natural_key
    WHERE ledger.tenant_id = 'harbor_point_advisors' AND ledger.org_id = 'east' AND ledger.kind = 'agent_profile'
    GROUP BY asked.source_row
  ),
  told AS (
    SELECT
      asked.*,
      CASE
        WHEN mode = 'UPDATE' THEN asked.agent_entity_id
        WHEN agent_id IS NOT NULL THEN coalesce(
          holder_id,
          remembered_id,
          uuid_of_digest(sha1(unhex('a807bb28a040519b953368442362c59e') || CAST('21:harbor_point_advisors4:east' || field(agent_id) AS BLOB)))
        )
        ELSE reserved.agent_entity_id
      END AS resolved_id,
      CASE
        WHEN mode = 'UPDATE' THEN if(asked.agent_entity_id IS NULL, NULL, 'GIVEN')
        WHEN agent_id IS NOT NULL THEN CASE WHEN holder_id IS NOT NULL THEN 'HELD' WHEN remembered_id IS NOT NULL THEN 'REMEMBERED' ELSE 'FORMULA' END
        WHEN reserved.agent_entity_id IS NOT NULL THEN 'RESERVED'
      END AS id_source,
      holder_id,
      if(holder_id IS NULL, any_agent_entity_id, NULL) AS case_variant_id
    FROM asked
    LEFT JOIN holders USING (source_row)
    LEFT JOIN remembered USING (source_row)
    LEFT JOIN (FROM payroll_config.bulk_import_idempotency_keys WHERE tenant_id = 'harbor_point_advisors') AS reserved USING (idempotency_key)
  )
SELECT
  source_row,
  mode,
  start_date,
  agent_id,
  upper(agent_id) AS folded_agent_id,
  given(email) AS email,
  person,
  idempotency_key,
  resolved_id,
  id_source,
  holder_id,
  case_variant_id,
  sha256(
    concat(
      '6:row/v1', field(mode), field(coalesce(resolved_id, sent_entity_id)), 'N', field(agent_id), field(first_name), field(last_name), field(preferred_name),
      field(agency_name), field(npn), field(status), field(effective_start_date), field(email), field(phone), field(address_line1), field(address_line2),
      field(city), field(state), field(postal_code), field(country)
    )
  ) AS row_digest
FROM told;

-- Of each side the version in force on the row's start date, by its place in the table, and what comes after it.
CREATE OR REPLACE TEMP TABLE times AS
WITH
  identity_times AS (
    SELECT
      agent.source_row,
      max(place(effective_start_date, changeset_seq)) FILTER (effective_start_date <= start_date) AS identity_base,
      arg_max(version.rowid, place(effective_start_date, changeset_seq)) FILTER (effective_start_date <= start_date) AS identity_row,
      min(effective_start_date) FILTER (effective_start_date > start_date) AS identity_until
    FROM agents AS agent
    JOIN payroll_config.agent_profile_identity_versions AS version ON version.agent_entity_id = agent.resolved_id
    WHERE version.tenant_id = 'harbor_point_advisors' AND version.org_id = 'east'
    GROUP BY agent.source_row
  ),
  contact_times AS (
    SELECT
      agent.source_row,
      max(place(effective_start_date, changeset_seq)) FILTER (effective_start_date <= start_date) AS contact_base,
      arg_max(version.rowid, place(effective_start_date, changeset_seq)) FILTER (effective_start_date <= start_date) AS contact_row,
      min(effective_start_date) FILTER (effective_start_date > start_date) AS contact_until
    FROM agents AS agent
    JOIN payroll_config.agent_profile_contact_versions AS version ON version.agent_entity_id = agent.resolved_id
    WHERE version.tenant_id = 'harbor_point_advisors' AND version.org_id = 'east'
    GROUP BY agent.source_row
  )
SELECT source_row, true AS is_known, contact_times.source_row IS NOT NULL AS had_contact, * EXCLUDE (source_row)
FROM identity_times
LEFT JOIN contact_times USING (source_row);

-- Two rows of the file about one agent.
CREATE OR REPLACE TEMP TABLE clashes AS
WITH
  keys AS (
    SELECT source_row, row_digest, 'agent_entity_id' AS key_name, resolved_id AS key
    FROM agents
    WHERE resolved_id IN (SELECT resolved_id FROM agents GROUP BY resolved_id HAVING count(*) > 1)
    UNION ALL
    SELECT source_row, row_digest, 'agent_id', folded_agent_id
    FROM agents
    WHERE folded_agent_id IN (SELECT folded_agent_id FROM agents GROUP BY folded_agent_id HAVING count(*) > 1)
    UNION ALL
    SELECT source_row, row_digest, 'email', email || '|' || person
    FROM agents
    WHERE (email, person) IN (SELECT (email, person) FROM agents WHERE email IS NOT NULL AND person IS NOT NULL GROUP BY email, person HAVING count(*) > 1)
    UNION ALL
    SELECT source_row, person, 'namesake', email
    FROM agents
    WHERE person IS NOT NULL AND email IN (SELECT email FROM agents WHERE person IS NOT NULL GROUP BY email HAVING min(person) != max(person))
  ),
  members AS (
    SELECT
      *,
      min(source_row) OVER (PARTITION BY key_name, key) AS first_row,
      min(source_row) OVER (PARTITION BY key_name, key, row_digest) AS first_alike
    FROM keys
  ),
  partners AS (
    SELECT
      *,
      if(first_alike = first_row, min(source_row) FILTER (first_alike != first_row) OVER (PARTITION BY key_name, key), first_row) AS partner_row
    FROM members
  )
SELECT
  source_row,
  min(first_alike) FILTER (first_alike < source_row AND key_name != 'namesake') AS copy_of,
  min(partner_row) FILTER (key_name = 'agent_entity_id') AS same_entity,
  min(partner_row) FILTER (key_name = 'agent_id') AS same_agent_id,
  min(partner_row) FILTER (key_name = 'email') AS same_person,
  min(partner_row) FILTER (key_name = 'namesake') AS namesake
FROM partners
GROUP BY source_row;

-- Other agents who have the row's e-mail today, and of these the ones who have its name too.
CREATE OR REPLACE TEMP TABLE strangers AS
WITH
  hits AS (
    SELECT DISTINCT agent.source_row, agent.email, agent.person, version.agent_entity_id
    FROM agents AS agent
    JOIN payroll_config.agent_profile_contact_versions AS version ON lower(clean(version.email)) = agent.email
    WHERE version.tenant_id = 'harbor_point_advisors' AND version.org_id = 'east' AND version.agent_entity_id IS DISTINCT FROM agent.resolved_id
  ),
  holders AS (
    SELECT hits.source_row, hits.person, hits.agent_entity_id
    FROM hits
    JOIN payroll_config.agent_profile_contact_versions AS version USING (agent_entity_id)
    WHERE version.tenant_id = 'harbor_point_advisors'
    GROUP BY ALL
    HAVING arg_max(lower(clean(version.email)) = hits.email, place(effective_start_date, changeset_seq))
  ),
  named AS (
    SELECT
      holders.source_row,
      holders.agent_entity_id,
      arg_max(person(version.first_name || ' ' || version.last_name) = holders.person, place(effective_start_date, changeset_seq)) AS has_the_name
    FROM holders
    JOIN payroll_config.agent_profile_identity_versions AS version USING (agent_entity_id)
    WHERE version.tenant_id = 'harbor_point_advisors'
    GROUP BY holders.source_row, holders.agent_entity_id
  )
SELECT source_row, min(agent_entity_id) AS of_email, min(agent_entity_id) FILTER (has_the_name) AS of_name
FROM named
GROUP BY source_row;

INSERT INTO payroll_config.bulk_import_resolutions
WITH
  merged AS (
    SELECT
      cell.source_row,
      cell.last_row,
      cell.mode,
      cell.sent_entity_id,
      cell.blank_agent_id,
      cell.first_name AS first_name_cell,
      cell.last_name AS last_name_cell,
      cell.effective_start_date AS start_cell,
      cell.email AS email_cell,
      agent.resolved_id,
      agent.id_source,
      agent.holder_id,
      agent.case_variant_id,
      agent.agent_id AS given_agent_id,
      agent.idempotency_key,
      agent.start_date,
      agent.row_digest,
      coalesce(times.is_known, false) AS is_known,
      coalesce(times.had_contact, false) AS had_contact,
      times.identity_base,
      times.identity_until,
      times.contact_base,
      times.contact_until,
      clashes.copy_of,
      clashes.same_entity,
      clashes.same_agent_id,
      clashes.same_person,
      clashes.namesake,
      strangers.of_email,
      strangers.of_name,
      kept(cell.agent_id, identity.agent_id) AS agent_id,
      kept(cell.first_name, identity.first_name) AS first_name,
      kept(cell.last_name, identity.last_name) AS last_name,
      kept(cell.preferred_name, identity.preferred_name) AS preferred_name,
      kept(cell.agency_name, identity.agency_name) AS agency_name,
      kept(cell.npn, identity.npn) AS npn,
      kept(if(cell.status = upper(identity.status), identity.status, cell.status), identity.status) AS status,
      kept(if(cell.email = contact.email OR cell.email = lower(clean(contact.email)), contact.email, cell.email), contact.email) AS email,
      kept(cell.phone, contact.phone) AS phone,
      kept(cell.address_line1, contact.address_line1) AS address_line1,
      kept(cell.address_line2, contact.address_line2) AS address_line2,
      kept(cell.city, contact.city) AS city,
      kept(cell.state, contact.state) AS state,
      kept(cell.postal_code, contact.postal_code) AS postal_code,
      kept(cell.country, contact.country) AS country,
      identity.agent_id AS old_agent_id,
      identity.first_name AS old_first_name,
      identity.last_name AS old_last_name,
      identity.preferred_name AS old_preferred_name,
      identity.agency_name AS old_agency_name,
      identity.npn AS old_npn,
      identity.status AS old_status,
      contact.email AS old_email,
      contact.phone AS old_phone,
      contact.address_line1 AS old_address_line1,
      contact.address_line2 AS old_address_line2,
      contact.city AS old_city,
      contact.state AS old_state,
      contact.postal_code AS old_postal_code,
      contact.country AS old_country
    FROM cells AS cell
    JOIN agents AS agent USING (source_row)
    LEFT JOIN times USING (source_row)
    LEFT JOIN clashes USING (source_row)
    LEFT JOIN strangers USING (source_row)
    LEFT JOIN payroll_config.agent_profile_identity_versions AS identity ON identity.rowid = times.identity_row
    LEFT JOIN payroll_config.agent_profile_contact_versions AS contact ON contact.rowid = times.contact_row
  ),
  compared AS (
    SELECT
      *,
      identity_base IS NULL
        OR agent_id IS DISTINCT FROM old_agent_id
        OR first_name IS DISTINCT FROM old_first_name
        OR last_name IS DISTINCT FROM old_last_name
        OR preferred_name IS DISTINCT FROM old_preferred_name
        OR agency_name IS DISTINCT FROM old_agency_name
        OR npn IS DISTINCT FROM old_npn
        OR status IS DISTINCT FROM old_status AS identity_changed,
      email IS DISTINCT FROM old_email
        OR phone IS DISTINCT FROM old_phone
        OR address_line1 IS DISTINCT FROM old_address_line1
        OR address_line2 IS DISTINCT FROM old_address_line2
        OR city IS DISTINCT FROM old_city
        OR state IS DISTINCT FROM old_state
        OR postal_code IS DISTINCT FROM old_postal_code
        OR country IS DISTINCT FROM old_country AS contact_changed,
      email_cell != '\N'
        AND (
          mode = 'CREATE' AND NOT is_known
          OR email IS DISTINCT FROM old_email
          OR first_name IS DISTINCT FROM old_first_name
          OR last_name IS DISTINCT FROM old_last_name
        ) AS seeks_strangers,
      if(
        coalesce(copy_of, same_entity, same_agent_id, same_person) IS NULL AND (mode = 'CREATE' AND NOT is_known OR email IS DISTINCT FROM old_email),
        namesake,
        NULL
      ) AS namesake_row,
      concat(
        agent_id, first_name, last_name, preferred_name, agency_name, npn, email, phone, address_line1, address_line2, city, state, postal_code, country
      ) AS all_texts
    FROM merged
  ),
  judged AS (
    SELECT
      *,
      concat_ws(
        ' ',
        if(mode = 'UPDATE' AND sent_entity_id = '', 'BLANK_ID:agent_entity_id', NULL),
        if(mode = 'UPDATE' AND sent_entity_id != '' AND resolved_id IS NULL, 'BAD_UUID:agent_entity_id', NULL),
        if(mode = 'UPDATE' AND resolved_id IS NOT NULL AND NOT is_known, 'UNKNOWN_AGENT:agent_entity_id', NULL),
        if(blank_agent_id, 'BLANK_ID:agent_id', NULL),
        if(first_name_cell IS NULL, 'MISSING_VALUE:first_name', NULL),
        if(last_name_cell IS NULL, 'MISSING_VALUE:last_name', NULL),
        if(start_cell IS NULL, 'MISSING_VALUE:effective_start_date', NULL),
        if(email_cell IS NULL AND mode = 'CREATE' AND given_agent_id IS NULL AND NOT blank_agent_id, 'MISSING_VALUE:email', NULL),
        if(first_name_cell = '\N', 'CANNOT_CLEAR:first_name', NULL),
        if(last_name_cell = '\N', 'CANNOT_CLEAR:last_name', NULL),
        if(start_cell = '\N', 'CANNOT_CLEAR:effective_start_date', NULL),
        if(email_cell = '\N' AND mode = 'CREATE' AND given_agent_id IS NULL, 'CANNOT_CLEAR:email', NULL),
        if(start_date IS NULL AND start_cell != '\N', 'BAD_DATE:effective_start_date', NULL),
        if(mode = 'UPDATE' AND is_known AND identity_base IS NULL AND start_date IS NOT NULL, 'BEFORE_FIRST_VERSION:effective_start_date', NULL),
        if(is_known AND agent_id IS DISTINCT FROM old_agent_id AND old_agent_id IS NOT NULL, 'AGENT_ID_FIXED:agent_id', NULL),
        if(holder_id != resolved_id, 'AGENT_ID_TAKEN:agent_id', NULL),
        if(case_variant_id IS NOT NULL, 'AGENT_ID_CASE:agent_id', NULL),
        if(email IS DISTINCT FROM old_email AND NOT regexp_full_match(email, '[^@,;<> ]{1,64}@[^@,;<> .]+([.][^@,;<> .]+)+'), 'BAD_EMAIL:email', NULL),
        if(npn IS DISTINCT FROM old_npn AND NOT regexp_full_match(npn, '[0-9]{1,10}'), 'BAD_NPN:npn', NULL),
        if(status IS DISTINCT FROM old_status AND status NOT IN ('ACTIVE', 'INACTIVE', 'ON_LEAVE', 'PENDING', 'SUSPENDED', 'TERMINATED'), 'BAD_STATUS:status', NULL),
        if(
          mode = 'CREATE' AND given_agent_id IS NULL AND idempotency_key IS NULL AND start_date IS NOT NULL,
          nullif(
            concat_ws(
              ' ',
              if(contains(given(email_cell), '|'), 'SEPARATOR_IN_KEY:email', NULL),
              if(contains(first_name_cell, '|'), 'SEPARATOR_IN_KEY:first_name', NULL),
              if(contains(last_name_cell, '|'), 'SEPARATOR_IN_KEY:last_name', NULL)
            ),
            ''
          ),
          NULL
        ),
        if(
          strlen(all_texts) <= 1000,
          NULL,
          concat_ws(
            ' ',
            if(length(agent_id) > 1000, 'TOO_LONG:agent_id', NULL),
            if(length(first_name) > 1000, 'TOO_LONG:first_name', NULL),
            if(length(last_name) > 1000, 'TOO_LONG:last_name', NULL),
            if(length(agency_name) > 1000, 'TOO_LONG:agency_name', NULL),
            if(length(address_line1) > 1000, 'TOO_LONG:address_line1', NULL)
          )
        ),
        if(
          strlen(all_texts) = length(all_texts),
          NULL,
          nullif(
            concat_ws(
              ' ',
              nullif(name_fault(agent_id), '') || ':agent_id',
              nullif(name_fault(first_name), '') || ':first_name',
              nullif(name_fault(last_name), '') || ':last_name',
              nullif(name_fault(email), '') || ':email'
            ),
            ''
          )
        ),
        CASE
          WHEN copy_of IS NOT NULL THEN 'DUPLICATE_ROW:'
          WHEN same_entity IS NOT NULL AND mode = 'UPDATE' THEN 'DUPLICATE_AGENT:agent_entity_id'
          WHEN same_entity IS NOT NULL THEN if(given_agent_id IS NULL, 'DUPLICATE_AGENT:email', 'DUPLICATE_AGENT:agent_id')
          WHEN same_agent_id IS NOT NULL THEN 'DUPLICATE_AGENT:agent_id'
          WHEN same_person IS NOT NULL THEN 'DUPLICATE_AGENT:email'
        END,
        if(mode = 'CREATE' AND is_known AND (identity_changed OR contact_changed), if(given_agent_id IS NULL, 'AGENT_EXISTS:', 'AGENT_EXISTS:agent_id'), NULL),
        if(seeks_strangers AND of_name IS NOT NULL, 'AGENT_EXISTS:email', NULL)
      ) AS errors,
      concat_ws(
        ' ',
        if(identity_base IS NOT NULL AND (identity_changed AND identity_until IS NOT NULL OR contact_changed AND contact_until IS NOT NULL), 'SPLITS_WINDOW:effective_start_date', NULL),
        if(
          identity_changed AND identity_base >= place(start_date, 0) OR contact_changed AND contact_base >= place(start_date, 0),
          'REPLACES_VERSION:effective_start_date',
          NULL
        ),
        if(
          seeks_strangers AND of_email IS NOT NULL AND of_name IS NULL OR namesake_row IS NOT NULL AND (NOT seeks_strangers OR of_name IS NULL),
          'SAME_EMAIL:email',
          NULL
        ),
        if(phone IS DISTINCT FROM old_phone AND NOT regexp_full_match(phone, '[-+0-9 ()./x#]{3,40}'), 'ODD_PHONE:phone', NULL)
      ) AS warnings,
      if(mode = 'UPDATE' AND sent_entity_id != resolved_id, 'LOWERED_ID:agent_entity_id', '') AS notes
    FROM compared
  )
SELECT
  getvariable('changeset_id'),
  'harbor_point_advisors',
  1,
  source_row,
  last_row,
  mode,
  CASE WHEN errors != '' THEN 'REJECTED' WHEN NOT is_known THEN 'CREATE' WHEN identity_changed OR contact_changed THEN 'UPDATE' ELSE 'UNCHANGED' END,
  resolved_id,
  id_source,
  idempotency_key,
  start_date,
  agent_id,
  first_name,
  last_name,
  preferred_name,
  agency_name,
  npn,
  status,
  email,
  phone,
  address_line1,
  address_line2,
  city,
  state,
  postal_code,
  country,
  identity_changed,
  identity_base,
  identity_until,
  contact_changed,
  contact_base,
  contact_until,
  had_contact,
  errors,
  warnings,
  notes,
  coalesce(
    copy_of,
    same_entity,
    same_agent_id,
    same_person,
    if(seeks_strangers AND coalesce(of_name, of_email) IS NOT NULL, NULL, namesake_row)
  ),
  coalesce(
    if(holder_id != resolved_id, holder_id, NULL),
    case_variant_id,
    if(seeks_strangers, coalesce(of_name, of_email), NULL),
    if(is_known AND mode = 'CREATE', resolved_id, NULL)
  ),
  row_digest
FROM judged;

DROP TABLE cells;

DROP TABLE keyed;

DROP TABLE agents;

DROP TABLE times;

INSERT INTO payroll_config.bulk_import_issues
WITH
  tokens AS (
    SELECT * EXCLUDE (warnings, notes), unnest(
      list_transform(string_split(errors, ' '), lambda code : 'ERROR:' || code)
      || list_transform(string_split(warnings, ' '), lambda code : 'WARNING:' || code)
      || list_transform(string_split(notes, ' '), lambda code : 'NOTE:' || code)
    ) AS token
    FROM payroll_config.bulk_import_resolutions
    WHERE changeset_id = getvariable('changeset_id') AND (errors != '' OR warnings != '' OR notes != '')
  ),
  codes AS (
    SELECT *, string_split(token, ':')[1] AS severity, string_split(token, ':')[2] AS code, nullif(string_split(token, ':')[3], '') AS column_name
    FROM tokens
    WHERE string_split(token, ':')[2] != ''
  ),
  worded AS (
    SELECT
      codes.*,
      CASE codes.column_name
        WHEN 'agent_entity_id' THEN sent.agent_entity_id
        WHEN 'agent_id' THEN sent.agent_id
        WHEN 'first_name' THEN sent.first_name
        WHEN 'last_name' THEN sent.last_name
        WHEN 'npn' THEN sent.npn
        WHEN 'status' THEN sent.status
        WHEN 'effective_start_date' THEN sent.effective_start_date
        WHEN 'email' THEN sent.email
        WHEN 'phone' THEN sent.phone
      END AS sent_value
    FROM codes
    JOIN (FROM payroll_config.bulk_import_rows WHERE changeset_id = getvariable('changeset_id')) AS sent USING (source_row)
  )
SELECT
  getvariable('changeset_id'),
  'harbor_point_advisors',
  1,
  source_row,
  column_name,
  severity,
  code,
  CASE code
    WHEN 'BAD_UUID' THEN 'Not a UUID'
    WHEN 'UNKNOWN_AGENT' THEN 'The organisation has no agent with this id'
    WHEN 'MISSING_VALUE' THEN 'The cell is empty'
    WHEN 'BAD_DATE' THEN 'Not a date of the calendar in this form'
    WHEN 'BEFORE_FIRST_VERSION' THEN 'Before the first version of the agent, which starts on ' || identity_until
    WHEN 'AGENT_ID_FIXED' THEN 'The agent has another agent_id, and an agent_id, once set, stays'
    WHEN 'BAD_EMAIL' THEN 'Not an e-mail address'
    WHEN 'BAD_NPN' THEN 'Not a National Producer Number'
    WHEN 'BAD_STATUS' THEN 'Not a listed status; the nearest is ' || list_reduce(statuses(), lambda one, other : if(levenshtein(upper(sent_value), other) < levenshtein(upper(sent_value), one), other, one))
    WHEN 'SEPARATOR_IN_KEY' THEN 'A new agent''s key is made of names, e-mail and date with | between them, so none may hold one'
    WHEN 'INVISIBLE_CHARACTER' THEN 'Holds a character that cannot be seen, so that two ids could look the same'
    WHEN 'DUPLICATE_ROW' THEN 'The same as line ' || partner_row
    WHEN 'DUPLICATE_AGENT' THEN 'The same agent as on line ' || partner_row || ', which says something else'
    WHEN 'AGENT_EXISTS' THEN 'This agent exists already, as ' || matched_agent_entity_id
    WHEN 'SPLITS_WINDOW' THEN
      'A later version takes over'
        || if(identity_changed AND identity_until IS NOT NULL, ' the identity on ' || identity_until, '')
        || if(identity_changed AND identity_until IS NOT NULL AND contact_changed AND contact_until IS NOT NULL, ',', '')
        || if(contact_changed AND contact_until IS NOT NULL, ' the contact on ' || contact_until, '')
        || ': the row holds only until then'
    WHEN 'REPLACES_VERSION' THEN 'A version starts on this very day: the row takes its place'
    WHEN 'SAME_EMAIL' THEN
      if(partner_row IS NULL OR contains(errors, 'DUPLICATE_'), 'Agent ' || matched_agent_entity_id, 'Line ' || partner_row)
        || ' has this e-mail address, under another name'
    WHEN 'ODD_PHONE' THEN 'Does not look like a telephone number; it is taken as it is'
    WHEN 'LOWERED_ID' THEN 'Taken in lower case'
    ELSE code
  END,
  sent_value,
  CASE code
    WHEN 'BAD_UUID' THEN '8-4-4-4-12 hexadecimal digits, or the id of a migrated agent, letter for letter'
    WHEN 'UNKNOWN_AGENT' THEN 'an agent_entity_id of the organisation, or an empty cell to create the agent'
    WHEN 'MISSING_VALUE' THEN 'a name'
    WHEN 'BEFORE_FIRST_VERSION' THEN 'a day from ' || identity_until || ' on'
    WHEN 'AGENT_ID_FIXED' THEN 'the agent''s agent_id, or an empty cell'
    WHEN 'BAD_EMAIL' THEN 'one address such as name@example.com'
    WHEN 'BAD_NPN' THEN 'at most 10 digits'
    WHEN 'BAD_DATE' THEN 'a date as YYYY-MM-DD, from 1900-01-01 to 2199-12-31'
    WHEN 'BAD_STATUS' THEN array_to_string(statuses(), ', ')
    WHEN 'SEPARATOR_IN_KEY' THEN 'no |, or an agent_id'
    WHEN 'INVISIBLE_CHARACTER' THEN 'characters that can be seen'
    WHEN 'CONTROL_CHARACTER' THEN 'text without control characters'
    WHEN 'DUPLICATE_ROW' THEN 'one row an agent'
    WHEN 'DUPLICATE_AGENT' THEN 'one row an agent, whatever its date; a second change in a file of its own'
    WHEN 'AGENT_EXISTS' THEN if(mode = 'CREATE', 'its agent_entity_id, to update it', 'an e-mail address or a name of its own')
  END
FROM worded;

-- The plan: what is asked for, what would come of it, and how many of each.
UPDATE payroll_config.config_bulk_import_changesets AS changeset
SET
  status = 'VALIDATED',
  validation_count = 1,
  changeset_hash = plan.changeset_hash,
  plan_hash = plan.plan_hash,
  created_count = plan.created_count,
  updated_count = plan.updated_count,
  updated_row_count = plan.updated_row_count,
  unchanged_count = plan.unchanged_count,
  rejected_count = plan.rejected_count,
  contact_created_count = plan.contact_created_count,
  contact_updated_count = plan.contact_updated_count,
  warning_count = plan.warning_count,
  metadata = concat(keys.key_count, ' ', keys.key_digest)
FROM
  (
    SELECT
      sha256(string_agg(asked_digest, '' ORDER BY prefix)) AS changeset_hash,
      sha256(string_agg(decided_digest, '' ORDER BY prefix)) AS plan_hash,
      sum(created_count) AS created_count,
      sum(updated_count) AS updated_count,
      sum(updated_row_count) AS updated_row_count,
      sum(unchanged_count) AS unchanged_count,
      sum(rejected_count) AS rejected_count,
      sum(contact_created_count) AS contact_created_count,
      sum(contact_updated_count) AS contact_updated_count,
      sum(warning_count) AS warning_count
    FROM
      (
        SELECT
          substring(row_digest, 1, 2) AS prefix,
          sha256(string_agg(row_digest, '' ORDER BY row_digest)) AS asked_digest,
          sha256(string_agg(decided, '' ORDER BY decided)) AS decided_digest,
          count(*) FILTER (outcome = 'CREATE') AS created_count,
          count(*) FILTER (outcome = 'UPDATE' AND identity_changed) AS updated_count,
          count(*) FILTER (outcome = 'UPDATE') AS updated_row_count,
          count(*) FILTER (outcome = 'UNCHANGED') AS unchanged_count,
          count(*) FILTER (outcome = 'REJECTED') AS rejected_count,
          count(*) FILTER (outcome IN ('CREATE', 'UPDATE') AND contact_changed AND NOT had_contact) AS contact_created_count,
          count(*) FILTER (outcome IN ('CREATE', 'UPDATE') AND contact_changed AND had_contact) AS contact_updated_count,
          sum(if(warnings = '', 0, len(string_split(warnings, ' ')))) AS warning_count
        FROM
          (
            SELECT
              *,
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
  ) AS plan,
  (
    SELECT sum(key_count) AS key_count, sha256(string_agg(digest, '' ORDER BY prefix)) AS key_digest
    FROM
      (
        SELECT substring(idempotency_key, 1, 2) AS prefix, count(*) AS key_count, sha256(string_agg(idempotency_key, '' ORDER BY idempotency_key)) AS digest
        FROM payroll_config.bulk_import_resolutions
        WHERE changeset_id = getvariable('changeset_id') AND outcome = 'CREATE' AND idempotency_key IS NOT NULL
        GROUP BY prefix
      )
  ) AS keys
WHERE changeset.changeset_id = getvariable('changeset_id');
