/** The controls, and what an auditor has to know of each. Source: docs/architecture.md, "Controls"; generated into docs/controls.md. */

export interface Control {
  /** Stable; 7, 8 and A are the numbers of the identity stability guarantees. */
  readonly id: string;
  /** The view of its failing rows: the file in `definitions/controls/`. */
  readonly view: string;
  readonly title: string;
  readonly objective: string;
  readonly risk: string;
  /** What an auditor does when it fails. */
  readonly response: string;
  readonly owner: string;
  /** `blocks` turns a run red when it fails; `reports` never does. */
  readonly severity: 'blocks' | 'reports';
  readonly frequency: 'every run';
  /** Whether a failing key can be a person's or a business's name, which a report masks. */
  readonly keysArePersonal: boolean;
  /** Whether it tests the project's own record, in which making a report alone leaves rows: that proves nothing of any data. */
  readonly testsOwnRecord?: true;
  /** What it tests. No rows: the control is VACUOUS. */
  readonly population: readonly Population[];
  /** What has to have run although the control doesn't read it: the writers of a shared table that it reads. */
  readonly after?: readonly string[];
}

/** The rows of a table or view that match; it has a `tenant_id`. */
export interface Population {
  readonly table: string;
  readonly where?: string;
  /** A GoogleSQL DATE expression over its columns: the day that a row is of. NULL where the row says nothing. */
  readonly date: string;
}

const OWNER = 'payroll data engineering';

/** Both dimensions: the writers of the ledger and of the quarantine. */
const DIMENSIONS = ['dim_business_mapping', 'dim_agent_identity'];

/** What the graph assigns: the ids of agent profiles are a changeset's. */
const NAMES_WITH_ID: Population = {
  table: 'identity_ledger',
  date: 'DATE(assigned_at)',
  where: "kind IN ('business', 'agent')",
};

