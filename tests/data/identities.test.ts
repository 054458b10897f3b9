import { expect, test } from 'vitest';
import { businessId } from '../../includes/src/business_id.ts';
import { normalizedBusinessName } from '../../includes/src/names.ts';
import { rows, snapshotRows, TENANTS } from './committed_files.ts';

const mapping = rows('reference/business_id_mapping.csv');

test('the mapping carries the id that the guarantees document gives for its example', () => {
  expect(mapping[0]).toEqual({
    tenant_id: 'creative_benefit_strategies',
    business_id: '6cd1a713faf7c2ba',
    business_name: 'Teledata Contractors Inc',
    normalized_name: 'TELEDATA CONTRACTORS INC',
    is_active: 'true',
    first_seen_date: '2024-01-01',
    last_seen_date: '2025-01-01',
  });
});

test("a carried id is today's formula's, but for one", () => {
  const others = mapping.filter(
    (row) =>
      row.business_id !== '' && row.business_id !== businessId(normalizedBusinessName(row.business_name!)),
  );
  expect(others.map((row) => [row.business_id, row.business_name])).toEqual([
    ['2274724b80bf969d', 'Société Générale'],
  ]);
});

test("the mapping is the legacy tenant's alone, names each business once and carries each id once", () => {
  expect(new Set(mapping.map((row) => row.tenant_id))).toEqual(new Set(['creative_benefit_strategies']));
  expect(new Set(mapping.map((row) => normalizedBusinessName(row.business_name!))).size).toBe(mapping.length);
  const ids = mapping.map((row) => row.business_id!).filter((id) => id !== '');
  expect(new Set(ids).size).toBe(ids.length);
});

test('where the mapping carries a normalised name it is ours', () => {
  const carried = mapping.filter((row) => row.normalized_name !== '');
  expect(carried.map((row) => row.normalized_name)).toEqual(
    carried.map((row) => normalizedBusinessName(row.business_name!)),
  );
});

test('three businesses have no id yet', () => {
  expect(mapping.filter((row) => row.business_id === '').map((row) => row.business_name)).toEqual([
    'EssilorLuxottica',
    'Pernod Ricard',
    'American Eagle Outfitters',
  ]);
});

test('every hierarchy has three levels, and each parent stands in it one level up', () => {
  for (const tenant of TENANTS) {
    const hierarchy = rows(`${tenant}/hierarchy.csv`);
    const levels = new Map(hierarchy.map((row) => [row.agent_id, Number(row.hierarchy_level)]));
    expect(new Set(levels.values())).toEqual(new Set([1, 2, 3]));
    for (const row of hierarchy) {
      const level = Number(row.hierarchy_level);
      expect(row.parent_agent_id === '' ? 0 : levels.get(row.parent_agent_id), row.agent_id).toBe(level - 1);
    }
  }
});

test('every upstream id of a snapshot stands in the hierarchy, and the other way round', () => {
  for (const tenant of TENANTS) {
    const upstream = new Set(snapshotRows(tenant, 'stage3').map((row) => row.agent_id!));
    for (const reserved of ['', 'OWNER', 'UNASSIGNED']) upstream.delete(reserved);
    const hierarchy = rows(`${tenant}/hierarchy.csv`).map((row) => row.agent_id!);
    expect([...upstream].sort()).toEqual(hierarchy.sort());
  }
});

test('two agents have two upstream ids, in windows that meet and do not overlap', () => {
  const windows = (path: string, ids: string[]) =>
    rows(path)
      .filter((row) => ids.includes(row.agent_id!))
      .map((row) => [row.agent_id, row.effective_start_date, row.effective_end_date]);
  expect(windows('harbor_point_advisors/hierarchy.csv', ['HP-1016', 'HP-2016'])).toEqual([
    ['HP-1016', '2024-01-01', '2025-07-01'],
    ['HP-2016', '2025-07-01', ''],
  ]);
  expect(
    windows('creative_benefit_strategies/hierarchy.csv', ['NAME:d485a79b8b78', 'NAME:2b873cdf3044']),
  ).toEqual([
    ['NAME:d485a79b8b78', '2024-01-01', '2025-03-01'],
    ['NAME:2b873cdf3044', '2025-03-01', ''],
  ]);
});

test('exactly one component of the year has neither agent name nor id', () => {
  const nobody = TENANTS.flatMap((tenant) => snapshotRows(tenant, 'stage3')).filter(
    (row) => row.agent_name === '',
  );
  expect(nobody.map((row) => [row.business_name, row.agent_id])).toEqual([['Rémy Cointreau', '']]);
});
