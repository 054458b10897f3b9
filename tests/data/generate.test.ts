import { expect, test } from 'vitest';
import { exampleFiles } from '../../data/generator/example_files.ts';
import { csvPaths, profilePaths, rows, TENANTS, text } from './committed_files.ts';

test('the generator writes the same bytes every time', () => {
  expect([...exampleFiles()]).toEqual([...exampleFiles()]);
});

test('the committed files are what the generator writes, and there are no others', () => {
  const generated = exampleFiles();
  expect([...generated.keys()].sort()).toEqual([...csvPaths(), ...profilePaths(), 'manifest.json'].sort());
  for (const [path, expected] of generated) expect(text(path), path).toBe(expected);
});

test('each tenant has a snapshot of each stage for each month of 2025, and one June is corrected', () => {
  const months = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'];
  const monthly = TENANTS.flatMap((tenant) =>
    ['stage1', 'stage3'].flatMap((stage) => months.map((month) => `${tenant}/${stage}/2025-${month}.csv`)),
  );
  expect(csvPaths().filter((path) => path.includes('/stage'))).toEqual(
    [
      ...monthly,
      'harbor_point_advisors/stage1/2025-06.corrected.csv',
      'harbor_point_advisors/stage3/2025-06.corrected.csv',
    ].sort(),
  );
});

test('the example stays small: about 1,000 stage-1 rows, 3,000 stage-3 rows, under 600 kB', () => {
  const count = (stage: string): number =>
    csvPaths()
      .filter((path) => path.includes(`/${stage}/`))
      .reduce((sum, path) => sum + rows(path).length, 0);
  expect(count('stage1')).toBe(1094);
  expect(count('stage3')).toBe(3433);
  expect(csvPaths().reduce((sum, path) => sum + Buffer.byteLength(text(path)), 0)).toBeLessThan(600_000);
});

test('no file has a byte order mark at its start, a carriage return or a blank line, and each ends with a line end', () => {
  for (const path of csvPaths()) {
    expect(text(path), path).toMatch(/^[a-z]/);
    expect(text(path), path).not.toMatch(/\r|\n\n/);
    expect(text(path), path).toMatch(/[^\n]\n$/);
  }
});

test("the headers are the sources' columns, with tenant and period in one tenant's files", () => {
  const header = (path: string): string => text(path).slice(0, text(path).indexOf('\n'));
  const expected = (path: string): string => {
    const stage1 = 'business_name,product_code,employee_count,gross_commission';
    const stage3 =
      'business_name,product_code,agent_id,agent_name,component_type,split_rate,commission_amount';
    const hierarchy = 'agent_id,parent_agent_id,hierarchy_level,effective_start_date,effective_end_date';
    const mapping =
      'tenant_id,business_id,business_name,normalized_name,is_active,first_seen_date,last_seen_date';
    const lakeshore = path.startsWith('lakeshore_payroll_partners/');
    if (path.includes('/stage1/')) return lakeshore ? `tenant_id,period_label,${stage1}` : stage1;
    if (path.includes('/stage3/')) return lakeshore ? `tenant_id,period_label,${stage3}` : stage3;
    if (path.endsWith('/hierarchy.csv')) return lakeshore ? `tenant_id,${hierarchy}` : hierarchy;
    return mapping;
  };
  for (const path of csvPaths()) expect(header(path), path).toBe(expected(path));
});

test('a file that carries tenant and period carries those of its place', () => {
  for (const path of csvPaths()) {
    const [, tenant, month] = /^(lakeshore\w+)\/stage\d\/(2025-\d\d)\.csv$/.exec(path) ?? [];
    if (tenant === undefined) continue;
    for (const row of rows(path)) {
      expect([row.tenant_id, row.period_label]).toEqual([tenant, `${month ?? ''}-01`]);
    }
  }
});
