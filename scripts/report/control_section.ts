import { createHash } from 'node:crypto';
import { registry, type Control } from '../../includes/src/controls.ts';
import type { CompiledGraph } from '../dataform/compiled_graph.ts';
import type { Row } from '../warehouse/values.ts';
import { LONGEST, shortened } from './excerpt.ts';
import { type Masking, namesIn } from './masking.ts';
import { html, jsonElement } from './page/html.ts';
import type {
  ControlHistory,
  FailingKey,
  ReportedControl,
  ReportedFailures,
  RunHistory,
  Status,
} from './report_document.ts';
import { countOf, countOrNull, textOf, textOrNull } from './row_values.ts';
import { isRed } from './verdict.ts';

const STATUSES: readonly string[] = ['PASS', 'FAIL', 'ERROR', 'SKIPPED', 'DISABLED', 'NOT_RUN', 'VACUOUS'];
/** In a run that didn't expect the control. */
const NOT_EXPECTED = '-';
const NO_EXPECTATION = 'the run didn’t expect it, although the registry has it';

/** @param results The rows of `report_results`. */
export function runHistoryOf(results: readonly Row[]): RunHistory {
  const runs = new Map(results.map((row) => [textOf(row, 'run_id'), textOf(row, 'started_at')]));
  const [first] = results;
  return {
    count: first ? countOf(first, 'run_count') : 0,
    runs: [...runs].map(([run_id, started_at]) => ({ run_id, started_at })),
  };
}

/** The controls that the run expected and those of the registry that it should have, those that want attention first. */
export function reportedControls(
  evidence: { readonly results: readonly Row[]; readonly failures: readonly Row[] },
  runId: string,
  graph: CompiledGraph,
  masking: Masking,
): ReportedControl[] {
  const expected = evidence.results.filter((row) => row.run_id === runId);
  const unexpected = registry.filter(({ id }) => !expected.some((row) => row.control_id === id));
  const results = grouped(evidence.results);
  const failures = grouped(evidence.failures);
  const listed = new Map(
    [...failures].map(([id, rows]) => [id, firstKeys(rows, keysShown(failures.size), masking)]),
  );
  const shown = keysThatFit([...listed.values()]);
  const runs = runHistoryOf(evidence.results).runs.map(({ run_id }) => run_id);
  const controls = [...expected, ...unexpected.map(neverExpected)].map((row) => {
    const id = textOf(row, 'control_id');
    return {
      ...described(id, graph),
      ...found(row, masking),
      control_id: id,
      severity: row.is_blocking === true ? ('blocks' as const) : ('reports' as const),
      failures: failuresOf(failures.get(id) ?? [], (listed.get(id) ?? []).slice(0, shown)),
      history: historyOf(results.get(id) ?? [], runs),
    };
  });
  return controls.sort((one, other) => urgency(one) - urgency(other) || place(one) - place(other));
}

export function statusOf(row: Row): Status {
  const status = textOf(row, 'status');
  if (STATUSES.includes(status)) return status as Status;
  throw new TypeError(`${status} is no status of a control`);
}

/** What the graph records of a control without a result. */
const NO_RESULT: Row = {
  population_count: null,
  population_tenant_count: null,
  population_period_count: null,
  population_low_date: null,
  population_high_date: null,
  failure_count: null,
  engine: null,
  engine_version: null,
  control_started_at: null,
  control_finished_at: null,
  sql_digest: null,
  reason_recorded_at: null,
};

function neverExpected({ id, severity }: Control): Row {
  return {
    ...NO_RESULT,
    control_id: id,
    is_blocking: severity === 'blocks',
    status: 'NOT_RUN',
    reason: NO_EXPECTATION,
  };
}

type Found = Omit<ReportedControl, keyof Description | 'control_id' | 'severity' | 'failures' | 'history'>;

function found(row: Row, masking: Masking): Found {
  const reason = textOrNull(row, 'reason');
  return {
    status: statusOf(row),
    reason: reason === null ? null : masking.reason(reason),
    reason_recorded_at: textOrNull(row, 'reason_recorded_at'),
    population_count: countOrNull(row, 'population_count'),
    population_tenant_count: countOrNull(row, 'population_tenant_count'),
    population_period_count: countOrNull(row, 'population_period_count'),
    population_low_date: textOrNull(row, 'population_low_date'),
    population_high_date: textOrNull(row, 'population_high_date'),
    failure_count: countOrNull(row, 'failure_count'),
    engine: textOrNull(row, 'engine'),
    engine_version: textOrNull(row, 'engine_version'),
    started_at: textOrNull(row, 'control_started_at'),
    finished_at: textOrNull(row, 'control_finished_at'),
    sql_digest: textOrNull(row, 'sql_digest'),
  };
}

type Description = Pick<
  ReportedControl,
  | 'title'
  | 'objective'
  | 'risk'
  | 'response'
  | 'owner'
  | 'frequency'
  | 'sql'
  | 'sql_sha256'
  | 'keys_are_personal'
