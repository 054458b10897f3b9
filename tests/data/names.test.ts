import { distance } from 'fastest-levenshtein';
import { expect, test } from 'vitest';
import { nameFault } from '../../includes/src/name_fault.ts';
import { normalizedAgentName, normalizedBusinessName } from '../../includes/src/names.ts';
import { rows, snapshotRows, type Tenant, TENANTS } from './committed_files.ts';

function businesses(tenant: Tenant): Set<string> {
  const listed = tenant === 'creative_benefit_strategies' ? rows('reference/business_id_mapping.csv') : [];
  const all = [...listed, ...snapshotRows(tenant, 'stage1'), ...snapshotRows(tenant, 'stage3')];
  return new Set(all.map((row) => row.business_name!));
}

function agents(tenant: Tenant): Set<string> {
  return new Set(snapshotRows(tenant, 'stage3').map((row) => row.agent_name!));
}

function spellings(names: Set<string>, normalised: string, normalise: (name: string) => string): string[] {
  return [...names].filter((name) => nameFault(name) === null && normalise(name) === normalised).sort();
}

test('the names to quarantine are these, one a reason at least, and no others', () => {
  const faults = TENANTS.flatMap((tenant) =>
    [...businesses(tenant), ...agents(tenant)]
      .filter((name) => name !== '')
      .map((name) => ({ tenant, name, fault: nameFault(name) }))
      .filter(({ fault }) => fault !== null),
  );
  expect(faults).toEqual([
    { tenant: 'creative_benefit_strategies', name: ' \u00A0 ', fault: 'EMPTY_NAME' },
    { tenant: 'harbor_point_advisors', name: 'Data\u200Bdog', fault: 'INVISIBLE_CHARACTER' },
    { tenant: 'harbor_point_advisors', name: 'Yael Cohen\u200F', fault: 'INVISIBLE_CHARACTER' },
    { tenant: 'lakeshore_payroll_partners', name: 'Rattle & Hum \u{1FAE8}', fault: 'UNSTABLE_CODE_POINT' },
    { tenant: 'lakeshore_payroll_partners', name: 'Mei-Ling\uFEFF Tan', fault: 'INVISIBLE_CHARACTER' },
  ]);
});

test('the look-alikes are the two planted pairs: no other names of a tenant are within two letters', () => {
  const close = (names: Set<string>, normalise: (name: string) => string): string[][] => {
    const normalised = new Set([...names].filter((name) => nameFault(name) === null).map(normalise));
    const sorted = [...normalised].sort();
    return sorted.flatMap((name, index) =>
      sorted
        .slice(index + 1)
        .filter((other) => distance(name, other) <= 2)
        .map((other) => [name, other]),
    );
  };
  expect(TENANTS.flatMap((tenant) => close(businesses(tenant), normalizedBusinessName))).toEqual([
    ['ACME WIDGETS INC', 'ACME WIDGETS, INC.'],
  ]);
  expect(TENANTS.flatMap((tenant) => close(agents(tenant), normalizedAgentName))).toEqual([
    ['JON ANDERSEN', 'JON ANDERSON'],
  ]);
});

test('one business has spellings that differ in case and outer white space', () => {
  expect(
    spellings(businesses('creative_benefit_strategies'), 'TELEDATA CONTRACTORS INC', normalizedBusinessName),
  ).toEqual([
    '  Teledata Contractors Inc ',
    'TELEDATA CONTRACTORS INC',
    'Teledata Contractors Inc',
    'Teledata Contractors Inc\u00A0',
  ]);
});

test('an accent comes composed and decomposed', () => {
  expect(
    spellings(businesses('creative_benefit_strategies'), 'SOCIÉTÉ GÉNÉRALE', normalizedBusinessName),
  ).toEqual(['Socie\u0301te\u0301 Ge\u0301ne\u0301rale', 'Soci\u00E9t\u00E9 G\u00E9n\u00E9rale']);
});

test('one agent has spellings that differ in case, inner spaces, ß and the dotless ı', () => {
  const creative = agents('creative_benefit_strategies');
  expect(spellings(creative, 'KENNY YOUNG', normalizedAgentName)).toEqual([
    'KENNY YOUNG',
    'Kenny  Young',
    'Kenny Young',
  ]);
  expect(spellings(creative, 'JÜRGEN WEISS', normalizedAgentName)).toEqual(['JÜRGEN WEISS', 'Jürgen Weiß']);
  expect(spellings(agents('lakeshore_payroll_partners'), 'AHMET YILMAZ', normalizedAgentName)).toEqual([
    'AHMET YILMAZ',
    'Ahmet Yılmaz',
  ]);
});

test('tenants share businesses and agents with each other', () => {
  const shared = (of: (tenant: Tenant) => Set<string>, one: Tenant, other: Tenant): string[] => {
    const others = of(other);
    return [...of(one)].filter((name) => others.has(name)).sort();
  };
  expect(shared(agents, 'creative_benefit_strategies', 'harbor_point_advisors')).toEqual([
    'Aaliyah Johnson',
    'Kenny Young',
    'OWNER',
  ]);
  expect(shared(agents, 'creative_benefit_strategies', 'lakeshore_payroll_partners')).toEqual([
    'OWNER',
    'Priya Natarajan',
    'Robert Smith',
  ]);
  expect(shared(businesses, 'creative_benefit_strategies', 'harbor_point_advisors')).toContain(
    'Teledata Contractors Inc',
  );
});

test('in the last period every agent and business is there but those who left', () => {
  const missing = (
    tenant: Tenant,
    column: 'agent_name' | 'business_name',
    normalise: (name: string) => string,
  ) => {
    const last = new Set(rows(`${tenant}/stage3/2025-12.csv`).map((row) => normalise(row[column]!)));
    const ever = snapshotRows(tenant, 'stage3').map((row) => row[column]!);
    return [...new Set(ever.filter((name) => nameFault(name) === null).map(normalise))].filter(
      (name) => !last.has(name),
    );
  };
  expect(TENANTS.map((tenant) => missing(tenant, 'agent_name', normalizedAgentName))).toEqual([
    ['PRIYA NATARAJAN', 'UNASSIGNED'],
    [],
    [],
  ]);
  expect(TENANTS.map((tenant) => missing(tenant, 'business_name', normalizedBusinessName))).toEqual([
    ['FACEBOOK, INC.'],
    ['HERMÈS'],
    [],
  ]);
});
