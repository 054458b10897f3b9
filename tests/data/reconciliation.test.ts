import { expect, test } from 'vitest';
import { normalizedBusinessName } from '../../includes/src/names.ts';
import { csvPaths, rows } from './committed_files.ts';

/** `12.34` as 1234. */
function cents(amount: string | undefined): number {
  expect(amount).toMatch(/^\d+\.\d\d$/);
  return Number(amount!.replace('.', ''));
}

function sums(path: string, amountColumn: string): Map<string, number> {
  const totals = new Map<string, number>();
  for (const row of rows(path)) {
    const key = `${normalizedBusinessName(row.business_name!)}/${row.product_code!}`;
    totals.set(key, (totals.get(key) ?? 0) + cents(row[amountColumn]));
  }
  return totals;
}

test('components sum to the gross commission to the cent, but for one line and one component without the other', () => {
  const differences: string[] = [];
  for (const stage1Path of csvPaths().filter((path) => path.includes('/stage1/'))) {
    const gross = sums(stage1Path, 'gross_commission');
    const components = sums(stage1Path.replace('/stage1/', '/stage3/'), 'commission_amount');
    for (const key of new Set([...gross.keys(), ...components.keys()])) {
      if (gross.get(key) === components.get(key)) continue;
      const sides = `${gross.has(key) ? 'line' : 'no line'}, ${components.has(key) ? 'components' : 'no components'}`;
      differences.push(`${stage1Path} ${key}: ${sides}`);
    }
  }
  expect(differences).toEqual([
    "creative_benefit_strategies/stage1/2025-08.csv L'ORÉAL/DENTAL: no line, components",
    'lakeshore_payroll_partners/stage1/2025-02.csv CAL-MAINE/401K: line, no components',
  ]);
});

test('the split rates of a business and product sum to one for each of its stage-1 lines', () => {
  const path = 'creative_benefit_strategies/stage3/2025-10.csv';
  const rates = sums(path, 'split_rate');
  for (const [key, sum] of rates)
    expect([key, sum]).toEqual([key, key === 'CHURCH & DWIGHT/DENTAL' ? 200 : 100]);
});

test('component types are BASE, OVERRIDE and BONUS', () => {
  const types = csvPaths()
    .filter((path) => path.includes('/stage3/'))
    .flatMap(rows)
    .map((row) => row.component_type);
  expect([...new Set(types)].sort()).toEqual(['BASE', 'BONUS', 'OVERRIDE']);
});

test('the correction changes an amount, takes a line out and brings one in, and leaves the rest', () => {
  const before = sums('harbor_point_advisors/stage1/2025-06.csv', 'gross_commission');
  const after = sums('harbor_point_advisors/stage1/2025-06.corrected.csv', 'gross_commission');
  const changes = [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => before.get(key) !== after.get(key))
    .map((key) => [key, before.has(key), after.has(key)]);
  expect(changes).toEqual([
    ['RÉMY COINTREAU/MEDICAL', true, true],
    ['HERMÈS/DENTAL', true, false],
    ['WAYSTAR HOLDING CORP/MEDICAL', false, true],
  ]);
});
