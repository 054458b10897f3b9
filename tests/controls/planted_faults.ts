import { createHash } from 'node:crypto';
import { agentEntityId } from '../../includes/src/agent_entity_id.ts';
import { eventHash } from '../../includes/src/audit_event.ts';
import type { LocalWarehouse } from '../fixtures/warehouse/local_warehouse.ts';
import { HARBOR, LEGACY } from '../fixtures/warehouse/small_warehouse.ts';

/** Tenant, failing key, issue description. */
export type Failure = readonly [tenant: string | null, key: string, issue: string];

/** One fault in the small warehouse, and what the one control that looks for it has to say. */
export interface PlantedFault {
  readonly fault: string;
  /** DuckDB SQL past the project, or what takes more than that. */
  readonly plant: string | ((local: LocalWarehouse) => Promise<unknown>);
  /** What a run makes of the fault before the controls see it. */
  readonly rerun?: readonly string[];
  readonly failures: readonly Failure[];
  /** Other controls that have to find it too, each from its own side. */
  readonly alsoFail?: readonly string[];
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

// The small warehouse's ids.
const TELEDATA = '6cd1a713faf7c2ba';
const ZENITH = 'de23e2abb1d1e35a';
const JANE = 'AGENT:c5974e2b4ded850d';
const GARY = 'AGENT:9e38bbd9e4fa132f';
const J_DOE = 'AGENT:db213c05bbf1770e';
const HARBOR_TELEDATA = 'cb11ce173b7c1ef2';
const HARBOR_JANE = 'AGENT:bd7b76f2d274ba4a';
const FIRST_LINE = '94a027dbc0cd04e34ec75efa2873de8a575ea4e7f0ab89f7c66562c1a820b7b1';
const SECOND_LINE = 'd388b9650a5c4bde36e194e6fe6a7e712623e3b549c75a1088a63f624d0459b8';
const UNPAID_LINE = 'fbffa195abf99376641a8b36a5527d5fbb09feec1364c6f7b26a0bc9b39dde04';
const JANES_COMPONENT = '7deacacad148a45e6148af099bd703a40d23a3a6720a9c36682f840c200e0748';
const OWNERS_COMPONENT = '8eb63925e449a8aed6efab77b8750cbdb42cabbbeb432e5e0e2392ae1a59136e';
const UNNAMED_COMPONENT = '7dc4f65095634dc1381c9d5cee2961744501449765ca19d6fa4775471b3c8c46';
const HARBOR_COMPONENT = 'a080d59c2b94f32f2dabfc455687181daa16b868e1b04a56d1eb6eb317116f62';

/** The agents of the committed changeset and of the one that was rolled back, by what their ids are made of. */
const JO = agentEntityId(LEGACY, 'west', 'P-1');
const MIA = agentEntityId(LEGACY, 'west', 'P-3');
/** A changeset's id is random: the tests put its file in the id's place. */
const COMMITTED = 'agents.csv';
const ROLLED_BACK = 'mistaken.csv';
/** A version that no changeset of ours has to answer for. */
const MIGRATED = `'migrated' AS changeset_id, 0 AS changeset_seq, 'MIGRATE' AS operation`;

/** What control 4 says of a month: the sums that differ, and how many rows, such as which. */
function lessView(tenant: string, month: string, sums: string, rows: string): Failure {
  return [
    tenant,
    `${tenant} ${month}`,
    `the snapshots less the view: ${sums}; source rows that differ: ${rows}`,
  ];
}

const GIVE_ANOTHER_ID =
  'let the reference mapping carry one id for it, which nobody has (keyfast load business-mapping), then run again (keyfast run)';

const OF_LOWER_CASE: Failure = [
  LEGACY,
  'harbor|TELEDATA CONTRACTORS INC',
  'was assigned as "harbor|TELEDATA CONTRACTORS INC", which is another name',
];

function traced(change: string, component = JANES_COMPONENT): string {
  return `UPDATE payroll_analytics.commission_traceability SET ${change} WHERE stage3_component_id = '${component}'`;
}

/** A change of the line that nobody is paid for. */
function unpaid(change: string): string {
  return `UPDATE payroll_analytics.commission_traceability SET ${change} WHERE stage1_row_id = '${UNPAID_LINE}'`;
}

/** Jane's component shows something else than its source row says. */
function shows(column: string, value: string): PlantedFault {
  return {
    fault: `a component shows another ${column}`,
    plant: traced(`${column} = ${value}`),
    failures: [[LEGACY, JANES_COMPONENT, `shows another ${column} than its source row`]],
  };
}

/** A row beyond those that control 4 counts: no line, no component, no money. */
function extraRow(columns: string, values: string): string {
  return `INSERT INTO payroll_analytics.commission_traceability (${columns}) VALUES (${values})`;
}

/** With the digest that the formula gives the legacy tenant's name. */
function ledgerRow(tenant: string, kind: string, name: string, id: string): string {
  const digest = kind === 'business' ? md5(name) : sha256(name);
  return `INSERT INTO payroll_analytics.identity_ledger
    SELECT '${tenant}', NULL, '${kind}', '${id}', '${name}', '${name}', '${name}', 'MINTED', 1, '${digest}', assigned_at, assigned_by
    FROM payroll_analytics.identity_ledger WHERE identity_id = '${kind === 'agent' ? GARY : ZENITH}'`;
}

/** Past `keyfast load`, which refuses an id that is another's. */
function mappingRow(name: string, id: string): string {
  return `INSERT INTO payroll_processed.business_id_mapping (tenant_id, business_id, business_name, normalized_name, loaded_at)
    VALUES ('${LEGACY}', '${id}', '${name}', upper('${name}'), now())`;
}

function aliasRow(alias: string, canonical: string, id: string): string {
  return `INSERT INTO payroll_analytics.identity_aliases
    SELECT '${LEGACY}', 'agent', '${alias}', '${alias}', '${canonical}', '${id}', 'test', 'ann', now(), NULL, NULL, NULL`;
}

function joinedSilently(alias: string, id: string): Failure {
  return [LEGACY, alias, `was joined to ${id}, and no event of the audit chain says so`];
}

function assignedByNobody(key: string): Failure {
  return [
    LEGACY,
    key,
    'is said to be assigned by a run, changeset or migration that assigned nothing of its kind at that time',
  ];
}

function profileAssignment(agentId: string, id: string): string {
  return `INSERT INTO payroll_analytics.identity_ledger
    SELECT * REPLACE ('agent_id:${agentId}' AS natural_key, '${id}' AS identity_id)
    FROM payroll_analytics.identity_ledger WHERE identity_id = '${JO}'`;
}

function changeset(file: string, change: string): string {
  return `UPDATE payroll_config.config_bulk_import_changesets SET ${change} WHERE source_file = '${file}'`;
}

/** Jo's once more, with other columns. */
function identityVersion(replacements: string): string {
  return `INSERT INTO payroll_config.agent_profile_identity_versions
    SELECT * REPLACE (${replacements})
    FROM payroll_config.agent_profile_identity_versions WHERE agent_entity_id = '${JO}' AND operation = 'CREATE'`;
}

function ends(agent: string, end: string): string {
  return `UPDATE payroll_analytics.dim_agent_identity SET effective_end_date = ${end} WHERE agent_key = '${agent}'`;
}

function reservation(key: string, agent: string): string {
  return `INSERT INTO payroll_config.bulk_import_idempotency_keys
    VALUES ('${LEGACY}', 'west', '${key}', '${agent}', 'changeset', now())`;
}

function hierarchyRow(tenant: string, agent: string, parent: string): string {
  return `INSERT INTO payroll_analytics.dim_agent_hierarchy VALUES ('${tenant}', '${agent}', '${parent}', 9, NULL, NULL)`;
}

/** Gives an assigned id another value everywhere that it stands, as a wrong formula would have. */
async function giveOtherId(
  local: LocalWarehouse,
  oldId: string,
  newId: string,
  source = 'MINTED',
): Promise<void> {
  await local.sql(
    `UPDATE payroll_analytics.identity_ledger SET identity_id = '${newId}', source = '${source}' WHERE identity_id = '${oldId}'`,
  );
  await local.sql(
    `UPDATE payroll_analytics.dim_business_mapping SET business_id = '${newId}' WHERE business_id = '${oldId}'`,
  );
  await local.sql(
    `UPDATE payroll_analytics.dim_agent_identity SET agent_key = '${newId}' WHERE agent_key = '${oldId}'`,
  );
}

/** Says of an assigned id that another formula gave it. */
function formulaVersion(id: string, version: number): string {
  return `UPDATE payroll_analytics.identity_ledger SET formula_version = ${version} WHERE identity_id = '${id}';
    UPDATE payroll_analytics.dim_business_mapping SET formula_version = ${version} WHERE business_id = '${id}';
    UPDATE payroll_analytics.dim_agent_identity SET formula_version = ${version} WHERE agent_key = '${id}'`;
}

/** Writes harbor's last event anew, its hash sound, after an event that never was. */
async function forkChain(local: LocalWarehouse): Promise<void> {
  const [event = []] = await local.sql(
    `SELECT epoch_us(occurred_at), event_type, actor, session_user_name, subject, details
     FROM payroll_config.audit_events WHERE tenant_id = '${HARBOR}' AND sequence = 4`,
  );
  const [occurredAt, eventType, actor, sessionUser, subject, details] = event.map(String);
  const previousHash = '1'.repeat(64);
  const hash = eventHash({
    tenantId: HARBOR,
    sequence: 4n,
    previousHash,
    occurredAt: BigInt(occurredAt!),
    eventType: eventType!,
    actor: actor!,
    sessionUser: sessionUser!,
    subject: subject!,
    details: details!,
  });
  await local.sql(
    `UPDATE payroll_config.audit_events SET previous_hash = '${previousHash}', event_hash = '${hash}'
     WHERE tenant_id = '${HARBOR}' AND sequence = 4`,
  );
  await local.sql(`UPDATE payroll_config.tenants SET event_hash = '${hash}' WHERE tenant_id = '${HARBOR}'`);
}

/** A whole, sound chain of a tenant that nobody registered. */
function ghostChain(): string {
  const hash = eventHash({
    tenantId: 'ghost',
    sequence: 1n,
    previousHash: '0'.repeat(64),
    occurredAt: 0n,
    eventType: 'FILE_LOADED',
    actor: 'ann',
    sessionUser: 'duckdb',
    subject: 'file',
    details: '{}',
  });
  return `INSERT INTO payroll_config.audit_events VALUES
    ('ghost', 1, '${'0'.repeat(64)}', TIMESTAMPTZ '1970-01-01 00:00:00+00', 'FILE_LOADED', 'ann', 'duckdb', 'file', '{}', '${hash}')`;
}

/** The mapping's own business gets a name that can have no id, and a run sees it. */
async function quarantineZenith(local: LocalWarehouse): Promise<void> {
  await local.sql(
    `UPDATE payroll_processed.business_id_mapping SET business_name = 'Zenith' || chr(8203)
     WHERE normalized_name = 'ZENITH FREIGHT'`,
  );
  await local.run('evidence_begin', 'dim_business_mapping', 'commission_traceability');
}

/** By control id: a fault for every way in which the control can fail. */
export const PLANTED_FAULTS: Readonly<Record<string, readonly PlantedFault[]>> = {
  '1': [
    {
      fault: 'two lines get one id',
      plant: `CREATE OR REPLACE TABLE main.lines AS FROM payroll_processed.stage1_lines;
        UPDATE main.lines SET stage1_row_id = '${FIRST_LINE}' WHERE stage1_row_id = '${SECOND_LINE}';
        CREATE OR REPLACE VIEW payroll_processed.stage1_lines AS FROM main.lines`,
      rerun: ['commission_traceability'],
      failures: [[LEGACY, FIRST_LINE, 'names 2 stage-1 lines']],
    },
    {
      fault: 'a line gets an id that the formula does not give',
      plant: `CREATE OR REPLACE TABLE main.lines AS FROM payroll_processed.stage1_lines;
        UPDATE main.lines SET stage1_row_id = 'wrong' WHERE stage1_row_id = '${SECOND_LINE}';
        CREATE OR REPLACE VIEW payroll_processed.stage1_lines AS FROM main.lines`,
      rerun: ['commission_traceability'],
      failures: [[LEGACY, 'wrong', 'is an id that no stage-1 line of its month gives']],
    },
    {
      fault: "two lines have each other's id",
      plant: `UPDATE payroll_analytics.commission_traceability
        SET stage1_row_id = IF(stage1_row_id = '${SECOND_LINE}', '${UNPAID_LINE}', '${SECOND_LINE}')
        WHERE stage1_row_id IN ('${SECOND_LINE}', '${UNPAID_LINE}')`,
      failures: [
        [LEGACY, SECOND_LINE, 'is the id of 2025-01.stage1.csv:3, but its row says 2025-01.stage1.csv:4'],
        [LEGACY, UNPAID_LINE, 'is the id of 2025-01.stage1.csv:4, but its row says 2025-01.stage1.csv:3'],
      ],
    },
    {
      fault: 'a line that stands alone shows another spelling of its business',
      plant: unpaid("business_name = 'ACME WIDGETS INC'"),
      failures: [[LEGACY, UNPAID_LINE, 'shows another business_name than its source row']],
    },
    {
      fault: 'a line that stands alone shows another product',
      plant: unpaid("product_code = 'MED'"),
      failures: [[LEGACY, UNPAID_LINE, 'shows another product_code than its source row']],
    },
    {
      fault: 'a line that stands alone has the fingerprint of another content',
      plant: unpaid("content_fingerprint = 'f00d'"),
      failures: [[LEGACY, UNPAID_LINE, 'has another content_fingerprint than its source row']],
    },
    {
      fault: 'a line that stands alone pays somebody',
      plant: unpaid(`agent_key = '${JANE}', agent_name = 'Jane Doe', commission_amount = 1000000`),
      failures: [
        [
          LEGACY,
          UNPAID_LINE,
          'stands alone, and shows an agent, a commission or a component, of which it has none',
        ],
      ],
    },
    {
      fault: 'a line that stands alone says that it came from another file',
      plant: unpaid(`source_file = 'elsewhere.csv'`),
      failures: [[LEGACY, UNPAID_LINE, 'stands alone, and its row says that it came from elsewhere']],
    },
  ],
  '2': [
    {
      fault: 'two components get one id',
      plant: traced(`stage3_component_id = '${JANES_COMPONENT}'`, OWNERS_COMPONENT),
      failures: [[LEGACY, JANES_COMPONENT, 'names 2 components']],
    },
    {
      fault: 'a component gets an id that the formula does not give',
      plant: traced("stage3_component_id = 'invented'"),
      failures: [[LEGACY, 'invented', 'is an id that no component of its month gives']],
    },
    {
      fault: "two components have each other's id",
      plant: `UPDATE payroll_analytics.commission_traceability
        SET stage3_component_id = IF(stage3_component_id = '${JANES_COMPONENT}', '${OWNERS_COMPONENT}', '${JANES_COMPONENT}')
        WHERE stage3_component_id IN ('${JANES_COMPONENT}', '${OWNERS_COMPONENT}')`,
      failures: [
        [LEGACY, JANES_COMPONENT, 'is the id of 2025-01.stage3.csv:2, but its row says 2025-01.stage3.csv:3'],
        [
          LEGACY,
          OWNERS_COMPONENT,
          'is the id of 2025-01.stage3.csv:3, but its row says 2025-01.stage3.csv:2',
        ],
      ],
    },
    shows('business_name', "'Teledata Contractors Inc'"),
    shows('product_code', "'DEN'"),
    shows('agent_name', "'JANE DOE'"),
    shows('component_type', "'OVERRIDE'"),
    shows('split_rate', '0.61'),
    shows('agent_id', "'A-2'"),
    {
      fault: "a component that names nobody shows another than its row's agent_id for a key",
      plant: `UPDATE payroll_analytics.commission_traceability SET agent_key = 'OWNER' WHERE agent_id = 'H-9'`,
      failures: [[LEGACY, UNNAMED_COMPONENT, 'shows another agent_key than its source row']],
    },
    {
      fault: 'a component without an upstream id shows another than the legacy one of its name',
      plant: traced("agent_id = 'NAME:0123456789ab'", OWNERS_COMPONENT),
      failures: [[LEGACY, OWNERS_COMPONENT, 'shows another agent_id than its source row']],
    },
    {
      fault: 'a component shows no agent_id, although its name gives the legacy one',
      plant: traced('agent_id = NULL', OWNERS_COMPONENT),
      failures: [[LEGACY, OWNERS_COMPONENT, 'shows no agent_id, and its name gives one']],
    },
    {
      fault: 'a component has the fingerprint of another content',
      plant: traced("content_fingerprint = 'f00d'"),
      failures: [[LEGACY, JANES_COMPONENT, 'has another content_fingerprint than its source row']],
    },
    {
      // Each line keeps a component and its money.
      fault: "two components have each other's stage-1 line",
      plant: `UPDATE payroll_analytics.commission_traceability AS traced
        SET stage1_row_id = other.stage1_row_id, stage1_source_row = other.stage1_source_row,
          gross_commission = other.gross_commission
        FROM (FROM payroll_analytics.commission_traceability) AS other
        WHERE traced.tenant_id = '${LEGACY}' AND traced.period_label = DATE '2025-02-01'
          AND other.tenant_id = traced.tenant_id AND other.period_label = traced.period_label
          AND other.stage3_component_id != traced.stage3_component_id`,
      failures: [
        [
          LEGACY,
          '55a89fa2a138f456fece6e7fb3cbcb42164dc1de10521c8aed1e606bff68eb22',
          'is linked with another stage-1 line than 6eaa3a69812ab0927110e994fed3633d1555dc4e8687a3b4a9ed2581bcabd7f3',
        ],
        [
          LEGACY,
          'd9991a87eb88182bef419c7a40f10b714191974676f8a2531bdeb5b34ebe8d12',
          'is linked with another stage-1 line than 15e0ba8be4abfcef7bb0e048f960eca26ca81d31b9e0f2d9847c22c42a3c239d',
        ],
      ],
    },
    {
      fault: 'a component loses its stage-1 line',
      plant: traced(
        `stage1_row_id = NULL, stage1_source_file = NULL, stage1_source_row = NULL, stage1_snapshot_id = NULL,
         trace_status = 'NO_STAGE1'`,
        OWNERS_COMPONENT,
      ),
      failures: [[LEGACY, OWNERS_COMPONENT, `is not linked with the stage-1 line ${FIRST_LINE}`]],
      alsoFail: ['UNMATCHED'],
    },
    {
      fault: 'a component is linked with a line of another product',
      plant: async (local) => {
        await local.sql(
          `UPDATE payroll_processed.stage3_snapshots SET product_code = 'VIS' WHERE tenant_id = '${HARBOR}'`,
        );
        await local.run('commission_traceability');
        await local.sql(
          `UPDATE payroll_analytics.commission_traceability AS traced
           SET stage1_row_id = line.stage1_row_id, stage1_source_file = line.stage1_source_file,
             stage1_source_row = line.stage1_source_row, stage1_snapshot_id = line.stage1_snapshot_id,
             gross_commission = line.gross_commission, trace_status = 'TRACED'
           FROM (FROM payroll_analytics.commission_traceability) AS line
           WHERE traced.tenant_id = '${HARBOR}' AND traced.stage3_component_id IS NOT NULL
             AND line.tenant_id = '${HARBOR}' AND line.stage3_component_id IS NULL;
           DELETE FROM payroll_analytics.commission_traceability
           WHERE tenant_id = '${HARBOR}' AND stage3_component_id IS NULL`,
        );
      },
      failures: [
        [
          HARBOR,
          'b53edd1c119fc64135ad812f34626ac1d8f08b3574432395394437ed9653e84b',
          'is linked with a stage-1 line, and its business and product have none',
        ],
      ],
    },
  ],
  '3': [
    {
      fault: 'a row without its tenant',
      plant: extraRow(
        'period_label, content_fingerprint, trace_status',
        "DATE '2025-01-01', 'f00d', 'QUARANTINED'",
      ),
      failures: [[null, 'f00d', 'no tenant_id']],
    },
    {
      fault: 'a row without its period',
      plant: extraRow('tenant_id, content_fingerprint, trace_status', `'${HARBOR}', 'f00d', 'QUARANTINED'`),
      failures: [[HARBOR, 'f00d', 'no period_label']],
    },
    {
      fault: 'a row that is neither a line nor a component',
      plant: extraRow(
        'tenant_id, period_label, trace_status',
        `'${HARBOR}', DATE '2025-01-01', 'QUARANTINED'`,
      ),
      failures: [[HARBOR, 'a row without any key', 'neither a stage1_row_id nor a stage3_component_id']],
    },
    {
      fault: 'a row without its fingerprint',
      plant: traced("content_fingerprint = ''"),
      failures: [[LEGACY, JANES_COMPONENT, 'no content_fingerprint']],
    },
    {
      fault: 'a row without its trace status',
      plant: traced('trace_status = NULL'),
      failures: [[LEGACY, JANES_COMPONENT, 'no trace_status']],
    },
    {
      fault: 'a sound business name without its id',
      plant: traced('business_id = NULL'),
      failures: [[LEGACY, JANES_COMPONENT, 'no business_id although its name is not quarantined']],
    },
    {
      fault: 'a component without an agent key',
      plant: traced('agent_key = NULL'),
      failures: [[LEGACY, JANES_COMPONENT, 'no agent_key']],
    },
    {
      fault: 'a row says that it is in quarantine, and neither of its names is',
      plant: traced("trace_status = 'QUARANTINED'"),
      failures: [[LEGACY, JANES_COMPONENT, 'is QUARANTINED, and its names, links and agent make it TRACED']],
    },
    {
      fault: 'a traced row says that its agent is no longer active',
      plant: traced("trace_status = 'INACTIVE_AGENT'"),
      failures: [
        [LEGACY, JANES_COMPONENT, 'is INACTIVE_AGENT, and its names, links and agent make it TRACED'],
      ],
    },
    {
      fault: 'a line that nobody is paid for says that it is traced',
      plant: unpaid("trace_status = 'TRACED'"),
      failures: [[LEGACY, UNPAID_LINE, 'is TRACED, and its names, links and agent make it NO_COMPONENT']],
    },
    {
      fault: 'an agent is said to be gone, and no run of the dimension alone has found it so',
      plant: async (local) => {
        await local.run('evidence_begin', 'dim_agent_identity');
        await local.sql(
          `UPDATE payroll_analytics.dim_agent_identity
           SET is_active = FALSE, effective_end_date = DATE '2025-03-01' WHERE agent_key = '${JANE}'`,
        );
      },
      failures: [
        '55a89fa2a138f456fece6e7fb3cbcb42164dc1de10521c8aed1e606bff68eb22',
        JANES_COMPONENT,
        'd9991a87eb88182bef419c7a40f10b714191974676f8a2531bdeb5b34ebe8d12',
      ].map((component) => [
        LEGACY,
        component,
        'is TRACED, and its names, links and agent make it INACTIVE_AGENT',
      ]),
    },
  ],
  '4': [
    {
      fault: 'a superseded snapshot is in force again by its time',
      plant: `UPDATE payroll_processed.snapshots SET ingested_at = TIMESTAMPTZ '2099-01-01 00:00:00+00'
        WHERE tenant_id = '${HARBOR}' AND stage = 'stage3'`,
      failures: [
        [
          HARBOR,
          'harbor 2025-01-01',
          'the stage3 snapshot 5676dd48a1e34769 came at 2099-01-01 00:00:00 UTC, and its rows say otherwise',
        ],
      ],
    },
    {
      fault: 'a snapshot does not hold the rows that it came with',
      plant: `UPDATE payroll_processed.snapshots SET row_count = 999 WHERE tenant_id = '${HARBOR}' AND stage = 'stage3'`,
      failures: [
        [HARBOR, 'harbor 2025-01-01', 'the stage3 snapshot 5676dd48a1e34769 came with 999 rows and has 1'],
      ],
    },
    {
      fault: 'a component is lost',
      plant: `DELETE FROM payroll_analytics.commission_traceability WHERE stage3_component_id = '${OWNERS_COMPONENT}'`,
      failures: [
        lessView(
          LEGACY,
          '2025-01-01',
          '0 stage-1 lines, 0 gross, 1 components, 45 commission',
          '1, such as 2025-01.stage3.csv:3',
        ),
      ],
    },
    {
      fault: 'a stage-1 line is lost',
      plant: `DELETE FROM payroll_analytics.commission_traceability WHERE stage1_row_id = '${SECOND_LINE}'`,
      failures: [
        lessView(
          LEGACY,
          '2025-01-01',
          '1 stage-1 lines, 0 gross, 0 components, 0 commission',
          '1, such as 2025-01.stage1.csv:3',
        ),
      ],
    },
    {
      fault: 'a line without money that no component explains stands twice',
      plant: `INSERT INTO payroll_analytics.commission_traceability
        FROM payroll_analytics.commission_traceability WHERE stage1_row_id = '${SECOND_LINE}'`,
      failures: [
        lessView(
          LEGACY,
          '2025-01-01',
          '-1 stage-1 lines, 0 gross, 0 components, 0 commission',
          '1, such as 2025-01.stage1.csv:3',
        ),
      ],
    },
    {
      fault: 'the gross of a line stands on two rows',
      plant: traced('gross_commission = 100', OWNERS_COMPONENT),
      failures: [
        lessView(
          LEGACY,
          '2025-01-01',
          '0 stage-1 lines, -100 gross, 0 components, 0 commission',
          '1, such as 2025-01.stage1.csv:2',
        ),
      ],
    },
    {
      fault: 'an amount is another',
      plant: traced('commission_amount = 20.01', HARBOR_COMPONENT),
      failures: [
        lessView(
          HARBOR,
          '2025-01-01',
          '0 stage-1 lines, 0 gross, 0 components, -0.01 commission',
          '1, such as 2025-01.harbor.stage3.csv:2',
        ),
      ],
    },
    {
      fault: 'a component stands twice, under two ids',
      plant: `INSERT INTO payroll_analytics.commission_traceability
        SELECT * REPLACE ('other id' AS stage3_component_id)
        FROM payroll_analytics.commission_traceability WHERE stage3_component_id = '${OWNERS_COMPONENT}'`,
      failures: [
        lessView(
          LEGACY,
          '2025-01-01',
          '0 stage-1 lines, 0 gross, -1 components, -45 commission',
          '1, such as 2025-01.stage3.csv:3',
        ),
      ],
      alsoFail: ['2'],
    },
    {
      fault: 'of two components of one amount one stands twice, the other nowhere',
      plant: async (local) => {
        await local.sql(
          `UPDATE payroll_processed.stage3_snapshots SET commission_amount = 45
           WHERE period_label = DATE '2025-01-01' AND source_row = 2 AND tenant_id = '${LEGACY}';
           UPDATE payroll_processed.stage3_snapshots SET commission_amount = 60
           WHERE period_label = DATE '2025-01-01' AND source_row = 4 AND tenant_id = '${LEGACY}'`,
        );
        await local.run('commission_traceability');
        await local.sql(
          `CREATE OR REPLACE TABLE main.doubled AS SELECT * REPLACE ('${OWNERS_COMPONENT}' AS stage3_component_id)
           FROM payroll_analytics.commission_traceability WHERE stage3_component_id = '${JANES_COMPONENT}';
           DELETE FROM payroll_analytics.commission_traceability WHERE stage3_component_id = '${OWNERS_COMPONENT}';
           INSERT INTO payroll_analytics.commission_traceability
           SELECT * REPLACE (CAST(NULL AS DECIMAL(38, 9)) AS gross_commission) FROM main.doubled`,
        );
      },
      failures: [
        lessView(
          LEGACY,
          '2025-01-01',
          '0 stage-1 lines, 0 gross, 0 components, 0 commission',
          '2, such as 2025-01.stage3.csv:2',
        ),
      ],
      alsoFail: ['2'],
    },
    {
      fault: "two components have each other's amount",
      plant: `${traced('commission_amount = 45')}; ${traced('commission_amount = 90', OWNERS_COMPONENT)}`,
      failures: [
        lessView(
          LEGACY,
          '2025-01-01',
          '0 stage-1 lines, 0 gross, 0 components, 0 commission',
          '2, such as 2025-01.stage3.csv:2',
        ),
      ],
    },
    {
      // A correction that changed no amount of the line, so only the snapshot tells.
      fault: 'the view shows a snapshot that was superseded',
      plant: `CREATE OR REPLACE TABLE main.snapshots AS FROM payroll_processed.current_snapshots;
        CREATE OR REPLACE VIEW payroll_processed.current_snapshots AS FROM main.snapshots;
        INSERT INTO payroll_processed.stage1_snapshots
        SELECT * REPLACE ('later' AS snapshot_id, ingested_at + INTERVAL 1 DAY AS ingested_at)
        FROM payroll_processed.stage1_snapshots WHERE tenant_id = '${HARBOR}'`,
      rerun: ['commission_traceability'],
      failures: [
        lessView(
          HARBOR,
          '2025-01-01',
          '0 stage-1 lines, 0 gross, 0 components, 0 commission',
          '2, such as 2025-01.harbor.stage1.csv:2',
        ),
      ],
    },
    {
      fault: 'an empty snapshot does not supersede in the view',
      plant: `CREATE OR REPLACE TABLE main.snapshots AS FROM payroll_processed.current_snapshots;
        CREATE OR REPLACE VIEW payroll_processed.current_snapshots AS FROM main.snapshots;
        INSERT INTO payroll_processed.snapshots
        SELECT * REPLACE ('later' AS snapshot_id, 0 AS row_count, ingested_at + INTERVAL 1 DAY AS ingested_at)
        FROM payroll_processed.snapshots WHERE tenant_id = '${HARBOR}' AND stage = 'stage1'`,
      rerun: ['commission_traceability'],
      failures: [
        lessView(
          HARBOR,
          '2025-01-01',
          '-1 stage-1 lines, -20 gross, 0 components, 0 commission',
          '1, such as 2025-01.harbor.stage1.csv:2',
        ),
      ],
    },
  ],
  '5': [
    {
      fault: 'a business_id that nobody has',
      plant: traced("business_id = 'nobody'"),
      failures: [[LEGACY, 'nobody', 'a business_id that dim_business_mapping does not hold']],
    },
    {
      fault: 'an upstream id of nobody that passes for the key of an agent',
      plant: `UPDATE payroll_analytics.commission_traceability SET agent_key = '${JANE}' WHERE agent_id = 'H-9'`,
      failures: [[LEGACY, JANE, 'an agent_id of a row that names nobody, but the agent_key of an agent']],
      alsoFail: ['2'],
    },
    {
      fault: 'an agent_key that nobody has',
      plant: traced("agent_key = 'AGENT:nobody'"),
      failures: [[LEGACY, 'AGENT:nobody', 'an agent_key that dim_agent_identity does not hold']],
    },
    {
      fault: 'a reserved key that only another tenant has',
      plant: traced("agent_key = 'OWNER'", HARBOR_COMPONENT),
      failures: [[HARBOR, 'OWNER', 'an agent_key that dim_agent_identity does not hold']],
    },
    {
      fault: 'money under another business of the tenant',
      plant: traced(`business_id = '${ZENITH}'`),
      failures: [
        [LEGACY, ZENITH, 'the id of another name than " TELEDATA contractors inc", which its row has'],
      ],
    },
    {
      fault: 'money under another agent of the tenant',
      plant: traced(`agent_key = '${GARY}', trace_status = 'INACTIVE_AGENT'`),
      failures: [[LEGACY, GARY, 'the id of another name than "Jane  Doe", which its row has']],
    },
    {
      fault: 'money under another agent, in a row whose other name is in quarantine',
      plant: async (local) => {
        await local.sql(
          `UPDATE payroll_processed.stage3_snapshots SET business_name = business_name || chr(8203)
           WHERE tenant_id = '${LEGACY}' AND agent_name = 'Jane Doe'`,
        );
        await local.run('evidence_begin', 'dim_business_mapping', 'commission_traceability');
        await local.sql(
          `UPDATE payroll_analytics.commission_traceability SET agent_key = '${GARY}'
           WHERE business_id IS NULL AND agent_name = 'Jane Doe'`,
        );
      },
      failures: [[LEGACY, GARY, 'the id of another name than "Jane Doe", which its row has']],
      alsoFail: ['QUARANTINE', 'UNMATCHED'],
    },
    {
      fault: 'a row keeps the own key of a name that an alias had joined to another before the run',
      plant: `UPDATE payroll_analytics.commission_traceability SET agent_key = '${J_DOE}' WHERE agent_name = 'J. Doe'`,
      failures: [[LEGACY, J_DOE, 'the own id of "J. Doe", although an alias joins it to "JANE DOE"']],
    },
    {
      fault: 'money under an agent that an alias no longer joined its name to when the rows were traced',
      plant: `UPDATE payroll_analytics.identity_aliases SET ended_at = added_at, ended_by = 'ann', end_reason = 'test'`,
      failures: [[LEGACY, JANE, 'the id of another name than "J. Doe", which its row has']],
      alsoFail: ['ALIAS'],
    },
  ],
  '6': [
    {
      fault: 'a component pays more than came in, by more than the tolerance',
      plant: `UPDATE payroll_processed.stage3_snapshots SET commission_amount = 20.02 WHERE tenant_id = '${HARBOR}'`,
      rerun: ['commission_traceability'],
      failures: [
        [
          HARBOR,
          '6d3048aa2dc78d089142f31201c552dea12679def1facb9760f95c60705eae6a',
          `components of 20.02 against a gross commission of 20 for ${HARBOR_TELEDATA}, MED, 2025-01-01`,
        ],
      ],
    },
  ],
  '7': [
    {
      fault: 'a business has two ids',
      plant: `INSERT INTO payroll_analytics.dim_business_mapping
        SELECT * REPLACE ('second' AS business_id)
        FROM payroll_analytics.dim_business_mapping WHERE business_id = '${ZENITH}'`,
      failures: [
        [LEGACY, 'ZENITH FREIGHT', `has 2 business_ids`],
        [LEGACY, 'ZENITH FREIGHT', `has second, but the ledger assigned ${ZENITH}`],
      ],
    },
    {
      fault: 'an id is changed in the dimension',
      plant: `UPDATE payroll_analytics.dim_business_mapping SET business_id = 'changed' WHERE business_id = '${ZENITH}'`,
      failures: [[LEGACY, 'ZENITH FREIGHT', `has changed, but the ledger assigned ${ZENITH}`]],
    },
    {
      fault: 'the ledger forgets a business',
      plant: `DELETE FROM payroll_analytics.identity_ledger WHERE identity_id = '${ZENITH}'`,
      failures: [[LEGACY, 'ZENITH FREIGHT', `has ${ZENITH}, but the ledger assigned nothing`]],
    },
    {
      fault: 'an id is minted by another formula than its version says',
      plant: (local) => giveOtherId(local, ZENITH, 'wrong'),
      failures: [[LEGACY, 'ZENITH FREIGHT', `was minted as wrong, but formula version 1 gives ${ZENITH}`]],
    },
    {
      fault: 'the digest behind an id is another than the formula gives',
      plant: `UPDATE payroll_analytics.identity_ledger SET full_digest = '00' WHERE identity_id = '${ZENITH}';
        UPDATE payroll_analytics.dim_business_mapping SET business_digest = '00' WHERE business_id = '${ZENITH}'`,
      failures: [
        [
          LEGACY,
          'ZENITH FREIGHT',
          `was assigned with the digest 00, but formula version 1 gives ${md5('ZENITH FREIGHT')}`,
        ],
      ],
    },
    {
      fault: 'the digest behind an id is another in the dimension',
      plant: `UPDATE payroll_analytics.dim_business_mapping SET business_digest = '00' WHERE business_id = '${ZENITH}'`,
      failures: [
        [
          LEGACY,
          'ZENITH FREIGHT',
          'has another digest or formula version in dim_business_mapping than in the ledger',
        ],
      ],
    },
    {
      fault: 'an id is said to be of a formula that nobody knows',
      plant: formulaVersion(ZENITH, 2),
      failures: [[LEGACY, 'ZENITH FREIGHT', 'was assigned by formula version 2, which nobody knows']],
    },
  ],
  '8': [
    {
      fault: 'an agent has two keys',
      plant: `INSERT INTO payroll_analytics.dim_agent_identity
        SELECT * REPLACE ('AGENT:second' AS agent_key)
        FROM payroll_analytics.dim_agent_identity WHERE agent_key = '${GARY}'`,
      failures: [
        [LEGACY, 'GARY GONE', 'has 2 agent_keys'],
        [LEGACY, 'GARY GONE', `has AGENT:second, but the ledger assigned ${GARY}`],
      ],
    },
    {
      fault: 'one display name for two keys',
      plant: `UPDATE payroll_analytics.dim_agent_identity SET display_name = 'Jane Doe' WHERE agent_key = '${GARY}'`,
      failures: [[LEGACY, 'Jane Doe', 'is the display name of 2 agent_keys']],
      alsoFail: ['DIMENSION'],
    },
    {
      fault: 'a key is changed in the dimension',
      plant: `UPDATE payroll_analytics.dim_agent_identity SET agent_key = 'AGENT:changed' WHERE agent_key = '${GARY}'`,
      failures: [[LEGACY, 'GARY GONE', `has AGENT:changed, but the ledger assigned ${GARY}`]],
    },
    {
      fault: 'the ledger forgets an agent',
      plant: `DELETE FROM payroll_analytics.identity_ledger WHERE identity_id = '${GARY}'`,
      failures: [[LEGACY, 'GARY GONE', `has ${GARY}, but the ledger assigned nothing`]],
    },
    {
      fault: 'a key is minted by another formula than its version says',
      plant: (local) => giveOtherId(local, GARY, 'AGENT:wrong'),
      failures: [[LEGACY, 'GARY GONE', `was minted as AGENT:wrong, but formula version 1 gives ${GARY}`]],
    },
    {
      fault: 'the digest behind a key is another than the formula gives',
      plant: `UPDATE payroll_analytics.identity_ledger SET full_digest = '00' WHERE identity_id = '${GARY}';
        UPDATE payroll_analytics.dim_agent_identity SET agent_digest = '00' WHERE agent_key = '${GARY}'`,
      failures: [
        [
          LEGACY,
          'GARY GONE',
          `was assigned with the digest 00, but formula version 1 gives ${sha256('GARY GONE')}`,
        ],
      ],
    },
    {
      fault: 'the digest behind a key is another in the dimension',
      plant: `UPDATE payroll_analytics.dim_agent_identity SET agent_digest = '00' WHERE agent_key = '${GARY}'`,
      failures: [
        [
          LEGACY,
          'GARY GONE',
          'has another digest or formula version in dim_agent_identity than in the ledger',
        ],
      ],
    },
    {
      fault: 'a key is said to be of a formula that nobody knows',
      plant: formulaVersion(GARY, 0),
      failures: [[LEGACY, 'GARY GONE', 'was assigned by formula version 0, which nobody knows']],
    },
    {
      fault: 'a key that is said to have been carried in',
      plant: `UPDATE payroll_analytics.identity_ledger SET source = 'CARRIED' WHERE identity_id = '${GARY}'`,
      failures: [[LEGACY, 'GARY GONE', `has ${GARY} as CARRIED, and a key is only ever minted`]],
    },
  ],
  A: [
    {
      fault: "a component shows another tenant's agent",
      plant: traced(`agent_key = '${HARBOR_JANE}'`),
      failures: [[LEGACY, HARBOR_JANE, `an agent_key of the tenant ${HARBOR}`]],
    },
    {
      fault: "a component shows another tenant's business",
      plant: traced(`business_id = '${TELEDATA}'`, HARBOR_COMPONENT),
      failures: [[HARBOR, TELEDATA, `a business_id of the tenant ${LEGACY}`]],
    },
  ],
  ALIAS: [
    {
      fault: 'an alias is written as another name',
      plant: `UPDATE payroll_analytics.identity_aliases SET alias_name = 'Gary Gone'`,
      failures: [[LEGACY, 'J. DOE', 'is written "Gary Gone", which is another name']],
    },
    {
      fault: 'an alias has two owners',
      plant: aliasRow('J. DOE', 'GARY GONE', GARY),
      failures: [[LEGACY, 'J. DOE', 'has 2 open aliases of the kind agent'], joinedSilently('J. DOE', GARY)],
    },
    {
      fault: "an alias stands for another tenant's agent",
      plant: `UPDATE payroll_analytics.identity_aliases SET canonical_id = '${HARBOR_JANE}'`,
      failures: [
        [LEGACY, JANE, 'the audit chain says that an alias of it was added, and identity_aliases has none'],
        [LEGACY, 'J. DOE', `stands for ${HARBOR_JANE}, which is not the id of that name in the tenant`],
        joinedSilently('J. DOE', HARBOR_JANE),
      ],
    },
    {
      fault: 'an alias stands for an alias',
      plant: aliasRow('JANE DOE', 'GARY GONE', GARY),
      failures: [
        [LEGACY, 'J. DOE', 'stands for "JANE DOE", which is itself an alias'],
        joinedSilently('JANE DOE', GARY),
      ],
    },
    {
      fault: 'a name is joined to another past the project',
      plant: aliasRow('G. GONE', 'GARY GONE', GARY),
      failures: [joinedSilently('G. GONE', GARY)],
    },
    {
      fault: 'an alias is ended past the project',
      plant: `UPDATE payroll_analytics.identity_aliases SET ended_at = now(), ended_by = 'ann', end_reason = 'test'`,
      failures: [[LEGACY, 'J. DOE', `was parted from ${JANE}, and no event of the audit chain says so`]],
    },
    {
      fault: 'an alias is taken away',
      plant: 'DELETE FROM payroll_analytics.identity_aliases',
      failures: [
        [LEGACY, JANE, 'the audit chain says that an alias of it was added, and identity_aliases has none'],
      ],
      alsoFail: ['5', 'DIMENSION'],
    },
  ],
  AUDIT_CHAIN: [
    {
      fault: 'an event is changed',
      plant: `UPDATE payroll_config.audit_events SET details = '{}' WHERE tenant_id = '${HARBOR}' AND sequence = 3`,
      failures: [[HARBOR, 'harbor 3', 'the event was changed: its hash is not that of its fields']],
    },
    {
      fault: 'an event is removed from the middle',
      plant: `DELETE FROM payroll_config.audit_events WHERE tenant_id = '${HARBOR}' AND sequence = 3`,
      failures: [[HARBOR, 'harbor 4', 'an event is missing or doubled before this one']],
    },
    {
      fault: 'the last event is removed',
      plant: `DELETE FROM payroll_config.audit_events WHERE tenant_id = '${HARBOR}' AND sequence = 4`,
      failures: [
        [HARBOR, 'harbor 4', "the tenant's head is not its last event: events were removed or added past it"],
      ],
    },
    {
      fault: 'a whole chain is removed, and its head with it',
      plant: `DELETE FROM payroll_config.audit_events WHERE tenant_id = '${HARBOR}';
        UPDATE payroll_config.tenants SET event_sequence = 0, event_hash = '${'0'.repeat(64)}' WHERE tenant_id = '${HARBOR}'`,
      failures: [
        [HARBOR, 'harbor 0', "the tenant's head is not its last event: events were removed or added past it"],
      ],
    },
    {
      fault: 'an event follows one that never was',
      plant: forkChain,
      failures: [[HARBOR, 'harbor 4', 'the event does not follow the one before it']],
    },
    {
      fault: 'a chain of a tenant that nobody registered',
      plant: ghostChain(),
      failures: [['ghost', 'ghost 1', 'events of a tenant that is not registered']],
    },
  ],
  CHANGESETS: [
    {
      fault: 'a line of the file that nothing accounts for',
      plant: changeset(COMMITTED, 'physical_line_count = physical_line_count + 1'),
      failures: [[LEGACY, COMMITTED, 'the file has 4 lines, of which 3 are accounted for']],
    },
    {
      fault: 'a row that is staged no more',
      plant: `DELETE FROM payroll_config.bulk_import_rows WHERE agent_id = 'P-1'`,
      failures: [[LEGACY, COMMITTED, 'has 2 rows and 1 of them staged']],
    },
    {
      fault: 'a row without an outcome',
      plant: changeset(COMMITTED, 'unchanged_count = -1'),
      failures: [[LEGACY, COMMITTED, 'has 2 rows, of which 1 have an outcome']],
    },
    {
      fault: 'a version that was committed and is gone',
      plant: `DELETE FROM payroll_config.agent_profile_contact_versions WHERE agent_entity_id = '${JO}'`,
      failures: [[LEGACY, COMMITTED, 'was committed with 4 versions, and 3 are there']],
    },
    {
      fault: 'a count of updates that nobody wrote',
      plant: changeset(COMMITTED, 'updated_count = 1'),
      failures: [[LEGACY, COMMITTED, 'was committed with 5 versions, and 4 are there']],
    },
    {
      fault: 'a version that says something else than was committed',
      plant: `UPDATE payroll_config.agent_profile_contact_versions SET phone = '5550199' WHERE agent_entity_id = '${JO}'`,
      failures: [
        [
          LEGACY,
          COMMITTED,
          'was committed with versions whose digest was cefe6d4128c6b7116e2b6fb77365f82b8d62e3417644047734acd5fc6b81025a, ' +
            'and is now 9ac9f8f65e6e11e27ad51832e50c4d73be40a1ac4cd202bd36cd05610210d8dc',
        ],
      ],
    },
    {
      fault: 'a rollback that left a version behind',
      plant: `INSERT INTO payroll_config.agent_profile_identity_versions
        SELECT version.* REPLACE (
          undone.changeset_id AS changeset_id, undone.changeset_seq AS changeset_seq, '${MIA}' AS agent_entity_id, 'P-3' AS agent_id
        )
        FROM payroll_config.agent_profile_identity_versions AS version
        INNER JOIN payroll_config.config_bulk_import_changesets AS undone ON undone.status = 'ROLLED_BACK'
        WHERE version.agent_entity_id = '${JO}'`,
      failures: [[LEGACY, ROLLED_BACK, 'is ROLLED_BACK, and 1 versions of it are there']],
    },
  ],
  COLLISION: [
    {
      fault: "a mapping carries the id of another tenant's business",
      plant: mappingRow('New Inc', HARBOR_TELEDATA),
      rerun: ['dim_business_mapping'],
      failures: [
        [
          LEGACY,
          'New Inc',
          `the business would get ${HARBOR_TELEDATA}, which is an id of the tenant ${HARBOR}: ${GIVE_ANOTHER_ID}`,
        ],
      ],
    },
    {
      fault: "a mapping carries another business's id, written in another case",
      plant: mappingRow('New Inc', HARBOR_TELEDATA.toUpperCase()),
      rerun: ['dim_business_mapping'],
      failures: [
        [
          LEGACY,
          'New Inc',
          `the business would get ${HARBOR_TELEDATA.toUpperCase()}, which is an id of the tenant ${HARBOR}: ${GIVE_ANOTHER_ID}`,
        ],
      ],
    },
    {
      fault: 'two new names come with one id',
      plant: `${mappingRow('New Inc', 'B-1')}; ${mappingRow('Newer Inc', 'B-1')}`,
      rerun: ['dim_business_mapping'],
      failures: [
        [
          LEGACY,
          'New Inc',
          `the business would get B-1, which another new name would get too: ${GIVE_ANOTHER_ID}`,
        ],
        [
          LEGACY,
          'Newer Inc',
          `the business would get B-1, which another new name would get too: ${GIVE_ANOTHER_ID}`,
        ],
      ],
    },
    {
      fault: 'one new name comes with two ids',
      plant: `${mappingRow('New Inc', 'B-1')}; ${mappingRow('NEW Inc', 'B-2')}`,
      rerun: ['dim_business_mapping'],
      failures: [
        [LEGACY, 'NEW Inc', `the reference mapping carries several ids for the business: ${GIVE_ANOTHER_ID}`],
      ],
    },
  ],
  CREATIONS: [
    {
      fault: 'the ledger forgets an agent that was created',
      plant: `DELETE FROM payroll_analytics.identity_ledger WHERE identity_id = '${JO}'`,
      failures: [[LEGACY, JO, 'was created, and the ledger has no assignment of the id']],
    },
    {
      fault: 'one key reserves two agents',
      plant: `${reservation('key', 'first')}; ${reservation('key', 'second')}`,
      failures: [[LEGACY, 'key', 'reserves 2 agents']],
    },
    {
      fault: 'an agent is reserved for two keys',
      plant: `${reservation('key', 'agent')}; ${reservation('other key', 'agent')}`,
      failures: [[LEGACY, 'agent', 'is reserved for 2 keys']],
    },
  ],
  DIMENSION: [
    {
      fault: 'two agents have each other’s upstream ids',
      plant: `UPDATE payroll_analytics.dim_agent_identity
        SET upstream_agent_ids = IF(agent_key = '${JANE}', ['A-7'], ['A-1']),
          upstream_agent_id = IF(agent_key = '${JANE}', 'A-7', 'A-1')
        WHERE agent_key IN ('${JANE}', '${GARY}')`,
      failures: [
        [LEGACY, 'GARY GONE', 'does not list the upstream id A-7, which came with it'],
        [LEGACY, 'GARY GONE', 'lists the upstream id A-1, which came with no name of it'],
        [LEGACY, 'JANE DOE', 'does not list the upstream id A-1, which came with it'],
        [LEGACY, 'JANE DOE', 'lists the upstream id A-7, which came with no name of it'],
      ],
    },
    {
      fault: 'a business is missing',
      plant: `DELETE FROM payroll_analytics.dim_business_mapping WHERE business_id = '${ZENITH}'`,
      failures: [
        [
          LEGACY,
          'ZENITH FREIGHT',
          'a business that was seen and is neither in dim_business_mapping nor in quarantine',
        ],
      ],
    },
    {
      fault: 'an agent is missing',
      plant: `DELETE FROM payroll_analytics.dim_agent_identity WHERE agent_key = '${GARY}'`,
      failures: [
        [LEGACY, 'GARY GONE', 'an agent who was seen and is neither in dim_agent_identity nor in quarantine'],
      ],
    },
    {
      fault: 'a business stands twice',
      plant: `INSERT INTO payroll_analytics.dim_business_mapping
        FROM payroll_analytics.dim_business_mapping WHERE business_id = '${TELEDATA}'`,
      failures: [
        [
          LEGACY,
          'TELEDATA CONTRACTORS INC',
          'a business that stands twice in dim_business_mapping under one id',
        ],
      ],
    },
    {
      fault: 'an agent stands twice',
      plant: `INSERT INTO payroll_analytics.dim_agent_identity
        FROM payroll_analytics.dim_agent_identity WHERE agent_key = '${JANE}'`,
      failures: [[LEGACY, JANE, 'a key that stands twice in dim_agent_identity']],
    },
    {
      fault: 'a business is last seen before it was first seen',
      plant: `UPDATE payroll_analytics.dim_business_mapping
        SET last_seen_date = DATE '2022-12-31' WHERE business_id = '${ZENITH}'`,
      failures: [[LEGACY, 'ZENITH FREIGHT', 'last seen before it was first seen']],
    },
    {
      fault: 'a window that ends on the day on which it begins',
      plant: `UPDATE payroll_analytics.dim_agent_identity
        SET effective_end_date = effective_start_date WHERE agent_key = '${GARY}'`,
      failures: [[LEGACY, 'GARY GONE', 'effective to a day not after its first']],
    },
    {
      fault: 'the quarantine loses a name',
      plant: async (local) => {
        await quarantineZenith(local);
        await local.sql(`DELETE FROM payroll_analytics.identity_quarantine WHERE raw_name LIKE 'Zenith%'`);
      },
      failures: [
        [
          LEGACY,
          'ZENITH\u{200b}',
          'a business that was seen and is neither in dim_business_mapping nor in quarantine',
        ],
      ],
    },
    {
      fault: 'the quarantine lets a name go that nobody mended',
      plant: async (local) => {
        await quarantineZenith(local);
        await local.sql(
          `UPDATE payroll_analytics.identity_quarantine SET released_at = now() WHERE raw_name LIKE 'Zenith%'`,
        );
      },
      failures: [
        [
          LEGACY,
          'ZENITH\u{200b}',
          'a business that was seen and is neither in dim_business_mapping nor in quarantine',
        ],
      ],
    },
    {
      fault: 'a business was first seen earlier than the dimension says',
      plant: `UPDATE payroll_analytics.dim_business_mapping
        SET first_seen_date = DATE '2024-12-01' WHERE business_id = '${TELEDATA}'`,
      failures: [[LEGACY, 'TELEDATA CONTRACTORS INC', 'said to begin after 2024-06-01, when it was seen']],
    },
    {
      fault: 'a business was last seen later than the dimension says',
      plant: `UPDATE payroll_analytics.dim_business_mapping
        SET last_seen_date = DATE '2025-01-01' WHERE business_id = '${TELEDATA}'`,
      failures: [[LEGACY, 'TELEDATA CONTRACTORS INC', 'said to be last seen before 2025-02-01, when it was']],
    },
    {
      fault: 'an agent was seen before the dimension says',
      plant: `UPDATE payroll_analytics.dim_agent_identity
        SET effective_start_date = DATE '2025-02-01' WHERE agent_key = '${JANE}'`,
      failures: [[LEGACY, 'JANE DOE', 'said to begin after 2025-01-01, when it was seen']],
    },
    {
      fault: 'an agent was not seen as early as the dimension says',
      plant: `UPDATE payroll_analytics.dim_agent_identity
        SET effective_start_date = DATE '2024-12-01' WHERE agent_key = '${JANE}'`,
      failures: [[LEGACY, 'JANE DOE', 'said to begin before 2025-01-01, when it was first seen']],
    },
    {
      fault: 'an agent is given a name that no alias joined to it',
      plant: `UPDATE payroll_analytics.dim_agent_identity
        SET aliases = list_append(aliases, 'Gary Gone') WHERE agent_key = '${JANE}'`,
      failures: [[LEGACY, 'JANE DOE', 'lists "Gary Gone", which is another name and no alias of it']],
    },
    {
      fault: 'an agent loses a spelling',
      plant: `UPDATE payroll_analytics.dim_agent_identity
        SET aliases = list_filter(aliases, lambda name: name != 'Gary Gone') WHERE agent_key = '${GARY}'`,
      failures: [[LEGACY, 'GARY GONE', 'does not list "Gary Gone", a spelling of it']],
    },
    {
      fault: 'a business is shown by the name of another',
      plant: `UPDATE payroll_analytics.dim_business_mapping SET business_name = 'Acme' WHERE business_id = '${ZENITH}'`,
      failures: [[LEGACY, 'ZENITH FREIGHT', 'is shown as "Acme", which is another name']],
    },
    {
      fault: 'an agent is shown by the name of another',
      plant: `UPDATE payroll_analytics.dim_agent_identity SET display_name = 'Jo' WHERE agent_key = '${GARY}'`,
      failures: [[LEGACY, 'GARY GONE', 'is shown as "Jo", which is another name and no alias of it']],
    },
    {
      fault: 'the one agent_id of an agent is not the one that it lists',
      plant: `UPDATE payroll_analytics.dim_agent_identity SET upstream_agent_id = 'A-9' WHERE agent_key = '${GARY}'`,
      failures: [
        [
          LEGACY,
          'GARY GONE',
          'has the upstream_agent_id A-9, which is not the one of its upstream_agent_ids',
        ],
      ],
    },
    {
      fault: 'an active agent has an end',
      plant: ends(JANE, "DATE '2025-03-01'"),
      failures: [[LEGACY, 'JANE DOE', 'is active and has an end']],
    },
    {
      fault: 'an agent who is gone has no end',
      plant: ends(GARY, 'NULL'),
      failures: [[LEGACY, 'GARY GONE', 'is not active and has no end']],
    },
    {
      fault: 'an agent is said to end before its last month does',
      plant: ends(GARY, "DATE '2025-02-15'"),
      failures: [[LEGACY, 'GARY GONE', 'said to end before 2025-03-01, the day after its last month']],
    },
    {
      fault: 'an agent is said to end long after its last month',
      plant: ends(GARY, "DATE '2026-01-01'"),
      failures: [[LEGACY, 'GARY GONE', 'said to end after 2025-03-01, the day after its last month']],
    },
  ],
  HIERARCHY: [
    {
      fault: 'a parent that nobody knows',
      plant: hierarchyRow(LEGACY, 'A-8', 'A-99'),
      failures: [[LEGACY, 'A-8', 'its parent A-99 is not in the hierarchy']],
    },
    {
      fault: 'a parent that only another tenant knows',
      plant: hierarchyRow(HARBOR, 'H-2', 'TOP'),
      failures: [[HARBOR, 'H-2', 'its parent TOP is not in the hierarchy']],
    },
    {
      fault: 'a cycle of two, with somebody below it who is not in it',
      plant: `${hierarchyRow(HARBOR, 'H-2', 'H-3')}; ${hierarchyRow(HARBOR, 'H-3', 'H-2')}; ${hierarchyRow(HARBOR, 'H-4', 'H-2')}`,
      failures: [
        [HARBOR, 'H-2', 'its way up comes back to itself'],
        [HARBOR, 'H-3', 'its way up comes back to itself'],
      ],
    },
    {
      fault: 'an agent who is their own parent',
      plant: hierarchyRow(HARBOR, 'H-2', 'H-2'),
      failures: [[HARBOR, 'H-2', 'its way up comes back to itself']],
    },
    {
      fault: 'an agent with two parents at once',
      plant: `${hierarchyRow(LEGACY, 'A-8', 'A-1')}; ${hierarchyRow(LEGACY, 'A-8', 'A-7')}`,
      failures: [[LEGACY, 'A-8', 'two of its windows overlap, under A-1 and under A-7']],
    },
    {
      fault: 'a parent who is there, but not on all days of who is below',
      plant: `INSERT INTO payroll_analytics.dim_agent_hierarchy VALUES
        ('${HARBOR}', 'H-2', NULL, 1, NULL, DATE '2025-06-01'), ('${HARBOR}', 'H-3', 'H-2', 2, DATE '2025-01-01', NULL)`,
      failures: [
        [HARBOR, 'H-3', 'its parent H-2 is not in the hierarchy on all of its days, first on 2025-06-01'],
      ],
    },
    {
      fault: 'an agent in two windows at once under one parent',
      plant: `${hierarchyRow(LEGACY, 'A-8', 'A-1')}; ${hierarchyRow(LEGACY, 'A-8', 'A-1')}`,
      failures: [[LEGACY, 'A-8', 'two of its windows overlap, under A-1 and under A-1']],
    },
    {
      fault: 'a window that ends before it begins',
      plant: `INSERT INTO payroll_analytics.dim_agent_hierarchy
        VALUES ('${LEGACY}', 'A-8', 'TOP', 2, DATE '2025-06-01', DATE '2025-05-01')`,
      failures: [[LEGACY, 'A-8', 'a window from 2025-06-01 to 2025-05-01 holds on no day']],
    },
    {
      fault: 'an agent written in two cases',
      plant: `${hierarchyRow(LEGACY, 'A-8', 'A-1')}; ${hierarchyRow(LEGACY, 'a-8', 'A-1')}`,
      failures: [[LEGACY, 'A-8', 'is written in several cases, also as a-8']],
    },
    {
      fault: 'a way up that is longer than anybody follows',
      plant: Array.from({ length: 99 }, (_, step) =>
        hierarchyRow(LEGACY, `L-${step + 1}`, step === 98 ? 'A-7' : `L-${step + 2}`),
      ).join('; '),
      failures: [[LEGACY, 'L-1', 'its way up has no end within 100 steps']],
    },
  ],
  LEDGER: [
    ...(['after', 'before'] as const).map((side) => ({
      fault: `an id is written into the ledger past the project, ${side} the run that it names`,
      plant: `INSERT INTO payroll_analytics.identity_ledger
        SELECT * REPLACE ('NEVER SEEN' AS natural_key, 'Never Seen' AS raw_name, 'NEVER SEEN' AS normalized_name,
          '00000000deadbeef' AS identity_id, 'CARRIED' AS source, '${md5('NEVER SEEN')}' AS full_digest,
          assigned_at ${side === 'after' ? '+' : '-'} INTERVAL 1 YEAR AS assigned_at)
        FROM payroll_analytics.identity_ledger WHERE identity_id = '${ZENITH}'`,
      failures: [assignedByNobody('NEVER SEEN')],
      alsoFail: ['DRIFT'],
    })),
    {
      fault: 'an id is assigned under the spelling of another name',
      plant: `UPDATE payroll_analytics.identity_ledger SET raw_name = 'Jane Doe' WHERE natural_key = 'GARY GONE'`,
      failures: [[LEGACY, 'GARY GONE', 'was assigned as "Jane Doe", which is another name']],
    },
    {
      fault: 'an id of a profile is written into the ledger past the project',
      plant: `INSERT INTO payroll_analytics.identity_ledger
        SELECT * REPLACE ('agent_id:N-9' AS natural_key, 'deadbeef-0000-4000-8000-000000000000' AS identity_id,
          TIMESTAMPTZ '2099-01-01 00:00:00+00' AS assigned_at)
        FROM payroll_analytics.identity_ledger WHERE identity_id = '${JO}'`,
      failures: [assignedByNobody('agent_id:N-9')],
    },
    {
      fault: 'a name is assigned its id twice',
      plant: ledgerRow(LEGACY, 'business', 'ZENITH FREIGHT', ZENITH),
      failures: [[LEGACY, 'ZENITH FREIGHT', 'was assigned 2 times, of the kind business']],
    },
    {
      // The legacy tenant's scope is the name alone, so this one would have harbor's scope, and no other control would
      // mind its id. No real name can: a normalised name is upper case, a tenant id lower case.
      fault: 'an id is assigned to two names',
      plant: ledgerRow(LEGACY, 'business', 'harbor|TELEDATA CONTRACTORS INC', HARBOR_TELEDATA),
      failures: [[LEGACY, HARBOR_TELEDATA, 'is the id of 2 names of the kind business'], OF_LOWER_CASE],
    },
    {
      fault: 'an id is assigned to two names, written in two cases',
      plant: `${ledgerRow(LEGACY, 'business', 'harbor|TELEDATA CONTRACTORS INC', HARBOR_TELEDATA.toUpperCase())};
        UPDATE payroll_analytics.identity_ledger SET source = 'CARRIED'
        WHERE identity_id = '${HARBOR_TELEDATA.toUpperCase()}'`,
      failures: [
        [LEGACY, HARBOR_TELEDATA.toUpperCase(), 'is the id of 2 names of the kind business'],
        OF_LOWER_CASE,
      ],
    },
    {
      fault: 'an agent profile is assigned a second id',
      plant: profileAssignment('P-1', 'another'),
      failures: [[LEGACY, 'agent_id:P-1', 'was assigned 2 times, of the kind agent_profile']],
    },
    {
      fault: "an agent profile's id is assigned to two keys",
      plant: profileAssignment('P-9', JO),
      failures: [[LEGACY, JO, 'is the id of 2 keys of the kind agent_profile']],
    },
  ],
  PROFILES: [
    {
      fault: 'a version of a changeset that never was',
      plant: identityVersion(
        `'gone' AS changeset_id, 'UPDATE' AS operation, DATE '2025-06-01' AS effective_start_date`,
      ),
      failures: [[LEGACY, JO, 'has identity versions of the changeset gone, which is not there']],
    },
    {
      fault: 'a version by somebody who committed nothing',
      plant: `UPDATE payroll_config.agent_profile_contact_versions SET created_by = 'mal' WHERE agent_entity_id = '${JO}'`,
      failures: [[LEGACY, JO, 'has contact versions of the changeset agents.csv, which says otherwise']],
    },
    {
      fault: 'a version with another place in the order of commits',
      plant: `UPDATE payroll_config.agent_profile_identity_versions SET changeset_seq = 7 WHERE agent_entity_id = '${JO}'`,
      failures: [[LEGACY, JO, 'has identity versions of the changeset agents.csv, which says otherwise']],
    },
    {
      fault: "a changeset's versions in another organisation than its own",
      plant: `UPDATE payroll_config.agent_profile_identity_versions SET org_id = 'east' WHERE agent_entity_id = '${JO}';
        UPDATE payroll_config.agent_profile_contact_versions SET org_id = 'east' WHERE agent_entity_id = '${JO}'`,
      failures: [
        [LEGACY, JO, 'has contact versions of the changeset agents.csv, which says otherwise'],
        [LEGACY, JO, 'has identity versions of the changeset agents.csv, which says otherwise'],
      ],
    },
    {
      fault: 'two versions of one commit from one date',
      plant: Array.from({ length: 2 }, () => identityVersion(MIGRATED)).join('; '),
      failures: [[LEGACY, JO, 'has 2 identity versions from 2025-01-01 of one commit']],
    },
    {
      fault: 'one agent_id for two agents',
      plant: identityVersion(`${MIGRATED}, 'zz-other' AS agent_entity_id`),
      failures: [[LEGACY, 'P-1', `is the agent_id of 2 agents, such as ${JO}`]],
    },
    {
      fault: 'an agent of two organisations',
      plant: identityVersion(`${MIGRATED}, 'east' AS org_id`),
      failures: [[LEGACY, JO, 'is an agent of 2 organisations']],
    },
    {
      fault: 'a contact of nobody',
      plant: `INSERT INTO payroll_config.agent_profile_contact_versions
        SELECT * REPLACE (${MIGRATED}, 'nobody' AS agent_entity_id)
        FROM payroll_config.agent_profile_contact_versions WHERE agent_entity_id = '${JO}'`,
      failures: [[LEGACY, 'nobody', 'has a contact and no identity']],
    },
    {
      fault: 'a second agent of one e-mail and name',
      plant: `${identityVersion(`${MIGRATED}, 'zz-other' AS agent_entity_id, NULL AS agent_id`)};
        INSERT INTO payroll_config.agent_profile_contact_versions
        SELECT * REPLACE (${MIGRATED}, 'zz-other' AS agent_entity_id)
        FROM payroll_config.agent_profile_contact_versions WHERE agent_entity_id = '${JO}'`,
      failures: [[LEGACY, JO, 'has the e-mail and the name of zz-other on 2025-01-01']],
    },
  ],
  DRIFT: [
    {
      fault: 'an id that was carried in',
      plant: (local) => giveOtherId(local, ZENITH, 'B-1', 'CARRIED'),
      failures: [
        [LEGACY, 'B-1', `assigned to the business "ZENITH FREIGHT" (carried); the formula gives ${ZENITH}`],
      ],
    },
    {
      fault: 'a key of an older formula',
      plant: async (local) => {
        await giveOtherId(local, GARY, 'AGENT:old');
        await local.sql(formulaVersion('AGENT:old', 0));
      },
      alsoFail: ['8'],
      failures: [
        [LEGACY, 'AGENT:old', `assigned to the agent "GARY GONE" (minted); the formula gives ${GARY}`],
      ],
    },
  ],
  HOMONYM: [
    {
      // In a snapshot that was superseded: what it told is never lost.
      fault: 'one name under two upstream ids',
      plant: `INSERT INTO payroll_processed.stage3_snapshots
        SELECT * REPLACE ('A-8' AS agent_id, 'older' AS snapshot_id, TIMESTAMP '2000-01-01' AS ingested_at)
        FROM payroll_processed.stage3_snapshots WHERE agent_name = 'Gary Gone'`,
      rerun: ['dim_agent_identity'],
      failures: [[LEGACY, GARY, '"Gary Gone" has the upstream ids A-7, A-8']],
    },
  ],
  QUARANTINE: [
    {
      fault: 'a business name with an invisible character',
      plant: `UPDATE payroll_processed.business_id_mapping SET business_name = 'Zenith' || chr(8203)
        WHERE normalized_name = 'ZENITH FREIGHT'`,
      rerun: ['dim_business_mapping'],
      failures: [[LEGACY, 'Zenith\u{200b}', 'the business is quarantined: INVISIBLE_CHARACTER']],
    },
    {
      fault: 'an agent name of white space alone',
      plant: `UPDATE payroll_processed.stage3_snapshots SET agent_name = ' ' WHERE agent_name = 'Gary Gone'`,
      rerun: ['dim_agent_identity'],
      failures: [[LEGACY, ' ', 'the agent is quarantined: EMPTY_NAME']],
    },
    {
      fault: 'a mapping that carries another id than the one assigned',
      plant: `UPDATE payroll_processed.business_id_mapping SET business_id = 'B-1'
        WHERE normalized_name = 'ZENITH FREIGHT'`,
      rerun: ['dim_business_mapping'],
      failures: [[LEGACY, 'Zenith Freight', 'the business is quarantined: ID_DIFFERS']],
    },
    {
      fault: 'a tenant that nobody registered',
      plant: `UPDATE payroll_processed.business_id_mapping SET tenant_id = 'ghost', business_name = 'Ghost Inc'
        WHERE normalized_name = 'ZENITH FREIGHT'`,
      rerun: ['dim_business_mapping'],
      failures: [['ghost', 'Ghost Inc', 'the business is quarantined: UNKNOWN_TENANT']],
    },
  ],
  UNMATCHED: [
    {
      fault: 'a line and a component of different products',
      plant: `UPDATE payroll_processed.stage1_snapshots SET product_code = 'VIS'
        WHERE business_name = 'Acme Widgets Inc' AND period_label = DATE '2025-02-01'`,
      rerun: ['commission_traceability'],
      failures: [
        [
          LEGACY,
          '15f110b9c2a2ad0292757daa95008a9c9bab8081ff95a6c4b24315e1ed383787',
          'a gross commission of 5 for "Acme Widgets Inc", VIS, 2025-02-01 (2025-02.stage1.csv:3) that no component explains',
        ],
        [
          LEGACY,
          'd9991a87eb88182bef419c7a40f10b714191974676f8a2531bdeb5b34ebe8d12',
          'a commission of 5 for "Acme Widgets Inc", DEN, 2025-02-01 (2025-02.corrected.stage3.csv:3) and no stage-1 line that pays for it',
        ],
      ],
    },
    {
      // Control 6 adds all the lines of a product up, so it agrees.
      fault: 'money on the second line of a product, although the components add up to both',
      plant: `UPDATE payroll_processed.stage1_snapshots SET gross_commission = if(employee_count = 6, 50, 100)
        WHERE tenant_id = '${LEGACY}' AND product_code = 'MED' AND period_label = DATE '2025-01-01'`,
      rerun: ['commission_traceability'],
      failures: [
        [
          LEGACY,
          SECOND_LINE,
          'a gross commission of 50 for "Teledata Contractors Inc", MED, 2025-01-01 (2025-01.stage1.csv:3) that no component explains',
        ],
      ],
    },
  ],
};
