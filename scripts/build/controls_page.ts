import { format, resolveConfig } from 'prettier';
import { registry, type Control, type Population } from '../../includes/src/control_registry.ts';

const ABOUT = `<!-- Built by \`npm run build\` from includes/src/control_registry.ts. Do not edit. -->

# The controls

A control is a question that every run asks of the data: a view of its failing rows, a file in \`definitions/controls/\`. This page is
built from their registry. A control that **blocks** turns a run red when it fails; one that **reports** is for a person to look at.

## What a run leaves

The graph itself writes it, with no tool of ours running, so a scheduled run of Dataform leaves the same as \`keyfast run\`. All of it is
in the dataset \`payroll_assertions\`, and only ever added to.

| table                  | holds                                                                                                    |
| ---------------------- | -------------------------------------------------------------------------------------------------------- |
| \`control_runs\`         | each run: its id, when it began, who the warehouse says ran it, on which engine, the release's commit and vars |
| \`control_expectations\` | the controls that it had to evaluate                                                                      |
| \`control_populations\`  | what each had to test, written in the transaction that tests it                                           |
| \`control_results\`      | what each found, passes included, with the population, the digest of its SQL, the engine and the times     |
| \`control_failures\`     | the failing keys, at most \`vars.maximumFailingKeys\` a control and run; \`is_cut\` of the result says if some lack |
| \`control_refinements\`  | why a control has no result, where a tool that ran the jobs saw it                                         |
| \`run_contexts\`         | who ran it, from which checkout and compiled graph, what it left out; none of a scheduled run               |

The view \`control_statuses\` puts them together: one row per run and control that it owed.

What is recorded counts for the run that was opened last. Of two runs that overlap, what the first records after the second began is the second's, once,
and the first lacks it: NOT_RUN, so it isn't taken for a run that found nothing. Let schedules not overlap.

| status   | means                                                                                                     | turns a run red |
| -------- | --------------------------------------------------------------------------------------------------------- | --------------- |
| PASS     | there was something to test, and nothing failed                                                            | no              |
| FAIL     | something failed                                                                                          | if it blocks    |
| VACUOUS  | there was nothing to test, so nothing is proved                                                            | if all are      |
| NOT_RUN  | the run owed it and left no result, and nobody saw why                                                     | if it blocks    |
| SKIPPED  | something that it needs failed                                                                            | if it blocks    |
| ERROR    | its own SQL broke off                                                                                     | if it blocks    |
| DISABLED | the project switches it off                                                                               | no              |

SQL can't tell why a result is missing: in the graph's own record it is NOT_RUN, which blocks. \`keyfast run\`, \`start\` and \`controls\` see
what became of each job and record it as a refinement; a result is never refined. A dry run (\`keyfast run --dry-run\`) evaluates nothing and so
says nothing of any control.

### The digest of a control's SQL

\`sql_digest\` is the SHA-256 of the SQL as the project that ran compiled it: of the control's view and of the views beneath it, down to what is no view. Tables
(\`commission_traceability\`, the dimensions, the ledger) hold what their own action computed and end it; formulas stand in the SQL of
the views that use them. The text is the JSON of \`[[name, SQL], …]\`, sorted by name, white space around a view's SQL left out. The
compilation itself writes it into the operation that records the control, so an override of a variable or a dataset shows as another digest. That the
views in the warehouse are of this SQL is for \`keyfast verify --against\` to say (docs/evidence.md).

### Engine and version

\`engine\` is \`duckdb\` or \`bigquery\`, told by \`SESSION_USER()\`: on the embedded database it is \`duckdb\` and its version, on BigQuery an account.
BigQuery has no version that anybody can ask for, so \`engine_version\` is NULL there.

### Population

How many rows a control had to test, of how many tenants, of how many months, and their first and last day. The day of a row is the
expression below; where a row has none it counts as a row and not as a month.

## The controls

`;

/** `docs/controls.md`. */
export async function controlsPage(): Promise<string> {
  const overview = [
    '| control | | title | owner |',
    '| --- | --- | --- | --- |',
    ...registry.map(
      ({ id, severity, title, owner }) =>
        `| [${id}](#control-${id.toLowerCase()}) | ${severity} | ${title} | ${owner} |`,
    ),
  ];
  const text = `${ABOUT}${overview.join('\n')}\n\n${registry.map(section).join('\n')}`;
  const options = await resolveConfig(import.meta.filename);
  return format(text, { ...options, parser: 'markdown' });
}

function section(control: Control): string {
  const facts = [
    ['objective', control.objective],
    ['risk', control.risk],
    ['on a failure', control.response],
    ['owner', control.owner],
    ['severity', `${control.severity}, ${control.frequency}`],
    ['tests', control.population.map(populationInWords).join('; ')],
    ['failing keys', control.keysArePersonal ? 'may be names: masked in reports' : 'are ids'],
    ['SQL', `[${control.view}](../definitions/controls/${control.view}.sqlx)`],
  ];
  return [
    `### Control ${control.id}`,
    '',
    `**${control.title}**`,
    '',
    ...facts.map(([name, fact]) => `- ${name}: ${fact}`),
    '',
  ].join('\n');
}

function populationInWords({ table, where, date }: Population): string {
  const rows =
    where === undefined ? `every row of \`${table}\`` : `the rows of \`${table}\` with \`${where}\``;
  return `${rows}, by \`${date}\``;
}
