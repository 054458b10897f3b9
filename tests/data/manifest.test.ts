import { expect, test } from 'vitest';
import type { Manifest } from '../../data/generator/manifest.ts';
import { csvPaths, profilePaths, snapshotRows, text } from './committed_files.ts';

const manifest = JSON.parse(text('manifest.json')) as Manifest;

test('the manifest names the tenants, the legacy one first', () => {
  expect(manifest.tenants).toEqual([
    { id: 'creative_benefit_strategies', name: 'Creative Benefit Strategies' },
    { id: 'harbor_point_advisors', name: 'Harbor Point Advisors' },
    { id: 'lakeshore_payroll_partners', name: 'Lakeshore Payroll Partners' },
  ]);
});

test('the manifest lists every file once', () => {
  expect(manifest.files.map(({ path }) => path).sort()).toEqual(csvPaths());
  expect(manifest.profiles.map(({ path }) => path).sort()).toEqual(profilePaths());
});

test('the mapping comes first, then hierarchies, stage 1 and stage 3', () => {
  const kinds = manifest.files.map(({ kind }) => kind);
  expect(kinds.filter((kind, index) => kind !== kinds[index - 1])).toEqual([
    'business-mapping',
    'hierarchy',
    'stage1',
    'stage3',
  ]);
});

test('a corrected snapshot comes after the one that it supersedes, in the same period', () => {
  const june = manifest.files.filter(({ path }) => path.startsWith('harbor_point_advisors/stage3/2025-06'));
  expect(june).toEqual([
    {
      kind: 'stage3',
      tenant: 'harbor_point_advisors',
      period: '2025-06',
      path: 'harbor_point_advisors/stage3/2025-06.csv',
    },
    {
      kind: 'stage3',
      tenant: 'harbor_point_advisors',
      period: '2025-06',
      path: 'harbor_point_advisors/stage3/2025-06.corrected.csv',
    },
  ]);
});

test('a period is given exactly where the file has no period_label column', () => {
  for (const { kind, path, period } of manifest.files) {
    const isSnapshot = kind === 'stage1' || kind === 'stage3';
    const hasColumn = text(path).startsWith('tenant_id,period_label,');
    expect(period, path).toBe(isSnapshot && !hasColumn ? /2025-\d\d/.exec(path)?.[0] : undefined);
  }
});

test('the aliases join two names that the tenant uses', () => {
  expect(manifest.aliases).toEqual([
    {
      tenant: 'creative_benefit_strategies',
      kind: 'agent',
      alias_name: 'Bob Smith',
      canonical_name: 'Robert Smith',
      reason: 'One person: the Brown–Forman desk writes his nickname',
    },
    {
      tenant: 'creative_benefit_strategies',
      kind: 'business',
      alias_name: 'Facebook, Inc.',
      canonical_name: 'Meta Platforms',
      reason: 'The company changed its name; its policies were reissued in April 2025',
    },
  ]);
  const components = snapshotRows('creative_benefit_strategies', 'stage3');
  const agents = new Set(components.map((row) => row.agent_name));
  const businesses = new Set(components.map((row) => row.business_name));
  expect(agents.has('Bob Smith') && agents.has('Robert Smith')).toBe(true);
  expect(businesses.has('Facebook, Inc.') && businesses.has('Meta Platforms')).toBe(true);
});
