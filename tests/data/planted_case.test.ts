import { expect, test } from 'vitest';
import type { Month } from '../../data/generator/month.ts';
import { changeLines, removeComponents, respellBusiness } from '../../data/generator/planted_case.ts';

const month: Month = {
  stage1: [
    { businessName: 'Datadog', productCode: 'LIFE', employeeCount: 2, grossCents: 100 },
    { businessName: 'Hermès', productCode: 'LIFE', employeeCount: 3, grossCents: 200 },
  ],
  stage3: [
    {
      businessName: 'Datadog',
      productCode: 'LIFE',
      agentId: 'OWNER',
      agentName: 'OWNER',
      componentType: 'BASE',
      splitPercent: 100,
      commissionCents: 100,
    },
  ],
};

test('a case changes the rows it means and no others', () => {
  const planted = changeLines('2025-01', { businessName: 'Datadog' }, { grossCents: 7 }).plant(month);
  expect(planted.stage1.map(({ grossCents }) => grossCents)).toEqual([7, 200]);
  expect(planted.stage3).toEqual(month.stage3);
});

test('a respelling takes both stages', () => {
  const planted = respellBusiness('2025-01', 'Datadog', 'DATADOG').reduce(
    (so_far, { plant }) => plant(so_far),
    month,
  );
  expect(planted.stage1[0]!.businessName).toBe('DATADOG');
  expect(planted.stage3[0]!.businessName).toBe('DATADOG');
});

test('a case that finds nothing to plant on fails, so that it cannot vanish unnoticed', () => {
  expect(() => removeComponents('2025-01', { businessName: 'Hermès' }).plant(month)).toThrow(
    'nothing to plant on: {"businessName":"Hermès"}',
  );
});
