const REFUSES =
  'A guard: it gives a row only if every condition of a whole procedure holds, and else refuses, on both engines.';
const UNIQUE = 'Reads the one lock row as a scalar: random rows hold none or several.';

/** Queries of which random rows never made a row, and why: there the engines agree on refusals and empty answers alone. */
export const NEVER_ROWS: Readonly<Record<string, string>> = {
  'payroll_analytics.alias_add, statement 4 (QueryStmt)': REFUSES,
  'payroll_analytics.alias_add, statement 5 (QueryStmt)': REFUSES,
  'payroll_analytics.alias_add, statement 6 (InsertStmt)': 'Its name must normalise to one that has an id.',
  'payroll_analytics.alias_add, statement 10 (QueryStmt)': 'Its name must normalise to one that is an alias.',
  'payroll_analytics.alias_end, statement 4 (QueryStmt)': REFUSES,
  'payroll_analytics.dim_business_mapping, statement 5 (InsertStmt)': UNIQUE,
  'payroll_analytics.dim_agent_identity, statement 5 (InsertStmt)': UNIQUE,
  'payroll_analytics.look_alikes, statement 1 (QueryStmt)': 'Two names must resemble each other.',
  'payroll_config.load_stage1, statement 5 (InsertStmt)': 'Six conditions join three tables.',
  'payroll_config.load_stage3, statement 5 (InsertStmt)': 'Six conditions join three tables.',
};
