// Built by `npm run build` from includes/src. Do not edit.
"use strict";
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// includes/src/controls.ts
var controls_exports = {};
__export(controls_exports, {
  assertionSql: () => assertionSql,
  expectations: () => expectations,
  recordSql: () => recordSql,
  registry: () => registry
});
module.exports = __toCommonJS(controls_exports);
var OWNER = "payroll data engineering";
var DIMENSIONS = ["dim_business_mapping", "dim_agent_identity"];
var NAMES_WITH_ID = { tables: ["identity_ledger"], where: "kind IN ('business', 'agent')" };
var registry = [
  {
    id: "1",
    view: "stage1_row_id_is_unique",
    title: "Every stage-1 row id is unique",
    objective: "An id names one line of what carriers paid.",
    risk: "Two lines under one id: a commission counted twice or not at all.",
    owner: OWNER,
    severity: "blocks",
    frequency: "every run",
    population: { tables: ["stage1_lines"] }
  },
  {
    id: "2",
    view: "stage3_component_id_is_unique",
    title: "Every stage-3 component id is unique",
    objective: "An id names one component of what agents are paid.",
    risk: "Two components under one id: an agent paid twice or not at all.",
    owner: OWNER,
    severity: "blocks",
    frequency: "every run",
    population: { tables: ["commission_traceability"], where: "stage3_component_id IS NOT NULL" }
  },
  {
    id: "3",
    view: "keys_are_complete",
    title: "No key or hash is missing",
    objective: "Every traced row can be named, joined and checked.",
    risk: "A row that cannot be attributed to a business, an agent or a source line.",
    owner: OWNER,
    severity: "blocks",
    frequency: "every run",
    population: { tables: ["commission_traceability"] }
  },
  {
    id: "4",
    view: "rows_and_money_are_conserved",
    title: "Rows and money are conserved from the snapshots to the view",
    objective: "Nothing is lost or multiplied between what came in and what is shown.",
    risk: "A join that drops or repeats rows changes what people are paid.",
    owner: OWNER,
    severity: "blocks",
    frequency: "every run",
    population: { tables: ["current_snapshots"] }
  },
  {
    id: "5",
    view: "ids_are_in_their_dimension",
    title: "Every id in the view is in its dimension",
    objective: "Every business and agent shown is a known identity of the same tenant.",
    risk: "A commission paid to an identity that nobody can look up.",
    owner: OWNER,
    severity: "blocks",
    frequency: "every run",
    population: { tables: ["commission_traceability"], where: "trace_status != 'QUARANTINED'" }
  },
  {
    id: "6",
    view: "components_reconcile_with_gross",
    title: "Components add up to the gross commission",
    objective: "What agents are paid for a business and product is what the carrier paid for it.",
    risk: "Agents paid more or less than came in.",
    owner: "commission operations",
    severity: "blocks",
    frequency: "every run",
    population: {
      tables: ["commission_traceability"],
      where: "stage1_row_id IS NOT NULL AND stage3_component_id IS NOT NULL"
    }
  },
  {
    id: "7",
    view: "business_id_is_stable",
    title: "A business keeps its id",
    objective: "The same tenant and normalised name have the same business_id for ever.",
    risk: "A business whose history breaks in two, or two businesses that become one.",
    owner: OWNER,
    severity: "blocks",
    frequency: "every run",
    population: { tables: ["dim_business_mapping"] }
  },
  {
    id: "8",
    view: "agent_key_is_stable",
    title: "An agent keeps its key",
    objective: "The same tenant and normalised name have the same agent_key for ever.",
    risk: "An agent whose commissions are split over two keys, or who is paid for another.",
    owner: OWNER,
    severity: "blocks",
    frequency: "every run",
    population: { tables: ["dim_agent_identity"] }
  },
  {
    id: "A",
    view: "tenants_are_isolated",
    title: "No tenant sees the key of another",
    objective: "A key in a row of the view belongs to the tenant of the row.",
    risk: "One tenant's commission shown, or paid, under another tenant's agent or business.",
    owner: "security",
    severity: "blocks",
    frequency: "every run",
    population: { tables: ["commission_traceability"] }
  },
  {
    id: "ALIAS",
    view: "aliases_have_one_owner",
    title: "An alias has one owner, in its own tenant",
    objective: "An open alias leads to one identity of the same tenant, and not to another alias.",
    risk: "A name that stands for two people, or for one of another tenant.",
    owner: "data stewards",
    severity: "blocks",
    frequency: "every run",
    population: { tables: ["identity_aliases"], where: "ended_at IS NULL" }
  },
  {
    id: "AUDIT_CHAIN",
    view: "audit_chain_is_unbroken",
    title: "The audit chain is unbroken",
    objective: "No event was changed, removed, inserted or put in another order.",
    risk: "A change that nobody can be held to.",
    owner: "internal audit",
    severity: "blocks",
    frequency: "every run",
    population: { tables: ["audit_events"] }
  },
  {
    id: "CHANGESETS",
    view: "changesets_account_for_rows",
    title: "Every changeset accounts for each of its rows",
    objective: "Each line of an imported file became what its changeset says, and nothing else was written.",
    risk: "An agent changed, or left out, although nobody reviewed it.",
    owner: "agent administration",
    severity: "blocks",
    frequency: "every run",
    population: { tables: ["config_bulk_import_changesets"] }
  },
  {
    id: "COLLISION",
    view: "ids_do_not_collide",
    title: "No id is claimed by two names",
    objective: "The gate before the MERGE let no id through that is or would be another name’s.",
    risk: "Two businesses or two people under one id.",
    owner: OWNER,
    severity: "blocks",
    frequency: "every run",
    population: NAMES_WITH_ID,
    after: DIMENSIONS
  },
  {
    id: "CREATIONS",
    view: "creations_are_recorded",
    title: "Every created agent is in the ledger, under one key",
    objective: "An agent that a changeset created keeps its id, whatever is rolled back and imported again.",
    risk: "One person imported twice under two ids, or two under one.",
    owner: "agent administration",
    severity: "blocks",
    frequency: "every run",
    population: { tables: ["agent_profile_identity_versions"], where: "operation = 'CREATE'" }
  },
  {
    id: "DIMENSION",
    view: "dimensions_are_complete",
    title: "Every usable name has its identity",
    objective: "A name that was ever seen and can have an id has one, once, in its dimension.",
    risk: "A commission that cannot be traced although its names are sound.",
    owner: OWNER,
    severity: "blocks",
    frequency: "every run",
    population: NAMES_WITH_ID
  },
  {
    id: "HIERARCHY",
    view: "hierarchy_is_sound",
    title: "The agent hierarchy has no cycle and no missing parent",
    objective: "From every agent the way up ends at the top, within the tenant.",
    risk: "An override commission paid round in a circle, or to nobody.",
    owner: "commission operations",
    severity: "blocks",
    frequency: "every run",
    population: { tables: ["dim_agent_hierarchy"] }
  },
  {
    id: "LEDGER",
    view: "ledger_assigns_once",
    title: "The ledger assigns every name one id and every id one name",
    objective: "The memory of identities contradicts itself nowhere.",
    risk: "An id that means one thing today and another tomorrow.",
    owner: OWNER,
    severity: "blocks",
    frequency: "every run",
    population: { tables: ["identity_ledger"] },
    after: DIMENSIONS
  },
  {
    id: "PROFILES",
    view: "profile_versions_are_sound",
    title: "Every version of a profile is one that a commit wrote",
    objective: "The history of an agent is that of the committed changesets, and an agent_id names one agent.",
    risk: "A profile changed past the review, or two agents who can’t be told apart.",
    owner: "agent administration",
    severity: "blocks",
    frequency: "every run",
    population: { tables: ["agent_profile_identity_versions"] }
  },
  {
    id: "DRIFT",
    view: "assigned_ids_drift",
    title: "Ids that today’s formula would give otherwise",
    objective: "Show which ids are kept although the formula gives another: carried ones, and those of older formulas.",
    risk: "Somebody recomputes an id instead of looking it up and is surprised.",
    owner: OWNER,
    severity: "reports",
    frequency: "every run",
    population: NAMES_WITH_ID,
    after: DIMENSIONS
  },
  {
    id: "HOMONYM",
    view: "agents_of_several_ids",
    title: "Agents with several upstream ids",
    objective: "Show the keys under which upstream knows more than one agent_id: perhaps two people of one name.",
    risk: "Two people of one name share a key and cannot be told apart.",
    owner: "data stewards",
    severity: "reports",
    frequency: "every run",
    population: { tables: ["dim_agent_identity"] }
  },
  {
    id: "QUARANTINE",
    view: "names_in_quarantine",
    title: "Names in quarantine",
    objective: "Show every name that gets no id, and why, until somebody mends it at the source.",
    risk: "A commission that stays without an identity because nobody knows.",
    owner: "data stewards",
    severity: "reports",
    frequency: "every run",
    population: { tables: ["business_names", "agent_names"] },
    after: DIMENSIONS
  },
  {
    id: "UNMATCHED",
    view: "money_without_counterpart",
    title: "Money with no counterpart in the other stage",
    objective: "Show every component that no carrier’s line pays for, and every line with money that no component explains.",
    risk: "Commission paid that never came in, or received and paid to nobody, and control 6 has nothing to compare.",
    owner: "commission operations",
    severity: "reports",
    frequency: "every run",
    population: { tables: ["commission_traceability"] }
  }
];
function expectations() {
  return registry.map(
    ({ id, severity }) => `STRUCT('${id}' AS control_id, ${severity === "blocks" ? "TRUE" : "FALSE"} AS is_blocking)`
  ).join(",\n    ");
}
function recordSql(control, context) {
  const maximum = Number(dataform.projectConfig.vars.maximumFailingKeys);
  if (!Number.isSafeInteger(maximum) || maximum < 1) {
    throw new Error("vars.maximumFailingKeys is a whole number from 1. Mend dataform.json.");
  }
  const tested = control.population.tables.map(
    (table) => `SELECT 1 AS tested FROM ${context.ref(table)} WHERE ${control.population.where ?? "TRUE"}`
  );
  const notRecorded = `NOT EXISTS (
    SELECT 1
    FROM ${context.ref("control_results")} AS recorded
    WHERE recorded.run_id = run.run_id AND recorded.control_id = '${control.id}'
  )`;
  return `BEGIN TRANSACTION;

INSERT INTO ${context.ref("control_failures")} (
  run_id, control_id, place, tenant_id, failing_key, issue_description, failure_count
)
SELECT
  run.run_id,
  '${control.id}',
  failure.place,
  failure.tenant_id,
  failure.failing_key,
  failure.issue_description,
  failure.failure_count
FROM (
  SELECT
    tenant_id,
    failing_key,
    issue_description,
    ROW_NUMBER() OVER (ORDER BY tenant_id, failing_key, issue_description) AS place,
    COUNT(*) OVER () AS failure_count
  FROM ${context.ref(control.view)}
) AS failure
CROSS JOIN ${context.ref("current_run")} AS run
WHERE failure.place <= ${maximum} AND ${notRecorded};

INSERT INTO ${context.ref("control_results")} (
  run_id, control_id, status, population_count, failure_count, evaluated_at
)
SELECT
  run.run_id,
  '${control.id}',
  CASE
    WHEN found.failure_count > 0 THEN 'FAIL'
    WHEN population.population_count = 0 THEN 'VACUOUS'
    ELSE 'PASS'
  END,
  population.population_count,
  found.failure_count,
  CURRENT_TIMESTAMP()
FROM ${context.ref("current_run")} AS run
CROSS JOIN (
  SELECT COALESCE(MAX(failure.failure_count), 0) AS failure_count
  FROM ${context.ref("control_failures")} AS failure
  INNER JOIN ${context.ref("current_run")} AS open_run
    ON open_run.run_id = failure.run_id
  WHERE failure.control_id = '${control.id}'
) AS found
CROSS JOIN (
  SELECT COUNT(*) AS population_count
  FROM (
    ${tested.join("\n    UNION ALL ")}
  ) AS population_row
) AS population
WHERE ${notRecorded};

COMMIT TRANSACTION;`;
}
function assertionSql(control, context) {
  return `SELECT
  run.run_id,
  expected.control_id,
  COALESCE(result.status, 'NOT_RUN') AS status,
  result.failure_count
FROM ${context.ref("current_run")} AS run
INNER JOIN ${context.ref("control_expectations")} AS expected
  ON expected.run_id = run.run_id
  AND expected.control_id = '${control.id}'
LEFT JOIN ${context.ref("control_results")} AS result
  ON result.run_id = run.run_id
  AND result.control_id = expected.control_id
WHERE COALESCE(result.status, 'NOT_RUN') NOT IN ('PASS', 'VACUOUS')`;
}
