import { expect, test, vi } from 'vitest';
import { parse } from 'csv-parse/sync';
import { registry } from '../../includes/src/controls.ts';
import { IN_FULL, MASKED } from '../../scripts/report/masking.ts';
import { reportFiles } from '../../scripts/report/report_files.ts';
import { textOf as cellText } from '../../scripts/report/row_values.ts';
import type { Row } from '../../scripts/warehouse/values.ts';
import { graphOfControls, HOSTILE_NAMES, syntheticEvidence } from './evidence_rows.ts';

// Half a million cells of CSV, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const FEW = { runs: 2, controls: 6, failingKeys: 7, tenants: 2, months: 3, changesets: 2 };
const MANY = { runs: 500, controls: 200, failingKeys: 1_500, tenants: 60, months: 60, changesets: 1_000 };

/** The text of a page, its lines broken nowhere. */
function textOf(page: string | undefined): string {
  return (page ?? '').replace(/<[^>]*>/g, '').replace(/\s+/g, ' ');
}

/** The text of a control's entry on the page. */
function entryOf(page: string | undefined, controlId: string): string {
  const entry = new RegExp(`<article class="control" id="control-${controlId}".*?</article>`, 's').exec(
    page ?? '',
  );
  return textOf(entry?.[0].replaceAll('<', ' <'));
}

function records(csv: string | undefined): Record<string, string>[] {
  return parse<Record<string, string>>(csv ?? '', { columns: true });
}

test('100,000 failing keys, 500 runs, 200 controls: the page stays under 5 MB, says what is cut, and the CSV has it all', () => {
  const evidence = syntheticEvidence(MANY);
  expect(evidence.failures.length).toBeGreaterThan(100_000);
  const { files, document } = reportFiles(evidence, graphOfControls(), MASKED);
  const page = files['report.html'] ?? '';

  expect(Buffer.byteLength(page)).toBeLessThan(5_000_000);
  const text = textOf(page);
  expect(text).toContain('The first 59 are shown here');
  expect(text).toContain('has all 1,500');
  expect(text).toContain('200 of 1,000 changesets are shown here');
  expect(text).toContain('1,200 of 3,600 months (the latest of each tenant) are shown here');
  expect(text).toContain('A bar is 9 runs and shows the worst of them');
  expect(document.controls).toHaveLength(200);
  expect(records(files['failures.csv'])).toHaveLength(evidence.failures.length);
  expect(records(files['money.csv'])).toHaveLength(3_600);
  expect(records(files['changesets.csv'])).toHaveLength(1_000);
});

test('of keys in marks that are written out, as many are shown as leave the page under 5 MB', () => {
  const evidence = syntheticEvidence(MANY);
  const long = '\u{202e}'.repeat(500);
  const failures = evidence.failures.map((row) => ({ ...row, failing_key: long, issue_description: long }));
  const { files } = reportFiles({ ...evidence, failures }, graphOfControls(), MASKED);

  expect(Buffer.byteLength(files['report.html'] ?? '')).toBeLessThan(5_000_000);
  expect(textOf(files['report.html'])).toContain('The first 4 are shown here');
  expect(textOf(files['report.html'])).toContain('has all 1,500');
});

test('one control with 100,000 failing keys shows the first hundred', () => {
  const evidence = syntheticEvidence({ ...FEW, controls: 1, failingKeys: 100_000 });
  const { files, document } = reportFiles(evidence, graphOfControls(), MASKED);
  const failing = document.controls.find(({ status }) => status === 'FAIL');
  expect(failing?.failures).toMatchObject({ kept_count: 100_000 });
  expect(failing?.failures.rows).toHaveLength(100);
  expect(textOf(files['report.html'])).toContain('has all 100,000');
});

test('keys that the run itself left out are told apart from those that the page does', () => {
  const evidence = syntheticEvidence({ ...FEW, controls: 1, failingKeys: 3 });
  const results = evidence.results.map((row) => ({ ...row, failure_count: 12_345n }));
  const { files } = reportFiles({ ...evidence, results }, graphOfControls(), MASKED);
  expect(textOf(files['report.html'])).toContain('The run kept 3 of 12,345 keys');
});

