/**
 * The controls, as Dataform's global `controls`: the registry, and the SQL that records and asserts a control. Each control's own
 * rule is a view of its failing rows in `definitions/controls/`, a file each, with the columns tenant_id, failing_key and
 * issue_description. Source: docs/architecture.md, "Controls".
 */
import { registry, type Control } from './control_registry.ts';
import { controlSqlDigest } from './control_sql_digest.ts';
import { engineNameSql, engineVersionSql } from './engine.ts';

export { registry, type Control, type Population } from './control_registry.ts';
export { engineNameSql, engineVersionSql } from './engine.ts';

interface Context {
  ref(name: string): string;
}

/** What Dataform has compiled when an operation's queries are asked for: it compiles tables and views before operations. */
interface CompiledAction {
  getTarget(): { readonly name: string };
  readonly proto: {
    readonly type?: string;
    readonly query?: string;
    readonly dependencyTargets?: readonly { readonly name: string }[];
  };
}

declare const dataform: {
  readonly projectConfig: { readonly vars: Readonly<Record<string, string>> };
  readonly actions: readonly CompiledAction[];
};

/** The registry as rows of (control_id, is_blocking), for an UNNEST of an array. */
export function expectations(): string {
  return registry
    .map(
      ({ id, severity }) =>
        `STRUCT('${id}' AS control_id, ${severity === 'blocks' ? 'TRUE' : 'FALSE'} AS is_blocking)`,
    )
    .join(',\n    ');
}

/** The commit that a deployment without a checkout says it is of, as GoogleSQL. */
export function releaseCommitSql(): string {
  const commit = dataform.projectConfig.vars.releaseCommit ?? '';
  return commit === '' ? 'CAST(NULL AS STRING)' : stringSql(commit);
}

/** The vars of this compilation, overrides included, as a JSON object sorted by name, as GoogleSQL. */
export function varsSql(): string {
  const vars = Object.entries(dataform.projectConfig.vars).sort(([one], [other]) => (one < other ? -1 : 1));
  return stringSql(JSON.stringify(Object.fromEntries(vars)));
}

/** A string literal of GoogleSQL, whose escapes between double quotes are JSON's and more. */
function stringSql(text: string): string {
  return JSON.stringify(text);
}

/** What is known of a run's parameters: what its tool recorded, else the vars of the compilation that ran. */
export function runParametersSql(context: string, run: string): string {
  return `COALESCE(${context}.parameters, CONCAT('{"vars":', ${run}.vars, '}'))`;
}

function maximumFailingKeys(): number {
  const maximum = Number(dataform.projectConfig.vars.maximumFailingKeys);
  if (!Number.isSafeInteger(maximum) || maximum < 1) {
    throw new Error('vars.maximumFailingKeys is a whole number from 1. Mend dataform.json.');
  }
  return maximum;
}

/** Of the very SQL that this compilation gives: an override of a var or a dataset gives another. */
function sqlDigest(view: string): string {
  return controlSqlDigest(view, (name) => {
    const action = dataform.actions.find((candidate) => candidate.getTarget().name === name);
    if (action?.proto.type !== 'view' || action.proto.query === undefined) return undefined;
    const dependencies = (action.proto.dependencyTargets ?? []).map((target) => target.name);
    return { query: action.proto.query, dependencies };
  });
}

/** One row: what the control has to test. */
function populationSql(control: Control, context: Context): string {
  const tested = control.population.map(
    ({ table, date, where = 'TRUE' }) =>
      `SELECT tenant_id, ${date} AS tested_on FROM ${context.ref(table)} WHERE ${where}`,
  );
  // Counted in two steps: the distinct values of a few groups are found sooner than those of all rows.
  return `SELECT
    COALESCE(SUM(part.row_count), 0) AS population_count,
    COUNT(DISTINCT part.tenant_id) AS population_tenant_count,
    COUNT(DISTINCT DATE_TRUNC(part.tested_on, MONTH)) AS population_period_count,
    MIN(part.tested_on) AS population_low_date,
    MAX(part.tested_on) AS population_high_date
  FROM (
    SELECT tested.tenant_id, tested.tested_on, COUNT(*) AS row_count
    FROM (
      ${tested.join('\n      UNION ALL ')}
    ) AS tested
    GROUP BY tested.tenant_id, tested.tested_on
  ) AS part`;
}

