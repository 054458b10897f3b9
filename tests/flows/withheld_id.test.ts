import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Workplace } from './keyfast_process.ts';

// Each step is a process of its own, and the first one of a changed project translates its SQL.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let workplace: Workplace;

beforeAll(async () => {
  workplace = new Workplace();
  await workplace.keyfast('tenant', 'add', 'acme');
  await workplace.keyfast('tenant', 'add', 'birch');
});

afterAll(() => {
  workplace.remove();
});

async function load(kind: string, tenant: string, ...lines: string[]): Promise<void> {
  const file = workplace.file(`${tenant}.${kind}.csv`, [...lines, ''].join('\n'));
  const period = kind === 'stage1' ? ['--period', '2025-01'] : [];
  const { exitCode, stderr } = await workplace.keyfast('load', kind, file, '--tenant', tenant, ...period);
  expect([exitCode, stderr]).toEqual([0, '']);
}

/** What is said of the name, with commands as the program itself is called. */
async function explained(): Promise<string> {
  const { stdout } = await workplace.keyfast('ids', 'explain', 'business', 'Zeta Inc', '--tenant', 'acme');
  return stdout.replaceAll(/node \S+keyfast\.js/g, 'keyfast');
}

/** One story: each test goes on where the one before it ended. */
describe("an id that the formula gives, but that another tenant's mapping came with first", () => {
  // printf 'acme|ZETA INC' | md5sum
  const FORMULA_ID = 'c32ceee8d3c726af';

  test('is withheld, and it is said whose it is and what to do', async () => {
    await load('business-mapping', 'birch', 'business_name,business_id', `Harbor Lines,${FORMULA_ID}`);
    await workplace.keyfast('run', '--select', '+dim_business_mapping');
    await load('stage1', 'acme', 'business_name,product_code,gross_commission', 'Zeta Inc,MED,1.00');
    await workplace.keyfast('run', '--select', '+dim_business_mapping');

    expect(await explained()).toContain(
      [
        `id          none: the business would get ${FORMULA_ID}, which is an id of the tenant birch, so it is quarantined`,
        'way out     let the reference mapping carry one id for it, which nobody has (keyfast load business-mapping), then run again (keyfast run)',
      ].join('\n'),
    );
  });

  test('and that is the way out', async () => {
    await load('business-mapping', 'acme', 'business_name,business_id', 'Zeta Inc,ZETA-1');
    await workplace.keyfast('run');

    expect(await explained()).toContain(
      'id          ZETA-1, which today’s formula would not give; it is kept\n',
    );
    expect((await workplace.json('controls', 'COLLISION')).document).toMatchObject({
      control_id: 'COLLISION',
      status: 'PASS',
    });
  });
});