test('the same evidence gives the same bytes', () => {
  const files = (): unknown => reportFiles(syntheticEvidence(FEW), graphOfControls(), MASKED).files;
  expect(files()).toEqual(files());
});

test('masked, no name stands in any file; in full, each does in the JSON', () => {
  const name = 'Maria Dolores';
  const masked = reportFiles(syntheticEvidence(FEW), graphOfControls(), MASKED);
  for (const [file, text] of Object.entries(masked.files))
    expect([file, text.includes(name)]).toEqual([file, false]);
  const inFull = reportFiles(syntheticEvidence(FEW), graphOfControls(), IN_FULL);
  expect(inFull.files['report.json']).toContain(name);
  expect([masked.document.is_masked, inFull.document.is_masked]).toEqual([true, false]);
});

test('hostile names stand in the page as text, and its data is that of report.json', () => {
  const { files } = reportFiles(syntheticEvidence(FEW), graphOfControls(), IN_FULL);
  const page = files['report.html'] ?? '';
  expect(page.match(/<script/g)).toHaveLength(2);
  expect(page).not.toMatch(/<img|onerror="|<b>ann/);
  expect(page).toContain('Data\\u{200b}dog \\u{202e}gpj.exe');
  const carried = /<script type="application\/json" id="report-document">([^<]*)<\/script>/.exec(page)?.[1];
  expect(JSON.parse(carried ?? '')).toEqual(JSON.parse(files['report.json'] ?? ''));
});

test('the page lets in its own style and script and nothing else', () => {
  const { files } = reportFiles(syntheticEvidence(FEW), graphOfControls(), MASKED);
  const page = files['report.html'] ?? '';
  const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/
    .exec(page)?.[1]
    ?.replaceAll('&#39;', "'");
  expect(policy?.replace(/sha256-[\w+/]{43}=/g, 'sha256-…')).toBe(
    "default-src 'none'; style-src 'sha256-…'; script-src 'sha256-…'; base-uri 'none'; form-action 'none'",
  );
  expect(page).not.toMatch(/(?:src|href)="(?!#)/);
  expect(page).not.toMatch(/\sstyle="/);
});

test('a CSV cell that a spreadsheet would take for a formula is marked; a negative amount is left alone', () => {
  const evidence = syntheticEvidence(FEW);
  const money = evidence.money.map((row) => ({ ...row, unpaid_difference: '-23.05' }));
  const { files } = reportFiles({ ...evidence, money }, graphOfControls(), IN_FULL);
  const keys = records(files['failures.csv']).map(({ failing_key }) => failing_key);
  expect(keys.slice(0, 5)).toEqual([...HOSTILE_NAMES.slice(0, 4), `'${HOSTILE_NAMES[4]}`]);
  expect(records(files['money.csv'])[0]).toMatchObject({
    unpaid_difference: '-23.05',
    period_label: '2020-01-01',
  });
});

test('what changed since the run before', () => {
  const evidence = syntheticEvidence(FEW);
  const { changes } = reportFiles(evidence, graphOfControls(), MASKED).document;
  expect(changes).toEqual({
    newly_failing: ['3'],
    newly_passing: [],
    otherwise_changed: [],
    added_controls: [],
    removed_controls: [],
    changed_sql: [],
    new_id_count: 48,
    row_count: 1806,
    previous_row_count: 1806,
  });
});

test('a control whose SQL is another than in the run before is among what changed', () => {
  const evidence = syntheticEvidence(FEW);
  const results = evidence.results.map((row) =>
    row.control_id === '3' && row.run_id === evidence.run.run_id
      ? { ...row, sql_digest: 'f'.repeat(64) }
      : row,
  );
  const { document, files } = reportFiles({ ...evidence, results }, graphOfControls(), MASKED);
  expect(document.changes.changed_sql).toEqual(['3']);
  expect(files['report.html']).toMatch(/<dt>Controls whose SQL changed<\/dt>[^]{0,80}href="#control-3"/);
});

test('of a control that the registry no longer has, the result is still told', () => {
  const evidence = syntheticEvidence({ ...FEW, controls: 1 });
  const results = evidence.results.map((row) => ({ ...row, control_id: 'GONE', status: 'PASS' }));
  const { document } = reportFiles({ ...evidence, results, failures: [] }, graphOfControls(), MASKED);
  expect(document.controls.at(-1)).toMatchObject({
    control_id: 'GONE',
    status: 'PASS',
    title: 'No longer in the registry',
    response: '',
    sql: '',
  });
});

test('nobody knows whether the failing keys of such a control are names, so they are masked', () => {
  const evidence = syntheticEvidence({ ...FEW, controls: 1, failingKeys: 7 });
  const gone = (rows: readonly Row[]): Row[] => rows.map((row) => ({ ...row, control_id: 'GONE' }));
  const failures = gone(evidence.failures).map((row) => ({ ...row, failing_key: 'Maria Dolores' }));
  const results = gone(evidence.results);
  const { files } = reportFiles({ ...evidence, results, failures }, graphOfControls(), MASKED);
  expect(records(files['failures.csv'])[6]).toMatchObject({ control_id: 'GONE', failing_key: 'M••• D•••' });
});

test('a name among the failing keys is masked where the registry says that names may be there', () => {
  const evidence = syntheticEvidence({ ...FEW, controls: 1, failingKeys: 1 });
  const failures = registry.flatMap(({ id: control_id }) =>
    evidence.failures.map((row) => ({ ...row, control_id, failing_key: 'Maria Dolores' })),
  );
  const { files, document } = reportFiles({ ...evidence, failures }, graphOfControls(), MASKED);
  const keys = new Map(records(files['failures.csv']).map((row) => [row.control_id, row.failing_key]));
  const listed = new Map(
    records(files['controls.csv']).map((row) => [row.control_id, row.keys_are_personal]),
  );
  expect(keys.size).toBe(registry.length);
  for (const { id, keysArePersonal } of registry) {
    expect([id, keys.get(id)]).toEqual([id, keysArePersonal ? 'M••• D•••' : 'Maria Dolores']);
    expect([id, listed.get(id)]).toEqual([id, String(keysArePersonal)]);
    const reported = document.controls.find(({ control_id }) => control_id === id);
    expect([id, reported?.keys_are_personal]).toEqual([id, keysArePersonal]);
  }
});

test('a control says what was tested, by which SQL, on which engine and when, and what to do when it fails', () => {
  const { files, document } = reportFiles(syntheticEvidence(FEW), graphOfControls(), MASKED);
  const told = {
    status: 'FAIL',
    reason: null,
    population_count: 1_000_000,
    population_tenant_count: 2,
    population_period_count: 3,
    population_low_date: '2020-01-01',
    population_high_date: '2024-12-01',
    failure_count: 7,
    engine: 'duckdb',
    engine_version: 'v1.5.5',
    started_at: '2025-01-02T00:00:00.000000Z',
    finished_at: '2025-01-02T00:00:00.000000Z',
    sql_digest: 'ab'.repeat(32),
    response: registry.find(({ id }) => id === 'QUARANTINE')?.response,
  };
  expect(document.controls.find(({ control_id }) => control_id === 'QUARANTINE')).toMatchObject(told);
  const asText = Object.entries(told).map(([column, value]) => [column, String(value ?? '')]);
  expect(records(files['controls.csv']).find(({ control_id }) => control_id === 'QUARANTINE')).toMatchObject(
    Object.fromEntries(asText),
  );
  const entry = entryOf(files['report.html'], 'QUARANTINE');
  for (const words of [
    `On a failure ${told.response}`,
    'Tested 1,000,000 rows, 2 tenants, 3 months, 2020-01-01 to 2024-12-01',
    'Began 2025-01-02 00:00:00 UTC',
    'Finished 2025-01-02 00:00:00 UTC',
    'Engine duckdb v1.5.5',
    'Failing keys may be names: masked',
    `SQL that ran SHA-256 ${told.sql_digest}`,
  ]) {
    expect(entry).toContain(words);
  }
  expect(entry).not.toContain('No result');
});

test('a control without a result says why, as whoever ran it saw', () => {
  const evidence = syntheticEvidence(FEW);
  const without = {
    population_count: null,
    population_tenant_count: null,
    population_period_count: null,
    population_low_date: null,
    population_high_date: null,
    failure_count: null,
    engine: null,
    engine_version: null,
    sql_digest: null,
    control_started_at: null,
    control_finished_at: null,
  };
  const refined = (status: string, reason: string): Row => ({
    ...without,
    status,
    reason,
    reason_recorded_at: '2025-01-02T10:00:00.000000Z',
  });
  const refinements: Readonly<Record<string, Row>> = {
    '1': refined('SKIPPED', 'it needs stage1_lines, which failed or was skipped'),
    '2': refined('ERROR', 'BROKEN_OFF: the warehouse went away'),
    '3': refined('DISABLED', 'record_keys_are_complete is disabled'),
    '4': { ...without, status: 'NOT_RUN' },
  };
  const results = evidence.results.map((row) => ({ ...row, ...refinements[cellText(row, 'control_id')] }));
  const { files, document } = reportFiles({ ...evidence, results }, graphOfControls(), MASKED);

  const inCsv = records(files['controls.csv']);
  for (const [id, { status, reason = null, reason_recorded_at = null }] of Object.entries(refinements)) {
    const told = { status, reason, reason_recorded_at, sql_digest: null, started_at: null };
    expect(document.controls.find(({ control_id }) => control_id === id)).toMatchObject(told);
    expect(inCsv.find(({ control_id }) => control_id === id)).toMatchObject({
      status,
      reason: reason ?? '',
      reason_recorded_at: reason_recorded_at ?? '',
    });
    expect(entryOf(files['report.html'], id)).toContain('Tested nothing: it left no result');
  }
  expect(entryOf(files['report.html'], '1')).toContain(
    'No result it needs stage1_lines, which failed or was skipped recorded 2025-01-02 10:00:00 UTC',
  );
  expect(entryOf(files['report.html'], '4')).not.toContain('No result');
});

test('a control of the registry that the run didn’t expect is NOT_RUN, and nothing is proved', () => {
  const evidence = syntheticEvidence({ ...FEW, controls: registry.length });
  const passed = evidence.results
    .filter((row) => row.control_id !== '7')
    .map((row) => ({ ...row, status: 'PASS', failure_count: 0n }));
  const { files, document } = reportFiles(
    { ...evidence, results: passed, failures: [] },
    graphOfControls(),
    MASKED,
  );
  expect(document.controls[0]).toMatchObject({
    control_id: '7',
    severity: 'blocks',
    status: 'NOT_RUN',
    reason: 'the run didn’t expect it, although the registry has it',
    population_count: null,
  });
  expect(document.coverage).toMatchObject({ expected: registry.length, not_run: 1 });
  expect(document.verdict.outcome).toBe('NOT_PROVED');
  expect(entryOf(files['report.html'], '7')).toContain('No result the run didn’t expect it');
});

test('a run that left actions out is said to be partial, before what it found', () => {
  const evidence = syntheticEvidence(FEW);
  const partial = { ...evidence, run: { ...evidence.run, parameters: '{"left_out":["load","dim"]}' } };
  const { files, document } = reportFiles(partial, graphOfControls(), MASKED);
  const said =
    'A partial run: 2 actions of the graph had no part in it, and what they make was taken as it stood.';

  expect(document.verdict.sentences[0]).toBe(said);
  expect(textOf(files['report.html'])).toContain(said);
  expect(reportFiles(evidence, graphOfControls(), MASKED).document.verdict.sentences).not.toContain(said);
});

test('an engine’s reason is masked', () => {
  const evidence = syntheticEvidence(FEW);
  const results = evidence.results.map((row) => ({ ...row, reason: "no date: 'Jane Doe'" }));
  const { document } = reportFiles({ ...evidence, results }, graphOfControls(), MASKED);

  expect(document.controls.map(({ reason }) => reason)).toContain("no date: 'J••• D•••'");
});
