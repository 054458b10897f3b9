import { expect, test } from 'vitest';
import { graphActions } from '../../scripts/dataform/graph_action.ts';
import { compileProject } from '../../scripts/dataform/compile.ts';
import { GUARD_EXIT_CODES, guardRefusal } from '../../scripts/warehouse/guard_refusal.ts';

test('every code that a guard of the project carries has its exit code, and no other', async () => {
  const graph = await compileProject();
  const scripts = graphActions(graph).flatMap((action) =>
    action.kind === 'operation' ? action.compiled.queries : [action.compiled.query],
  );
  const codes = scripts.flatMap((script) =>
    [...script.matchAll(/['"]\[([A-Z][A-Z0-9_]*)\]/g)].map(([, code]) => code),
  );
  expect(Object.keys(GUARD_EXIT_CODES).sort()).toEqual([...new Set(codes)].sort());
});

test('what a guard says begins as a sentence does', async () => {
  const graph = await compileProject();
  const scripts = (graph.operations ?? []).flatMap(({ queries }) => queries);
  const begun = scripts.flatMap((script) => [...script.matchAll(/['"]\[[A-Z_]+\] (?:[a-z].*)/g)]);
  expect(begun.map(([text]) => text)).toEqual([]);
});

test('what follows the code is the message, the value and what is allowed', () => {
  const detail = 'Not a tenant id; value: a; b; allowed: letters; digits';
  expect(guardRefusal('BAD_TENANT_ID', detail, undefined).faults).toEqual([
    { code: 'BAD_TENANT_ID', message: 'Not a tenant id', value: 'a; b', allowed: 'letters; digits' },
  ]);
});

test.each([
  ['UNKNOWN_TENANT', 2],
  ['BAD_TENANT_ID', 2],
  ['ID_TAKEN', 1],
  ['A_CODE_OF_A_TEST', 1],
])('%s makes the command exit with %i', (code, exitCode) => {
  expect(guardRefusal(code, 'detail', undefined)).toMatchObject({
    exitCode,
    faults: [{ code, message: 'detail' }],
  });
});
