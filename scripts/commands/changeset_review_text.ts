import { count, text, type Changeset } from '../changesets/changeset.ts';
import type { FieldChange, Review, ReviewedRow } from '../changesets/review.ts';
import { printable, quoted } from '../terminal/printable.ts';
import type { Style } from '../terminal/style.ts';
import { tableText, valueText } from '../terminal/table.ts';
import type { Row } from '../warehouse/values.ts';
import { outcomeText, statusOfChangesetText } from './changeset_words.ts';

const WIDEST_OUTCOME = 'UNCHANGED'.length;

export interface ReviewTextOptions {
  /** Whose fields are shown, old → new: of every row, of updates, or of none, which then name the fields that change. */
  readonly diff: 'all' | 'updates' | 'none';
  /** What stands in the way of a commit, a sentence each. */
  readonly obstacles: readonly string[];
  /** What shows the rows after these, such as `12 more: keyfast …`; none when these are all. */
  readonly more: readonly string[];
}

/** The page that a person decides from: warnings first, then what a commit does and what it leaves behind, then rows. */
export function reviewText(review: Review, options: ReviewTextOptions, style: Style): string {
  const { changeset, issues, rows } = review;
  return [
    headText(changeset, style),
    warningsText(issues, style),
    planText(changeset, style),
    issuesText('Rejected', 'ERROR', issues, style),
    issuesText('Notes', 'NOTE', issues, style),
    rowsText(rows, options, style),
    obstaclesText(options.obstacles, style),
    hashesText(changeset, style),
  ].join('');
}

export function headText(changeset: Changeset, style: Style): string {
  const step = (verb: string, by: string, at: string, reason?: string): string[] => {
    const who = changeset[by] ?? null;
    if (who === null) return [];
    const why = reason === undefined ? '' : `: ${valueText(changeset[reason] ?? null)}`;
    return [`  ${verb.padEnd(11)}  ${valueText(changeset[at] ?? null)} by ${valueText(who)}${why}\n`];
  };
  const kind = changeset.changeset_kind === 'BOOTSTRAP' ? ' (bulk bootstrap)' : '';
  const notes = changeset.file_notes ?? null;
  return [
    `${style.bold(`Changeset ${changeset.changeset_id}`)}${kind}  ${statusOfChangesetText(changeset.status, style)}\n`,
    `  file         ${valueText(changeset.source_file ?? null)}, SHA-256 ${valueText(changeset.file_digest ?? null)}\n`,
    ...(notes === null ? [] : [`  read as      ${valueText(notes)}\n`]),
    `  for          ${valueText(changeset.tenant_id ?? null)}, ${valueText(changeset.org_id ?? null)}\n`,
    ...step('uploaded', 'uploaded_by', 'uploaded_at'),
    ...step('validated', 'validated_by', 'validated_at'),
    ...step('rejected', 'rejected_by', 'rejected_at', 'rejection_reason'),
    ...step('committed', 'committed_by', 'committed_at'),
    ...step('rolled back', 'rolled_back_by', 'rolled_back_at', 'rollback_reason'),
  ].join('');
}

const PLAN = [
  { outcome: 'CREATE', column: 'created_count', what: 'new agents' },
  { outcome: 'UPDATE', column: 'updated_row_count', what: 'agents that are there' },
  { outcome: 'UNCHANGED', column: 'unchanged_count', what: 'say what the warehouse says already' },
  { outcome: 'REJECTED', column: 'rejected_count', what: 'have errors and are left behind' },
] as const;

/** What becomes of every line of the file, and what is written. */
export function planText(changeset: Changeset, style: Style): string {
  if ((changeset.plan_hash ?? null) === null) return linesText(changeset);
  const rows = tableText(
    PLAN,
    [
      { heading: 'rows', cell: ({ column }) => count(changeset, column) },
      {
        heading: '',
        cell: ({ outcome }) => outcome,
        paint: (_, shade, { outcome }) => outcomeText(outcome, shade),
      },
      { heading: '', cell: ({ what }) => what },
    ],
    style,
  );
  const number = (column: string): string => count(changeset, column).toLocaleString('en-US');
  return [
    `\n${style.bold('Plan')}\n`,
    rows,
    `  identities: ${number('created_count')} created, ${number('updated_count')} updated; `,
    `contacts: ${number('contact_created_count')} created, ${number('contact_updated_count')} updated; `,
    `${number('warning_count')} ${count(changeset, 'warning_count') === 1n ? 'warning' : 'warnings'}\n`,
    linesText(changeset),
  ].join('');
}

