import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Workplace } from './keyfast_process.ts';

// Each step is a process of its own, and the first one of a changed project translates its SQL.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let workplace: Workplace;

beforeAll(() => {
  workplace = new Workplace();
});

afterAll(() => {
  workplace.remove();
});

const components = (amount: string): string =>
  `business_name,product_code,agent_name,component_type,commission_amount\nAcme,MEDICAL,Ann Lee,BASE,${amount}\n`;

test('a selected control records under a run of its own, not into what an earlier run found', async () => {
  await workplace.keyfast('tenant', 'add', 'acme');
  const period = ['--tenant', 'acme', '--period', '2025-01'];
  await workplace.keyfast(
    'load',
    'stage1',
    workplace.file('stage1.csv', 'business_name,product_code,gross_commission\nAcme,MEDICAL,100.00\n'),
    ...period,
  );
  await workplace.keyfast('load', 'stage3', workplace.file('wrong.csv', components('90.00')), ...period);
  expect((await workplace.keyfast('run')).exitCode).toBe(1);

  await workplace.keyfast('load', 'stage3', workplace.file('mended.csv', components('100.00')), ...period);
  expect((await workplace.keyfast('run', '--select', 'commission_traceability+')).exitCode).toBe(0);
  expect((await workplace.keyfast('run')).exitCode).toBe(0);
});

test('a file that was superseded says so when it is sent again, and the later one stays in force', async () => {
  await workplace.keyfast('tenant', 'add', 'birch');
  const load = (file: string): ReturnType<Workplace['keyfast']> =>
    workplace.keyfast('load', 'stage3', file, '--tenant', 'birch', '--period', '2025-01');
  const first = workplace.file('first.csv', components('1.00'));
  const second = workplace.file('second.csv', components('2.00'));
  await load(first);
  await load(second);
  expect((await load(first)).stdout).toContain('loaded already, superseded since');
  expect((await load(second)).stdout).not.toContain('superseded');
});
