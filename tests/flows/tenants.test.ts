import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Workplace } from './keyfast_process.ts';

// The first process of a changed project translates its SQL.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let workplace: Workplace;

beforeAll(() => {
  workplace = new Workplace();
});

afterAll(() => {
  workplace.remove();
});

test.each([
  ['an id of 65 letters', ['a'.repeat(65)], 2, 'BAD_TENANT_ID'],
  ['an id with a separator', ['a|b'], 2, 'BAD_TENANT_ID'],
  ['a blank name', ['acme', '--name', ' \u00a0'], 2, 'BAD_NAME'],
  ['a name that runs on the terminal', ['acme', '--name', 'Acme\u001b[2J'], 2, 'BAD_NAME'],
  ['nobody as the actor', ['acme', '--actor', ''], 2, 'BAD_ACTOR'],
  ['an actor of two lines', ['acme', '--actor', 'ann\nbob'], 2, 'BAD_ACTOR'],
])('%s is refused, and no tenant is registered', async (_, words, exitCode, code) => {
  expect(await workplace.json('tenant', 'add', ...words)).toMatchObject({
    exitCode,
    document: { error: { faults: [{ code }] } },
  });
  expect((await workplace.json('tenant', 'list')).document).toEqual({ tenants: [] });
});