>;

/** An old run may have expected a control that is no more. */
function described(id: string, graph: CompiledGraph): Description {
  const control = registered(id);
  const sql = control ? sqlOf(control, graph) : '';
  return {
    title: control?.title ?? 'No longer in the registry',
    objective: control?.objective ?? '',
    risk: control?.risk ?? '',
    response: control?.response ?? '',
    owner: control?.owner ?? '',
    frequency: control?.frequency ?? '',
    sql,
    sql_sha256: createHash('sha256').update(sql).digest('hex'),
    keys_are_personal: keysArePersonal(control),
  };
}

function registered(id: string): Control | undefined {
  return registry.find((control) => control.id === id);
}

/** Of a control that nobody knows any more, nobody knows it either: then they are masked. */
function keysArePersonal(control: Control | undefined): boolean {
  return control?.keysArePersonal ?? true;
}

function sqlOf(control: Control, graph: CompiledGraph): string {
  const view = graph.tables?.find(({ target }) => target.name === control.view);
  if (!view) throw new Error(`Control ${control.id} has no view ${control.view}`);
  return view.query.trim();
}

/** The more controls fail, the fewer keys of each are shown, so that all of them together stay readable. */
function keysShown(failingControls: number): number {
  const share = Math.floor(LONGEST.failingKeys / Math.max(failingControls, 1));
  return Math.min(LONGEST.failingKeysOfAControl, share);
}

function firstKeys(rows: readonly Row[], shown: number, masking: Masking): FailingKey[] {
  return rows.slice(0, shown).map((row) => {
    const { failing_key, issue_description, ...key } = failingKey(row, masking);
    return {
      ...key,
      failing_key: shortened(failing_key),
      issue_description: shortened(issue_description),
    };
  });
}

/** How many of each control's keys the page has room for, one at least: a text in marks that have to be written out is long. */
function keysThatFit(listed: readonly (readonly FailingKey[])[]): number {
  const longest = Math.max(1, ...listed.map(({ length }) => length));
  let bytes = 0;
  for (let place = 0; place < longest; place += 1) {
    for (const keys of listed) {
      const key = keys[place];
      if (key) bytes += bytesOnPage(key.failing_key) + bytesOnPage(key.issue_description);
    }
    if (bytes > LONGEST.bytesOfFailingKeys) return Math.max(place, 1);
  }
  return longest;
}

/** To be read, and in the document that the page carries. */
function bytesOnPage(text: string): number {
  const carried = jsonElement('', JSON.stringify(text));
  return Buffer.byteLength(html`${text}`.markup) + Buffer.byteLength(carried.markup);
}

function failuresOf(rows: readonly Row[], shown: readonly FailingKey[]): ReportedFailures {
  const tenants = new Set(rows.map((row) => textOrNull(row, 'tenant_id')));
  return {
    kept_count: rows.length,
    rows: shown,
    tenant_ids: [...tenants]
      .filter((tenant) => tenant !== null)
      .sort()
      .slice(0, LONGEST.tenantsOfAControl),
  };
}

export function failingKey(row: Row, masking: Masking): FailingKey {
  const isPersonal = keysArePersonal(registered(textOf(row, 'control_id')));
  return {
    place: countOf(row, 'place'),
    tenant_id: textOrNull(row, 'tenant_id'),
    failing_key: masking.failingKey(textOf(row, 'failing_key'), isPersonal),
    issue_description: masking.description(textOf(row, 'issue_description')),
  };
}

/** The names that the failing keys of a run tell: what a reviewer may have written too. */
export function namesInFailures(failures: readonly Row[]): string[] {
  return failures.flatMap((row) =>
    namesIn(
      textOf(row, 'failing_key'),
      textOf(row, 'issue_description'),
      keysArePersonal(registered(textOf(row, 'control_id'))),
    ),
  );
}

function historyOf(rows: readonly Row[], runs: readonly string[]): ControlHistory {
  const byRun = new Map(rows.map((row) => [textOf(row, 'run_id'), row]));
  const found = runs.map((run) => byRun.get(run));
  return {
    statuses: found.map((row) => (row ? statusOf(row).charAt(0) : NOT_EXPECTED)).join(''),
    failure_counts: found.map((row) => (row ? (countOrNull(row, 'failure_count') ?? 0) : 0)),
  };
}

function grouped(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const id = textOf(row, 'control_id');
    const group = groups.get(id);
    if (group) group.push(row);
    else groups.set(id, [row]);
  }
  return groups;
}

function urgency(control: Pick<ReportedControl, 'severity' | 'status'>): number {
  if (isRed(control)) return 0;
  if (control.status === 'PASS') return 3;
  return control.status === 'FAIL' ? 1 : 2;
}

/** Behind all others where the registry doesn't know it. */
function place({ control_id }: Pick<ReportedControl, 'control_id'>): number {
  const index = registry.findIndex(({ id }) => id === control_id);
  return index < 0 ? registry.length : index;
}
