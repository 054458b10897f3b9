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
