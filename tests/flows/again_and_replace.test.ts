import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Workplace } from './keyfast_process.ts';

// Each step is a process of its own, and the first one of a changed project translates its SQL.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let workplace: Workplace;

beforeAll(async () => {
  workplace = new Workplace();
  await workplace.keyfast('tenant', 'add', 'acme');
});

afterAll(() => {
  workplace.remove();
});

async function load(...words: string[]): Promise<string> {
  return (await workplace.keyfast('load', ...words, '--tenant', 'acme')).stdout;
}

test('a file that was superseded is in force again only when it is asked for', async () => {
  const components = (amount: string): string =>
    `business_name,product_code,agent_name,component_type,commission_amount\nAcme,MEDICAL,Ann Lee,BASE,${amount}\n`;
  const first = ['stage3', workplace.file('first.csv', components('1.00')), '--period', '2025-01'];
  const second = ['stage3', workplace.file('second.csv', components('2.00')), '--period', '2025-01'];
  await load(...first);
  await load(...second);
  expect(await load(...first)).toContain(
    'first.csv: a later file superseded it; with --again it is in force again\n',
  );
  expect(await load(...first, '--again')).toMatch(/first\.csv +2025-01-01 +1 +loaded +/);
  expect(await load(...first, '--again')).toContain('Nothing changed');
  expect(await load(...second)).toContain('superseded since');
});

test('a hierarchy is merged, and replaced whole only when it is asked for', async () => {
  const header = 'agent_id,parent_agent_id,hierarchy_level';
  workplace.file('hierarchy.csv', `${header}\nTOP,,1\nA-1,TOP,2\nA-2,TOP,2\n`);
  expect(await load('hierarchy', 'hierarchy.csv')).toContain('loaded, 3 changed');
  workplace.file('hierarchy.csv', `${header}\nTOP,,1\nA-1,,1\n`);
  expect(await load('hierarchy', 'hierarchy.csv', '--replace')).toContain('loaded, 1 changed, 1 removed');
  expect(await load('hierarchy', 'hierarchy.csv', '--replace')).toContain('loaded already');
});

test('a name that can have no id is taken, and said', async () => {
  const lines = 'business_name,product_code,gross_commission\n,DENTAL,1.00\nAcme,DENTAL,1.00\n';
  expect(await load('stage1', workplace.file('names.csv', lines), '--period', '2025-01')).toMatch(
    /^names\.csv: 1 row has a name that can have no id; the next run quarantines it: .*keyfast.* quarantine$/m,
  );
});

test.each([
  [
    ['hierarchy', 'a.csv', '--again'],
    'UNEXPECTED_AGAIN',
    'A hierarchy file is merged, so it is never superseded',
  ],
  [
    ['stage1', 'a.csv', '--period', '2025-01', '--replace'],
    'UNEXPECTED_REPLACE',
    'A stage1 file replaces no rows',
  ],
  [
    ['hierarchy', 'a.csv', 'b.csv', '--replace'],
    'UNEXPECTED_REPLACE',
    'One file is all there is, not several',
  ],
])('%j is a wrong call', async (words, code, message) => {
  expect(await workplace.json('load', ...words, '--tenant', 'acme')).toMatchObject({
    exitCode: 2,
    document: { error: { faults: [{ code, message }] } },
  });
});
