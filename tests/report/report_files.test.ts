import { expect, test, vi } from 'vitest';
import { parse } from 'csv-parse/sync';
import { IN_FULL, MASKED } from '../../scripts/report/masking.ts';
import { reportFiles } from '../../scripts/report/report_files.ts';
import { graphOfControls, HOSTILE_NAMES, syntheticEvidence } from './evidence_rows.ts';

// Half a million cells of CSV, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const FEW = { runs: 2, controls: 6, failingKeys: 7, tenants: 2, months: 3, changesets: 2 };
const MANY = { runs: 500, controls: 200, failingKeys: 1_500, tenants: 60, months: 60, changesets: 1_000 };

/** The text of a page, its lines broken nowhere. */
function textOf(page: string | undefined): string {
  return (page ?? '').replace(/<[^>]*>/g, '').replace(/\s+/g, ' ');
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

test('one control with 100,000 failing keys shows the first hundred', () => {
  const evidence = syntheticEvidence({ ...FEW, controls: 1, failingKeys: 100_000 });
  const { files, document } = reportFiles(evidence, graphOfControls(), MASKED);
  expect(document.controls[0]?.failures).toMatchObject({ kept_count: 100_000 });
  expect(document.controls[0]?.failures.rows).toHaveLength(100);
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
    new_id_count: 48,
    row_count: 1806,
    previous_row_count: 1806,
  });
});

test('of a control that the registry no longer has, the result is still told', () => {
  const evidence = syntheticEvidence({ ...FEW, controls: 1 });
  const results = evidence.results.map((row) => ({ ...row, control_id: 'GONE', status: 'PASS' }));
  const { document } = reportFiles({ ...evidence, results, failures: [] }, graphOfControls(), MASKED);
  expect(document.controls).toMatchObject([
    { control_id: 'GONE', title: 'No longer in the registry', sql: '' },
  ]);
});