function linesText(changeset: Changeset): string {
  if ((changeset.physical_line_count ?? null) === null) return '';
  const number = (column: string): string => count(changeset, column).toLocaleString('en-US');
  return (
    `  lines: ${number('physical_line_count')} = ${number('header_line_count')} header + ${number('blank_line_count')} blank + ` +
    `${number('continuation_line_count')} inside quotes + ${number('row_count')} rows\n`
  );
}

export function warningsText(issues: readonly Row[], style: Style): string {
  return issuesText('Warnings', 'WARNING', issues, style);
}

/** Grouped by code and column, with the first of each. */
function issuesText(title: string, severity: string, issues: readonly Row[], style: Style): string {
  const groups = issues.filter((issue) => issue.severity === severity);
  if (groups.length === 0) return '';
  return [`\n${style.bold(title)}\n`, ...groups.map((group) => issueText(group, style))].join('');
}

function issueText(issue: Row, style: Style): string {
  const place = [issue.code, issue.column_name].filter((part) => typeof part === 'string').join(' ');
  const value = typeof issue.first_value === 'string' ? `      value:   ${quoted(issue.first_value)}\n` : '';
  const allowed =
    typeof issue.allowed === 'string' ? `      allowed: ${printable(style.asCalled(issue.allowed))}\n` : '';
  const first = issue.issue_count === 1n ? 'line' : 'first on line';
  return (
    `  ${valueText(issue.issue_count ?? null)} × ${printable(place)}, ${first} ${valueText(issue.first_source_row ?? null)}: ` +
    `${printable(text(issue, 'first_message'))}\n${value}${allowed}`
  );
}

function rowsText(rows: readonly ReviewedRow[], options: ReviewTextOptions, style: Style): string {
  if (rows.length === 0) return '';
  return [
    `\n${style.bold('Rows')}\n`,
    ...rows.map((row) => rowText(row, options.diff, style)),
    ...options.more.map((sentence) => `  ${printable(style.asCalled(sentence))}\n`),
  ].join('');
}

function rowText(row: ReviewedRow, diff: ReviewTextOptions['diff'], style: Style): string {
  const name = [row.first_name, row.last_name].filter((part) => typeof part === 'string').join(' ');
  const from = typeof row.effective_start_date === 'string' ? `, from ${row.effective_start_date}` : '';
  const codes = [...codesIn(row.errors), ...codesIn(row.warnings)];
  const agent = typeof row.agent_entity_id === 'string' ? row.agent_entity_id : 'no id'.padEnd(36);
  const head =
    `  ${outcomeText(text(row, 'outcome').padEnd(WIDEST_OUTCOME), style)} line ${valueText(row.source_row ?? null)}  ${agent}  ` +
    `${printable(name)}${from}${codes.length === 0 ? '' : `  ${style.yellow(codes.join(', '))}`}\n`;
  const isUpdate = row.outcome === 'UPDATE';
  if (diff === 'all' || (diff === 'updates' && isUpdate))
    return [head, ...row.changes.map(changeText)].join('');
  const fields = row.changes.map(({ field }) => field).join(', ');
  return fields === '' || !isUpdate ? head : `${head}      changes ${fields}\n`;
}

function changeText({ field, old_value, new_value }: FieldChange): string {
  const before = old_value === null ? '' : `${quoted(old_value)} → `;
  return `      ${field.padEnd(14)}  ${before}${new_value === null ? 'nothing' : quoted(new_value)}\n`;
}

/** `BAD_DATE:effective_start_date`, as the resolutions have it, as `BAD_DATE effective_start_date`. */
function codesIn(value: Row[string] | undefined): string[] {
  if (typeof value !== 'string' || value === '') return [];
  return value.split(' ').map((code) => code.replace(/:$/, '').replace(':', ' '));
}

function obstaclesText(obstacles: readonly string[], style: Style): string {
  if (obstacles.length === 0) return '';
  return [
    `\n${style.bold('Before it can be committed')}\n`,
    ...obstacles.map((obstacle) => `  ${printable(style.asCalled(obstacle))}\n`),
  ].join('');
}

function hashesText(changeset: Changeset, style: Style): string {
  const hash = (title: string, column: string): string => {
    const value = changeset[column] ?? null;
    return value === null ? '' : `${style.dim(title)}  ${valueText(value)}\n`;
  };
  const hashes = `${hash('changeset hash', 'changeset_hash')}${hash('plan hash     ', 'plan_hash')}`;
  return hashes === '' ? '' : `\n${hashes}`;
}