/** Whether a table has nothing of the control in this run: a run has one of each, whoever runs the operation again. */
function notYet(table: string, control: Control): string {
  return `NOT EXISTS (
    SELECT 1
    FROM ${table} AS recorded
    WHERE recorded.run_id = run.run_id AND recorded.control_id = '${control.id}'
  )`;
}

/**
 * One transaction, in which what is tested and what fails are seen at one time and the failing rows are evaluated once; then
 * the result, from what was recorded of them, with the time at which it was there. It takes no lock: it only inserts, under a
 * control and run of its own, and Dataform runs many of them at once, which BigQuery would abort if they all updated one row.
 */
export function recordSql(control: Control, context: Context): string {
  const maximum = maximumFailingKeys();
  const populations = context.ref('control_populations');
  const failures = context.ref('control_failures');
  const results = context.ref('control_results');
  return `BEGIN TRANSACTION;

INSERT INTO ${populations} (
  run_id, control_id, population_count, population_tenant_count, population_period_count, population_low_date,
  population_high_date, started_at
)
SELECT
  run.run_id,
  '${control.id}',
  population.population_count,
  population.population_tenant_count,
  population.population_period_count,
  population.population_low_date,
  population.population_high_date,
  CURRENT_TIMESTAMP()
FROM ${context.ref('current_run')} AS run
CROSS JOIN (
  ${populationSql(control, context)}
) AS population
WHERE ${notYet(populations, control)};

INSERT INTO ${failures} (
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
CROSS JOIN ${context.ref('current_run')} AS run
WHERE failure.place <= ${maximum} AND ${notYet(failures, control)} AND ${notYet(results, control)};

COMMIT TRANSACTION;

INSERT INTO ${results} (
  run_id, control_id, status, population_count, population_tenant_count, population_period_count, population_low_date,
  population_high_date, failure_count, is_cut, sql_digest, engine, engine_version, started_at, finished_at
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
  population.population_tenant_count,
  population.population_period_count,
  population.population_low_date,
  population.population_high_date,
  found.failure_count,
  found.failure_count > ${maximum},
  '${sqlDigest(control.view)}',
  ${engineNameSql},
  ${engineVersionSql},
  population.started_at,
  CURRENT_TIMESTAMP()
FROM ${context.ref('current_run')} AS run
INNER JOIN ${populations} AS population
  ON population.run_id = run.run_id AND population.control_id = '${control.id}'
CROSS JOIN (
  SELECT COALESCE(MAX(failure.failure_count), 0) AS failure_count
  FROM ${failures} AS failure
  INNER JOIN ${context.ref('current_run')} AS open_run
    ON open_run.run_id = failure.run_id
  WHERE failure.control_id = '${control.id}'
) AS found
WHERE ${notYet(results, control)};`;
}

/** Gives a row, which fails the assertion, when the control found something or left no result in the current run. */
export function assertionSql(control: Control, context: Context): string {
  return `SELECT
  run.run_id,
  expected.control_id,
  COALESCE(result.status, 'NOT_RUN') AS status,
  result.failure_count
FROM ${context.ref('current_run')} AS run
INNER JOIN ${context.ref('control_expectations')} AS expected
  ON expected.run_id = run.run_id
  AND expected.control_id = '${control.id}'
LEFT JOIN ${context.ref('control_results')} AS result
  ON result.run_id = run.run_id
  AND result.control_id = expected.control_id
WHERE COALESCE(result.status, 'NOT_RUN') NOT IN ('PASS', 'VACUOUS')`;
}