export const registry: readonly Control[] = [
  {
    id: '1',
    view: 'stage1_row_id_is_unique',
    title: 'Every stage-1 row id is unique, and its own line’s',
    objective:
      'An id names one line of what carriers paid, and a line that stands alone shows what its source row says.',
    risk: 'Two lines under one id: a commission counted twice or not at all; or a line shown as another’s.',
    response:
      'Find the lines by source file and row, and stop payments that follow from them. Nobody mends an id: the formula, the snapshots or the view are wrong, so data engineering repairs and runs again.',
    owner: OWNER,
    severity: 'blocks',
    frequency: 'every run',
    keysArePersonal: false,
    population: [
      { table: 'commission_traceability', date: 'period_label', where: 'stage1_row_id IS NOT NULL' },
    ],
  },
  {
    id: '2',
    view: 'stage3_component_id_is_unique',
    title: 'Every component has the id, line and content of its source row',
    objective:
      'An id names one component of what agents are paid, the one that its source row gives; the component shows what that row says and is linked with the first stage-1 line of its business and product.',
    risk: 'Two components under one id: an agent paid twice or not at all; a commission traced to another line, or shown for another product or person, than the source says.',
    response:
      'Find the components by source file and row, and stop payments that follow from them. Data engineering repairs the formula, the snapshots or the view and runs again.',
    owner: OWNER,
    severity: 'blocks',
    frequency: 'every run',
    keysArePersonal: false,
    population: [
      { table: 'commission_traceability', date: 'period_label', where: 'stage3_component_id IS NOT NULL' },
    ],
  },
  {
    id: '3',
    view: 'keys_are_complete',
    title: 'No key or hash is missing, and the status is the row’s own',
    objective:
      'Every traced row can be named, joined and checked, and its status is the one that its names, links and agent give it.',
    risk: 'A row that cannot be attributed to a business, an agent or a source line, or that is said to be traced and isn’t.',
    response:
      'Look at the source line that the row names. A missing tenant, period or name is mended upstream and loaded again; a missing id although the name is sound is for data engineering.',
    owner: OWNER,
    severity: 'blocks',
    frequency: 'every run',
    keysArePersonal: false,
    population: [{ table: 'commission_traceability', date: 'period_label' }],
  },
  {
    id: '4',
    view: 'rows_and_money_are_conserved',
    title: 'Rows and money are conserved from the snapshots to the view',
    objective: 'Nothing is lost or multiplied between what came in and what is shown.',
    risk: 'A join that drops or repeats rows changes what people are paid.',
    response:
      'Compare the sums that the failing key names with the file that upstream sent. Pay nothing for that tenant and period until they agree.',
    owner: OWNER,
    severity: 'blocks',
    frequency: 'every run',
    keysArePersonal: false,
    population: [{ table: 'current_snapshots', date: 'period_label' }],
  },
  {
    id: '5',
    view: 'ids_are_in_their_dimension',
    title: 'Every id in the view is in its dimension, under the row’s own name',
    objective:
      'Every business and agent shown is a known identity of the same tenant, and the one that the row’s name has.',
    risk: 'A commission paid to an identity that nobody can look up, or to another one than the source names.',
    response:
      'Ask what that id is: keyfast ids explain. An id that nobody has was written past the run; find out by whom in the audit chain and in the warehouse’s own log.',
    owner: OWNER,
    severity: 'blocks',
    frequency: 'every run',
    keysArePersonal: false,
    population: [
      {
        table: 'commission_traceability',
        date: 'period_label',
        where: 'business_id IS NOT NULL OR agent_key IS NOT NULL',
      },
    ],
  },
  {
    id: '6',
    view: 'components_reconcile_with_gross',
    title: 'Components add up to the gross commission',
    objective: 'What agents are paid for a business and product is what the carrier paid for it.',
    risk: 'Agents paid more or less than came in.',
    response:
      'Ask commission operations for the carrier’s statement of that business, product and month. The split rates or a line are wrong; upstream sends a corrected file.',
    owner: 'commission operations',
    severity: 'blocks',
    frequency: 'every run',
    keysArePersonal: false,
    population: [
      {
        table: 'commission_traceability',
        date: 'period_label',
        where: 'stage1_row_id IS NOT NULL AND stage3_component_id IS NOT NULL',
      },
    ],
  },
  {
    id: '7',
    view: 'business_id_is_stable',
    title: 'A business keeps its id',
    objective: 'The same tenant and normalised name have the same business_id for ever.',
    risk: 'A business whose history breaks in two, or two businesses that become one.',
    response:
      'Let nobody pay or report on that business. Compare the dimension with the ledger (keyfast ids explain): who changed which of the two is in the warehouse’s own log.',
    owner: OWNER,
    severity: 'blocks',
    frequency: 'every run',
    keysArePersonal: true,
    population: [{ table: 'dim_business_mapping', date: 'first_seen_date' }],
  },
  {
    id: '8',
    view: 'agent_key_is_stable',
    title: 'An agent keeps its key',
    objective: 'The same tenant and normalised name have the same agent_key for ever.',
    risk: 'An agent whose commissions are split over two keys, or who is paid for another.',
    response:
      'Let nobody pay that agent. Compare the dimension with the ledger (keyfast ids explain): who changed which of the two is in the warehouse’s own log.',
    owner: OWNER,
    severity: 'blocks',
    frequency: 'every run',
    keysArePersonal: true,
    population: [{ table: 'dim_agent_identity', date: 'effective_start_date' }],
  },
  {
    id: 'A',
    view: 'tenants_are_isolated',
    title: 'No tenant sees the key of another',
    objective: 'A key in a row of the view belongs to the tenant of the row.',
    risk: "One tenant's commission shown, or paid, under another tenant's agent or business.",
    response:
      'Treat it as a disclosure: tell security at once, withdraw every report of that month, and find the row’s source by its file and line.',
    owner: 'security',
    severity: 'blocks',
    frequency: 'every run',
    keysArePersonal: false,
    population: [{ table: 'commission_traceability', date: 'period_label' }],
  },
  {
    id: 'ALIAS',
    view: 'aliases_have_one_owner',
    title: 'An alias has one owner, in its own tenant, and somebody who said so',
    objective:
      'An open alias leads to one identity of the same tenant, and not to another alias; the audit chain tells of every alias who added and who ended it.',
    risk: 'A name that stands for two people, or for one of another tenant; money led to somebody else by an alias that nobody answers for.',
    response:
      'Ask the data steward who added it (keyfast alias list) which of the two is meant, and let the other be ended (keyfast alias end). One that no event tells of was written past the tools: find the writer in the warehouse’s own log, and let a steward end it and say it again.',
    owner: 'data stewards',
    severity: 'blocks',
    frequency: 'every run',
    keysArePersonal: true,
    population: [{ table: 'identity_aliases', date: 'DATE(added_at)' }],
  },
  {
    id: 'AUDIT_CHAIN',
    view: 'audit_chain_is_unbroken',
    title: 'The audit chain is unbroken',
    objective: 'No event was changed, removed, inserted or put in another order.',
    risk: 'A change that nobody can be held to.',
    response:
      'Trust no event of that tenant from the named one on. Compare with the last manifest that was kept elsewhere (keyfast verify), and find the writer in the warehouse’s own log.',
    owner: 'internal audit',
    severity: 'blocks',
    frequency: 'every run',
    keysArePersonal: false,
    testsOwnRecord: true,
    population: [{ table: 'audit_events', date: 'DATE(occurred_at)' }],
  },
  {
    id: 'CHANGESETS',
    view: 'changesets_account_for_rows',
    title: 'Every changeset accounts for each of its rows',
    objective: 'Each line of an imported file became what its changeset says, and nothing else was written.',
    risk: 'An agent changed, or left out, although nobody reviewed it.',
    response:
      'Show the changeset (keyfast changeset show) and compare its rows with the versions that are there. Take it back (keyfast changeset rollback) if it can be, and import the file again.',
    owner: 'agent administration',
    severity: 'blocks',
    frequency: 'every run',
    keysArePersonal: false,
    population: [
      {
        table: 'config_bulk_import_changesets',
        date: 'DATE(uploaded_at)',
        where: 'physical_line_count IS NOT NULL',
      },
    ],
  },
  {
    id: 'COLLISION',
    view: 'ids_do_not_collide',
    title: 'No id is claimed by two names',
    objective: 'The gate before the MERGE let no id through that is or would be another name’s.',
    risk: 'Two businesses or two people under one id.',
    response:
      'Nothing was written under the id, so nothing is mixed up yet. Let the reference mapping carry another id for one of the names, and run again.',
    owner: OWNER,
    severity: 'blocks',
    frequency: 'every run',
    keysArePersonal: true,
    population: [NAMES_WITH_ID],
    after: DIMENSIONS,
  },
  {
    id: 'CREATIONS',
    view: 'creations_are_recorded',
    title: 'Every created agent is in the ledger, under one key',
    objective: 'An agent that a changeset created keeps its id, whatever is rolled back and imported again.',
    risk: 'One person imported twice under two ids, or two under one.',
    response:
      'Ask who wrote the agent past the changeset: the versions name a changeset, the warehouse’s own log a user. Import nothing more of that person until it is known.',
    owner: 'agent administration',
    severity: 'blocks',
    frequency: 'every run',
    keysArePersonal: false,
    population: [
      {
        table: 'agent_profile_identity_versions',
        date: 'effective_start_date',
        where: "operation = 'CREATE'",
      },
    ],
  },
  {
    id: 'DIMENSION',
    view: 'dimensions_are_complete',
    title: 'Every name has its identity, or its place in quarantine',
    objective:
      'A name that was ever seen has one identity in its dimension, with the dates, names and upstream ids that its sources give, or stands in quarantine.',
    risk: 'A commission that cannot be traced although its names are sound; a name that nobody asks about any more.',
    response:
      'Run again (keyfast run): a dimension that broke off is made good by the next run. If the name still has no identity, it is for data engineering.',
    owner: OWNER,
    severity: 'blocks',
    frequency: 'every run',
    keysArePersonal: true,
    population: [{ table: 'source_names', date: 'first_seen_date', where: 'is_seen' }],
  },
  {
    id: 'HIERARCHY',
    view: 'hierarchy_is_sound',
    title: 'The agent hierarchy has no cycle and no missing parent',
    objective: 'From every agent the way up ends at the top, within the tenant.',
    risk: 'An override commission paid round in a circle, or to nobody.',
    response:
      'Ask commission operations who that agent reports to, and load the whole corrected file (keyfast load hierarchy --replace).',
    owner: 'commission operations',
    severity: 'blocks',
    frequency: 'every run',
    keysArePersonal: false,
    population: [{ table: 'dim_agent_hierarchy', date: 'effective_start_date' }],
  },
  {
    id: 'LEDGER',
    view: 'ledger_assigns_once',
    title: 'The ledger assigns every name one id and every id one name',
    objective: 'The memory of identities contradicts itself nowhere.',
    risk: 'An id that means one thing today and another tomorrow.',
    response:
      'Let nobody pay on that id. The ledger is append-only, so a second assignment was written past the run: find the writer in the warehouse’s own log.',
    owner: OWNER,
    severity: 'blocks',
    frequency: 'every run',
    keysArePersonal: true,
    population: [{ table: 'identity_ledger', date: 'DATE(assigned_at)' }],
    after: DIMENSIONS,
  },
  {
    id: 'PROFILES',
    view: 'profile_versions_are_sound',
    title: 'Every version of a profile is one that a commit wrote',
    objective:
      'The history of an agent is that of the committed changesets, and an agent_id, or an e-mail with a name, is one agent’s.',
    risk: 'A profile changed past the review, or two agents who can’t be told apart.',
    response:
      'Compare the versions with the changeset that they name (keyfast changeset show). One that no commit wrote was written past the tools: find the writer in the warehouse’s own log. Of two agents of one e-mail and name a rollback gave one back: import the e-mail or the name that one of them has, from the day named on, or roll back the changeset that gave them to the other.',
    owner: 'agent administration',
    severity: 'blocks',
    frequency: 'every run',
    keysArePersonal: false,
    population: [{ table: 'agent_profile_identity_versions', date: 'effective_start_date' }],
  },
  {
    id: 'DRIFT',
    view: 'assigned_ids_drift',
    title: 'Ids that today’s formula would give otherwise',
    objective:
      'Show which ids are kept although the formula gives another: carried ones, and those of older formulas.',
    risk: 'Somebody recomputes an id instead of looking it up and is surprised.',
    response:
      'Nothing is wrong: the ids are kept on purpose. Make sure that nobody recomputes an id; it is looked up.',
    owner: OWNER,
    severity: 'reports',
    frequency: 'every run',
    keysArePersonal: false,
    population: [NAMES_WITH_ID],
    after: DIMENSIONS,
  },
  {
    id: 'HOMONYM',
    view: 'agents_of_several_ids',
    title: 'Agents with several upstream ids',
    objective:
      'Show the keys under which upstream knows more than one agent_id: perhaps two people of one name.',
    risk: 'Two people of one name share a key and cannot be told apart.',
    response:
      'Ask the data stewards whether the upstream ids are one person. If they are two, upstream has to tell them apart by name.',
    owner: 'data stewards',
    severity: 'reports',
    frequency: 'every run',
    keysArePersonal: false,
    population: [{ table: 'dim_agent_identity', date: 'effective_start_date' }],
  },
  {
    id: 'QUARANTINE',
    view: 'names_in_quarantine',
    title: 'Names in quarantine',
    objective: 'Show every name that gets no id, and why, until somebody mends it at the source.',
    risk: 'A commission that stays without an identity because nobody knows.',
    response:
      'Let the sender mend the name at the source and load it again. Whoever stands there is not paid meanwhile.',
    owner: 'data stewards',
    severity: 'reports',
    frequency: 'every run',
    keysArePersonal: true,
    population: [
      { table: 'business_names', date: 'first_seen_date' },
      { table: 'agent_names', date: 'first_period' },
    ],
    after: DIMENSIONS,
  },
  {
    id: 'UNMATCHED',
    view: 'money_without_counterpart',
    title: 'Money with no counterpart in the other stage',
    objective:
      'Show every component that no carrier’s line pays for, and every line with money that no component explains.',
    risk: 'Commission paid that never came in, or received and paid to nobody, and control 6 has nothing to compare.',
    response:
      'Ask commission operations for the carrier’s statement: a line is missing, is of another product, or is paid to nobody.',
    owner: 'commission operations',
    severity: 'reports',
    frequency: 'every run',
    keysArePersonal: false,
    population: [{ table: 'commission_traceability', date: 'period_label' }],
  },
];
